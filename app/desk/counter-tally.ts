/**
 * What the counter itself measures of a service: minutes of work on a draft until it was sealed, and how many questions
 * were answered from earlier files. Of no person and no file; of one desk.
 */
import canonicalize from 'canonicalize';
import type { ServiceCode } from '../acts/ids.ts';

/** So long without a change, and the officer did something else: a pause is not counted. */
export const PAUSE_MS = 5 * 60_000;
/** The median is of the newest so many. */
const NEWEST = 200;

/** One service's: durations in seconds, oldest first; questions over all files. */
export interface Tally {
  readonly count: number;
  readonly seconds: readonly number[];
  readonly answered: number;
  readonly brought: number;
}
export type Tallies = Readonly<Record<string, Tally>>;

/** A draft that was sealed. */
export interface Sealed {
  readonly service: ServiceCode;
  readonly seconds: number;
  readonly answered: number;
  readonly brought: number;
}

export interface Measured {
  readonly service: ServiceCode;
  readonly count: number;
  readonly medianSeconds: number;
  /** questions answered in all, and those of them answered from an earlier file */
  readonly answered: number;
  readonly brought: number;
}

/** @param since when it was changed last @returns milliseconds of work, those since then too unless it was a pause */
export function activeUntil(active: number, since: number, now: number): number {
  const gap = now - since;
  // A clock that was set back measures nothing.
  return gap >= 0 && gap <= PAUSE_MS ? active + gap : active;
}

/** How many of these answers are still what an earlier file had brought. */
export const broughtAmong = (
  answers: Readonly<Record<string, unknown>>,
  brought: Readonly<Record<string, unknown>>,
): number =>
  Object.entries(answers).filter(
    ([code, answer]) => Object.hasOwn(brought, code) && canonicalize(brought[code]) === canonicalize(answer),
  ).length;

const NONE: Tally = { count: 0, seconds: [], answered: 0, brought: 0 };

export function counted(tallies: Tallies, { service, seconds, answered, brought }: Sealed): Tallies {
  const before = Object.hasOwn(tallies, service) ? (tallies[service] ?? NONE) : NONE;
  const after: Tally = {
    count: before.count + 1,
    seconds: [...before.seconds, seconds].slice(-NEWEST),
    answered: before.answered + answered,
    brought: before.brought + brought,
  };
  return { ...tallies, [service]: after };
}

export const measuredOf = (tallies: Tallies): readonly Measured[] =>
  Object.entries(tallies).map(([service, { count, seconds, answered, brought }]) => ({
    service: service as ServiceCode,
    count,
    medianSeconds: median(seconds),
    answered,
    brought,
  }));

/** Of an even number of values the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
