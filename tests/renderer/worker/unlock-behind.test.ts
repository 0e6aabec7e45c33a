/** Unlocking over rows that are gone, or far behind their log: the officer is let in, and told how far the lists are. */
import { expect, test } from 'vitest';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import { databaseOf } from '../../../renderer/worker/transfer.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';

type Progress = Extract<DeskEvent, { type: 'rebuild-progress' }>;
const ended = (event: DeskEvent): event is Progress =>
  event.type === 'rebuild-progress' && event.done === event.of;
/** with two acts and a wrap each: more than the thousand documents that an unlocking reads itself */
const FILES = 340;

test('lists fill beside the officer’s work, with progress, and are those that a rebuild makes', async () => {
  const world = await openServicesWorld();
  const desk = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  const log = desk.medium.log(databaseOf(world.agent.scope as never));
  for (let n = 0; n < FILES; n += 1) {
    const { dossier, acts } = await world.lodged(world.definitions[0]!);
    const { hash: _, ...wrap } = dossier.wrap;
    await log.put([wrap, ...acts.map(({ document }) => document)]);
  }
  const done = desk.next(ended);
  await desk.unlock('A. S.');
  const atOnce = (await desk.desk.list('all', 0, 1)).total;
  expect(atOnce).toBeGreaterThan(0);
  expect(atOnce).toBeLessThan(FILES);
  await done;
  const whole = await desk.desk.list('all', 0, FILES);
  expect(whole.total).toBe(FILES);
  const told = desk.events.filter((event): event is Progress => event.type === 'rebuild-progress');
  expect(told.every(({ done: read, of }) => read >= 0 && read <= of)).toBe(true);
  await desk.close();

  // The next unlocking has nothing to compute, and after a rebuild the lists say the same (law 4).
  const again = await NodeDesk.open({ world, desk: 'ML-PAR/B', medium: desk.medium });
  await again.unlock('A. S.');
  expect(await again.desk.list('all', 0, FILES)).toEqual(whole);
  expect(again.events.filter(({ type }) => type === 'dossiers-changed')).toEqual([]);
  await again.desk.rebuild();
  expect(await again.desk.list('all', 0, FILES)).toEqual(whole);
  await again.close();
});
