/**
 * Numbers of quittances and instruments, as the acts that bear them say in their bodies: each series of a desk without a
 * hole from the first of its lease on, each number once. Only who may read the files can look; of what stays closed it is said that it was not looked at.
 * Shown, and no fault: a number may be in an act that is still on its way, and a desk that was restored gives one twice.
 */
import type { DeskId } from '../acts/ids.ts';
import { type ChainRecord, placeOf } from './chain-record.ts';
import type { Find } from './findings.ts';

/** Acts that give a number, and those that name one which was given. */
export const NUMBERED: ReadonlySet<string> = new Set([
  'fee-collected',
  'fee-voided',
  'instrument-issued',
  'instrument-voided',
]);
const VOIDS: ReadonlySet<string> = new Set(['fee-voided', 'instrument-voided']);

export interface DrawnNumber {
  readonly record: ChainRecord;
  readonly series: string;
  /** null: it has not the form of its series */
  readonly number: number | null;
}

/** The first number that a desk was leased of a series; undefined where that, or what the desk sealed first, is not known. */
export type FirstOf = (desk: DeskId, series: string) => number | undefined;

/** @param closed acts of this kind whose bodies could not be read. @param findOf what takes the findings of a desk */
export function judgeNumbers(
  drawn: readonly DrawnNumber[],
  closed: readonly ChainRecord[],
  findOf: (desk: DeskId) => Find,
  firstOf: FirstOf,
): void {
  for (const [desk, records] of groupBy(closed, (record) => record.desk))
    findOf(desk)('AU-216', `${records.length} acts`, { of: 'acts', desk });
  const bySeries = groupBy(drawn, ({ record, series }) => `${record.desk} ${series}`);
  for (const own of bySeries.values()) {
    const [{ record, series }] = own as [DrawnNumber];
    const unread = closed.some(({ desk }) => desk === record.desk);
    const first = unread ? undefined : firstOf(record.desk, series);
    judgeSeries(own, { series, unread, first }, findOf(record.desk));
  }
}

interface Series {
  readonly series: string;
  /** whether acts of this desk stayed closed: what gave a number may be among them */
  readonly unread: boolean;
  readonly first: number | undefined;
}

function judgeSeries(own: readonly DrawnNumber[], { series, unread, first }: Series, find: Find): void {
  const where = ({ record }: DrawnNumber) => ({ ...placeOf(record), record: record.id });
  const given = new Map<number, DrawnNumber>();
  const voided = new Map<number, DrawnNumber>();
  for (const one of own) {
    if (one.number === null) find('AU-215', `${series}: of another form`, where(one));
    else if (VOIDS.has(one.record.kind)) voided.set(one.number, one);
    else if (given.has(one.number)) find('AU-215', `${series} ${one.number}: twice`, where(one));
    else given.set(one.number, one);
  }
  // A void of what was never given would fill a hole that somebody made.
  if (!unread)
    for (const [number, one] of voided)
      if (!given.has(number)) find('AU-214', `${series} ${number}: voided, and never given`, where(one));
  let before = first === undefined ? null : first - 1;
  for (const [number, one] of [...voided, ...given].sort(([a], [b]) => a - b)) {
    if (before !== null && number > before + 1)
      find('AU-214', `${series} ${rangeText(before + 1, number - 1)}`, where(one));
    before = number;
  }
}

/**
 * Desks of which each chain of acts is here from its first number on, without a hole: what gave the first number of a lease is
 * among them, or nowhere. A desk keeps recent files only, and an urgent act travels ahead of its backlog.
 */
export function wholeDesks(records: readonly ChainRecord[]): ReadonlySet<DeskId> {
  const acts = records.filter(({ of }) => of === 'acts');
  const desks = new Set(acts.map(({ desk }) => desk));
  for (const chain of groupBy(acts, ({ desk, mission, epoch }) => `${desk} ${mission} ${epoch}`).values()) {
    const numbers = new Set(chain.map(({ seq }) => seq));
    const last = [...numbers].reduce((a, b) => Math.max(a, b), 0);
    if (numbers.size < last) desks.delete((chain[0] as ChainRecord).desk);
  }
  return desks;
}

const rangeText = (from: number, until: number): string =>
  from === until ? `${from}` : `${from} to ${until}`;

export function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
