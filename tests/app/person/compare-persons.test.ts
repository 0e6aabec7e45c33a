/** Who may be one person: the labelled pairs, and what must hold of any two. */
import { describe, expect, test } from 'vitest';
import { type Comparison, comparePersons, readyPerson } from '../../../app/person/compare-persons.ts';
import { keysOf, keysToFind } from '../../../app/person/keys.ts';
import { NO_TRAITS, type PersonTraits } from '../../../app/person/traits.ts';
import { type LabelledPair, PAIRS, readPairs } from './pairs.ts';
import { PAIRS_ASIDE } from './pairs-aside.ts';
import { DISTURBANCES, seeded, someone } from './someone.ts';

const compare = (a: PersonTraits, b: PersonTraits): Comparison =>
  comparePersons(readyPerson(a), readyPerson(b));

describe('labelled pairs', () => {
  const sets = [
    ['on which the figures were set', readPairs(PAIRS)],
    ['that were set aside', readPairs(PAIRS_ASIDE)],
  ] as const;

  test.each(sets)('%s: each has its verdict', (name, pairs) => {
    const seen = pairs.map((pair) => ({ pair, found: compare(pair.a, pair.b).verdict }));
    const wrong = seen.filter(({ pair, found }) => found !== pair.expected);
    const { precision, recall } = figures(seen);
    console.log(`${pairs.length} pairs ${name}: precision ${precision}, recall ${recall}`);
    expect(wrong.map(({ pair, found }) => `${found}, not ${pair.line}`)).toEqual([]);
    expect({ precision, recall }).toEqual({ precision: 1, recall: 1 });
  });

  test('are eighty at least, half of them aside, none in both', () => {
    const [tuned, aside] = sets.map(([, pairs]) => pairs);
    expect((tuned?.length ?? 0) + (aside?.length ?? 0)).toBeGreaterThanOrEqual(80);
    expect(aside?.length).toBeGreaterThanOrEqual(40);
    const lines = new Set(tuned?.map(({ line }) => line));
    expect(aside?.filter(({ line }) => lines.has(line))).toEqual([]);
  });
});

/** Of what is shown to an officer at all. */
function figures(seen: readonly { readonly pair: LabelledPair; readonly found: string }[]) {
  const shown = seen.filter(({ found }) => found !== 'none');
  const wanted = seen.filter(({ pair }) => pair.expected !== 'none');
  const right = shown.filter(({ pair }) => pair.expected !== 'none').length;
  return { precision: right / shown.length, recall: right / wanted.length };
}

describe('any two', () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const random = seeded(seed);
  const many = (n: number) => Array.from({ length: n }, () => someone(random));

  test(`are compared the same either way (seed ${seed})`, () => {
    const people = many(40).map((one) => readyPerson(one));
    for (const a of people)
      for (const b of people) {
        const [one, other] = [comparePersons(a, b), comparePersons(b, a)];
        expect(other).toEqual({ ...one, reasons: expect.arrayContaining([...one.reasons]) });
      }
  });

  test.each(Object.entries(DISTURBANCES))(`stay probably one after: %s (seed ${seed})`, (_, disturb) => {
    for (const person of many(100)) {
      const disturbed = disturb(person, random);
      expect({ person, disturbed, ...compare(person, disturbed) }).toMatchObject({ verdict: 'probable' });
    }
  });

  test(`of no relation stay two (seed ${seed})`, () => {
    // Two of them may have the same names and nearly the same birth date by chance: a few in ten thousand.
    const people = many(150).map((one) => readyPerson(one));
    let pairs = 0;
    let shown = 0;
    for (const [at, a] of people.entries())
      for (const b of people.slice(at + 1)) {
        pairs += 1;
        if (comparePersons(a, b).verdict !== 'none') shown += 1;
      }
    expect(shown / pairs, `${shown} of ${pairs}`).toBeLessThan(0.001);
  });

  test(`that are shown have a key in common (seed ${seed})`, () => {
    for (const person of many(60))
      for (const disturb of Object.values(DISTURBANCES)) {
        const disturbed = disturb(person, random);
        const kept = new Set(keysOf(readyPerson(person)).map(({ key }) => key));
        const found = keysToFind(readyPerson(disturbed)).filter(({ key }) => kept.has(key));
        expect({ person, disturbed, found: found.length > 0 }).toMatchObject({ found: true });
      }
  });

  test('give a verdict whatever they are called', () => {
    const odd = [
      '',
      ' ',
      '-',
      "'",
      '👩‍👩‍👧',
      'x'.repeat(10_000),
      '\u0000',
      'É\u0301\u0301',
      'محمد Anna',
      'El',
      'ـــ',
      '1234',
      '\ud800',
    ];
    for (const a of odd)
      for (const b of odd) {
        const person = {
          ...NO_TRAITS,
          surname: a,
          givenNamesArabic: b,
          birthDate: a,
          birthPlace: b,
          numbers: [a, b],
        };
        const other = {
          ...NO_TRAITS,
          givenNames: b,
          surnameArabic: a,
          birthDate: '1974-02-31',
          numbers: [b],
        };
        expect(['probable', 'possible', 'none']).toContain(compare(person, other).verdict);
      }
  });
});

describe('reasons', () => {
  const anna = {
    ...NO_TRAITS,
    surname: 'ERIKSSON',
    givenNames: 'Anna Maria',
    birthDate: '1974-08-12',
    numbers: ['L898902C3'],
  };
  test.each<readonly [string, Partial<PersonTraits>, readonly string[]]>([
    ['nothing', {}, ['same-number', 'same-name', 'same-birth-date']],
    ['one number, spaced', { numbers: ['l898 902-c3'] }, ['same-number', 'same-name', 'same-birth-date']],
    ['accents and case', { surname: 'Eríksson', numbers: [] }, ['same-name', 'same-birth-date']],
    ['a letter', { surname: 'ERICSSON', numbers: [] }, ['spelling', 'same-birth-date']],
    [
      'names turned',
      { surname: 'ANNA MARIA', givenNames: 'Eriksson', numbers: [] },
      ['name-order', 'same-birth-date'],
    ],
    ['day and month turned', { birthDate: '1974-12-08', numbers: [] }, ['same-name', 'day-month-swapped']],
    ['the year alone', { birthDate: '1974', numbers: [] }, ['same-name', 'partial-birth-date']],
    ['a digit', { birthDate: '1974-08-13', numbers: [] }, ['same-name', 'near-birth-date']],
    ['a given name less', { givenNames: 'Anna', numbers: [] }, ['more-names', 'same-birth-date']],
    ['the name of use', { surname: 'MUSTERMANN', numbers: [] }, ['usage-name', 'same-birth-date']],
    [
      'the script',
      { surname: '', givenNames: '', surnameArabic: 'إريكسون', givenNamesArabic: 'آنا ماريا', numbers: [] },
      ['transliteration', 'same-birth-date'],
    ],
    ['a name that is cut', { surname: 'ERIKSSO', numbers: [] }, ['spelling', 'same-birth-date']],
    ['a name in one', { givenNames: 'Annamaria', numbers: [] }, ['cut', 'same-birth-date']],
  ])('that differ by %s', (_, change, expected) => {
    expect(compare(anna, { ...anna, ...change }).reasons).toEqual(expected);
  });
});
