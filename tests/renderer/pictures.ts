/** Pictures of screens for a person to look at: left in the folder that `PICTURES` names, in both themes, and else not made. */
import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright';

const FOLDER = process.env.PICTURES;
const THEMES = ['light', 'dark'] as const;

/** Language and theme in which a screen is looked at: from right to left and in the dark each third, or all with `LONG=1` or for pictures. */
export const lookedAt = (at: number): readonly (readonly ['fr' | 'ar', 'light' | 'dark'])[] =>
  at % 3 === 0 || FOLDER || process.env.LONG === '1'
    ? [
        ['fr', 'light'],
        ['ar', 'dark'],
      ]
    : [['fr', 'light']];

/** @param name of the state, as its test is called */
export async function photograph(page: Page, name: string, lang: string): Promise<void> {
  if (!FOLDER) return;
  await mkdir(FOLDER, { recursive: true });
  for (const theme of THEMES) {
    await page.evaluate((wanted) => {
      document.documentElement.dataset.theme = wanted;
    }, theme);
    const file = `${name.replaceAll(/\W+/g, '-')}-${lang}-${theme}.png`;
    await page.screenshot({ path: `${FOLDER}/${file}`, animations: 'disabled' });
  }
}
