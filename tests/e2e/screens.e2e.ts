/**
 * Photographs of the real screens in French, Arabic and English, light and dark, at 1366×700, and in French at
 * 1920×1040, for a person to look at; and axe on each. They lie in test-results/screens/ and are not kept.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { axeViolations } from '../renderer/accessibility.ts';
import { fillForm } from './fill-form.ts';
import { Ground, RESULTS } from './ground.ts';
import { attachScans, commission, lodge, newApplication, sendAll, toReview, unlock } from './hands.ts';
import { PASSPORT, SECOND_PASSPORT, VISA } from './specimens.ts';

test.describe.configure({ mode: 'serial' });

const DESK = 'ML-PAR/B';
const CENTRE = 'CENTRAL/A';
const PICTURES = join(RESULTS, '..', 'screens');
let ground: Ground;

test.beforeAll(async () => {
  await rm(PICTURES, { recursive: true, force: true });
  await mkdir(PICTURES, { recursive: true });
  ground = await Ground.make('screens');
});
test.afterAll(() => ground.end());

const LANGUAGES = [
  ['fr', 'Français'],
  ['ar', 'العربية'],
  ['en', 'English'],
] as const;
const THEMES = ['light', 'dark'] as const;
const NORMAL = { width: 1366, height: 700 };
const WIDE = { width: 1920, height: 1040 };

interface Shown {
  readonly name: string;
  /** what of the address stands after `#/` */
  readonly at: string;
  /** what is pressed there before the picture is taken, and Échap after it */
  readonly press?: readonly string[];
}

async function go(page: Page, at: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = `#/${hash}`;
  }, at);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/^(Lecture…|قراءة…|Reading…)$/)).toBeHidden();
  await page.waitForFunction(() => document.fonts.status === 'loaded');
}

async function photograph(page: Page, name: string, language: string): Promise<void> {
  for (const theme of THEMES) {
    await page.evaluate((wanted) => {
      document.documentElement.dataset.theme = wanted;
    }, theme);
    await page.screenshot({
      path: join(PICTURES, `${name}-${language}-${theme}.png`),
      animations: 'disabled',
    });
    if (language !== 'fr' && theme === 'dark') continue;
    expect.soft(await axeViolations(page), `${name}, ${language}, ${theme}`).toEqual([]);
  }
}

async function photographWide(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'light';
  });
  await page.setViewportSize(WIDE);
  await page.screenshot({ path: join(PICTURES, `${name}-fr-wide.png`), animations: 'disabled' });
  await page.setViewportSize(NORMAL);
}

async function walk(page: Page, settings: string, screens: readonly Shown[]): Promise<void> {
  for (const [language, word] of LANGUAGES) {
    await go(page, settings);
    await page.getByRole('button', { name: word }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    for (const { name, at, press = [] } of screens) {
      await go(page, at);
      for (const key of press) await page.keyboard.press(key);
      if (press.length > 0) await expect(page.getByRole('dialog')).toBeVisible();
      await photograph(page, name, language);
      if (language === 'fr') await photographWide(page, name);
      if (press.length > 0) {
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();
      }
    }
  }
}

const addressOf = (page: Page): string => new URL(page.url()).hash.slice(2);

test('the desk', async () => {
  const { page } = await ground.openDesk(DESK);
  for (const [language, word] of [...LANGUAGES].reverse()) {
    await page.getByRole('button', { name: word }).click();
    await photograph(page, 'unlock', language);
  }
  await unlock(page, ground, DESK, 'A. S.');
  await lodge(page, PASSPORT, 'ML-PAR');
  const sealed = page.getByRole('button', { name: 'Ouvrir le dossier', exact: true });
  await photograph(page, 'sealed', 'fr');
  await sealed.click();
  await expect(page.getByRole('tab', { name: 'Données' })).toBeVisible();
  const dossier = addressOf(page).split('/').slice(0, 2).join('/');
  await lodge(page, VISA, 'ML-PAR');
  await newApplication(page, SECOND_PASSPORT);
  await fillForm(page, SECOND_PASSPORT, 'ML-PAR');
  await attachScans(page, SECOND_PASSPORT);
  await toReview(page);
  const draft = addressOf(page).split('/').slice(0, 2).join('/');
  await walk(page, 'desk', [
    { name: 'home', at: 'home' },
    { name: 'new', at: 'new' },
    { name: 'capture-identity', at: `${draft}/identity` },
    { name: 'capture-contact', at: `${draft}/contact` },
    { name: 'capture-documents', at: `${draft}/desk.documents` },
    { name: 'capture-review', at: `${draft}/desk.review` },
    { name: 'dossiers', at: 'dossiers/all' },
    { name: 'search', at: 'dossiers/all', press: ['Control+K', ...'eriksson'] },
    { name: 'dossier-data', at: `${dossier}/data` },
    { name: 'dossier-documents', at: `${dossier}/documents` },
    { name: 'drafts', at: 'drafts' },
    { name: 'to-hand-over', at: 'to-hand-over' },
    { name: 'link-panel', at: 'home', press: ['F8'] },
    { name: 'settings', at: 'desk' },
  ]);
  await go(page, 'desk');
  await page.getByRole('button', { name: 'Français' }).click();
  await ground.startServer();
  await sendAll(page);
  await go(page, 'link');
  await photograph(page, 'link-received', 'fr');
});

test('the console', async () => {
  const { page } = await ground.openConsole(CENTRE);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await photograph(page, 'commission', 'fr');
  await commission(page, `${ground.kit(CENTRE)}.kit.json`);
  await unlock(page, ground, CENTRE, 'I. S.');
  await expect(page.getByRole('row').filter({ hasText: 'PAR-B-' })).toHaveCount(2, { timeout: 30_000 });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('tab').first()).toHaveAccessibleName(/affichée/);
  const review = addressOf(page);
  await walk(page, 'desk', [
    { name: 'queue', at: 'central' },
    { name: 'review', at: review },
    { name: 'complement', at: review, press: ['c'] },
    { name: 'desks', at: 'central/desks' },
    { name: 'desk', at: 'central/desks', press: ['Enter'] },
  ]);
});
