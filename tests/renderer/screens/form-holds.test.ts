/** What a form keeps and where it speaks: wrong answers, another language, a reload, parts that come and go. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Field } from '../../../app/catalogue/fields.ts';
import { validateField } from '../../../app/catalogue/form.ts';
import { FORM_ERRORS, type FormErrorCode, fillText } from '../../../app/catalogue/form-errors.ts';
import type { DeskApi } from '../../../app/desk/desk-api.ts';
import type { FormPages } from '../../../app/desk/form-pages.ts';
import { LOCALES, type Locale } from '../../../renderer/ui/locale.ts';
import { jpeg } from '../../app/evidence/images.ts';
import { axeViolations, WCAG_AA } from '../accessibility.ts';
import { onePage } from '../one-page.ts';
import { openPreview } from '../specimen-pages.ts';
import { EVERY_ANSWER, EVERY_FIELD, WRONG } from './every-field.ts';
import { FormRobot } from './form-robot.ts';
import { openForm } from './open-form.ts';

const preview = await openPreview('preview-holds', { '/services.json': JSON.stringify([EVERY_FIELD]) });
afterAll(() => preview.close());
const page = await onePage();

const query = (lang: Locale) => new URLSearchParams({ services: '/services.json', lang });
async function open(lang: Locale = 'fr'): Promise<string> {
  await page.goto(`${preview.url}?${query(lang)}#/home`);
  await page.locator('h1').first().waitFor();
  const id = await openForm(page, EVERY_FIELD.code);
  await page.locator('.form-page').waitFor();
  return id;
}
const goTo = async (id: string, step: string) => {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/draft/${id}/${step}`);
  const title = EVERY_FIELD.pages.find(({ code }) => code === step)?.title.fr;
  await page.locator(title === undefined ? 'h1' : `h1:has-text("${title}")`).waitFor();
};
const answersOf = (id: string) =>
  page.evaluate(async (draft) => {
    const { desk } = window as unknown as { desk: DeskApi };
    return (await desk.draft(draft as Parameters<DeskApi['draft']>[0])).answers;
  }, id);
const stored = (id: string, code: string, value: unknown) =>
  expect.poll(async () => (await answersOf(id))[code]).toEqual(value);
const message = (id: string) => page.locator(`#field-${id}-message`);
const plain = (text: string | null) =>
  (text ?? '')
    .replace(/[\u2068\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const focused = () => page.evaluate(() => document.activeElement?.id ?? '');

const WRONGED = EVERY_FIELD.pages.flatMap(({ code, fields }) =>
  fields.flatMap((field) => {
    const wrong = WRONG[field.type];
    return wrong ? [{ step: code, field, ...wrong }] : [];
  }),
);

describe('an answer that is wrong', () => {
  it.each(LOCALES)('is said at its field, and nothing of it is lost: %s', async (lang) => {
    const id = await open(lang);
    const shown = new Map<string, string>();
    for (const { step, fields } of EVERY_FIELD.pages.map((one) => ({ step: one.code, fields: one.fields }))) {
      const here = WRONGED.filter((one) => one.step === step);
      if (here.length === 0) continue;
      await page.evaluate((hash) => {
        window.location.hash = hash;
      }, `#/draft/${id}/${step}`);
      await page.locator(`#field-${fields[0]?.code}`).waitFor();
      const said = new Map<string, string>();
      for (const { field, typed } of here) {
        const input = page.locator(`#field-${field.code}`);
        await input.focus();
        await page.keyboard.insertText(typed);
        await press('Tab');
        await expect.poll(() => input.getAttribute('aria-invalid')).toBe('true');
        shown.set(field.code, await input.inputValue());
        said.set(field.code, plain(await message(field.code).textContent()));
      }
      await press('Control+s');
      for (const { field, code } of here) {
        const whole = await sentence(id, field, code, lang);
        const own = said.get(field.code);
        // A date's line has its own words for what to do.
        if (field.type === 'date') expect(own?.split('. ')[0]).toBe(whole.split('. ')[0]);
        else expect(own, field.code).toBe(whole);
      }
      expect(await axeViolations(page, WCAG_AA)).toEqual([]);
    }
    // Loaded anew, in another language: each stands as it was typed.
    const next = LOCALES[(LOCALES.indexOf(lang) + 1) % LOCALES.length] ?? 'fr';
    for (const step of ['names', 'things']) {
      await page.goto(`${preview.url}?${query(next)}#/draft/${id}/${step}`);
      await page.locator('.form-page').waitFor();
      for (const { field } of WRONGED.filter((one) => one.step === step))
        expect(await page.locator(`#field-${field.code}`).inputValue()).toBe(shown.get(field.code));
    }
  });

  /** What the table of sentences has for what the draft now holds. */
  async function sentence(id: string, field: Field, code: FormErrorCode, lang: Locale): Promise<string> {
    await expect.poll(async () => (await answersOf(id))[field.code]).toBeTruthy();
    const problem = validateField(field, (await answersOf(id))[field.code]).find((one) => one.code === code);
    expect(problem, `${field.code} says ${code}`).toBeDefined();
    return plain(fillText(FORM_ERRORS[code][lang], problem?.params ?? {}));
  }

  it('is listed by « Relecture » with the part where it stands, and each line leads there', async () => {
    const id = await open();
    await page.evaluate(
      async ([draft, answers]) => {
        const { desk } = window as unknown as { desk: DeskApi };
        await desk.saveDraft(draft as Parameters<DeskApi['draft']>[0], { answers: answers as never });
        window.location.hash = '#/home';
      },
      [
        id,
        {
          ...EVERY_ANSWER,
          nina: '123',
          address: { line1: '1 rue du Spécimen', country: 'FRA' },
          authority: { name: 'ERIKSSON Anna Maria', relation: 'mother', shared: true, consent: 'given' },
          children: [{}, { 'child-name': 'ERIKSSON Lena', 'child-birth-date': '2019-02-31' }],
        },
      ] as const,
    );
    const expected = [
      ['NINA', 'field-nina'],
      ['Autorité sur le mineur, Nom et prénoms du second parent', 'field-authority-secondName'],
      ['Adresse', 'field-address-city'],
      ['Enfants qui voyagent, Enfant 2, Date de naissance', 'field-children-1-child-birth-date'],
      ['Enfants qui voyagent, Enfant 2, À l’école', 'field-children-1-child-at-school-yes'],
    ] as const;
    await page.locator('h1:has-text("Accueil"), .home').first().waitFor();
    for (const [n, [label, place]] of expected.entries()) {
      await goTo(id, 'desk.review');
      const lines = page.locator('.problems button');
      await lines.first().waitFor();
      expect(await lines.allTextContents()).toEqual(expected.map(([text]) => text));
      await lines.nth(n).focus();
      await press('Enter');
      await expect.poll(focused, { message: label }).toBe(place);
    }
  });
});

