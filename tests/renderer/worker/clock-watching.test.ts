/** Jumps of the clock that a desk sees are recorded, signed and chained; where nobody is there to sign, they wait. */
import { beforeAll, expect, test } from 'vitest';
import { readAudit } from '../../../app/audit/audit-record.ts';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import { configurationOf, NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import { DeskMedium } from '../../world/desk-medium.ts';
import type { World } from '../../world/world.ts';

const HOUR = 3_600_000;
const DESK = 'ML-PAR/B';
let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

/** A steady clock that stands still: the world's own goes on by a second a look, which is within tolerance. */
async function open(medium?: DeskMedium): Promise<NodeDesk> {
  const at = await NodeDesk.open({ world, desk: DESK, monotonic: () => 0, ...(medium ? { medium } : {}) });
  await at.desk.beginClock();
  return at;
}
const recorded = async (at: NodeDesk) =>
  (await Promise.all((await at.journal.audits()).map(({ jws }) => readAudit(jws))))
    .map(({ record }) => record)
    .filter(({ what }) => what === 'clock-changed');
const hoursOf = ({ expected, claimedAt }: { expected?: string; claimedAt: string }): number =>
  Math.round((Date.parse(claimedAt) - Date.parse(expected ?? '')) / HOUR);

test('a step back and a step forward are recorded in their order, of no file, and a step back is said', async () => {
  const at = await open();
  await at.unlock('A. S.');
  await at.desk.lookAtClock();
  expect(await recorded(at)).toEqual([]);
  const told = at.next((event): event is DeskEvent & { type: 'trouble' } => event.type === 'trouble');
  world.clock.time -= 3 * HOUR;
  await at.desk.lookAtClock();
  expect(await told).toMatchObject({ code: 'CK-002', values: { hours: 3 } });
  world.clock.time += 5 * HOUR;
  await at.desk.lookAtClock();
  const records = await recorded(at);
  expect(records.map(hoursOf)).toEqual([-3, 5]);
  expect(records.map(({ seq, dossier }) => [seq, dossier])).toEqual([
    [1, undefined],
    [2, undefined],
  ]);
  expect(await at.medium.log('mission-ml-par').withPrefix('audit:')).toHaveLength(2);
  await at.close();
});

test('a clock that was set while nobody was there is recorded by who unlocks next, and outlives a stop', async () => {
  const medium = new DeskMedium(configurationOf(world, DESK as never, null).missions);
  const at = await open(medium);
  world.clock.time += 30 * HOUR;
  await at.desk.lookAtClock();
  expect(await recorded(at)).toEqual([]);
  await at.close();
  const again = await open(medium);
  await again.unlock('A. S.');
  await again.desk.lookAtClock();
  expect((await recorded(again)).map(hoursOf)).toEqual([30]);
  await again.close();
});

test('a clock that stands before the last look of the run before went back between them', async () => {
  const medium = new DeskMedium(configurationOf(world, DESK as never, null).missions);
  const at = await open(medium);
  await at.desk.lookAtClock();
  await at.close();
  world.clock.time -= 2 * HOUR;
  const again = await open(medium);
  await again.unlock('A. S.');
  await again.desk.lookAtClock();
  expect((await recorded(again)).map(hoursOf)).toEqual([-2]);
  await again.close();
  world.clock.time += 2 * HOUR;
});

test('the sleep of the computer is no jump', async () => {
  const at = await open();
  await at.unlock('A. S.');
  await at.desk.lookAtClock();
  at.desk.noteSleep();
  world.clock.time += 10 * HOUR;
  await at.desk.lookAtClock();
  expect(await recorded(at)).toEqual([]);
  await at.close();
});
