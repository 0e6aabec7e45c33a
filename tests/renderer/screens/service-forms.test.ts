/**
 * Every service of the catalogue, filled on the real screens by keyboard, from its own examples to « Relecture ». A plain
 * run fills the shortest example of each service, in one language, by turns, and asks axe about a page in each window;
 * `LONG=1` fills all examples in all three, asks axe about every page, and types into every question what is wrong (in a
 * plain run form-holds.test.ts does so for each type of question). Files are laid into the draft: choosing them is
 * desk-screens.test.ts's matter.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { Field } from '../../../app/catalogue/fields.ts';
import { visibleForm } from '../../../app/catalogue/form.ts';
import type { DeskApi } from '../../../app/desk/desk-api.ts';
import { LOCALES, type Locale } from '../../../renderer/ui/locale.ts';
import { countriesIn, readCountry } from '../../../scripts/catalogue/country-folder.ts';
import type { Example } from '../../../scripts/catalogue/examples.ts';
import { axeViolations, WCAG_AA } from '../accessibility.ts';
import { onePage } from '../one-page.ts';
import { openPreview } from '../specimen-pages.ts';
import { EVERY_ANSWER, EVERY_FIELD, WRONG } from './every-field.ts';
import { FormRobot } from './form-robot.ts';
import { saidOf } from './form-said.ts';
import { openForm } from './open-form.ts';

const LONG = process.env.LONG === '1';
const answered = ({ answers }: Pick<Example, 'answers'>): number => Object.keys(answers).length;
const COUNTRIES = countriesIn().map((cc) => readCountry(cc));
const SPECIMEN = {
  name: 'chaque type de question',
  today: '2026-11-21',
  mission: 'ML-PAR',
  answers: EVERY_ANSWER,
  documents: ['photo', 'photo', 'school-letter'],
};
const CASES = [
  { definition: EVERY_FIELD, example: SPECIMEN },
  ...COUNTRIES.flatMap(({ services, examples }) =>
    services.flatMap((definition) =>
      [...(examples.get(definition.code) ?? [])]
        .sort((one, other) => answered(one) - answered(other))
        .slice(0, LONG ? undefined : 1)
        .map((example) => ({ definition, example })),
    ),
  ),
];
type Case = (typeof CASES)[number] & { readonly lang: Locale };
/** Those of one window together: the same counter, day and language. */
const ROUNDS = new Map<string, Case[]>();
for (const [n, one] of CASES.entries())
  for (const lang of LOCALES.filter((_, turn) => LONG || turn === n % LOCALES.length)) {
    const round = `${one.example.mission}, ${one.example.today}, ${lang}`;
    ROUNDS.set(round, [...(ROUNDS.get(round) ?? []), { ...one, lang }]);
  }

const preview = await openPreview('preview-services', {
  '/services.json': JSON.stringify([EVERY_FIELD, ...COUNTRIES.flatMap(({ services }) => services)]),
});
afterAll(() => preview.close());
const page = await onePage();
const plain = (text: string): string => text.replace(/\s+/g, ' ');

/** @param looks whether axe looks at one of its pages, in a plain run */
async function fill({ definition, example, lang }: Case, looks: boolean) {
  const { answers, today, mission, documents } = example;
  const context = { today, mission };
  await openForm(page, definition.code, documents);
  const robot = new FormRobot(page, lang);
  await robot.fill(definition, answers, context, async (code) => {
    const last = visibleForm(definition, answers, context).pages.at(-1)?.page.code;
    if (!LONG && !(looks && code === last)) return;
    expect(await axeViolations(page, WCAG_AA), `${definition.code}/${code}`).toEqual([]);
  });
  await page.locator('.documents').waitFor();
  await robot.press('Control+Enter');
  if (definition.fees.length > 0) {
    await page.locator('.fee').waitFor();
    await robot.press('Control+Enter');
  }
  await page.locator('.review-fine, .problems').first().waitFor();
  expect(await page.locator('.problems, .review-missing').allTextContents()).toEqual([]);
  const said = plain(await page.locator('.answers').innerText());
  const fields = visibleForm(definition, answers, context).pages.flatMap((one) => one.fields);
  const unsaid = fields.flatMap((field) =>
    saidOf(field, (answers as Readonly<Record<string, unknown>>)[field.code], lang)
      .filter((part) => !said.includes(plain(part)))
      .map((part) => `${field.code}: ${part}`),
  );
  expect(unsaid).toEqual([]);
}

