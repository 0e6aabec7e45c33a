/** Journaux, by keyboard, in a real browser on specimen data: choose, wait, read, filter, sign. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { axeViolations } from '../accessibility.ts';
import { onePage } from '../one-page.ts';
import { openPreview } from '../specimen-pages.ts';

const WORDS = 'abri bois clef dune elan fort';

const preview = await openPreview('preview-audit');
afterAll(() => preview.close());
const page = await onePage({ timeout: 20_000 });

async function open(audit: 'faults' | 'whole' | 'many' | 'none', lang = 'fr') {
  await page.goto(`${preview.url}?lang=${lang}&state=central,audit-${audit}#/audit`);
  await page.locator('h1').first().waitFor();
}
const verify = async () => {
  await page.keyboard.press('Control+Enter');
  await page.locator('.audit-verdict').waitFor();
};
const axe = () => axeViolations(page);

it('is the auditor’s: in the rail, and nobody else’s address', async () => {
  await open('faults');
  expect(await page.getByRole('link', { name: 'Journaux' }).getAttribute('aria-current')).toBe('page');
  await open('none');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Guichet');
  expect(await page.getByRole('link', { name: 'Journaux' }).count()).toBe(0);
});

it('says by one key whether this desk’s journal is whole, what is wrong where, and what to do', async () => {
  await open('faults');
  await verify();
  expect(await page.locator('.audit-verdict').textContent()).toBe('Non intègre\u00a0: 3 défauts.');
  const grid = page.getByRole('grid', { name: 'Constats' });
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Défaut' });
  await sheet.waitFor();
  const text = (await sheet.textContent()) ?? '';
  expect(text).toContain('AU-108');
  expect(text).toContain('Quelque chose a été retiré ou remplacé entre les deux');
  expect(text).toContain('n° 44');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  expect(await grid.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByText('Que vérifier ?').waitFor();
});

it('has a sentence where there is nothing to report', async () => {
  await open('whole');
  await verify();
  expect(await page.locator('.audit-verdict').textContent()).toBe('Intègre\u00a0: aucun défaut trouvé.');
});

it('lists clocks with what each is held against', async () => {
  await open('faults');
  await verify();
  await page.getByRole('button', { name: 'Horloges 4' }).click();
  const row = page.getByRole('row', { name: /Antidaté par rapport à un accusé cité/ });
  expect(await row.textContent()).toMatch(/19\/11\/2026.*8.h avant.*A\. SPECIMEN.*ML-PAR\/B/);
});

it('filters and sorts twenty thousand records, of which it draws those in sight', async () => {
  await open('many');
  await verify();
  await page.getByRole('button', { name: /^Qui a fait quoi/ }).click();
  const grid = page.getByRole('grid', { name: 'Qui a fait quoi' });
  expect(await grid.getAttribute('aria-rowcount')).toBe('20001');
  expect(await grid.getByRole('row').count()).toBeLessThan(80);
  await page.getByLabel('Quoi', { exact: true }).selectOption({ label: 'Dossier lu' });
  await page.getByLabel('Agent', { exact: true }).selectOption({ label: 'A. SPECIMEN' });
  const found = await page.getByRole('search').getByRole('status').textContent();
  expect(Number(found?.replace(/\D/g, ''))).toBeGreaterThan(500);
  expect(await grid.getByRole('rowheader').first().textContent()).toBe('Dossier lu');
  await page.getByRole('button', { name: 'Heure déclarée' }).click();
  const times = await grid.locator('tbody tr.row td:first-child').allTextContents();
  const order = (text: string) => text.replace(/(\d\d)\/(\d\d)\/(\d{4}) (.*)/, '$3$2$1$4');
  expect(times.length).toBeGreaterThan(5);
  expect(times.map(order)).toEqual(times.map(order).toSorted());
});

it('signs the report after the secret, and saves what the desk signed', async () => {
  await open('faults');
  await verify();
  await page.keyboard.press('Control+Enter');
  const sheet = page.getByRole('dialog', { name: 'Votre code, pour signer' });
  await sheet.getByLabel('Vos six mots').fill(WORDS);
  await page.keyboard.press('Enter');
  await page.getByText(/Rapport enregistré à/).waitFor();
  expect(await page.evaluate(() => (window as never as { saved: unknown }).saved)).toEqual([
    { name: 'rapport-2026-11-21-ML-PAR-B.jws', text: 'specimen-report' },
  ]);
});

it('takes a folder of another desk, says what was chosen, shows how far it is, and ends when told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-brought-'));
  await mkdir(join(folder, 'journal'));
  for (const name of ['acts.journal', 'wraps.journal', 'notes.txt'])
    await writeFile(join(folder, 'journal', name), name);
  try {
    await open('faults');
    await page.getByText('Un journal apporté').click();
    expect(
      await page.getByRole('button', { name: 'Vérifier', exact: true }).getAttribute('aria-disabled'),
    ).toBe('true');
    await page.getByText('Choisissez d’abord le dossier du journal.').waitFor();
    await page.locator('input[type=file]').first().setInputFiles(join(folder, 'journal'));
    await page.getByText('1 journal, aucun dossier exporté').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('41 %').waitFor();
    expect(await axe()).toEqual([]);
    await page.getByRole('button', { name: 'Annuler' }).click();
    await page.getByRole('button', { name: 'Annuler' }).waitFor({ state: 'detached' });
    expect(await page.locator('.error-line').count()).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it.each(['fr', 'ar'])('hides nothing from who does not see it, in %s', async (lang) => {
  await open('faults', lang);
  await page.locator('.audit-source').nth(2).locator('input').check();
  await page.locator('#audit-desk').waitFor();
  expect(await axe()).toEqual([]);
  await verify();
  for (const part of [0, 1, 2, 3]) {
    await page.locator('.filter').nth(part).click();
    expect(await axe()).toEqual([]);
  }
});
