/**
 * One page of a real browser for all tests of a file: to open a window costs more than what most of them do in it.
 * Between two tests nothing is left of the first: the document, what the page kept, where the mouse was.
 */
import { type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, afterEach, expect } from 'vitest';
import { chromiumLaunchOptions } from '../../scripts/chromium.mjs';

interface Options extends Pick<BrowserContextOptions, 'permissions'> {
  /** How long an element is waited for, milliseconds. */
  readonly timeout?: number;
  /** Parts of what a page may say among its errors. */
  readonly known?: readonly string[];
}

/** Registers what opens, clears and closes it with the file's tests. A page that says an error makes its test fail. */
export async function onePage({
  permissions = [],
  timeout = 10_000,
  known = ['404'],
}: Options = {}): Promise<Page> {
  const browser = await chromium.launch(chromiumLaunchOptions());
  const context = await browser.newContext({
    viewport: { width: 1366, height: 700 },
    reducedMotion: 'reduce',
    permissions: [...permissions],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(timeout);
  let said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  const devtools = await context.newCDPSession(page);

  afterEach(async () => {
    const { origin } = new URL(page.url());
    await page.goto('about:blank');
    await page.mouse.move(0, 0);
    if (origin !== 'null') await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    const errors = said.filter((text) => !known.some((part) => text.includes(part)));
    said = [];
    expect(errors).toEqual([]);
  });
  afterAll(() => browser.close());
  return page;
}
