/** Nobody at the desk: it locks by itself, keeps what was typed, and goes on sending with the desk's own key. */
import { expect, type Page, test } from '@playwright/test';
import { Ground, type RunningDesk } from './ground.ts';
import { lodge, newApplication, unlock } from './hands.ts';
import { PASSPORT, VISA } from './specimens.ts';

test.describe.configure({ mode: 'serial' });

const DESK = 'ML-PAR/B';
const TYPED = 'UTOPIAN';
/** Longer than the ten minutes after which a desk locks, in seconds. */
const LONG_ABSENCE = 601;
let ground: Ground;
let desk: RunningDesk;

test.beforeAll(async () => {
  ground = await Ground.make('absence');
  desk = await ground.openDesk(DESK);
});
test.afterAll(() => ground.end());

const surname = (page: Page) => page.getByLabel('Nom', { exact: true });
const locked = (page: Page) => page.getByRole('heading', { name: 'Déverrouiller' });

/** Nothing of the file is on screen any more, and keys go nowhere. */
async function isShut(page: Page): Promise<void> {
  await expect(locked(page)).toBeVisible();
  await expect(page.getByText(TYPED)).toHaveCount(0);
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+K');
  await expect(locked(page)).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Rubriques' })).toHaveCount(0);
}

async function takeUpDraft(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Brouillons/ }).click();
  await page.getByRole('row').filter({ hasText: TYPED }).dblclick();
}

test('the screen of the computer locks, and the desk with it; what was typed is there to the last letter', async () => {
  const { app, page } = desk;
  await unlock(page, ground, DESK, 'A. S.');
  await newApplication(page, VISA);
  // Nothing is waited for: the last letters are not stored yet when the desk locks.
  await surname(page).clear();
  await surname(page).pressSequentially(TYPED, { delay: 40 });
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('lock-screen'));
  await isShut(page);
  await unlock(page, ground, DESK, 'A. S.');
  await takeUpDraft(page);
  await expect(surname(page)).toHaveValue(TYPED);
});

test('an officer who locks at once loses nothing either', async () => {
  const { page } = desk;
  await surname(page).press('End');
  await surname(page).pressSequentially(' SPECIMEN', { delay: 40 });
  await page.keyboard.press('Control+Shift+L');
  await isShut(page);
  await unlock(page, ground, DESK, 'A. S.');
  await takeUpDraft(page);
  await expect(surname(page)).toHaveValue(`${TYPED} SPECIMEN`);
});

test('ten minutes without a hand on it, and it locks', async () => {
  const { app, page } = desk;
  // Only the time that nobody touched anything cannot be had in a test: the system's answer is put in its place.
  await app.evaluate(({ powerMonitor }, seconds) => {
    powerMonitor.getSystemIdleTime = () => seconds;
  }, LONG_ABSENCE);
  await isShut(page);
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => 0;
  });
});

test('what is sealed goes to the centre while everyone is locked out', async () => {
  const { app, page } = desk;
  await unlock(page, ground, DESK, 'A. S.');
  await lodge(page, PASSPORT, 'ML-PAR');
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  await isShut(page);
  const word = page.getByRole('definition').filter({ hasText: /^jamais$/ });
  await expect(word).toBeVisible();
  await ground.startServer();
  await expect(word).toBeHidden({ timeout: 90_000 });
  await unlock(page, ground, DESK, 'A. S.');
  await page.keyboard.press('F8');
  const panel = page.getByRole('dialog', { name: 'Liaison' });
  await expect(panel.getByRole('listitem').filter({ hasText: 'Reçu au centre' })).toContainText('2');
});
