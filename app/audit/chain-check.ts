/** One chain of one desk (mission, epoch, acts or audit records): is it whole in itself, and beside what others know of it? */
import type { ChainRecord } from './chain-record.ts';
import type { Find } from './findings.ts';

export const chainKey = ({ of, desk, epoch }: Pick<ChainRecord, 'of' | 'desk' | 'epoch'>): string =>
  `${of} ${desk} ${epoch}`;

/** A chain as its journal has it, in the order of the file. */
export interface Chain extends Pick<ChainRecord, 'of' | 'desk' | 'epoch'> {
  /** null where only a receipt tells of the chain */
  readonly mission: ChainRecord['mission'] | null;
  readonly records: ChainRecord[];
}

/** What is known of a chain from elsewhere: copies of its records, and the centre's word on how far it has it. */
export interface KnownElsewhere {
  readonly records: readonly ChainRecord[];
  readonly receipted: { readonly contiguousTo: number; readonly head: string | null } | undefined;
}

/** of numbers that only a receipt tells of */
export const CENTRE_HAS_THEM = 'a receipt says that the centre has them';

const whereOf = ({ of, desk, mission, epoch }: Chain) => ({ of, desk, mission, epoch });

/** One record of each number, by number: the first where there are two. */
export function bySeq(records: readonly ChainRecord[]): ChainRecord[] {
  const first = new Map<number, ChainRecord>();
  for (const record of records) if (!first.has(record.seq)) first.set(record.seq, record);
  return [...first.values()].sort((a, b) => a.seq - b.seq);
}

/** Order, forks, gaps and links, from the journal alone. */
export function checkChain(chain: Chain, find: Find): void {
  const where = whereOf(chain);
  const idsAt = new Map<number, string[]>();
  let reached = 0;
  for (const { seq, id } of chain.records) {
    const at = { ...where, seq, until: seq, record: id };
    const others = idsAt.get(seq);
    if (others?.includes(id)) find('AU-107', 'it stands here twice', at);
    else if (others) find('AU-106', `beside ${others[0]}`, at);
    else if (seq < reached) find('AU-107', `it stands behind number ${reached}`, at);
    idsAt.set(seq, [...(others ?? []), id]);
    reached = Math.max(reached, seq);
  }
  let before = 0;
  for (const { seq } of bySeq(chain.records)) {
    if (seq > before + 1) find('AU-105', 'not in the journal', { ...where, seq: before + 1, until: seq - 1 });
    before = seq;
  }
  for (const { seq, id, prev } of chain.records) {
    const due = seq === 1 ? [null] : idsAt.get(seq - 1);
    if (due && !due.some((one) => one === prev))
      find('AU-108', `it names ${prev ?? 'none'}`, { ...where, seq, until: seq, record: id });
  }
}

/** What others have that this journal has not, or has otherwise. */
export function compareChain(chain: Chain, known: KnownElsewhere, find: Find): void {
  const where = whereOf(chain);
  const own = new Map<number, Set<string>>();
  for (const { seq, id } of chain.records) own.set(seq, (own.get(seq) ?? new Set()).add(id));
  const last = highest(chain.records);
  const missing: ChainRecord[] = [];
  const told = new Set<string>();
  for (const record of known.records) {
    const { seq, id } = record;
    if (own.get(seq)?.has(id) || told.has(id)) continue;
    told.add(id);
    if (own.has(seq))
      find('AU-106', 'the other one is known elsewhere', { ...where, seq, until: seq, record: id });
    else missing.push(record);
  }
  for (const [from, to] of runs(bySeq(missing))) {
    const detail = from === to ? 'a copy of it is known' : 'copies of them are known';
    find('AU-109', detail, { ...where, seq: from.seq, until: to.seq, record: to.id });
  }
  if (!known.receipted) return;
  const { contiguousTo, head } = known.receipted;
  const beyond = Math.max(last, highest(missing));
  if (contiguousTo > beyond)
    find('AU-109', CENTRE_HAS_THEM, {
      ...where,
      seq: beyond + 1,
      until: contiguousTo,
      record: head,
    });
  else if (head !== null && own.has(contiguousTo) && !own.get(contiguousTo)?.has(head))
    find('AU-110', 'a receipt names it', { ...where, seq: contiguousTo, until: contiguousTo, record: head });
}

const highest = (records: readonly ChainRecord[]): number =>
  records.reduce((most, { seq }) => Math.max(most, seq), 0);

/** First and last of those whose numbers follow each other. */
function runs(records: readonly ChainRecord[]): [ChainRecord, ChainRecord][] {
  const found: [ChainRecord, ChainRecord][] = [];
  for (const record of records) {
    const run = found.at(-1);
    if (run && run[1].seq + 1 === record.seq) run[1] = record;
    else found.push([record, record]);
  }
  return found;
}
