/** A draft whose service has changed since: what an officer sees, confirms, or leaves as it is. */
import { afterAll, describe, expect, it } from 'vitest';
import { axeViolations, WCAG_AA } from '../accessibility.ts';
import { onePage } from '../one-page.ts';
import { openPreview } from '../specimen-pages.ts';

const preview = await openPreview('preview');
afterAll(() => preview.close());
const page = await onePage();
const open = async (lang: string) => {
  await page.goto(`${preview.url}?lang=${lang}&state=moved#/draft/draft-1-AAAAAAAAAAAAAA/person`);
  await page.locator('.moved').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
};
const looked = async (name: string) => {
  expect(await axeViolations(page, WCAG_AA)).toEqual([]);
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
};

describe('a draft whose service has changed', () => {
  it.each(['fr', 'ar'])('says in %s what changes, and keeps what has no place in sight', async (lang) => {
    await open(lang);
    await page.locator('.moved summary').click();
    await looked(`moved-offer-${lang}`);
    await page.locator('.moved button').first().click();
    await page.locator('#field-profession').waitFor();
    await page.locator('.moved summary').click();
    await page.getByText('Lomé').waitFor();
    await looked(`moved-aside-${lang}`);
  });

  it('names the answer that would be set aside, moves what was typed a moment ago, and asks the new question', async () => {
    await open('fr');
    await page
      .getByText('Une réponse n’aurait plus de place et serait gardée à part\u00a0: Lieu de naissance.')
      .waitFor();
    await page.locator('#field-email').fill('specimen@example.org');
    await page.getByRole('button', { name: 'Passer au catalogue n°\u00a03' }).click();
    await page.locator('#field-profession').waitFor();
    expect(await page.locator('#field-birth-place').count()).toBe(0);
    expect(await page.locator('#field-email').inputValue()).toBe('specimen@example.org');
  });

  it('is left as it is by keyboard, and asks no more', async () => {
    await open('fr');
    await page.getByRole('button', { name: 'Garder le n°\u00a02' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.moved').waitFor({ state: 'detached' });
    expect(await page.locator('#field-birth-place').inputValue()).toBe('Lomé');
  });
});
