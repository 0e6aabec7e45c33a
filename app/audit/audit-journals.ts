/**
 * Audits journals of desks, from their files alone or beside receipts and copies: is each whole, what do its clocks say,
 * and who did what. Reads envelopes only; the same files give the same answer.
 */
import type { ActId, DeskId, Epoch, RecordHash } from '../acts/ids.ts';
import type { Receipt } from '../admission/receipt.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { JournalFileName } from '../log/journal-frame.ts';
import type { Marks } from '../log/journal-meta.ts';
import { type JournalItem, type ReadOnlyFile, readActsFile, readSideFile } from '../log/read-journal.ts';
import type { SignedDocument } from '../log/records.ts';
import { ReceiptBook } from '../replication/receipt-book.ts';
import { activityOf, type Deed, deedOf, type OfficerActivity } from './activity.ts';
import { bySeq, type Chain, chainKey, checkChain, compareChain } from './chain-check.ts';
import { type ChainRecord, judgeRecord } from './chain-record.ts';
import { type Find, type Finding, isFault, TIME_CODE } from './findings.ts';
import { TIME_LIMITS, type TimeLimits, timeEvidence } from './time-evidence.ts';

export interface JournalToAudit {
  readonly files: Readonly<Record<JournalFileName, ReadOnlyFile>>;
  /** whose it is, where that is known from beside it; else the desk of most of its records */
  readonly desk: DeskId | null;
}

export interface AuditGround {
  /** null where nobody has said which root to believe: then signatures are not looked at, and receipts neither */
  readonly keyring: Keyring | null;
  /** verified */
  readonly receipts: readonly Receipt[];
  /** acts and audit records that somebody else has: of exported dossiers, of the server */
  readonly copies: readonly SignedDocument[];
  readonly limits?: TimeLimits;
}

export interface ChainSummary {
  readonly journal: number;
  readonly of: 'acts' | 'audits';
  readonly desk: string;
  readonly mission: string | null;
  readonly epoch: string;
  readonly first: number;
  readonly last: number;
  readonly records: number;
  /** hash of the last one */
  readonly head: string;
  /** a further epoch of that mission in this journal */
  readonly branch: boolean;
  /** acts that no receipt given names; null where none was given */
  readonly withoutReceipt: number | null;
}

export interface JournalsAudit {
  /** nothing is wrong; what is only shown may be there */
  readonly whole: boolean;
  /** of each journal, the desk whose it is; null where nothing is in it */
  readonly desks: readonly (DeskId | null)[];
  readonly chains: readonly ChainSummary[];
  readonly findings: readonly Finding[];
  readonly officers: readonly OfficerActivity[];
  readonly deeds: readonly Deed[];
}

/** Signatures under way at once: enough to keep the platform's own threads busy. */
const AT_ONCE = 64;

/** One journal as it was read. */
interface Read {
  readonly desk: DeskId | null;
  readonly chains: ReadonlyMap<string, Chain>;
  readonly records: readonly ChainRecord[];
  /** epochs that are not the first of their mission here */
  readonly branches: ReadonlySet<string>;
  readonly find: Find;
}

/** @throws JournalError JRN-004 when files are no journal, or of a newer version */
export async function auditJournals(
  journals: readonly JournalToAudit[],
  ground: AuditGround,
): Promise<JournalsAudit> {
  const findings: Finding[] = [];
  const reads: Read[] = [];
  for (const [index, journal] of journals.entries())
    reads.push(await readOne(journal, ground.keyring, finder(findings, index + 1)));
  const book = new ReceiptBook();
  for (const receipt of ground.receipts) book.add(receipt);
  const copies = await copiesOf(ground);
  const chains = reads.flatMap((read, index) => {
    const others = reads.filter((other) => other !== read).flatMap(({ records }) => records);
    return judgeChains(read, index + 1, [...copies, ...others], ground, book);
  });
  const records = distinct(reads.flatMap((read) => read.records));
  return {
    whole: !findings.some(isFault),
    desks: reads.map(({ desk }) => desk),
    chains,
    findings,
    officers: activityOf(records, ground.keyring),
    deeds: records.flatMap((record) => deedOf(record) ?? []),
  };
}

const finder =
  (findings: Finding[], journal: number): Find =>
  (code, detail, where = {}) => {
    const nowhere = {
      of: null,
      desk: null,
      mission: null,
      epoch: null,
      seq: null,
      until: null,
      record: null,
    };
    findings.push({ code, journal, ...nowhere, ...where, detail });
  };

