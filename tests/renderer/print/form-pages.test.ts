/** The form on paper, of every service: nothing is left out of the blank one, nothing untrue is in the filled one. */
import { describe, expect, test } from 'vitest';
import { questionsOf } from '../../../app/catalogue/definition.ts';
import { visibleForm } from '../../../app/catalogue/form.ts';
import type { FormPages } from '../../../app/desk/form-pages.ts';
import { argumentsFit } from '../../../main/ipc/serve-channels.ts';
import { blankForm, filledForm } from '../../../renderer/print/form-pages.ts';
import { LOCALES, type Locale } from '../../../renderer/ui/locale.ts';
import { countriesIn, readCountry } from '../../../scripts/catalogue/country-folder.ts';
import { EVERY_ANSWER, EVERY_FIELD } from '../screens/every-field.ts';
import { saidOf } from '../screens/form-said.ts';

const sheet = (language: Locale) => ({
  language,
  mission: { fr: 'Consulat spécimen', en: 'Specimen consulate', ar: 'قنصلية نموذجية' },
  day: '2026-11-21',
});
const CATALOGUE = countriesIn().map((cc) => readCountry(cc));
const SERVICES = [EVERY_FIELD, ...CATALOGUE.flatMap(({ services }) => services)];
const EXAMPLES = [
  {
    definition: EVERY_FIELD,
    example: {
      answers: EVERY_ANSWER,
      today: '2026-11-21',
      mission: 'ML-PAR',
      documents: ['photo', 'photo', 'school-letter'],
    },
  },
  ...CATALOGUE.flatMap(({ services, examples }) =>
    services.flatMap((definition) =>
      (examples.get(definition.code) ?? []).map((example) => ({ definition, example })),
    ),
  ),
];

const plain = (text: string) => text.replace(/[\u2068\u2069]/g, '').replace(/\s+/g, ' ');
const textsOf = ({ parts, documents }: FormPages): string =>
  plain(
    [
      ...parts.flatMap(({ title, help, items }) => [
        title,
        help,
        ...items.flatMap((one) => [one.label, one.help, one.value ?? '', ...one.choices]),
      ]),
      ...documents.list.flatMap(({ title, note }) => [title, note]),
    ].join('\n'),
  );

describe.each(LOCALES)('in %s', (language) => {
  test('a blank form asks every question of every service, with its help, its choices and its documents', () => {
    for (const definition of SERVICES) {
      const pages = blankForm(definition, sheet(language));
      expect(argumentsFit('guichet:form-pdf', [pages]), definition.code).toBe(true);
      const said = textsOf(pages);
      const asked = questionsOf(definition).flatMap(({ field }) =>
        field.type === 'evidence'
          ? []
          : [
              field.label[language],
              field.help?.text[language] ?? '',
              ...(field.type === 'choice' ? field.options.map(({ label }) => label[language]) : []),
            ],
      );
      for (const text of [...asked, ...definition.documents.map(({ title }) => title[language])])
        expect(said, definition.code).toContain(plain(text));
      expect(pages.parts.every(({ items }) => items.every(({ value }) => value === null))).toBe(true);
    }
  });

  test('a filled form says each answer in sight and no other, and which documents are there', () => {
    for (const { definition, example } of EXAMPLES) {
      const context = { today: example.today, mission: example.mission };
      const supplied = example.documents.map((document) => ({ document }));
      const answers: Readonly<Record<string, unknown>> = example.answers;
      const pages = filledForm(definition, answers, supplied, context, sheet(language));
      expect(argumentsFit('guichet:form-pdf', [pages]), definition.code).toBe(true);
      const said = textsOf(pages);
      for (const { fields } of visibleForm(definition, answers, context).pages)
        for (const field of fields)
          for (const part of saidOf(field, answers[field.code], language))
            expect(said, `${definition.code}/${field.code}`).toContain(plain(part));
      expect(pages.documents.list.filter(({ ticked }) => !ticked)).toEqual([]);
    }
  });
});

test('what is out of sight is not printed, and what was not brought is not ticked', () => {
  const answers = { ...EVERY_ANSWER, minor: false };
  const pages = filledForm(EVERY_FIELD, answers, [], { today: '2026-11-21' }, sheet('fr'));
  expect(textsOf(pages)).not.toContain('ERIKSSON Anna Maria');
  expect(pages.documents.list).toEqual([
    { title: 'Photo d’identité', note: 'reste à apporter', ticked: false },
  ]);
});

test('questions after a group stand under no heading of its last item', () => {
  const children = EVERY_FIELD.pages.find(({ code }) => code === 'children');
  const trade = EVERY_FIELD.pages.flatMap(({ fields }) => fields).find(({ code }) => code === 'trade');
  if (!children || !trade) throw new Error('the specimen has no such questions');
  const definition = { ...EVERY_FIELD, pages: [{ ...children, fields: [...children.fields, trade] }] };
  const { parts } = blankForm(definition, sheet('fr'));
  expect(parts.map(({ title, level }) => [title, level])).toEqual([
    ['Enfants', 1],
    ['Enfants qui voyagent, Enfant 1', 2],
    ['Enfants qui voyagent, Enfant 2', 2],
    ['', 2],
  ]);
});

test('who signs is who the definition names for these answers', () => {
  const definition = {
    ...EVERY_FIELD,
    signatures: [
      { by: 'applicant' as const },
      { by: 'second-parent' as const, when: { field: 'authority', part: 'shared', is: true } },
    ],
  };
  const signers = (answers: Readonly<Record<string, unknown>>) =>
    filledForm(definition, answers, [], { today: '2026-11-21' }, sheet('fr')).signatures.by;
  expect(signers(EVERY_ANSWER)).toEqual(['Le demandeur', 'Le second parent']);
  expect(signers({ ...EVERY_ANSWER, minor: false })).toEqual(['Le demandeur']);
});

test('main draws nothing that is no form: a foot that would leave its style is refused', () => {
  const pages = blankForm(EVERY_FIELD, sheet('fr'));
  expect(argumentsFit('guichet:form-pdf', [{ ...pages, ref: '" } body { display: none } /*' }])).toBe(false);
  expect(argumentsFit('guichet:form-pdf', [{ ...pages, parts: 'x' }])).toBe(false);
});

test('a part that nobody has answered is not printed as a no, over a signature', () => {
  const { shared: _, ...authority } = EVERY_ANSWER.authority;
  const printed = (answers: Readonly<Record<string, unknown>>) =>
    filledForm(EVERY_FIELD, answers, [], { today: '2026-11-21' }, sheet('fr')).parts.flatMap(({ items }) =>
      items.filter(({ label }) => label.includes('second parent exerce')).map(({ value }) => value),
    );
  expect(printed(EVERY_ANSWER)).toEqual(['Oui']);
  expect(printed({ ...EVERY_ANSWER, authority: { ...EVERY_ANSWER.authority, shared: false } })).toEqual([
    'Non',
  ]);
  expect(printed({ ...EVERY_ANSWER, authority })).toEqual([]);
});
