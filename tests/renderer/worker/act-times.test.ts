/** A file's page says what is odd about its entries' times, also where the record before an act stands in another file. */
import { expect, test } from 'vitest';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';

const HOUR = 3_600_000;

test('a clock that went back between two files shows on the entry behind it, and on no other', async () => {
  const world = await openServicesWorld();
  const at = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  await at.unlock('A. S.');
  const before = (await at.sealed('ml-laissez-passer')).dossier;
  world.clock.time -= 3 * HOUR;
  const behind = (await at.sealed('ml-laissez-passer')).dossier;
  const oddities = async (id: typeof before) =>
    (await at.desk.dossier(id)).timeline.map((entry) => entry.oddities);
  expect(await oddities(before)).toEqual([[], []]);
  const [opened, submitted] = await oddities(behind);
  expect(opened).toMatchObject([{ what: 'went-back', against: expect.any(String) }]);
  expect(Math.round((opened?.[0]?.apart ?? 0) / HOUR)).toBe(3);
  expect(submitted).toEqual([]);
  await at.close();
});
