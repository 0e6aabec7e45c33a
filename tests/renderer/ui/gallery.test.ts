/** The kit in a real browser, under the strict policy: what it does with keys, focus, direction and many rows. */
import { afterAll, describe, expect, it } from 'vitest';
import { axeViolations, WCAG_AA } from '../accessibility.ts';
import { onePage } from '../one-page.ts';
import { ARIA_STYLE, openGallery } from '../specimen-pages.ts';

const gallery = await openGallery();
afterAll(() => gallery.close());
const page = await onePage({ known: [ARIA_STYLE, 'favicon', '404'] });

async function open(screen: string, lang = 'fr', theme = 'light') {
  await page.goto(`${gallery.url}?screen=${screen}&lang=${lang}&theme=${theme}`);
  await page.locator('main').waitFor();
  await page.evaluate(() => document.fonts.ready);
}
const focused = () =>
  page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region'));
const selected = () => page.locator('[aria-selected=true] bdi').first().textContent();

const SCREENS = ['list', 'capture', 'dossier', 'review', 'kit'] as const;
/** Each direction and each theme once; with `LONG=1` all that differ. */
const LOOKS = [
  ['fr', 'light'] as const,
  ['ar', 'dark'] as const,
  ...(process.env.LONG === '1' ? [['ar', 'light'] as const, ['en', 'dark'] as const] : []),
];

it('what axe looks for is found', async () => {
  await open('list');
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('img')));
  expect(await axeViolations(page, WCAG_AA)).toEqual([expect.stringMatching(/^image-alt: /)]);
});

describe.each(SCREENS)('%s', (screen) => {
  it.each(LOOKS)('is free of what axe finds, in %s, %s', async (lang, theme) => {
    await open(screen, lang, theme);
    expect(await axeViolations(page, WCAG_AA)).toEqual([]);
  });

  it('fits 1366×700 without a scrollbar of the window, in both directions', async () => {
    for (const lang of ['fr', 'ar']) {
      await open(screen, lang);
      const over = await page.evaluate(() => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
        return { x: scrollWidth - clientWidth, y: scrollHeight - clientHeight };
      });
      expect(over, lang).toEqual({ x: 0, y: 0 });
    }
  });
});

describe('the grid', () => {
  it('has the sizes of UI.md section 4, with 16 rows in sight', async () => {
    await open('list');
    const height = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => element.getBoundingClientRect().height);
    const width = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => element.getBoundingClientRect().width);
    expect(await height('.top')).toBe(40);
    expect(await height('.foot')).toBe(28);
    expect(await height('.row')).toBe(32);
    expect(await height('thead tr')).toBe(28);
    expect(await width('.shell-rail')).toBe(176);
    expect(await width('.link-state')).toBe(232);
    const inSight = await page.evaluate(() => {
      const foot = document.querySelector('.foot')?.getBoundingClientRect().top ?? 0;
      return [...document.querySelectorAll('.row')].filter(
        (row) => row.getBoundingClientRect().bottom <= foot,
      ).length;
    });
    expect(inSight).toBe(16);
    await open('capture');
    expect(await width('.shell-plan')).toBe(200);
    expect(await width('.shell-side')).toBe(352);
    expect(await width('.form-grid')).toBe(718);
    const field = await page
      .locator('.field')
      .first()
      .evaluate((element) => element.getBoundingClientRect().height);
    expect(field).toBe(78);
  });

  it('mirrors the rail and the panels, not the readable zone', async () => {
    await open('capture', 'ar');
    const box = (selector: string) => page.locator(selector).first().boundingBox();
    expect((await box('.shell-rail'))?.x).toBeGreaterThan(1300);
    expect((await box('.shell-side'))?.x).toBe(0);
    expect(await page.locator('.mrz').getAttribute('dir')).toBe('ltr');
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await page.locator('html').getAttribute('lang')).toBe('ar');
  });

  it('measures OCR-B: 44 characters are 573 px', async () => {
    await open('capture');
    const width = await page
      .locator('.mrz div')
      .first()
      .evaluate((line) => {
        const range = document.createRange();
        range.selectNodeContents(line);
        return range.getBoundingClientRect().width;
      });
    expect(Math.round(width)).toBe(573);
  });
});

