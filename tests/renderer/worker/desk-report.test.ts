/** What a desk says of itself to its gateway: numbers and codes, when they have changed, and never in anybody's way. */
import { beforeAll, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { MissionCode } from '../../../app/acts/ids.ts';
import type { DeskReport } from '../../../app/desk/fleet.ts';
import { FileJournal } from '../../../app/log/file-journal.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import { DeskMedium } from '../../world/desk-medium.ts';
import { Fault } from '../../world/fault.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import type { World } from '../../world/world.ts';

const PAR = 'ML-PAR' as MissionCode;
const AGENT = 'A. S.';
const VISA = 'ml-visa-short-stay';
const TIME = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
const NOTHING = { entries: 0, bytes: 0, oldestAt: null };

let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

const opened = (centre: MemoryCentre, medium?: DeskMedium, desk = 'ML-PAR/B'): Promise<NodeDesk> =>
  NodeDesk.open({
    world,
    desk,
    ...(medium && { medium }),
    transfer: (at, fault) => new MemoryTransfer(centre, at, fault),
  });

const last = (centre: MemoryCentre): DeskReport | undefined => centre.reports.at(-1)?.report;
/** What is told after a pass is not waited for by it. */
const toldOf = (centre: MemoryCentre, what: Partial<DeskReport>) =>
  expect.poll(() => last(centre)).toMatchObject(what);

async function emptied(desk: NodeDesk): Promise<void> {
  for (let passes = 0; passes < 5; passes += 1) {
    await desk.desk.sendNow();
    const { sealedHere, sent } = await desk.desk.link();
    if (sealedHere.entries + sent.entries === 0) return;
  }
  throw new Error('the centre does not take it all');
}

test('a handshake carries version, clock, journal, backlog and trouble, and nothing else', async () => {
  const centre = new MemoryCentre(world);
  const b = await opened(centre);
  await b.unlock(AGENT);
  await b.sealed(VISA);
  const { bytesToSend, sealedHere } = await b.desk.link();
  await b.desk.sendNow();
  expect(centre.reports[0]).toStrictEqual({
    how: 'handshake',
    report: {
      v: 1,
      version: '0.0.0-test',
      at: TIME,
      journal: { epoch: (await b.journal.head(PAR)).epoch, seq: sealedHere.entries },
      backlog: { entries: sealedHere.entries, bytes: bytesToSend, oldestAt: sealedHere.oldestAt },
      lastError: null,
    },
  });
  await b.close();
});

test('a desk that has sealed nothing says so, and no epoch is begun by it', async () => {
  const centre = new MemoryCentre(world);
  const medium = new DeskMedium([PAR]);
  const files = medium.files(new Fault());
  const journal = await FileJournal.open(files, systemRandom);
  const b = await NodeDesk.open({
    world,
    desk: 'ML-PAR/B',
    medium,
    journal,
    transfer: (at, fault) => new MemoryTransfer(centre, at, fault),
  });
  await b.unlock(AGENT);
  const size = files.survivors().acts.length;
  await b.desk.sendNow();
  expect(centre.reports).toMatchObject([{ report: { journal: null, backlog: NOTHING } }]);
  expect(files.survivors().acts.length).toBe(size);
  await journal.head(PAR);
  expect(files.survivors().acts.length).toBeGreaterThan(size);
  await b.close();
});

test('a pass that empties the backlog tells it once', async () => {
  const centre = new MemoryCentre(world);
  const b = await opened(centre);
  await b.unlock(AGENT);
  await b.sealed(VISA);
  await emptied(b);
  await toldOf(centre, { backlog: NOTHING });
  await b.desk.sendNow();
  await b.desk.sendNow();
  await b.sealed(VISA);
  await emptied(b);
  await toldOf(centre, { journal: { ...last(centre)!.journal!, seq: 4 }, backlog: NOTHING });
  const empty = centre.reports.filter(({ report }) => report.backlog?.entries === 0);
  expect(empty.map(({ how, report }) => [how, report.journal?.seq])).toEqual([
    ['told', 2],
    ['told', 4],
  ]);
  await b.close();
});

test('the last error is told with its time until a pass has gone well', async () => {
  const centre = new MemoryCentre(world);
  const b = await opened(centre);
  centre.trouble = 'LN-003';
  await b.desk.sendNow();
  centre.trouble = null;
  await b.desk.sendNow();
  expect(centre.reports[0]).toMatchObject({
    how: 'handshake',
    report: { lastError: { code: 'LN-003', at: TIME } },
  });
  await toldOf(centre, { lastError: null });
  await b.close();
});

test('a locked desk goes on counting; one that nobody has unlocked yet does not pretend to', async () => {
  const centre = new MemoryCentre(world);
  const b = await opened(centre);
  await b.unlock(AGENT);
  await b.sealed(VISA);
  await b.desk.lock();
  await b.desk.sendNow();
  expect(centre.reports[0]).toMatchObject({ how: 'handshake', report: { backlog: { entries: 2 } } });
  await b.desk.sendNow();
  await toldOf(centre, { backlog: NOTHING });
  await b.close();

  const again = await opened(centre, b.medium);
  await again.desk.sendNow();
  expect(centre.reports.at(-1)).toMatchObject({
    how: 'handshake',
    report: { journal: { seq: 2 }, backlog: null },
  });
  await again.unlock(AGENT);
  await again.desk.sendNow();
  await toldOf(centre, { backlog: NOTHING });
  await again.close();
});

test('a centre restored while the desk is locked: what it lacks now is not known before somebody reads', async () => {
  const centre = new MemoryCentre(world);
  const b = await opened(centre);
  await b.unlock(AGENT);
  await b.sealed(VISA);
  await emptied(b);
  await b.sealed(VISA);
  await b.desk.lock();
  centre.restoreEmpty();
  await b.desk.sendNow();
  await b.desk.sendNow();
  await toldOf(centre, { backlog: null });
  await b.close();
});

test('a desk of the centre has no journal of its own mission', async () => {
  const centre = new MemoryCentre(world);
  const central = await opened(centre, undefined, 'CENTRAL/A');
  await central.unlock('I. S.');
  await central.desk.sendNow();
  expect(centre.reports[0]).toMatchObject({ report: { journal: null, backlog: NOTHING } });
  await central.close();
});

test('telling that fails, or never ends, is no trouble of the pass', async () => {
  const centre = new MemoryCentre(world);
  const asked: DeskReport[] = [];
  class Deaf extends MemoryTransfer {
    override tell(report: DeskReport): Promise<boolean> {
      asked.push(report);
      return asked.length === 1 ? Promise.reject(new Error('no')) : new Promise(() => {});
    }
  }
  const b = await NodeDesk.open({
    world,
    desk: 'ML-PAR/B',
    transfer: (medium, fault) => new Deaf(centre, medium, fault),
  });
  await b.unlock(AGENT);
  await b.sealed(VISA);
  await emptied(b);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  await b.desk.sendNow();
  await expect.poll(() => asked.length).toBe(2);
  expect(await b.desk.sendNow()).toMatchObject({ code: 'done', left: 0 });
  expect(b.events.filter(({ type }) => type === 'trouble')).toEqual([]);
  await b.close();
});