async function readOne(journal: JournalToAudit, keyring: Keyring | null, find: Find): Promise<Read> {
  const { files } = journal;
  const epochs = new Epochs(find);
  const records: ChainRecord[] = [];
  let marks: Marks | null = null;
  for await (const item of readActsFile(files.acts)) {
    if (item.item === 'marks') marks = item.marks;
    else records.push(...(await readItem(item, epochs, keyring, find)));
  }
  for (const name of ['wraps', 'evidence'] as const) {
    const { damage, misnamed, unframed } = await readSideFile(name, files[name], marks?.[name] ?? null);
    for (const { offset, bytes } of damage) find('AU-101', `${name}: ${bytes} bytes at ${offset}`);
    for (const offset of misnamed) find('AU-102', `${name}: the record at ${offset}`);
    if (unframed > 0) find('AU-207', `${name}: ${unframed} records behind the newest act`);
  }
  const desk = journal.desk ?? commonest(records.map((record) => record.desk));
  const chains = new Map<string, Chain>();
  for (const record of records) {
    const { of, mission, epoch, seq, id } = record;
    if (record.desk !== desk) {
      find('AU-111', 'its desk is another', {
        of,
        desk: record.desk,
        mission,
        epoch,
        seq,
        until: seq,
        record: id,
      });
      continue;
    }
    const chain = chains.get(chainKey(record)) ?? { of, desk, mission, epoch, records: [] };
    chain.records.push(record);
    chains.set(chainKey(record), chain);
  }
  return { desk, chains, records, branches: epochs.branches, find };
}

async function readItem(
  item: Exclude<JournalItem, { item: 'marks' }>,
  epochs: Epochs,
  keyring: Keyring | null,
  find: Find,
): Promise<ChainRecord[]> {
  const at = `acts: at ${item.offset}`;
  switch (item.item) {
    case 'epoch':
      epochs.begin(item);
      return [];
    case 'frame':
    case 'audit': {
      epochs.goOn(item, at);
      const documents = item.item === 'frame' ? item.acts : [item.document];
      const judged = await Promise.all(documents.map((document) => judgeRecord(document, keyring)));
      const records: ChainRecord[] = [];
      for (const { record, fault } of judged) {
        if (record) records.push(record);
        if (!fault) continue;
        const where = record ? { ...placeOf(record), record: record.id } : { mission: item.mission };
        find(fault.code, `${fault.detail}; ${at}`, where);
      }
      if (!agrees(item, records)) find('AU-102', `${at}: its head says otherwise than what is in it`);
      return records;
    }
    case 'unknown':
      find('AU-208', `${at}, type ${item.type}`);
      return [];
    case 'unreadable':
      find('AU-102', at);
      return [];
    case 'damage':
      find('AU-101', `${at}, ${item.bytes} bytes`);
      return [];
    case 'torn':
      find('AU-201', `${at}, ${item.bytes} bytes`);
      return [];
  }
}

const placeOf = ({ of, desk, mission, epoch, seq }: ChainRecord) => ({
  of,
  desk,
  mission,
  epoch,
  seq,
  until: seq,
});

/** A frame's head is what the journal goes by when it opens: it must say what is in it. */
function agrees(item: JournalItem & { item: 'frame' | 'audit' }, records: readonly ChainRecord[]): boolean {
  const count = item.item === 'frame' ? item.count : 1;
  const last = item.item === 'frame' ? item.last : item.hash;
  return (
    records.length === count &&
    (records.at(-1)?.id as string | undefined) === last &&
    records.every(({ mission, epoch }) => mission === item.mission && epoch === item.epoch) &&
    records[0]?.seq === item.seq
  );
}

/** Epochs of each mission, in the order in which the journal began them; it never goes back to an earlier one. */
class Epochs {
  readonly #find: Find;
  readonly #current = new Map<string, string>();
  readonly #begun = new Set<string>();
  /** told once; what stands behind it goes on in its own */
  readonly #unbegun = new Set<string>();
  readonly branches = new Set<string>();

  constructor(find: Find) {
    this.#find = find;
  }

