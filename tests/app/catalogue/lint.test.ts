/** The lint passes the three services, and names file, place and reason of everything that is broken. */
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { COUNTRY_CODES } from '../../../app/catalogue/countries.ts';
import { isDefinition, ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { lintDefinition } from '../../../app/catalogue/lint.ts';
import { lintCatalogue } from '../../../app/catalogue/lint-catalogue.ts';
import { LINT_REASONS } from '../../../app/catalogue/lint-report.ts';
import countries from '../../../assets/catalogue/countries.json' with { type: 'json' };
import { MALI, serviceOf } from './services.ts';

const load = (code: string): unknown => structuredClone(serviceOf(code));

const CHILDREN = {
  type: 'group',
  code: 'children',
  label: { fr: 'Enfants', en: 'Children', ar: 'الأطفال' },
  item: { fr: 'Enfant', en: 'Child', ar: 'الطفل' },
  span: 6,
  minimum: 0,
  maximum: 10,
  fields: [
    {
      type: 'text',
      code: 'child-name',
      label: { fr: 'Nom de l’enfant', en: 'Name of the child', ar: 'اسم الطفل' },
      span: 6,
    },
  ],
} as const;

/** Deep path for tests: `pages.0.fields.1.when`; a value of undefined removes the member. */
function changed(changes: Readonly<Record<string, unknown>>, file = 'ml-passport-ordinary'): unknown {
  const definition = load(file);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() as string;
    let place = definition as Record<string, unknown>;
    for (const key of keys) place = place[key] as Record<string, unknown>;
    if (value === undefined) delete place[last];
    else place[last] = value;
  }
  return definition;
}
const broken = (changes: Readonly<Record<string, unknown>>, file = 'ml-passport-ordinary') =>
  lintDefinition(changed(changes, file), file, MALI.law ?? undefined);
const seen = new Set<string>();
const found = (changes: Readonly<Record<string, unknown>>, file?: string) =>
  broken(changes, file).map(({ code, path }) => {
    seen.add(code);
    return `${code} ${path}`;
  });

