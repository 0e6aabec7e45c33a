/**
 * Audits journals of desks, from their files alone or beside receipts and copies: is each whole, what do its clocks say,
 * and who did what. Reads envelopes only; the same files give the same answer.
 */
import type { DeskId, Epoch } from '../acts/ids.ts';
import type { Receipt } from '../admission/receipt.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { JournalFileName } from '../log/journal-frame.ts';
import type { Marks } from '../log/journal-meta.ts';
import { type JournalItem, type ReadOnlyFile, readActsFile, readSideFile } from '../log/read-journal.ts';
import type { SignedDocument } from '../log/records.ts';
import { ReceiptBook } from '../replication/receipt-book.ts';
import { activityOf, type Deed, deedOf, type OfficerActivity } from './activity.ts';
import { type Chain, chainKey } from './chain-check.ts';
import { type ChainRecord, judgeRecord, placeOf } from './chain-record.ts';
import { distinct, readCopies } from './copies.ts';
import { type Find, type Finding, finder, isFault } from './findings.ts';
import {
  type ChainSummary,
  type ClockEvidence,
  grouped,
  type JudgedChain,
  judgeChain,
} from './judge-chain.ts';
import { TIME_LIMITS, type TimeLimits } from './time-evidence.ts';

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
  /**
   * acts and audit records that somebody else has: of exported dossiers, of the server; or what gives those of these
   * desks, read and verified, where there are too many to bring them all
   */
  readonly copies:
    | readonly SignedDocument[]
    | ((desks: ReadonlySet<string>) => Promise<readonly ChainRecord[]>);
  readonly limits?: TimeLimits;
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
  /** what its clocks say, with what each is held against */
  readonly clocks: readonly ClockEvidence[];
  /** every record that reads, each once: who did what */
  readonly records: readonly ChainRecord[];
}

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
  const desks = reads.map(({ desk }) => desk);
  const copies = await copiesOf(ground, new Set(desks.filter((desk) => desk !== null)));
  const chains = reads.flatMap((read, index) => {
    const others = reads.filter((other) => other !== read).flatMap(({ records }) => records);
    return judgeChains(read, index + 1, [...copies, ...others], ground, book);
  });
  const records = distinct(reads.flatMap((read) => read.records));
  return {
    whole: !findings.some(isFault),
    desks,
    chains: chains.flatMap(({ summary }) => summary ?? []),
    findings,
    officers: activityOf(records, ground.keyring),
    deeds: records.flatMap((record) => deedOf(record) ?? []),
    clocks: chains.flatMap((chain) => chain.clocks),
    records,
  };
}

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

async function copiesOf(
  { keyring, copies }: AuditGround,
  desks: ReadonlySet<string>,
): Promise<readonly ChainRecord[]> {
  return distinct(typeof copies === 'function' ? await copies(desks) : await readCopies(copies, keyring));
}

/** Each chain of one journal, and those that only others tell of. */
function judgeChains(
  read: Read,
  journal: number,
  elsewhere: readonly ChainRecord[],
  { receipts, limits = TIME_LIMITS }: AuditGround,
  book: ReceiptBook,
): JudgedChain[] {
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
  const beside = { book, hasReceipts: receipts.length > 0, limits };
  return [...chains].map(([key, chain]) => {
    const known = { copies: copies.get(key) ?? [], branch: read.branches.has(chain.epoch) };
    return judgeChain(chain, { ...beside, ...known }, journal, find);
  });
}

const emptyLike = ({ of, desk, mission, epoch }: ChainRecord): Chain => ({
  of,
  desk,
  mission,
  epoch,
  records: [],
});

function commonest<T>(values: readonly T[]): T | null {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let most: T | null = null;
  for (const [value, count] of counts) if (most === null || count > (counts.get(most) ?? 0)) most = value;
  return most;
}
