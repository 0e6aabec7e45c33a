import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_TYPES, type Field, type FieldOf, type FieldType } from '../../../app/catalogue/fields.ts';
import { FORM_ERRORS, fillText } from '../../../app/catalogue/form-errors.ts';
import { readAnswer } from '../../../app/catalogue/read-answer.ts';

const base = { code: 'field', label: { fr: 'Champ', en: 'Field', ar: 'حقل' }, span: 2 } as const;
const FIELDS: { readonly [T in FieldType]: FieldOf<T> } = {
  'latin-name': { ...base, type: 'latin-name' },
  'arabic-name': { ...base, type: 'arabic-name' },
  'name-pair': { ...base, type: 'name-pair', case: 'capitals', arabic: 'required' },
  text: { ...base, type: 'text', maxLength: 20 },
  'long-text': { ...base, type: 'long-text' },
  date: { ...base, type: 'date', partial: true },
  country: { ...base, type: 'country' },
  phone: { ...base, type: 'phone' },
  email: { ...base, type: 'email' },
  choice: {
    ...base,
    type: 'choice',
    shown: 'radio',
    options: [
      { code: 'a', label: base.label },
      { code: 'b', label: base.label },
    ],
  },
  'yes-no': { ...base, type: 'yes-no' },
  number: { ...base, type: 'number', minimum: 0, maximum: 10, decimals: 1 },
  money: { ...base, type: 'money', currencies: ['XOF', 'EUR'] },
  'travel-document-number': { ...base, type: 'travel-document-number' },
  nina: { ...base, type: 'nina' },
  address: { ...base, type: 'address' },
  relation: { ...base, type: 'relation', among: ['mother', 'host'] },
  authority: { ...base, type: 'authority' },
  evidence: { ...base, type: 'evidence', document: 'photo' },
  group: {
    ...base,
    type: 'group',
    item: base.label,
    minimum: 1,
    maximum: 2,
    fields: [
      { ...base, code: 'name', type: 'latin-name', case: 'capitals' },
      { ...base, code: 'abroad', type: 'yes-no' },
      { ...base, code: 'where', type: 'country', when: { field: 'abroad', is: true } },
    ],
  },
};
const MOTHER = { name: 'ERIKSSON Anna', relation: 'mother', shared: false };
const read = (field: Field, raw: unknown) => {
  const { value, problems } = readAnswer(field, raw);
  return problems.length > 0
    ? problems.map(({ code, part }) => (part ? `${code} ${part}` : code)).join(', ')
    : value;
};

/** A group says how many it needs. */
const MISSING: Partial<Record<FieldType, string>> = { group: 'FO-095' };

