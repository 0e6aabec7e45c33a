/** What the centre denies on the wire: the pass goes on, the trouble stays said, and it is offered again. */
import { beforeEach, expect, test } from 'vitest';
import { Offers } from '../../../renderer/worker/offers.ts';
import { LinkError, type PushFrom } from '../../../renderer/worker/transfer.ts';
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
