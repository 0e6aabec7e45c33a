/** Desks of a ministry in each of their states, for pictures and tests. Never part of a shipped build. */
import type { DeskId, Epoch, MissionCode } from '../../../../app/acts/ids.ts';
import type { FleetDesk, FleetView } from '../../../../app/desk/fleet.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Seed extends Pick<FleetDesk, 'state'> {
  readonly desk: string;
  /** seconds ago, as everything here */
  readonly contact: number | null;
  readonly usual?: number;
  readonly clock?: number;
  readonly sealed?: number;
  readonly received?: number;
  /** entries, bytes, age of the oldest */
  readonly backlog?: readonly [number, number, number];
  readonly version?: string;
  readonly trouble?: readonly [code: string, ago: number];
  /** its program tells nothing */
  readonly mute?: true;
}

// biome-ignore format: one line a desk
const SEEDS: readonly Seed[] = [
  { desk: 'ML-DKR/A', state: 'silent', contact: 3 * DAY + 2 * HOUR, usual: 18 * HOUR, sealed: 412, received: 398, backlog: [14, 1_200_000, 3 * DAY + 3 * HOUR], version: '0.9.2', clock: 4 * MINUTE + 10, trouble: ['LN-001', 3 * DAY + 2 * HOUR] },
  { desk: 'ML-RBA/A', state: 'silent', contact: 26 * HOUR, usual: 5 * HOUR, sealed: 1204, received: 1204, backlog: [0, 0, 0], trouble: ['LN-006', 26 * HOUR + 60] },
  { desk: 'ML-BRU/A', state: 'never', contact: null, mute: true },
  { desk: 'ML-PAR/B', state: 'regular', contact: 12 * MINUTE, usual: 16 * HOUR, sealed: 2417, received: 2411, backlog: [6, 9_300_000, 50 * MINUTE], clock: -9 },
  { desk: 'CENTRAL/A', state: 'regular', contact: 40, usual: 15 * HOUR },
  { desk: 'ML-PAR/A', state: 'revoked', contact: 420 * DAY, mute: true },
];

function deskOf(seed: Seed, at: number): FleetDesk {
  const [mission = ''] = seed.desk.split('/');
  const before = (ago: number): string => new Date(at - ago * 1000).toISOString();
  return {
    desk: seed.desk as DeskId,
    mission: mission as MissionCode | 'CENTRAL',
    state: seed.state,
    lastContactAt: seed.contact === null ? null : before(seed.contact),
    usualSilence: seed.usual ?? null,
    report: seed.mute ? null : reportOf(seed, before),
    receivedSeq: seed.received ?? null,
    clockOffset: seed.mute ? null : (seed.clock ?? 1),
  };
}

function reportOf(seed: Seed, before: (ago: number) => string): NonNullable<FleetDesk['report']> {
  const [entries, bytes, oldest] = seed.backlog ?? [0, 0, 0];
  return {
    v: 1,
    version: seed.version ?? '0.10.0',
    at: before((seed.contact ?? 0) - (seed.clock ?? 0)),
    receivedAt: before(seed.contact ?? 0),
    journal: seed.sealed === undefined ? null : { epoch: 'specimen-epoch-A' as Epoch, seq: seed.sealed },
    backlog: { entries, bytes, oldestAt: entries === 0 ? null : before(oldest) },
    lastError: seed.trouble ? { code: seed.trouble[0], at: before(seed.trouble[1]) } : null,
  };
}

/** Two hundred: what a large ministry has. Every ninth is silent. */
function manySeeds(): readonly Seed[] {
  const silent: Seed[] = [];
  const others: Seed[] = [];
  for (let n = 0; SEEDS.length + silent.length + others.length < 200; n += 1) {
    const letters = String.fromCharCode(65 + (n % 26), 65 + ((n * 7) % 26), 65 + ((n * 11 + 3) % 26));
    const seed = {
      desk: `ML-${letters}/${'ABCDEFGH'[Math.floor(n / 26)]}`,
      usual: (4 + (n % 20)) * HOUR,
      sealed: 40 + n * 13,
      received: 40 + n * 13 - (n % 4),
      backlog: [n % 4, (n % 4) * 48_000, (n % 4) * 3 * HOUR],
      ...(n % 5 === 0 ? { version: '0.9.2' } : {}),
    } as const;
    if (n % 9 === 0)
      silent.push({
        ...seed,
        state: 'silent',
        contact: (40 + n) * HOUR,
        trouble: ['LN-001', (40 + n) * HOUR],
      });
    else others.push({ ...seed, state: 'regular', contact: (1 + n) * MINUTE });
  }
  return [...SEEDS.slice(0, 2), ...silent, ...SEEDS.slice(2), ...others];
}

export const FLEETS = ['some', 'many', 'none', 'old', 'not-yet', 'refused'] as const;
export type SpecimenFleet = (typeof FLEETS)[number];

/** @param at the gateway's time; `old` is of an hour before it */
export function specimenFleet(kind: SpecimenFleet, at: number): FleetView {
  const list = (seeds: readonly Seed[], listAt = at) => ({
    at: new Date(listAt).toISOString(),
    desks: seeds.map((seed) => deskOf(seed, listAt)),
  });
  switch (kind) {
    case 'some':
      return { fleet: list(SEEDS), failure: null };
    case 'many':
      return { fleet: list(manySeeds()), failure: null };
    case 'none':
      return { fleet: list([]), failure: null };
    case 'old':
      return { fleet: list(SEEDS, at - HOUR * 1000), failure: 'LN-001' };
    case 'not-yet':
      return { fleet: null, failure: 'LN-001' };
    case 'refused':
      return { fleet: null, failure: 'LN-004' };
  }
}
