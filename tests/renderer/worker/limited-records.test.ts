/** What is of no mission goes with the records of one that a limited officer works for: nothing else reaches the centre. */
import { expect, test } from 'vitest';
import type { MissionCode } from '../../../app/acts/ids.ts';
import { demoPlan } from '../../../scripts/ministry/plan.ts';
import { NodeDesk, WORDS } from '../../world/desk-in-node.ts';
import { LIMITED_DESK } from '../../world/limited.ts';
import { readServices } from '../../world/services.ts';
import { World } from '../../world/world.ts';

const HOUR = 3_600_000;

test('a delegation, and a clock that was set, of officers of the centre who work for the second mission', async () => {
  const demo = demoPlan('http://127.0.0.1:1');
  const common = {
    roles: ['reviewer' as const],
    desks: [LIMITED_DESK],
    missions: ['ML-DKR' as MissionCode],
  };
  const world = await World.open(readServices('ml'), {
    ...demo,
    desks: [...demo.desks, LIMITED_DESK],
    officers: [
      ...demo.officers,
      { ...common, name: 'ERIKSSON Anna', initials: 'A. E.' },
      { ...common, name: 'MUSTERMANN Max', initials: 'M. M.' },
    ],
  });
  const desk = await NodeDesk.open({ world, desk: LIMITED_DESK, monotonic: () => 0 });
  await desk.desk.beginClock();
  await desk.unlock('A. E.');
  const { subject } = world.officer('M. M.', LIMITED_DESK).credential;
  const { from, until } = world.officer('A. E.', LIMITED_DESK).credential;
  await desk.desk.confirmSecret(WORDS);
  await desk.desk.delegate({ to: subject, roles: ['reviewer'], services: null, from, until });
  world.clock.time += 5 * HOUR;
  await desk.desk.lookAtClock();
  const kept = async (database: string) =>
    Promise.all(
      ['delegation:', 'audit:'].map(
        async (prefix) => (await desk.medium.log(database).withPrefix(prefix)).length,
      ),
    );
  expect(await kept('mission-ml-dkr')).toEqual([1, 1]);
  expect(await kept('mission-ml-par')).toEqual([0, 0]);
  await desk.close();
});
