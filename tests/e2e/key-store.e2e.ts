/** With the system's key store: the words once, then a code of six digits; a wrong one costs time, longer each time. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { Ground, type RunningDesk } from './ground.ts';
import { lock } from './hands.ts';

const DESK = 'ML-PAR/B';
const PIN = '482017';
let ground: Ground;
let desk: RunningDesk;

test.beforeAll(async () => {
  ground = await Ground.make('key-store');
});
test.afterAll(() => ground.end());

const open = async (): Promise<Page> => {
  desk = await ground.openDesk(DESK, { keyStore: 'os' });
  return desk.page;
};

async function tryCode(page: Page, code: string): Promise<void> {
  await page.getByRole('radio', { name: 'A. S.' }).check();
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.keyboard.press('Enter');
}

/** What the screen says of the wait, in seconds. */
async function waitSaid(page: Page): Promise<number> {
  const said = page.getByText(/^Code refusé\. Nouvel essai dans \d+\s?s\.$/);
  await expect(said).toBeVisible();
  return Number(/(\d+)\s?s\.$/.exec((await said.textContent()) ?? '')?.[1]);
}

test('words once, then a code; a wrong code is refused, slower each time, also after a restart', async () => {
  let page = await open();
  await expect(page.getByText('dans le coffre du système')).toBeVisible();
  await page.getByRole('radio', { name: 'A. S.' }).check();
  await page.getByLabel('Six mots', { exact: true }).fill(ground.words(DESK, 'A. S.'));
  await page.keyboard.press('Enter');

  await page.getByLabel('Nouveau code', { exact: true }).fill('123456');
  await page.getByLabel('Le même code, encore').fill('123456');
  await expect(page.getByText('Ce code se devine')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Ce code se devine')).toBeVisible();
  await page.getByLabel('Nouveau code', { exact: true }).fill(PIN);
  await page.getByLabel('Le même code, encore').fill(PIN);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Rubriques' })).toBeVisible();

  await lock(page);
  await tryCode(page, PIN);
  await expect(page.getByRole('navigation', { name: 'Rubriques' })).toBeVisible();

  await lock(page);
  const waits: number[] = [];
  for (const wrong of ['482018', '482019', '482011']) {
    await tryCode(page, wrong);
    waits.push(await waitSaid(page));
    await expect(page.getByText(/^Code refusé/)).toBeHidden();
  }
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits[2]).toBeGreaterThan(waits[0] ?? 0);
  await tryCode(page, '482012');
  const fourth = await waitSaid(page);
  await ground.killDesk(desk);

  // The count goes on where it was: the fifth costs more than the fourth, and not as little as a first.
  page = await open();
  await page.getByRole('radio', { name: 'A. S.' }).check();
  await expect(page.getByLabel('Code', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Code refusé/)).toBeHidden();
  await tryCode(page, '482013');
  expect(await waitSaid(page)).toBeGreaterThan(fourth);
  await ground.closeDesk(desk);
});

test('without the key store the same folder does not open by its code, though nobody counts the tries', async () => {
  // Whoever copies a disk leaves out what would make them wait.
  await rm(join(ground.profile(DESK), 'desk', 'attempts'), { recursive: true });
  desk = await ground.openDesk(DESK);
  await expect(desk.page.getByText('pas de coffre du système : six mots au lieu d’un code')).toBeVisible();
  await tryCode(desk.page, PIN);
  // A first failure: it was tried, and not put off.
  expect(await waitSaid(desk.page)).toBeLessThanOrEqual(2);
  await expect(desk.page.getByRole('navigation', { name: 'Rubriques' })).toBeHidden();
  await ground.closeDesk(desk);
});