/** What is wrong in a question of a certain type, whatever that service asks of it. */
const wrongFor = (field: Field): string | undefined =>
  field.type === 'number' ? 'douze' : WRONG[field.type]?.typed;

/** Typed over a right answer it is said at its field, in that language, and stands in « Relecture ». */
async function spoil({ definition, example, lang }: Case) {
  const { answers, today, mission, documents } = example;
  const id = await openForm(page, definition.code, documents);
  await page.locator('.form-page').waitFor();
  const shown = visibleForm(definition, answers, { today, mission }).pages;
  await page.evaluate(
    async ([draft, given]) => {
      const { desk } = window as unknown as { desk: DeskApi };
      window.location.hash = '#/home';
      await desk.saveDraft(draft as Parameters<DeskApi['draft']>[0], { answers: given as never });
    },
    [id, answers] as const,
  );
  const robot = new FormRobot(page, lang);
  const spoilt: string[] = [];
  for (const { page: step, fields } of shown) {
    await goTo(`#/draft/${id}/${step.code}`, `#field-${fields[0]?.code}`);
    for (const field of fields) {
      const typed = wrongFor(field);
      const input = page.locator(`#field-${field.code}`);
      // A wrong answer may have taken out of sight what depends on it.
      if (typed === undefined || (await input.count()) === 0) continue;
      await input.focus();
      await robot.press('Control+a');
      await page.keyboard.insertText(typed);
      await robot.press('Tab');
      const where = `${definition.code}/${field.code}`;
      await expect.poll(() => input.getAttribute('aria-invalid'), { message: where }).toBe('true');
      expect(await page.locator(`#field-${field.code}-message`).textContent(), where).not.toBe('');
      spoilt.push(field.label[lang]);
    }
    await robot.press('Control+s');
  }
  await goTo(`#/draft/${id}/desk.review`, '.problems button');
  const listed = (await page.locator('.problems button').allTextContents()).map(plain);
  expect(spoilt.map(plain).filter((label) => !listed.includes(label))).toEqual([]);
  await robot.press('Control+Enter');
  expect(await page.getByRole('dialog').count()).toBe(0);
}

async function goTo(hash: string, shows: string): Promise<void> {
  await page.evaluate((next) => {
    window.location.hash = next;
  }, hash);
  await page.locator(shows).first().waitFor({ state: 'attached' });
}

async function openDesk({ example: { mission, today }, lang }: Case): Promise<void> {
  const query = new URLSearchParams({ services: '/services.json', lang, mission, today });
  await page.goto(`${preview.url}?${query}#/home`);
  await page.locator('h1').first().waitFor();
}

async function each(cases: readonly Case[], work: (one: Case, n: number) => Promise<void>): Promise<void> {
  for (const [n, one] of cases.entries())
    await work(one, n).catch((error) => {
      throw new Error(`${one.definition.code}, ${one.example.name}: ${String(error)}`, { cause: error });
    });
}

describe('the form of each service', () => {
  it.each([...ROUNDS])('is filled by keyboard from its examples: %s', async (_round, cases) => {
    if (cases[0]) await openDesk(cases[0]);
    await each(cases, (one, n) => fill(one, n === 0));
  });

  it.runIf(LONG).each([...ROUNDS])('says what is wrong in it: %s', async (_round, cases) => {
    if (cases[0]) await openDesk(cases[0]);
    await each(
      cases.filter(({ definition }, n) => cases.findIndex((one) => one.definition === definition) === n),
      spoil,
    );
  });
});
