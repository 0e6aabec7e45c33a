/** What axe finds wrong with a page: the rules of WCAG 2.2 AA, run in the page itself. */
import axe from 'axe-core';
import type { Page } from 'playwright';

export const WCAG_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Only violations are gathered, and no second page is opened to sum them up: a third of the time that a full report takes.
 * @param rules tags of rules; without them all of axe's, its advice on good practice included
 * @returns one line an element: the rule, and where it is
 */
export async function axeViolations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (tags) => {
    const { axe: inPage } = window as unknown as { axe: typeof axe };
    const { violations } = await inPage.run(document, {
      resultTypes: ['violations'],
      ...(tags && { runOnly: [...tags] }),
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${target.join(' ')}: ${html.slice(0, 160)}`),
    );
  }, rules ?? null);
  return found;
}
