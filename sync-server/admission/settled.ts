/**
 * What is known of each act, wrap and chunk by its hash, packed: what receipts said of it, and, once it is in the
 * mission's own database, enough to say where. Such a record is accepted for good, so that nothing else of it need be at
 * hand. Its id and revision follow from its hash and dossier; one where they do not is not taken in here.
 */
import type { ActId, DossierId, RecordHash } from '../../app/acts/ids.ts';
import type { ReceiptItem } from '../../app/admission/receipt.ts';
import type { FinalVerdict } from '../../app/admission/said.ts';
import { ACCEPTED } from '../../app/admission/verdict-codes.ts';
import { RECORD_PREFIX } from '../../app/log/records.ts';
import type { Entry, Told } from './entry.ts';
import { HashTable, wordsOf } from './hash-table.ts';
import { type Claims, type EntryKey, entryKey, NO_CLAIMS } from './offered.ts';

const DOSSIER_LENGTH = 27;
const TOLD = 0;
const TOLD_BY_OTHERS = 1;
/** 0 where it is not kept. Of an act the number of its desk's chain, of a wrap the generation, each and one more. */
const KEPT = 2;
/** acts and wraps */
const DOSSIER = 3;
/** acts: the number of the earliest receipt that names it, and one more */
const COVERED = DOSSIER + wordsOf(DOSSIER_LENGTH);
/** acts: a bit for each final verdict that a receipt has given */
const FINALS = COVERED + 1;
const BIT_OF = { accepted: 1, refused: 2 } as const satisfies Record<FinalVerdict, number>;
const MOST = 2 ** 32 - 2;

type Kind = ReceiptItem[0];

export class Settled {
  readonly #tables: Readonly<Record<Kind, HashTable>> = {
    act: new HashTable(FINALS + 1),
    wrap: new HashTable(COVERED),
    chunk: new HashTable(DOSSIER),
  };
  readonly #words: Told[] = [];
  readonly #numberOfWord = new Map<string, number>();

  /**
   * Takes in what is kept. @param chain the number of an act's chain
   * @returns false where the entry does not follow from its hash, dossier and number
   */
  keep(entry: Entry, chain: number | undefined): boolean {
    const { key, claims } = entry;
    const [kind, table, subject] = this.#tableOf(key);
    const number = kind === 'act' ? chain : kind === 'wrap' ? claims.gen : 0;
    if (!table || number === undefined || !isPackable(entry, kind, number)) return false;
    const row = table.add(subject);
    if (row < 0) return false;
    table.set(row, KEPT, number + 1);
    if (claims.dossier) table.setText(row, DOSSIER, claims.dossier);
    return true;
  }

  /** It is kept no longer, or known elsewhere. */
  release(key: EntryKey): void {
    const [, table, subject] = this.#tableOf(key);
    const row = table?.find(subject) ?? -1;
    if (table && row >= 0) table.set(row, KEPT, 0);
  }

  /** The kept wraps of a dossier: looks at every one there is, so it is for what happens seldom. */
  *wrapsOf(dossier: DossierId): Generator<EntryKey> {
    const table = this.#tables.wrap;
    for (let row = 0; row < table.size; row += 1) {
      if (table.get(row, KEPT) > 0 && table.text(row, DOSSIER, DOSSIER_LENGTH) === dossier)
        yield entryKey('wrap', table.nameOf(row) as RecordHash);
    }
  }

  get(key: EntryKey): Entry | undefined {
    const [kind, table, subject] = this.#tableOf(key);
    const row = table?.find(subject) ?? -1;
    return kind && table && row >= 0 ? entryOf(kind, table, row, subject as RecordHash) : undefined;
  }

  /** Of the kept; `but` says of which words not. */
  *keys(but: (told: Told | undefined) => boolean = () => false): Generator<EntryKey> {
    for (const kind of ['act', 'wrap', 'chunk'] as const) {
      const table = this.#tables[kind];
      for (let row = 0; row < table.size; row += 1) {
        if (table.get(row, KEPT) === 0 || but(this.#wordOf(table, row, TOLD))) continue;
        yield entryKey(kind, table.nameOf(row) as RecordHash);
      }
    }
  }

  /** @returns undefined where the act is not kept */
  placeOfAct(id: ActId): { readonly dossier: DossierId; readonly chain: number } | undefined {
    const table = this.#tables.act;
    const row = table.find(id);
    const kept = row < 0 ? 0 : table.get(row, KEPT);
    if (kept === 0) return undefined;
    return { dossier: table.text(row, DOSSIER, DOSSIER_LENGTH) as DossierId, chain: kept - 1 };
  }

  told(key: EntryKey, by: 'us' | 'others'): Told | undefined {
    const [, table, subject] = this.#tableOf(key);
    const row = table?.find(subject) ?? -1;
    return table && row >= 0 ? this.#wordOf(table, row, by === 'us' ? TOLD : TOLD_BY_OTHERS) : undefined;
  }

  /** Of what is no hash nothing is noted: no record has such a name. */
  tell(key: EntryKey, by: 'us' | 'others', told: Told): void {
    const [, table, subject] = this.#tableOf(key);
    const row = table?.add(subject) ?? -1;
    if (table && row >= 0) table.set(row, by === 'us' ? TOLD : TOLD_BY_OTHERS, this.#numberOf(told));
  }

  /** @returns the number of the earliest receipt that names the act */
  covered(id: ActId): number | undefined {
    const row = this.#tables.act.find(id);
    const number = row < 0 ? 0 : this.#tables.act.get(row, COVERED);
    return number === 0 ? undefined : number - 1;
  }

  cover(id: ActId, receipt: number): void {
    const row = this.#tables.act.add(id);
    if (row >= 0) this.#tables.act.set(row, COVERED, receipt + 1);
  }

  finals(id: ActId): readonly FinalVerdict[] {
    const row = this.#tables.act.find(id);
    const bits = row < 0 ? 0 : this.#tables.act.get(row, FINALS);
    return (['accepted', 'refused'] as const).filter((verdict) => (bits & BIT_OF[verdict]) !== 0);
  }

  addFinal(id: ActId, verdict: FinalVerdict): void {
    const { act } = this.#tables;
    const row = act.add(id);
    if (row >= 0) act.set(row, FINALS, act.get(row, FINALS) | BIT_OF[verdict]);
  }

  #wordOf(table: HashTable, row: number, field: number): Told | undefined {
    return this.#words[table.get(row, field) - 1];
  }

  /** Few words are said, of many records. */
  #numberOf(told: Told): number {
    const name = `${told.verdict} ${told.code} ${told.epoch}`;
    const known = this.#numberOfWord.get(name);
    if (known !== undefined) return known;
    const number = this.#words.push(told);
    this.#numberOfWord.set(name, number);
    return number;
  }

  #tableOf(key: EntryKey): readonly [Kind | undefined, HashTable | undefined, string] {
    const colon = key.indexOf(':');
    const kind = key.slice(0, colon);
    const isPacked = kind === 'act' || kind === 'wrap' || kind === 'chunk';
    return isPacked ? [kind, this.#tables[kind], key.slice(colon + 1)] : [undefined, undefined, ''];
  }
}

