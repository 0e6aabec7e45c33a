/** When the officer has left: what was typed last can still be stored, and a page that says nothing is locked all the same. */
import { beforeAll, expect, test } from 'vitest';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import type { World } from '../../world/world.ts';

const AGENT = 'A. S.';
const VISA = 'ml-visa-short-stay';
type Locking = Extract<DeskEvent, { type: 'locking' }>;
type Locked = Extract<DeskEvent, { type: 'locked' }>;
const locking = (event: DeskEvent): event is Locking => event.type === 'locking';
const locked = (event: DeskEvent): event is Locked => event.type === 'locked';

let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

test('the screens store what was typed last, then lock', async () => {
  const b = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  await b.unlock(AGENT);
  const draft = await b.filled(VISA);
  const answers = { ...draft.answers, surname: { latin: 'UTOPIAN', arabic: null } };
  const said = b.next(locking);
  b.desk.lockSoon();
  await said;
  await b.desk.saveDraft(draft.id, { answers });
  await b.desk.lock();
  await expect(b.desk.saveDraft(draft.id, { answers: {} })).rejects.toThrow();
  await b.unlock(AGENT);
  expect((await b.desk.draft(draft.id)).answers).toEqual(answers);
  await b.close();
});

test('a page that does not answer is not waited for long', async () => {
  const b = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  await b.unlock(AGENT);
  const draft = await b.filled(VISA);
  const ended = b.next(locked);
  b.desk.lockSoon();
  await ended;
  await expect(b.desk.draft(draft.id)).rejects.toThrow();
  await b.close();
});

test('whoever has unlocked meanwhile is not locked out by it', async () => {
  const b = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  await b.unlock(AGENT);
  b.desk.lockSoon();
  await b.desk.lock();
  await b.unlock(AGENT);
  const before = b.events.filter(locked).length;
  // Another departure, answered or not, comes after whatever the first had planned.
  const second = b.next(locked);
  b.desk.lockSoon();
  await second;
  expect(b.events.filter(locked)).toHaveLength(before + 1);
  await b.close();
});
