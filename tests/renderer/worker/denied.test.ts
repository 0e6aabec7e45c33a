/** What the centre denies on the wire: the pass goes on, the trouble stays said, and it is offered again. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { MissionCode } from '../../../app/acts/ids.ts';
import { Offers } from '../../../renderer/worker/offers.ts';
import { Replicator } from '../../../renderer/worker/replicator.ts';
import {
  LinkError,
  type LinkErrorCode,
  type PushFrom,
  type Transfer,
} from '../../../renderer/worker/transfer.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import { MemoryFactShelf } from '../../world/desk-medium.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';

const DATABASE = 'mission-ml-par';
let facts: MemoryFactShelf;
let denies: boolean;
let pushed: PushFrom[];
beforeEach(() => {
  facts = new MemoryFactShelf();
  denies = false;
  pushed = [];
});

const started = (): Offers =>
  new Offers(
    {
      push: async (_, __, from) => {
        pushed.push(from);
        if (denies) throw new LinkError('LN-007');
      },
    },
    facts,
  );
const offered = (offers: Offers, epoch = 'one') =>
  offers
    .offer(DATABASE, epoch, () => {})
    .then(
      () => 'taken',
      (error: LinkError) => error.code,
    );

test('a database is offered whole once an epoch, also where something of it is denied', async () => {
  denies = true;
  const offers = started();
  expect(await offered(offers)).toBe('LN-007');
  expect(await offered(offers)).toBe('LN-007');
  expect(pushed).toEqual(['start', 'checkpoint']);
});

test('each pass says that something is denied, until it is taken when all is offered again', async () => {
  const offers = started();
  expect(await offered(offers)).toBe('taken');
  denies = true;
  expect(await offered(offers)).toBe('LN-007');
  // What is denied lies behind the checkpoint: the next pass does not even offer it.
  denies = false;
  expect(await offered(offers)).toBe('LN-007');
  // A person asks, or the program is started anew.
  offers.again();
  expect(await offered(offers)).toBe('taken');
  expect(await offered(offers)).toBe('taken');
  expect(pushed).toEqual(['start', 'checkpoint', 'checkpoint', 'start', 'checkpoint']);
});

test('outlives the program: the next start offers all again', async () => {
  const before = started();
  denies = true;
  await offered(before);
  denies = false;
  const after = started();
  expect(await offered(after)).toBe('taken');
  expect(pushed).toEqual(['start', 'start']);
  expect([...facts.facts.keys()]).toEqual([`offered:${DATABASE}`]);
});

test('any other failure keeps nothing of it: all is offered whole again', async () => {
  const offers = new Offers(
    {
      push: async () => {
        throw new LinkError('LN-002');
      },
    },
    facts,
  );
  expect(await offered(offers)).toBe('LN-002');
  expect(facts.facts.size).toBe(0);
});

describe('a denial among other failures', () => {
  const [FIRST, LAST] = ['ML-DKR', 'ML-PAR'] as MissionCode[];
  let leaves: boolean;
  let calls: string[];
  /** A desk that carries two missions, whose link fails as said: by call, such as `push mission-ml-par`. */
  function replicator(failures: Record<string, LinkErrorCode>): Replicator {
    leaves = false;
    calls = [];
    const call = async (name: string, from = '') => {
      calls.push(`${name} ${from}`.trim());
      const code = failures[name];
      if (code) throw new LinkError(code);
      return { written: 0 };
    };
    const nothing = async () => {};
    const made = new Replicator({
      transfer: {
        open: async () => ({ epoch: 'one' }),
        push: (database, _, from) => call(`push ${database}`, from) as never,
        pull: (database) => call(`pull ${database}`),
        close: nothing,
      } as Partial<Transfer> as Transfer,
      missions: new Map([FIRST, LAST].map((mission) => [mission as MissionCode, { chunks: null as never }])),
      carries: () => true,
      facts,
      clock: { now: () => Date.now() },
      random: systemRandom,
      isLeaving: () => leaves,
      ...{
        onSent: nothing,
        onReference: nothing,
        onPulled: nothing,
        onAllPulled: nothing,
        onRevoked: nothing,
        onHandedOver: nothing,
      },
      ...{ onState: () => {}, onPass: () => {}, onTrouble: () => {} },
    });
    made.pause(true);
    return made;
  }
  const came = (made: Replicator) =>
    made.now().then(
      () => 'no failure',
      (error: LinkError) => error.code,
    );

  test.each([
    ['of another mission', { 'push mission-ml-dkr': 'LN-007', 'push mission-ml-par': 'LN-003' }],
    ['of the way down', { 'push mission-ml-dkr': 'LN-007', 'pull mission-ml-par': 'LN-003' }],
    ['of evidence', { 'push mission-ml-dkr': 'LN-007', 'push mission-ml-par-evidence': 'LN-003' }],
    ['that came first', { 'push mission-ml-dkr': 'LN-003', 'push mission-ml-par': 'LN-007' }],
  ] as const)('hides none %s', async (_, failures) => {
    const made = replicator(failures);
    expect(await came(made)).toBe('LN-003');
    await made.stop();
  });

  test('alone is what is said, and evidence goes all the same; a link that is down is not asked again', async () => {
    const denied = replicator({ 'push mission-ml-dkr': 'LN-007' });
    expect(await came(denied)).toBe('LN-007');
    expect(calls).toContain('push mission-ml-par-evidence start');
    await denied.stop();
    const down = replicator({ 'pull keyring': 'LN-001' });
    expect(await came(down)).toBe('LN-001');
    expect(calls.filter((one) => one.includes('evidence'))).toEqual([]);
    await down.stop();
  });

  test('what was denied is offered once more when the desk begins to leave', async () => {
    const failures: Record<string, LinkErrorCode> = { 'push mission-ml-par': 'LN-007' };
    const made = replicator(failures);
    expect(await came(made)).toBe('LN-007');
    leaves = true;
    calls = [];
    made.pause(false);
    await vi.waitFor(() => expect(calls).toContain('push mission-ml-par-evidence checkpoint'));
    expect(calls.filter((one) => one.startsWith('push mission-ml-par '))).toEqual([
      'push mission-ml-par start',
    ]);
    await made.stop();
  });
});

test('a desk of which something is denied still hears what the centre says, in the same pass, and says so', async () => {
  const world = await openServicesWorld();
  const centre = new MemoryCentre(world);
  const desk = await NodeDesk.open({
    world,
    desk: 'ML-PAR/B',
    transfer: (medium, fault) => new MemoryTransfer(centre, medium, fault),
  });
  await desk.unlock('A. S.');
  await desk.sealed('ml-laissez-passer');
  centre.denies = true;
  expect(await desk.desk.sendNow()).toMatchObject({ code: 'done', received: 1 });
  expect(await desk.desk.link()).toMatchObject({
    state: 'needs-person',
    noLinkSince: null,
    attention: [{ verdict: 'problem', code: 'LN-007' }],
  });
  centre.denies = false;
  await desk.desk.sendNow();
  expect(await desk.desk.link()).toMatchObject({ state: 'paused', attention: [] });
  await desk.close();
});