describe('what was typed is stored as', () => {
  it.each<[FieldType, unknown, unknown]>([
    ['latin-name', '  E\u0301lodie\u00a0 d’E\u0301tang ', "Élodie d'Étang"],
    ['latin-name', 'Anna\r\nMaria', 'Anna Maria'],
    ['latin-name', 'An\u200bna\u202e', 'Anna'],
    ['latin-name', 'Ɲɛnɛ Kɔnɛ', 'Ɲɛnɛ Kɔnɛ'],
    ['latin-name', 'Anna 2', 'FO-015'],
    ['latin-name', 'إريكسون', 'FO-015'],
    ['latin-name', '-', 'FO-002'],
    ['latin-name', 'Аnna', 'FO-014'], // Cyrillic А
    ['latin-name', 'Αnna', 'FO-014'], // Greek Α
    ['latin-name', 'Анна', 'FO-015'],
    ['latin-name', 'Anna 🛂', 'FO-013'],
    ['latin-name', 'A'.repeat(10_000), 'FO-011'],
    ['latin-name', 42, 'FO-002'],
    ['arabic-name', 'محمـــد', 'محمد'],
    ['arabic-name', 'فضّة', 'فضّة'],
    ['arabic-name', 'Anna', 'FO-016'],
    ['arabic-name', 'محمد ٣', 'FO-016'],
    ['name-pair', { latin: 'eriksson', arabic: 'إريكسون' }, { latin: 'ERIKSSON', arabic: 'إريكسون' }],
    ['name-pair', { latin: 'kɔnɛ', arabic: 'كوني' }, { latin: 'KƆNƐ', arabic: 'كوني' }],
    ['name-pair', { latin: 'ERIKSSON' }, 'FO-017 arabic'],
    ['name-pair', { arabic: 'إريكسون' }, 'FO-018 latin'],
    ['name-pair', { latin: 'إريكسون', arabic: 'ERIKSSON' }, 'FO-015 latin, FO-016 arabic'],
    ['name-pair', 'ERIKSSON', 'FO-002'],
    ['name-pair', { latin: ' ', arabic: '' }, 'FO-001'],
    ['text', 'a\nb\tc', 'a b c'],
    ['text', '   ', 'FO-001'],
    ['text', '\u200b\u200b', 'FO-001'],
    ['text', 'a'.repeat(21), 'FO-011'],
    ['text', 'Zеnith', 'FO-014'],
    ['text', '№ 12 © ™ # *', '№ 12 © ™ # *'],
    ['text', 'Rue 🏠', 'FO-013'],
    ['text', '🇲🇱', 'FO-013'],
    ['long-text', 'a\r\n\r\n\r\n\r\nb  c \u2028d', 'a\n\nb c\nd'],
    ['long-text', 'ERIKSSON إريكسون Эрик', 'ERIKSSON إريكسون Эрик'],
    ['relation', 'host', 'host'],
    ['relation', 'employer', 'FO-051'], // known, and not among those that are asked for
    ['relation', 'constructor', 'FO-051'],
    ['authority', { ...MOTHER, phone: '0033 1 00 00 00 42' }, { ...MOTHER, phone: '+33100000042' }],
    ['authority', { ...MOTHER, secondName: 'MUSTERMANN', consent: 'given' }, MOTHER],
    ['authority', {}, 'FO-001'],
    ['authority', { name: 'ERIKSSON' }, 'FO-092 relation, FO-092 shared'],
    ['authority', { ...MOTHER, relation: 'employer' }, 'FO-092 relation'],
    ['authority', { ...MOTHER, name: 'Аnna' }, 'FO-014 name'], // Cyrillic А
    ['authority', { ...MOTHER, shared: true }, 'FO-093 secondName, FO-093 consent'],
    ['authority', { ...MOTHER, shared: true, secondName: 'X', consent: 'dispensed' }, 'FO-094 reason'],
    ['authority', 'mother', 'FO-092'],
    ['evidence', 'photo.jpg', undefined],
    ['group', [{ name: 'eriksson', abroad: false }], [{ name: 'ERIKSSON', abroad: false }]],
    ['group', [{ name: 'a', abroad: false, where: 'UTO', extra: 1 }], [{ name: 'A', abroad: false }]],
    ['group', [{}, { name: 'b', abroad: true, where: 'uto' }], [{ name: 'B', abroad: true, where: 'UTO' }]],
    ['group', [{ name: 'a', abroad: true }], 'FO-001 0/where'],
    // Counted as they were given: that is where the form shows them.
    ['group', [{}, { name: 'a', abroad: true }], 'FO-001 1/where'],
    ['group', [{ name: 'a' }, { name: 'b', abroad: false }], 'FO-001 0/abroad'],
    ['group', [], 'FO-095'],
    ['group', [{ name: ' ' }], 'FO-095'],
    ['group', ['a', 'b', 'c'].map((name) => ({ name, abroad: false })), 'FO-096'],
    ['group', [1], 'FO-002'],
    ['group', { 0: {} }, 'FO-095'],
    ['group', 'x', 'FO-002'],
    ['date', '1974-08-12', '1974-08-12'],
    ['date', '1974-08', '1974-08'],
    ['date', '1974', '1974'],
    ['date', '٢٠٢٦-١١-٢١', '2026-11-21'],
    ['date', '2019-02-31', 'FO-021'],
    ['date', '2019-13', 'FO-021'],
    ['date', '2100-02-29', 'FO-021'],
    ['date', '31/02/2019', 'FO-023'],
    ['date', 20190231, 'FO-023'],
    ['country', 'mli', 'MLI'],
    ['country', 'DEU', 'D'],
    ['country', 'd', 'D'],
    ['country', 'UTO', 'UTO'],
    ['country', 'XXA', 'XXA'],
    ['country', 'ZZZ', 'FO-031'],
    ['country', 'constructor', 'FO-031'],
    ['phone', '+223 20 22 00 00', '+22320220000'],
    ['phone', '00 223 (20) 22-00-00', '+22320220000'],
    ['phone', '٠٠٢٢٣٢٠٢٢٠٠٠٠', '+22320220000'],
    ['phone', '20 22 00 00', 'FO-041'],
    ['phone', '+0', 'FO-041'],
    ['phone', '+1234567890123456', 'FO-041'],
    ['email', ' a@b.example ', 'a@b.example'],
    ['email', 'a@b', 'FO-042'],
    ['email', 'a b@c.d', 'FO-042'],
    ['choice', 'a', 'a'],
    ['choice', 'c', 'FO-051'],
    ['choice', ['a'], 'FO-051'],
    ['yes-no', false, false],
    ['yes-no', 'true', 'FO-002'],
    ['number', '7,5', 7.5],
    ['number', '٧', 7],
    ['number', 0, 0],
    ['number', '11', 'FO-062'],
    ['number', '1.25', 'FO-063'],
    ['number', '1e9', 'FO-061'],
    ['number', Number.NaN, 'FO-061'],
    ['money', { amount: 55_000, currency: 'XOF' }, { amount: 55_000, currency: 'XOF' }],
    ['money', { amount: 0.5, currency: 'XOF' }, 'FO-071'],
    ['money', { amount: -1, currency: 'XOF' }, 'FO-071'],
    ['money', { amount: 1, currency: 'USD' }, 'FO-071'],
    ['travel-document-number', 'l898902 c-3', 'L898902C3'],
    ['travel-document-number', 'L898902C<3', 'FO-081'],
    ['travel-document-number', 'A'.repeat(21), 'FO-081'],
    ['nina', '1 27 4000000 001 a', 'FO-082'],
    ['nina', '12740000000001a', '12740000000001A'],
    ['nina', '1 2 74 0000000 001 A', '12740000000001A'],
    [
      'address',
      { line1: ' 1 rue\ndu Spécimen ', city: 'Paris', country: 'fra' },
      { line1: '1 rue du Spécimen', city: 'Paris', country: 'FRA' },
    ],
    ['address', { line1: 'x', city: 'y' }, 'FO-091 country'],
    ['address', { city: 'y', country: 'ZZZ' }, 'FO-031 country, FO-091 line1'],
    ['address', { line1: '🏠', city: 'y', country: 'FRA' }, 'FO-013 line1'],
    ['address', 'Paris', 'FO-091'],
  ])('%s %j', (type, raw, expected) => {
    expect(read(FIELDS[type], raw)).toEqual(expected);
  });

  it('asks for whole dates where parts may not be unknown, and says another sentence', () => {
    const whole: Field = { ...FIELDS.date, partial: false };
    expect(read(whole, '1974-08')).toBe('FO-022');
    expect(read(whole, '2019-02-31')).toBe('FO-024');
    expect(readAnswer(FIELDS.date, '2019-02-31').problems[0]?.params).toEqual({ shown: '31/02/2019' });
  });

  it('is nothing, and no problem, for an optional field that was left blank', () => {
    // A file is asked for by the list of documents.
    expect(read(FIELDS.evidence, null)).toBeUndefined();
    for (const type of FIELD_TYPES.filter((one) => one !== 'evidence')) {
      expect(readAnswer({ ...FIELDS[type], optional: true }, undefined)).toEqual({
        value: undefined,
        problems: [],
      });
      expect(read(FIELDS[type], null)).toBe(MISSING[type] ?? 'FO-001');
    }
  });
});