describe('what is typed', () => {
  it('is there after a reload and in another language, without a pause in typing', async () => {
    const id = await open();
    await page.keyboard.insertText('eriksson');
    await press('Enter');
    await page.keyboard.insertText('إريكسون');
    await page.goto(`${preview.url}?${query('ar')}&again=1#/draft/${id}/names`);
    await page.locator('.form-page').waitFor();
    expect(await page.locator('#field-surname').inputValue()).toBe('ERIKSSON');
    expect(await page.locator('#field-surname-arabic').inputValue()).toBe('إريكسون');
  });

  it('of a country is taken when the page is left by its shortcut', async () => {
    const id = await open();
    await page.locator('#field-birth-country').focus();
    await page.keyboard.insertText('UTO');
    await press('Control+Enter');
    await stored(id, 'birth-country', 'UTO');
  });

  it('can be left half done on every page and sealed on none', async () => {
    const id = await open();
    for (let n = 0; n < 4; n++) await press('Control+Enter');
    await page.locator('.problems').waitFor();
    expect(await answersOf(id)).toEqual({});
  });
});

describe('nothing moves', () => {
  /** Everything that moved, whether a key was just pressed or not. */
  const watch = () =>
    page.evaluate(() => {
      const shifts: string[] = [];
      Object.assign(globalThis, { shifts });
      interface Shift extends PerformanceEntry {
        readonly sources: readonly { readonly node: Node | null }[];
      }
      new PerformanceObserver((list) => {
        for (const { sources } of list.getEntries() as Shift[])
          for (const { node } of sources) {
            const element = node instanceof Element ? node : node?.parentElement;
            // The help beside the form is another one at each question.
            if (element && !element.closest('aside')) shifts.push(element.outerHTML.slice(0, 120));
          }
      }).observe({ type: 'layout-shift', buffered: false });
    });
  const moved = async () => {
    // A shift is told with the frame after it.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    return page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts);
  };
  beforeEach(() => open());

  it('while typing, on errors, and when a condition shows fields below', async () => {
    await watch();
    await page.locator('#field-surname').pressSequentially('ERIKSSON');
    await page.locator('#field-nina').fill('12');
    await press('Tab');
    await expect.poll(() => message('nina').textContent()).toContain('NINA');
    await page.locator('#field-minor-yes').focus();
    await press('Space');
    await page.locator('#field-authority').waitFor();
    await page.locator('#field-authority-shared-yes').focus();
    await press('Space');
    await page.locator('#field-authority-secondName').waitFor();
    expect(await moved()).toEqual([]);
  });

  it('above a group when an item comes or goes; the focus goes to its first question, and back to « Ajouter »', async () => {
    await page.evaluate(() => {
      window.location.hash = `${window.location.hash.split('/').slice(0, 3).join('/')}/children`;
    });
    const add = page.getByRole('button', { name: 'Ajouter : Enfant' });
    await expect.poll(() => add.evaluate((button) => button === document.activeElement)).toBe(true);
    await press('Enter');
    await expect.poll(focused).toBe('field-children-0-child-name');
    await page.keyboard.insertText('ERIKSSON Lena');
    const tops = () =>
      page
        .locator('.field-group input')
        .evaluateAll((all) => all.map((one) => (one as HTMLElement).offsetTop));
    const before = await tops();
    await add.focus();
    await press('Enter');
    await expect.poll(focused).toBe('field-children-1-child-name');
    // Left empty, it stays under the hand.
    await press('Tab');
    expect((await tops()).slice(0, before.length)).toEqual(before);
    expect(await page.locator('.group-item').count()).toBe(2);
    await page.locator('#field-children-1-child-name').focus();
    await page.keyboard.insertText('ERIKSSON Karl');
    await page.getByRole('button', { name: 'Retirer, Enfant 1' }).focus();
    await press('Enter');
    await expect.poll(() => add.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await page.locator('#field-children-0-child-name').inputValue()).toBe('ERIKSSON Karl');
  });

  it('in a row where one label wraps: inputs stand in line, a row of 84 px where none does', async () => {
    const rows = await page
      .locator('.form-grid > .field, .form-grid > .field-group > .field')
      .evaluateAll((all) => [...new Set(all.map((one) => one.getBoundingClientRect().top))]);
    expect(new Set(rows.slice(1).map((top, n) => top - (rows[n] ?? 0)))).toEqual(new Set([84]));
    await page.locator('label[for=field-nina]').evaluate((label) => {
      label.textContent = 'Un intitulé si long qu’il lui faut deux lignes au-dessus de son champ';
    });
    const tops = await page
      .locator('#field-birth-date, #field-nina')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(tops[0]).toBe(tops[1]);
  });
});

