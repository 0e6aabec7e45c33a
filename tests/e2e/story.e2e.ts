import { expect, test } from '@playwright/test';
import { Ground, type RunningDesk } from './ground.ts';
import { lodge, unlock } from './hands.ts';
import { PASSPORT } from './specimens.ts';

test.describe.configure({ mode: 'serial' });

const DESK = 'ML-PAR/B';
let ground: Ground;
let desk: RunningDesk;

test.beforeAll(async () => {
  ground = await Ground.make('story');
});
test.afterAll(() => ground.end());

test('an application is captured and sealed while there is no server', async () => {
  desk = await ground.openDesk(DESK);
  await unlock(desk.page, ground, DESK, 'A. S.');
  const ref = await lodge(desk.page, PASSPORT, 'ML-PAR');
  expect(ref).toMatch(/^PAR-B-/);
});