describe('reading an answer', () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  );

  it('never throws, whatever was typed, and changes nothing when read again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELD_TYPES), anything, (type, raw) => {
        const first = readAnswer(FIELDS[type], raw);
        if (first.problems.length > 0) return;
        expect(readAnswer(FIELDS[type], first.value)).toEqual(first);
      }),
      { numRuns: 500 },
    );
  });

  it('stores text that is composed, visible and on as many lines as the field has', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('text', 'latin-name', 'arabic-name', 'long-text'),
        anything,
        (type, raw) => {
          const { value, problems } = readAnswer(FIELDS[type], raw);
          if (problems.length > 0) return;
          const text = String(value);
          expect(text).toBe(text.normalize('NFC'));
          expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Co}]|\p{Extended_Pictographic}(?<![©®™])/u);
          expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
          if (type !== 'long-text') expect(text).not.toContain('\n');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the sentences of the form', () => {
  it.each(Object.entries(FORM_ERRORS))(
    '%s: fact and what to do, in three languages, with its params filled',
    (code, texts) => {
      const params = { shown: '31/02/2019', length: 1, maximum: 2, minimum: 3, character: 'x' };
      for (const text of Object.values(texts)) {
        expect(fillText(text, params)).not.toMatch(/[{}]/);
        expect(text).not.toMatch(/erreur|oups|invalid|veuillez|!/i);
      }
      expect(texts.fr).not.toMatch(/'|[^\u00a0][;:!?]/);
      expect(code).toMatch(/^FO-0\d\d$/);
    },
  );
});