it('the checklist of documents follows the answers; a file that is asked for no more is shown, and can be taken away', async () => {
  const id = await open();
  const robot = new FormRobot(page, 'fr');
  await robot.fill(EVERY_FIELD, EVERY_ANSWER, { today: '2026-11-21', mission: 'ML-PAR' });
  await page.locator('.documents').waitFor();
  const title = EVERY_FIELD.documents.find(({ code }) => code === 'school-letter')?.title.fr ?? '';
  expect(await page.getByText(title).count()).toBe(1);
  await goTo(id, 'names');
  await page.locator('#field-minor-no').click();
  await goTo(id, 'desk.documents');
  await page.locator('.documents').waitFor();
  expect(await page.getByText(title).count()).toBe(0);
  const file = { document: 'school-letter', bytes: [...jpeg(8, 8)] };
  await page.evaluate(
    async ([draft, { document, bytes }]) => {
      const { desk } = window as unknown as { desk: DeskApi };
      window.location.hash = '#/home';
      const to = draft as Parameters<DeskApi['draft']>[0];
      await desk.addEvidence(to, document, '', 'image/jpeg', Uint8Array.from(bytes));
    },
    [id, file] as const,
  );
  await goTo(id, 'desk.documents');
  const row = page.locator('#document-school-letter');
  await row.getByText('N’est plus demandé').waitFor();
  expect(await axeViolations(page, WCAG_AA)).toEqual([]);
  await row.getByRole('button', { name: /^Retirer/ }).focus();
  await press('Enter');
  await row.waitFor({ state: 'detached' });
});

