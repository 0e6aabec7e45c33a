/** The desks of a ministry at a desk of the central office: the gateway's last answer, and what went wrong since. */
import { beforeAll, expect, test } from 'vitest';
import type { DeskId, MissionCode } from '../../../app/acts/ids.ts';
import type { Fleet } from '../../../app/desk/fleet.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import type { World } from '../../world/world.ts';

const PATH = 'admin/desks';
const AT = '2026-03-02T08:00:00Z';
const FLEET: Fleet = {
  at: AT,
  desks: [
    {
      desk: 'ML-PAR/B' as DeskId,
      mission: 'ML-PAR' as MissionCode,
      state: 'regular',
      lastContactAt: AT,
      usualSilence: 57_600,
      report: {
        v: 1,
        version: '0.1.0',
        at: AT,
        journal: null,
        backlog: { entries: 0, bytes: 0, oldestAt: null },
        lastError: null,
        receivedAt: AT,
      },
      receivedSeq: null,
      clockOffset: -1,
    },
  ],
};

let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

/** @param centre null: a desk that has no gateway */
async function opened(desk: string, officer: string, centre: MemoryCentre | null): Promise<NodeDesk> {
  const opening = await NodeDesk.open({
    world,
    desk,
    ...(centre && { transfer: (medium, fault) => new MemoryTransfer(centre, medium, fault) }),
  });
  await opening.unlock(officer);
  return opening;
}

test('what the gateway answered last stays, with what went wrong since', async () => {
  const centre = new MemoryCentre(world);
  const central = await opened('CENTRAL/A', 'I. S.', centre);
  expect(await central.desk.fleet()).toEqual({ fleet: null, failure: 'LN-005' });
  centre.answers.set(PATH, FLEET);
  expect(await central.desk.fleet()).toEqual({ fleet: FLEET, failure: null });
  centre.trouble = 'LN-001';
  expect(await central.desk.fleet()).toEqual({ fleet: FLEET, failure: 'LN-001' });
  centre.trouble = null;
  const later = { ...FLEET, at: '2026-03-02T09:00:00Z' };
  centre.answers.set(PATH, later);
  expect(await central.desk.fleet()).toEqual({ fleet: later, failure: null });
  await central.close();
});

test.each<[string, unknown]>([
  ['nothing', null],
  ['a list without its time', { desks: [] }],
  ['a state that nobody knows', { at: AT, desks: [{ ...FLEET.desks[0], state: 'late' }] }],
  ['a time that is none', { at: AT, desks: [{ ...FLEET.desks[0], lastContactAt: 'today' }] }],
])('an answer that is %s makes no sense, and is not shown', async (_what, answer) => {
  const centre = new MemoryCentre(world);
  centre.answers.set(PATH, answer);
  const central = await opened('CENTRAL/A', 'I. S.', centre);
  expect(await central.desk.fleet()).toEqual({ fleet: null, failure: 'LN-005' });
  await central.close();
});

test('a backlog that a desk does not know itself is no nonsense', async () => {
  const centre = new MemoryCentre(world);
  const desks = FLEET.desks.map((desk) => ({
    ...desk,
    report: desk.report && { ...desk.report, backlog: null },
  }));
  centre.answers.set(PATH, { at: AT, desks });
  const central = await opened('CENTRAL/A', 'I. S.', centre);
  expect(await central.desk.fleet()).toEqual({ fleet: { at: AT, desks }, failure: null });
  await central.close();
});

test('a desk without a gateway has no list to show', async () => {
  const central = await opened('CENTRAL/A', 'I. S.', null);
  expect(await central.desk.fleet()).toEqual({ fleet: null, failure: 'LN-001' });
  await central.close();
});

test('it is the central office’s: a mission is refused and asks nothing, and so is a desk that is locked', async () => {
  const centre = new MemoryCentre(world);
  centre.answers.set(PATH, FLEET);
  const mission = await opened('ML-PAR/B', 'A. S.', centre);
  await expect(mission.desk.fleet()).rejects.toMatchObject({ code: 'DO-003' });
  await mission.close();
  const central = await opened('CENTRAL/A', 'I. S.', centre);
  await central.desk.lock();
  await expect(central.desk.fleet()).rejects.toMatchObject({ name: 'DeskError' });
  await central.close();
});
