/** Retention and legal hold: when a file may be erased, and when it may not, whatever order things came in. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActId } from '../../../app/acts/ids.ts';
import { foldDossier } from '../../../app/dossier/fold-dossier.ts';
import type { Node } from '../../../app/dossier/history.ts';
import { holdsInForce, holdsUnseen } from '../../../app/dossier/legal-hold.ts';
import { isRetentionOver, retentionEnds } from '../../../app/dossier/retention.ts';
import { wrongWhereSealed } from '../../../app/dossier/sealed-rightly.ts';
import { BY_CENTRE } from '../../world/definition.ts';
import { refusal, World } from '../../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});

const kept = (years: number | null) => ({ retention: { years } }) as unknown as typeof BY_CENTRE;

describe('retention', () => {
  it('ends the day after its last year, on the calendar', () => {
    const ends = (restingSince: string | null, years: number | null) =>
      retentionEnds({ restingSince }, kept(years));
    expect(ends('2026-11-21T09:00:00Z', 5)).toBe('2031-11-22');
    expect(ends('2026-12-31T23:59:59Z', 1)).toBe('2028-01-01');
    expect(ends('2024-02-29T12:00:00Z', 1)).toBe('2025-03-02');
    expect(ends('2026-11-21T09:00:00Z', 0)).toBe('2026-11-22');
    expect(ends('2026-11-21T09:00:00Z', null)).toBeNull();
    expect(ends(null, 5)).toBeNull();
    // Years beyond the calendar are for good, and a date that there is not locks nobody out.
    expect(ends('2026-11-21T09:00:00Z', 9999)).toBeNull();
    expect(ends('9999-12-31T00:00:00Z', 0)).toBeNull();
    expect(ends('2026-13-45T00:00:00Z', 5)).toBe('2032-02-15');
  });

  it('is over from that day on, and never where nobody has set it', () => {
    const since = { restingSince: '2026-11-21T09:00:00Z' };
    expect(isRetentionOver(since, kept(5), '2031-11-21T23:59:59Z')).toBe(false);
    expect(isRetentionOver(since, kept(5), '2031-11-22T00:00:00Z')).toBe(true);
    expect(isRetentionOver(since, kept(null), '2999-01-01T00:00:00Z')).toBe(false);
  });

  it('runs from the act that brought the file to rest, and is a ground only when it is over', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const no = await world.seal(dossier, world.reviewer, {
      kind: 'refused',
      prior: [acts[1]!.id],
      body: refusal,
    });
    const verified = await Promise.all([...acts, no].map((act) => world.verify(act)));
    const state = foldDossier(verified, new Map(), BY_CENTRE)!;
    const [, , last] = verified;
    expect(state.restingSince).toBe(last!.envelope.claimedAt);
    expect(foldDossier(verified.slice(0, 2), new Map(), BY_CENTRE)!.restingSince).toBeNull();
    const wrongAt = async (claimedAt: string, years: number | null) => {
      const act = await world.seal(dossier, world.supervisor, {
        kind: 'erased',
        prior: [no.id],
        body: { reason: '', rule: '' },
        but: { ground: 'retention', claimedAt },
      });
      const definition = { ...BY_CENTRE, retention: { ...BY_CENTRE.retention, years } } as typeof BY_CENTRE;
      return wrongWhereSealed(await world.verify(act), 'erased', state, definition);
    };
    expect(await wrongAt('2027-11-21T00:00:00Z', 1)).toBe('not-here');
    expect(await wrongAt('2027-11-22T00:00:00Z', 1)).toBeNull();
    expect(await wrongAt('2099-01-01T00:00:00Z', null)).toBe('not-here');
  });

  it('a ground on any other kind is no ground of that kind', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const note = {
      kind: 'annotated',
      prior: [acts[1]!.id],
      body: { note: '' },
      but: { ground: 'order' },
    } as const;
    const act = await world.verify(await world.seal(dossier, world.agent, note));
    const verified = await Promise.all(acts.map((one) => world.verify(one)));
    const state = foldDossier(verified, new Map(), BY_CENTRE);
    expect(wrongWhereSealed(act, 'annotated', state, BY_CENTRE)).toBe('not-here');
  });
});

describe('legal hold', () => {
  const node = (id: string, kind: string, ...prior: string[]): Node => ({
    id: id as ActId,
    kind,
    prior: prior as ActId[],
  });

  it('is in force until something that lifts stands on it', () => {
    const hold = [node('o', 'opened'), node('h', 'held-by-law', 'o')];
    expect(holdsInForce(hold)).toEqual(['h']);
    expect(holdsInForce([...hold, node('l', 'hold-lifted', 'h')])).toEqual([]);
    expect(holdsInForce([...hold, node('n', 'annotated', 'h'), node('l', 'hold-lifted', 'n')])).toEqual([]);
    // One that came beside the lifting is another one.
    expect(holdsInForce([...hold, node('l', 'hold-lifted', 'h'), node('i', 'held-by-law', 'o')])).toEqual([
      'i',
    ]);
  });

  it('that was not seen is told from one that was, in any order', () => {
    const acts = [
      node('o', 'opened'),
      node('h', 'held-by-law', 'o'),
      node('c', 'closed', 'o'),
      node('i', 'held-by-law', 'c'),
      node('n', 'annotated', 'h', 'c'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(acts, { minLength: acts.length }), (shuffled) => {
        expect(holdsUnseen(shuffled, ['n'] as ActId[])).toEqual(['i']);
        expect(holdsUnseen(shuffled, ['n', 'i'] as ActId[])).toEqual([]);
        expect(holdsUnseen(shuffled, ['c'] as ActId[])).toEqual(['h', 'i']);
        expect(holdsInForce(shuffled)).toEqual(['h', 'i']);
      }),
    );
  });
});

it('what was sealed beside an erasure brings nothing back: the file is erased, in any order', async () => {
  const { dossier, acts } = await world.lodged(BY_CENTRE);
  const no = await world.seal(dossier, world.reviewer, {
    kind: 'refused',
    prior: [acts[1]!.id],
    body: refusal,
  });
  const erased = await world.seal(dossier, world.supervisor, {
    kind: 'erased',
    prior: [no.id],
    body: { reason: '', rule: '' },
    but: { ground: 'request' },
  });
  const lost = await world.seal(dossier, world.agent, {
    kind: 'document-declared-lost',
    prior: [no.id],
    body: { document: 'paper', circumstances: '' },
  });
  const verified = await Promise.all([...acts, no, erased, lost].map((act) => world.verify(act)));
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...verified, ...verified], { minLength: verified.length * 2 }),
      (given) => {
        const state = foldDossier(given, new Map(), BY_CENTRE)!;
        expect(state.status).toBe('erased');
        expect(state.acts.every(({ standing }) => standing === 'folded')).toBe(true);
      },
    ),
  );
});