describe('a visit of several', () => {
  it('is begun, paid and sealed by keyboard; who is not ready stays a draft', async () => {
    const id = await open();
    await page.evaluate(
      async ([draft, answers]) => {
        const { desk } = window as unknown as { desk: DeskApi };
        window.location.hash = '#/home';
        await desk.saveDraft(draft as Parameters<DeskApi['draft']>[0], { answers });
      },
      [id, EVERY_ANSWER] as const,
    );
    await goTo(id, 'desk.review');
    await page.getByRole('button', { name: 'Démarche groupée…' }).focus();
    await press('Enter');
    const rows = page.getByRole('row');
    await expect.poll(() => rows.count()).toBe(2);
    expect(await rows.nth(1).textContent()).toContain('Prêt à sceller');
    // One more, of another child of the same parents.
    await page.getByRole('button', { name: 'Ajouter une demande' }).focus();
    await press('Enter');
    await expect.poll(focused).toBe('visit-who-same');
    await press('ArrowDown', 'ArrowDown', 'Control+Enter');
    await page.locator('.form-page').waitFor();
    const added = (await page.evaluate(() => window.location.hash)).split('/')[2] as string;
    expect(added).not.toBe(id);
    const { address, authority } = await answersOf(added);
    expect({ address, authority }).toEqual({
      address: EVERY_ANSWER.address,
      authority: EVERY_ANSWER.authority,
    });
    await page.getByRole('button', { name: 'Démarche groupée…' }).click();
    await expect.poll(() => rows.count()).toBe(3);
    expect(await rows.nth(2).textContent()).toContain('à compléter');
    expect(await axeViolations(page, WCAG_AA)).toEqual([]);
    await press('Control+Enter');
    const sheet = page.getByRole('dialog');
    await sheet.getByText('1 demande à compléter reste en brouillon.').waitFor();
    expect(await sheet.locator('.visit-round li').count()).toBe(1);
    await press('Control+Enter');
    await page.getByRole('heading', { name: '1 dossier scellé' }).waitFor();
    await expect.poll(() => rows.count()).toBe(2);
    expect(await axeViolations(page, WCAG_AA)).toEqual([]);
    const draftsLeft = () =>
      page.evaluate(async () => {
        const { desk } = window as unknown as { desk: DeskApi };
        return (await desk.drafts()).length;
      });
    await expect.poll(draftsLeft).toBe(1);
    // The last one too: no draft is left, and each receipt still says whose it is.
    await page.evaluate(
      async ([draft, answers]) => {
        const { desk } = window as unknown as { desk: DeskApi };
        await desk.saveDraft(draft as Parameters<DeskApi['draft']>[0], { answers });
      },
      [added, EVERY_ANSWER] as const,
    );
    await expect.poll(() => rows.nth(1).textContent()).toContain('Prêt à sceller');
    await press('Control+Enter');
    await sheet.locator('.visit-round').waitFor();
    await press('Control+Enter');
    await page.getByRole('heading', { name: '2 dossiers scellés' }).waitFor();
    await expect.poll(draftsLeft).toBe(0);
    const receipts = await page.locator('.visit-sealed li').allTextContents();
    expect(receipts.map((one) => one.includes('ERIKSSON'))).toEqual([true, true]);
  });
});

describe('the form on paper', () => {
  const forms = () =>
    page.evaluate(() =>
      (window as unknown as { forms: FormPages[] }).forms.map(({ language, parts }) => ({
        language,
        values: parts.flatMap(({ items }) => items.map(({ value }) => value)),
      })),
    );

  it('is printed with what was answered so far, in the applicant’s language, and is not saved', async () => {
    await open('en');
    await page.keyboard.insertText('ERIKSSON');
    await press('Control+p');
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Print', exact: true }).waitFor();
    expect(await sheet.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await sheet.getByRole('radio', { name: 'العربية' }).check();
    await expect.poll(async () => (await forms()).map(({ language }) => language)).toEqual(['fr', 'ar']);
    expect((await forms())[0]?.values).toContain('ERIKSSON');
    await sheet.getByRole('button', { name: 'Print', exact: true }).click();
    await sheet.getByText('Sent to the printer').waitFor();
    expect(await axeViolations(page, WCAG_AA)).toEqual([]);
  });

  it('is printed blank for the service that was chosen, and saved under its code', async () => {
    await page.goto(`${preview.url}?${query('fr')}#/new`);
    await page.locator('h1').first().waitFor();
    await press('Control+Enter');
    await page.getByLabel('Nom', { exact: true }).first().fill('SPECIMEN');
    await press('Control+Enter');
    await page.locator('#service-filter').waitFor();
    await press('Control+p');
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Enregistrer' }).click();
    await sheet.getByText('Enregistré à').waitFor();
    const [form] = await forms();
    expect(new Set(form?.values)).toEqual(new Set([null]));
    const saved = await page.evaluate(() => (window as unknown as { saved: { name: string }[] }).saved);
    expect(saved.map(({ name }) => name)).toEqual(['ml-every-field.pdf']);
  });
});