  begin({ mission, epoch }: { readonly mission: string; readonly epoch: string }): void {
    if (this.#current.has(mission)) this.branches.add(epoch);
    this.#current.set(mission, epoch);
    this.#begun.add(epoch);
  }

  goOn({ mission, epoch }: { readonly mission: string; readonly epoch: string }, at: string): void {
    if (this.#current.get(mission) === epoch || this.#unbegun.has(epoch)) return;
    if (this.#begun.has(epoch)) {
      this.#find('AU-107', `${at}: of an epoch that had ended`, { mission, epoch });
      return;
    }
    this.#find('AU-112', at, { mission, epoch });
    this.#unbegun.add(epoch);
  }
}

/** Copies count as somebody's word only where their signatures hold: without a root nobody's word is heard. */
async function copiesOf({ keyring, copies }: AuditGround): Promise<ChainRecord[]> {
  if (!keyring) return [];
  const records: ChainRecord[] = [];
  for (let at = 0; at < copies.length; at += AT_ONCE) {
    const slice = copies.slice(at, at + AT_ONCE);
    const judged = await Promise.all(slice.map((document) => judgeRecord(document, keyring)));
    records.push(...judged.flatMap(({ record, fault }) => (record && !fault ? [record] : [])));
  }
  return distinct(records);
}

function judgeChains(
  read: Read,
  journal: number,
  elsewhere: readonly ChainRecord[],
  { receipts, limits = TIME_LIMITS }: AuditGround,
  book: ReceiptBook,
): ChainSummary[] {
  const { desk, find } = read;
  const chains = new Map(read.chains);
  for (const record of elsewhere)
    if (record.desk === desk && !chains.has(chainKey(record)))
      chains.set(chainKey(record), emptyLike(record));
  for (const [of, epoch] of receipts.flatMap((receipt) => receipt.chains)) {
    const key = chainKey({ of: 'acts', desk: of as DeskId, epoch: epoch as Epoch });
    if (of === desk && !chains.has(key))
      chains.set(key, { of: 'acts', desk, mission: null, epoch: epoch as Epoch, records: [] });
  }
  const copies = grouped(elsewhere);
  const times = {
    timeOf: (receipt: string) => book.timeOf(receipt as RecordHash),
    coveredAt: (act: string) => book.coveredAt(act as ActId),
  };
  return [...chains].flatMap(([key, chain]) => {
    const { of, mission, epoch, records } = chain;
    checkChain(chain, find);
    const receipted = of === 'acts' ? book.chain(chain.desk, epoch) : undefined;
    compareChain(chain, { records: copies.get(key) ?? [], receipted }, find);
    const where = { of, desk: chain.desk, mission, epoch };
    const ordered = bySeq(records);
    for (const { what, seq, until, id, claimedAt, against, apart } of timeEvidence(ordered, times, limits)) {
      const detail = `${claimedAt} against ${against}, ${Math.round(apart / 1000)} s`;
      find(TIME_CODE[what], detail, { ...where, seq, until, record: id });
    }
    const [first, last] = [ordered[0], ordered.at(-1)];
    if (!first || !last) return [];
    const branch = read.branches.has(epoch);
    if (branch && of === 'acts') find('AU-202', 'it stands beside an earlier one', where);
    const waiting = ordered.filter(({ id }) => book.act(id as ActId) === undefined).length;
    const withoutReceipt = of === 'acts' && receipts.length > 0 ? waiting : null;
    if (withoutReceipt) find('AU-209', `${withoutReceipt} of ${ordered.length}`, where);
    const counts = { first: first.seq, last: last.seq, records: records.length, head: last.id };
    return [{ journal, ...where, ...counts, branch, withoutReceipt }];
  });
}

const emptyLike = ({ of, desk, mission, epoch }: ChainRecord): Chain => ({
  of,
  desk,
  mission,
  epoch,
  records: [],
});

function grouped(records: readonly ChainRecord[]): Map<string, ChainRecord[]> {
  const groups = new Map<string, ChainRecord[]>();
  for (const record of records) {
    const group = groups.get(chainKey(record));
    if (group) group.push(record);
    else groups.set(chainKey(record), [record]);
  }
  return groups;
}

const distinct = (records: readonly ChainRecord[]): ChainRecord[] => [
  ...new Map(records.map((record) => [record.id, record])).values(),
];

function commonest<T>(values: readonly T[]): T | null {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let most: T | null = null;
  for (const [value, count] of counts) if (most === null || count > (counts.get(most) ?? 0)) most = value;
  return most;
}
