/** The form on A4, drawn by a real Chromium from the page that main prints: it fits its sheets, in three languages. */
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { blankForm, filledForm } from '../../../renderer/print/form-pages.ts';
import { LOCALES } from '../../../renderer/ui/locale.ts';
import { onePage } from '../one-page.ts';
import { EVERY_ANSWER, EVERY_FIELD } from '../screens/every-field.ts';
import { openPrintPage } from '../specimen-pages.ts';

const served = await openPrintPage('form.html');
afterAll(() => served.close());
const page = await onePage();

const CONTEXT = { today: '2026-11-21', mission: 'ML-PAR' };
const sheet = (language: (typeof LOCALES)[number]) => ({
  language,
  mission: { fr: 'Consulat spécimen', en: 'Specimen consulate', ar: 'قنصلية نموذجية' },
  day: CONTEXT.today,
});

test.each(
  LOCALES.flatMap((lang) => [
    ['blank', lang, blankForm(EVERY_FIELD, sheet(lang))] as const,
    [
      'filled',
      lang,
      filledForm(EVERY_FIELD, EVERY_ANSWER, [{ document: 'photo' }], CONTEXT, sheet(lang)),
    ] as const,
  ]),
)('a %s form in %s', async (what, lang, pages) => {
  await page.addInitScript((model) => {
    Object.assign(window, {
      guichetPrint: {
        model: () => Promise.resolve(model),
        ready: (fits: boolean) => Object.assign(window, { fits }),
      },
    });
  }, pages);
  await page.goto(served.url);
  await page.waitForFunction(() => 'fits' in window);
  expect(await page.evaluate(() => (window as unknown as { fits: boolean }).fits)).toBe(true);
  const { dir, fits, foot } = await page.evaluate(() => {
    const main = document.querySelector('main');
    return {
      dir: document.documentElement.dir,
      fits: (main?.scrollWidth ?? 1) <= (main?.clientWidth ?? 0),
      foot: [...(document.styleSheets[0]?.cssRules ?? [])].at(-1)?.cssText ?? '',
    };
  });
  expect(dir).toBe(lang === 'ar' ? 'rtl' : 'ltr');
  expect(fits).toBe(true);
  expect(foot).toContain('ml-every-field');
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const text = pdf.toString('latin1');
  expect(text).toMatch(/\/MediaBox ?\[ ?0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]/);
  expect(text.match(/\/Type ?\/Page\b/g)?.length).toBeLessThanOrEqual(4);
  if (process.env.PICTURES) {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(process.env.PICTURES, `form-${what}-${lang}.pdf`), new Uint8Array(pdf));
  }
});
