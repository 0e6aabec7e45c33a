/**
 * Every service of the catalogue, filled on the real screens by keyboard, from its own examples to « Relecture ». A plain
 * run fills the longest example of each service, in one language, by turns, and asks axe about one of its pages; `LONG=1`
 * fills all examples in all three and asks axe about every page. Files are laid into the draft: choosing them is
 * desk-screens.test.ts's matter.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { visibleForm } from '../../../app/catalogue/form.ts';
import { LOCALES, type Locale } from '../../../renderer/ui/locale.ts';
import { countriesIn, readCountry } from '../../../scripts/catalogue/country-folder.ts';
import type { Example } from '../../../scripts/catalogue/examples.ts';
import { axeViolations, WCAG_AA } from '../accessibility.ts';
import { onePage } from '../one-page.ts';
import { openPreview } from '../specimen-pages.ts';
import { EVERY_ANSWER, EVERY_FIELD } from './every-field.ts';
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
        .sort((one, other) => answered(other) - answered(one))
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
/** Services that axe has looked at. */
const looked = new Set<string>();

async function fill({ definition, example, lang }: Case) {
  const { answers, today, mission, documents } = example;
  const context = { today, mission };
  await openForm(page, definition.code, documents);
  const robot = new FormRobot(page, lang);
  await robot.fill(definition, answers, context, async (code) => {
    if (!LONG && looked.has(definition.code)) return;
    // One page of each service, another one of the next.
    const { pages } = visibleForm(definition, answers, context);
    if (!LONG && pages[looked.size % pages.length]?.page.code !== code) return;
    looked.add(definition.code);
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

describe('the form of each service', () => {
  it.each([...ROUNDS])('is filled by keyboard from its examples: %s', async (_round, cases) => {
    const [first] = cases;
    if (!first) return;
    const { mission, today } = first.example;
    const query = new URLSearchParams({ services: '/services.json', lang: first.lang, mission, today });
    await page.goto(`${preview.url}?${query}#/home`);
    await page.locator('h1').first().waitFor();
    for (const one of cases)
      await fill(one).catch((error) => {
        throw new Error(`${one.definition.code}, ${one.example.name}: ${String(error)}`, { cause: error });
      });
  });
});