function isPackable(entry: Entry, kind: Kind | undefined, number: number | null): number is number {
  const { subject, id, rev, consistent, place, admission, claims } = entry;
  if (!kind || place !== 'kept' || !consistent || admission.code !== ACCEPTED.code) return false;
  if (number === null || !Number.isInteger(number) || number < 0 || number > MOST) return false;
  if ((kind === 'chunk') !== (claims.dossier === null)) return false;
  const named = nameOf(kind, subject, claims.dossier, number);
  return id === named.id && rev === named.rev;
}

function entryOf(kind: Kind, table: HashTable, row: number, subject: RecordHash): Entry | undefined {
  const kept = table.get(row, KEPT);
  if (kept === 0) return undefined;
  const dossier = kind === 'chunk' ? null : (table.text(row, DOSSIER, DOSSIER_LENGTH) as DossierId);
  // What an act stands on is read with it, where somebody asks.
  const claims: Claims =
    kind === 'chunk' ? NO_CLAIMS : { dossier, gen: kind === 'wrap' ? kept - 1 : null, prior: [] };
  const named = nameOf(kind, subject, dossier, kept - 1);
  const key = entryKey(kind, subject);
  return { key, subject, kind, ...named, consistent: true, claims, place: 'kept', admission: ACCEPTED };
}

/** The id and revision that follow. */
function nameOf(kind: Kind, subject: RecordHash, dossier: DossierId | null, gen: number) {
  const middle = kind === 'act' ? `${dossier}:` : kind === 'wrap' ? `${dossier}:${gen}:` : '';
  const rev = `1-${Buffer.from(subject, 'base64url').toString('hex', 0, 16)}`;
  return { id: `${RECORD_PREFIX[kind]}${middle}${subject}`, rev };
}