describe('the lint', () => {
  it('passes the services as they lie in the catalogue', () => {
    expect(MALI.findings).toEqual([]);
    expect(MALI.services.length).toBeGreaterThan(2);
  });

  it('names the file, the place and the reason', () => {
    expect(broken({ 'pages.0.fields.0.type': 'signature' })).toEqual([
      {
        file: 'ml-passport-ordinary',
        path: '/pages/0/fields/0/type',
        code: 'CT-003',
        reason: `${LINT_REASONS['CT-003']}: signature`,
      },
    ]);
  });

  it('refuses what is no definition at all', () => {
    for (const json of [null, 1, 'x', [], {}, { v: 1, pages: [null] }])
      expect(lintDefinition(json, 'x.json')).not.toEqual([]);
    expect(found({ v: 2 })).toEqual(['CT-002 /v']);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a missing language', { 'title.ar': undefined }, 'CT-104 /title'],
    ['no grounds', { grounds: [] }, 'CT-001 /grounds'],
    ['no appeal', { appeal: undefined }, 'CT-001 '],
    ['no delay', { delays: [] }, 'CT-001 /delays'],
    ['no retention', { retention: undefined }, 'CT-001 '],
    [
      'an unknown operator in a condition',
      { 'documents.0.when': { script: 'true' } },
      'CT-001 /documents/0/when',
    ],
    ['an unknown kind of rule', { 'rules.0.test': { kind: 'eval' } }, 'CT-001 /rules/0/test'],
    ['a blank text', { 'title.en': ' ' }, 'CT-101 /title/en'],
    ['French in the place of Arabic', { 'title.ar': 'Passeport' }, 'CT-101 /title/ar'],
    ['a script in a text', { 'title.fr': '<script>alert(1)</script>' }, 'CT-102 /title/fr'],
    ['an address that runs', { 'appeal.text.en': 'See javascript:alert(1)' }, 'CT-102 /appeal/text/en'],
    ['an invisible character', { 'title.en': 'Pass\u202eport' }, 'CT-102 /title/en'],
    ['a look-alike letter', { 'title.en': 'Pаssport' }, 'CT-102 /title/en'],
    ['an emoji', { 'title.en': 'Passport 🛂' }, 'CT-102 /title/en'],
    ['a typewriter apostrophe', { 'title.fr': "L'acte" }, 'CT-103 /title/fr'],
    ['a colon that may break', { 'title.fr': 'Objet : acte' }, 'CT-103 /title/fr'],
    ['a field twice', { 'pages.1.fields.1.code': 'surname' }, 'CT-110 /pages/1/fields/1/code'],
    ['a document twice', { 'documents.1.code': 'photo' }, 'CT-110 /documents/1/code'],
    [
      'an option twice',
      { 'pages.0.fields.0.options.1.code': 'first' },
      'CT-110 /pages/0/fields/0/options/1/code',
    ],
    [
      'a condition on nothing',
      { 'documents.0.when': { field: 'nothing', is: 1 } },
      'CT-111 /documents/0/when',
    ],
    [
      'a condition on a later field',
      { 'pages.0.fields.1.when': { field: 'phone', filled: true } },
      'CT-112 /pages/0/fields/1/when',
    ],
    [
      'a condition on itself, a cycle of one',
      { 'pages.0.fields.0.when': { field: 'request', is: 'first' } },
      'CT-112 /pages/0/fields/0/when',
    ],
    [
      'an answer that nobody can give',
      { 'documents.0.when': { field: 'request', is: 'seconde' } },
      'CT-113 /documents/0/when',
    ],
    [
      'a yes that is a word',
      { 'documents.0.when': { field: 'married-name-wanted', is: 'yes' } },
      'CT-113 /documents/0/when',
    ],
    [
      'two answers at once',
      {
        'documents.0.when': {
          all: [
            { field: 'request', is: 'first' },
            { field: 'request', is: 'lost' },
          ],
        },
      },
      'CT-114 /documents/0/when',
    ],
    [
      'blank and answered at once',
      {
        'documents.0.when': {
          all: [
            { field: 'phone', filled: false },
            { field: 'phone', is: '+22300000000' },
          ],
        },
      },
      'CT-114 /documents/0/when',
    ],
    ['an age before the birth date is asked', { 'pages.0.when': { ageBelow: 18 } }, 'CT-115 /pages/0/when'],
    [
      'a nationality that is not asked',
      { 'documents.0.when': { nationalityIn: ['UTO'] } },
      'CT-115 /documents/0/when',
    ],
    [
      'a fee without a source',
      { 'fees.0.source': undefined, 'fees.0.toBeConfirmed': undefined },
      'CT-120 /fees/0',
    ],
    ['grounds of nobody', { 'grounds.0.toBeConfirmed': undefined }, 'CT-120 /grounds/0'],
    ['no legal basis', { legalBasis: [] }, 'CT-120 /legalBasis'],
    [
      'a fee that nobody knows, as if it were known',
      { 'fees.0.amount': null, 'fees.0.toBeConfirmed': undefined },
      'CT-121 /fees/0/amount',
    ],
    ['a retention that nobody set', { 'retention.toBeConfirmed': undefined }, 'CT-121 /retention/years'],
    ['no fee line', { fees: [] }, 'CT-122 /fees'],
    [
      'files without a delay',
      { 'delays.1.when': { field: 'processing', is: 'ordinary' } },
      'CT-130 /delays/1/when',
    ],
    ['a rule on nothing', { 'rules.1.at': ['nothing'] }, 'CT-150 /rules/1'],
    [
      'a check on a document that is not asked',
      { 'checks.0.documents': ['nothing'] },
      'CT-150 /checks/0/documents',
    ],
    ['a person without a surname', { 'person.surname': 'nothing' }, 'CT-150 /person/surname'],
    ['a rule of dates on a choice', { 'rules.1.test.earlier': 'sex' }, 'CT-152 /rules/1/test'],
    ['a NINA that is a telephone', { 'rules.0.test.nina': 'phone' }, 'CT-153 /rules/0/test'],
    [
      'words for a state that is none',
      { statusWords: { approuvé: { fr: 'Établi', en: 'Issued', ar: 'صدر' } } },
      'CT-160 /statusWords/approuvé',
    ],
    [
      'a condition that never holds on its page',
      { 'pages.4.fields.3.when': { field: 'request', is: 'first' } },
      'CT-114 /pages/4/fields/3/when',
    ],
    [
      'an age that nobody has',
      { 'documents.0.when': { all: [{ ageBelow: 12 }, { not: { ageBelow: 18 } }] } },
      'CT-114 /documents/0/when',
    ],
    [
      'a condition on a question that is hidden then',
      {
        'documents.0.when': {
          all: [{ ageBelow: 18 }, { field: 'civil-status', is: 'married' }],
        },
      },
      'CT-114 /documents/0/when',
    ],
    [
      'a part of an answer that is never such',
      {
        'documents.0.when': {
          all: [
            { field: 'authority', part: 'shared', is: true },
            { field: 'authority', part: 'shared', is: false },
          ],
        },
      },
      'CT-114 /documents/0/when',
    ],
    [
      'a group that looks outside',
      {
        'pages.0.fields.1': {
          ...CHILDREN,
          fields: [{ ...CHILDREN.fields[0], when: { field: 'request', is: 'first' } }],
        },
      },
      'CT-116 /pages/0/fields/1/fields/0/when',
    ],
    ['no word on the steps', { steps: undefined }, 'CT-170 /steps'],
    ['no word on personal data', { personalData: undefined }, 'CT-170 /personalData'],
    ['a service that is closed without a word', { offer: { open: false } }, 'CT-171 /offer'],
    ['steps that lead to nothing', { 'steps.6.gives': undefined }, 'CT-207 /steps'],
    [
      'a document that is not declared',
      {
        'pages.0.fields.1': {
          type: 'evidence',
          code: 'proof',
          label: CHILDREN.label,
          span: 6,
          document: 'nothing',
        },
      },
      'CT-201 /pages/0/fields/1/document',
    ],
    [
      'a question that was asked already',
      { 'pages.1.fields.4.label': { fr: 'profession', en: 'Trade', ar: 'الحرفة' } },
      'CT-202 /pages/1/fields/7/label',
    ],
    [
      'a document that was asked already',
      { 'documents.1.title': { fr: 'Reçu  bancaire', en: 'Slip', ar: 'وصل' } },
      'CT-202 /documents/3/title',
    ],
    ['two copies', { 'documents.1.copies': 2 }, 'CT-204 /documents/1/copies'],
    ['a legalised copy', { 'documents.1.legalised': true }, 'CT-205 /documents/1/legalised'],
    ['no récépissé', { 'steps.2.gives': undefined }, 'CT-206 /steps'],
    ['a delay beyond the law', { 'delays.1.days': 61, 'delays.1.basis': 'target' }, 'CT-208 /delays/1/days'],
    ['an amount without a source', { 'fees.0.source': undefined }, 'CT-209 /fees/0/source'],
  ])('refuses %s', (_what, changes, finding) => {
    expect(found(changes)).toContain(finding);
  });

  it('looks at a question by its type, and says of the whole what the schema says', () => {
    for (const [changes, holds] of [
      [{}, true],
      [{ 'pages.0.fields.1': CHILDREN }, true],
      [{ 'pages.0.fields.1': { ...CHILDREN, fields: [CHILDREN] } }, false],
      [{ 'pages.0.fields.1': { ...CHILDREN, fields: [] } }, false],
      [{ 'pages.0.fields.1': null }, false],
      [{ 'pages.0.fields.1.type': 'constructor' }, false],
      [{ 'pages.0.fields.1.span': 5 }, false],
      [{ 'pages.0.fields': [] }, false],
    ] as const) {
      const definition = changed(changes);
      expect(isDefinition(definition), JSON.stringify(changes)).toBe(holds);
      expect(Value.Check(ServiceDefinition, definition)).toBe(holds);
    }
  });

  it('asks of a country only what its law asks', () => {
    const { law } = MALI;
    if (!law) throw new Error('no law');
    const rules = { ...law.rules, 'one-copy': { on: false } };
    const definition = { ...serviceOf('ml-passport-ordinary') };
    const twice = definition.documents.map((document) => ({ ...document, copies: 2 }));
    expect(lintDefinition({ ...definition, documents: twice }, 'x', { ...law, rules })).toEqual([]);
    expect(lintDefinition({ ...definition, documents: twice }, 'x', law)).not.toEqual([]);
  });

  it('finds what only the services together show', () => {
    const { law } = MALI;
    if (!law) throw new Error('no law');
    const together = (...changes: Readonly<Record<string, unknown>>[]) =>
      lintCatalogue(
        changes.map((change, n) => ({
          file: `${n}`,
          definition: {
            ...serviceOf('ml-passport-ordinary'),
            code: `ml-${n}0`,
            prerequisites: [],
            ...change,
          },
        })),
        law,
      ).map(({ file, path, code }) => {
        seen.add(code);
        return `${code} ${file}${path}`;
      });
    const need = (service: string) => ({
      prerequisites: [
        {
          code: 'first',
          service,
          text: CHILDREN.label,
          enough: 'issued' as const,
          toBeConfirmed: true as const,
        },
      ],
    });
    expect(together({}, {})).toEqual([]);
    expect(together({}, { code: 'ml-00' })).toEqual(['CT-213 1/code']);
    expect(together(need('ml-00'))).toEqual(['CT-211 0/prerequisites']);
    expect(together(need('ml-10'), need('ml-20'), need('ml-00'))).toEqual([
      'CT-211 0/prerequisites',
      'CT-211 1/prerequisites',
      'CT-211 2/prerequisites',
    ]);
    expect(together(need('ml-70'))).toEqual(['CT-212 0/prerequisites/0/service']);
    expect(together({}, { person: { surname: 'given-names' } })).toEqual(['CT-203 1/person/surname']);
  });

  it('has a test for each reason', () => {
    found({ 'pages.0.fields.0.type': 'x' });
    found({
      'pages.0.fields.0': {
        type: 'number',
        code: 'number',
        label: { fr: 'N', en: 'N', ar: 'ن' },
        span: 2,
        minimum: 2,
        maximum: 1,
      },
    });
    expect(Object.keys(LINT_REASONS).filter((code) => !seen.has(code))).toEqual([]);
  });
});

describe('country names', () => {
  it('are there for every code, in three languages, and for no other', () => {
    expect(Object.keys(countries).toSorted()).toEqual([...COUNTRY_CODES].toSorted());
    expect(COUNTRY_CODES).toEqual(
      expect.arrayContaining([
        'MLI',
        'BFA',
        'NER',
        'TGO',
        'MAR',
        'SEN',
        'UTO',
        'XEC',
        'XXA',
        'XXB',
        'XXC',
        'XXX',
        'D',
        'RKS',
        'EUE',
      ]),
    );
    expect(COUNTRY_CODES).not.toContain('DEU');
    for (const { fr, en, ar } of Object.values(countries)) {
      expect(`${fr}${en}`).toMatch(/^[^\p{Script=Arabic}']+$/u);
      expect(ar).toMatch(/\p{Script=Arabic}/u);
    }
  });
});