describe('the table', () => {
  it('draws few of 10,000 rows and walks them by keys', async () => {
    await open('list');
    expect(await page.locator('table').getAttribute('aria-rowcount')).toBe('10001');
    expect(await page.locator('.row').count()).toBeLessThan(50);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await selected()).toBe('PAR-B-26-00415-C');
    await page.keyboard.press('k');
    expect(await selected()).toBe('PAR-B-26-00416-M');
    await page.locator('table').focus();
    await page.keyboard.press('End');
    await page.locator('tr[aria-rowindex="10001"]').waitFor();
    expect(await page.locator('tr[aria-rowindex="10001"]').getAttribute('aria-selected')).toBe('true');
    const active = await page.locator('table').getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${active}"]`).count()).toBe(1);
    expect(await page.locator('.row').count()).toBeLessThan(50);
    await page.keyboard.press('Home');
    expect(await page.locator('tr[aria-rowindex="2"]').getAttribute('aria-selected')).toBe('true');
  });

  it('does not move under the hand', async () => {
    await open('list');
    await page.hover('.row >> nth=3');
    await page.locator('.page-action button').evaluate((button: HTMLButtonElement) => button.click());
    await page.getByText('3 nouveaux').waitFor();
    expect(await page.locator('.row bdi').first().textContent()).toBe('PAR-B-26-00417-X');
    await page.getByText('3 nouveaux').click();
    expect(await page.locator('.row bdi').first().textContent()).not.toBe('PAR-B-26-00417-X');
    expect(await page.getByText('3 nouveaux').count()).toBe(0);
  });
});

describe('keys', () => {
  it('F6 and Maj+F6 walk the regions and come back to where the focus was', async () => {
    await open('capture');
    await page.locator('#birth').focus();
    const walked: unknown[] = [];
    for (let i = 0; i < 5; i += 1) {
      await page.keyboard.press('F6');
      walked.push(await focused());
    }
    expect(walked).toEqual(['side', 'top', 'rail', 'plan', 'main']);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('birth');
    await page.keyboard.press('Shift+F6');
    expect(await focused()).toBe('plan');
  });

  it('a sheet takes the focus, Échap closes it and gives it back', async () => {
    await open('dossier');
    const opener = page.getByRole('button', { name: 'Sceller', exact: true });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Sceller' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Sceller');
  });

  it('Ctrl+K lists with « > » the commands that work here, and runs one', async () => {
    await open('dossier');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('>scel');
    await page.getByRole('option', { name: 'Sceller' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Sceller' }).waitFor();
  });

  it('? shows the keys of this screen', async () => {
    await open('list');
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Touches de cet écran' });
    await help.waitFor();
    expect(await help.getByText('Nouveau dossier').count()).toBe(1);
  });

  it('letters typed in a field stay in it', async () => {
    await open('capture');
    await page.locator('#number').fill('');
    await page.locator('#number').pressSequentially('jk?1');
    expect(await page.locator('#number').inputValue()).toBe('JK?1');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('the form', () => {
  it('Entrée goes to the next field, dates get slashes and an echo in words, and nothing moves', async () => {
    await open('capture');
    await page.evaluate(() => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          shifts.push((entry as PerformanceEntry & { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: false });
    });
    await page.locator('#birth').focus();
    await page.locator('#birth').fill('');
    await page.locator('#birth').pressSequentially('01021990');
    expect(await page.locator('#birth').inputValue()).toBe('01/02/1990');
    expect(await page.locator('#birth-message').textContent()).toBe('1er\u00a0février\u00a01990, 36 ans');
    await page.locator('#birth').fill('31021990');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('until');
    expect(await page.locator('#birth-message').textContent()).toContain('n’existe pas');
    expect(await page.locator('#birth').getAttribute('aria-invalid')).toBe('true');
    const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts);
    // Parts of a pixel, which a font may cost, are no movement; a line that comes or goes is ten times this.
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.0005);
  });

  it('finds a country by a former name and takes it on leaving', async () => {
    await open('capture');
    await page.locator('#issuer').fill('haute-volta');
    await page.getByRole('option', { name: /Burkina/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('#issuer').inputValue()).toBe('Burkina Faso');
  });

  it('takes yes and no by their letters', async () => {
    await open('kit');
    await page.locator('#yes-yes').focus();
    await page.keyboard.press('n');
    expect(await page.locator('#yes-no').isChecked()).toBe(true);
  });
});
