/** « Simplification »: numbers as the catalogue and the counter say them, and what nobody has said is not made up. */
import { afterAll, describe, expect, it } from 'vitest';
import type { ServiceEntry } from '../../../app/catalogue/service-entry.ts';
import { lengthsOf, rowsOf } from '../../../renderer/screens/simplification/figures.ts';
import { SPECIMEN_MEASURED } from '../../../renderer/screens/specimen/measured.ts';
import { SPECIMEN_SERVICES } from '../../../renderer/screens/specimen/services.ts';
import { axeViolations, WCAG_AA } from '../accessibility.ts';
import { onePage } from '../one-page.ts';
import { openPreview } from '../specimen-pages.ts';

describe('figures', () => {
  const rows = rowsOf(SPECIMEN_SERVICES as readonly ServiceEntry[], SPECIMEN_MEASURED);
  const [passport, visa, laissezPasser] = rows;

  it('are the catalogue’s, before and after, and null where nobody has said them', () => {
    expect(visa?.pairs).toEqual({
      trips: { before: 6, after: 1 },
      documents: { before: 18, after: 4 },
      pages: { before: 24, after: 0 },
      minutes: { before: null, after: 20 },
    });
    expect(passport?.pairs.trips).toEqual({ before: null, after: null });
  });

  it('are measured where something was sealed: whole minutes, and per cent of what was answered', () => {
    expect(visa?.measured).toEqual({ count: 41, minutes: 11, brought: 27 });
    expect(laissezPasser?.measured).toEqual({ count: 3, minutes: 6, brought: 0 });
    expect(passport?.measured).toBeNull();
    const [short] = rowsOf(SPECIMEN_SERVICES.slice(0, 1) as readonly ServiceEntry[], [
      { service: 'ml-passport-ordinary' as never, count: 1, medianSeconds: 4, answered: 0, brought: 0 },
    ]);
    expect(short?.measured).toEqual({ count: 1, minutes: 1, brought: null });
  });

  it('are drawn against the longest, and nothing is drawn of what is not known', () => {
    expect(lengthsOf([6, 3, null])).toEqual([100, 50, 0]);
    expect(lengthsOf([0, 0])).toEqual([0, 0]);
    expect(lengthsOf([])).toEqual([]);
  });
});

describe('the page', async () => {
  const preview = await openPreview('preview');
  afterAll(() => preview.close());
  const page = await onePage();
  const open = async (lang: string, state = '') => {
    await page.goto(`${preview.url}?lang=${lang}&state=${state}#/simplification`);
    await page.locator('h1').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
  };
  const looked = async (name: string) => {
    expect(await axeViolations(page, WCAG_AA)).toEqual([]);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
  };

  it.each(['fr', 'ar'])('is a table of services, each of which opens as a drawing, in %s', async (lang) => {
    await open(lang);
    await page.locator('.figure-pair').first().waitFor();
    await looked(`simplification-${lang}`);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.locator('.figure').first().waitFor();
    await looked(`simplification-one-${lang}`);
  });

  it('says what is to be confirmed, and what this desk has measured', async () => {
    await open('fr');
    const row = page.getByRole('row').filter({ hasText: 'Visa court séjour' });
    await row.getByText('avant\u00a0: 6\u00a0; après\u00a0: 1').waitFor();
    await row.getByText('11 min (41 demandes)').waitFor();
    await row.getByText('27\u00a0%').waitFor();
    const other = page.getByRole('row').filter({ hasText: 'Passeport ordinaire' });
    expect(await other.getByText('à confirmer').count()).toBe(1);
    expect(await row.getByText('à confirmer', { exact: true }).count()).toBe(1);
  });

  it('says what nothing was measured of', async () => {
    await open('fr', 'empty');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByText('Aucune demande de cette démarche n’a été scellée ici').waitFor();
  });
});
