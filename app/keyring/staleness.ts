/**
 * How old the newest signed word of the centre is, and what the ministry's policy makes of it. Measured on the desk's own
 * clock, which may be wrong: it warns, and blocks only where the policy in force says so (FORMATS.md, "Revocation").
 */
import { ACT_KINDS, type ActKind } from '../acts/kinds.ts';
import type { KeyringPolicy } from './records.ts';

/** Where no list says another: to be confirmed by the ministry. It warns, and blocks nothing. */
export const DEFAULT_POLICY: KeyringPolicy = { warnDays: 20, blockDays: null };
const DAY = 86_400_000;

export interface Staleness {
  /** ISO time of the newest signed word; null before the first */
  readonly wordAt: string | null;
  /** whole days; null before the first word */
  readonly days: number | null;
  /** `blocked`: nothing that cannot be taken back is sealed */
  readonly state: 'fresh' | 'old' | 'blocked';
  /** whole days until `blocked`; null where the policy never blocks */
  readonly daysLeft: number | null;
}

/**
 * @param words ISO times of signed words
 * @param now milliseconds, the desk's clock. One that went back makes nothing fresh that was old by more than it says
 */
export function stalenessOf(words: readonly string[], policy: KeyringPolicy | null, now: number): Staleness {
  const { warnDays, blockDays } = policy ?? DEFAULT_POLICY;
  const newest = words.reduce<string | null>((a, b) => (a === null || b > a ? b : a), null);
  if (newest === null)
    return { wordAt: null, days: null, state: 'old', daysLeft: blockDays === null ? null : 0 };
  const days = Math.max(0, Math.floor((now - Date.parse(newest)) / DAY));
  const isBlocked = blockDays !== null && days >= blockDays;
  return {
    wordAt: newest,
    days,
    state: isBlocked ? 'blocked' : days >= warnDays ? 'old' : 'fresh',
    daysLeft: blockDays === null ? null : Math.max(0, blockDays - days),
  };
}

/** Whether the policy keeps this kind from being sealed now. */
export const isBlockedBy = ({ state }: Staleness, kind: ActKind): boolean =>
  state === 'blocked' && ACT_KINDS[kind].irrevocable;
