/** What a real desk measures of what it seals: kept under the key of its lists, and never sent. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import type { World } from '../../world/world.ts';

const LAISSEZ_PASSER = 'ml-laissez-passer' as ServiceCode;
let world: World;
let desk: NodeDesk;
beforeAll(async () => {
  world = await openServicesWorld();
  desk = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  await desk.unlock('A. S.');
});
afterAll(() => desk.close());
const measured = async () => (await desk.desk.measured())[0];

it('has measured nothing before anything was sealed', async () => {
  expect(await desk.desk.measured()).toEqual([]);
});

it('measures work until the seal, without the hour that somebody was away', async () => {
  const draft = await desk.filled(LAISSEZ_PASSER);
  world.clock.time += 2 * 60_000;
  await desk.desk.saveDraft(draft.id, { ticket: '7' });
  world.clock.time += 3_600_000;
  await desk.desk.saveDraft(draft.id, { ticket: '8' });
  world.clock.time += 60_000;
  await desk.desk.sealDraft(draft.id);
  const found = await measured();
  expect(found).toMatchObject({ service: LAISSEZ_PASSER, count: 1, brought: 0 });
  // Three minutes, and the seconds that this clock goes on with each look at it.
  expect(found?.medianSeconds).toBeGreaterThanOrEqual(180);
  expect(found?.medianSeconds).toBeLessThan(240);
  expect(found?.answered).toBeGreaterThan(3);
});

it('counts answers that an earlier file brought and nobody changed', async () => {
  const before = await measured();
  const [known] = await desk.desk.persons('eriksson', 5);
  const file = known?.files[0]?.id ?? null;
  expect(file).not.toBeNull();
  const draft = await desk.filled(LAISSEZ_PASSER, {}, false, {
    known: file,
    typed: null,
    compared: [],
  });
  const brought = Object.keys(draft.reused);
  expect(brought.length).toBeGreaterThan(1);
  // One is confirmed as it stands, one typed over.
  const { surname: _confirmed, ...left } = draft.reused;
  await desk.desk.saveDraft(draft.id, { reused: left });
  await desk.desk.saveDraft(draft.id, { answers: { ...draft.answers, 'birth-place': 'Elsewhere' } });
  await desk.desk.sealDraft(draft.id);
  const after = await measured();
  expect(after?.count).toBe(2);
  expect((after?.brought ?? 0) - (before?.brought ?? 0)).toBeGreaterThan(0);
  expect((after?.brought ?? 0) - (before?.brought ?? 0)).toBeLessThan(
    (after?.answered ?? 0) - (before?.answered ?? 0),
  );
});

it('keeps it on this desk, sealed, through a lock and a restart, and nobody else’s key opens it', async () => {
  const before = await desk.desk.measured();
  const { medium } = desk;
  const [[key, value] = ['', '']] = [...medium.facts.facts].filter(([name]) => name.startsWith('counter:'));
  expect(value).not.toContain('laissez');
  expect(Buffer.from(value, 'base64url').toString('latin1')).not.toContain('laissez');
  await desk.close();
  desk = await NodeDesk.open({ world, desk: 'ML-PAR/B', medium });
  await expect(desk.desk.measured()).rejects.toMatchObject({ code: 'LK-001' });
  await desk.unlock('A. S.');
  expect(await desk.desk.measured()).toEqual(before);
  // Altered at rest it is begun anew.
  await medium.facts.set(key, `${value.slice(0, -4)}AAAA`);
  expect(await desk.desk.measured()).toEqual([]);
});
