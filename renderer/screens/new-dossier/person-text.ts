/** What a person is called, and how two of them differ, in the officer's language. */
import type { KnownPerson, LikePerson, TypedPerson } from '../../../app/desk/persons.ts';
import type { Reason } from '../../../app/person/reasons.ts';
import { NO_TRAITS, type PersonTraits } from '../../../app/person/traits.ts';
import type { CompareRow } from '../../ui/compare-strip.tsx';
import { countryName, foldName } from '../../ui/countries.ts';
import { localDay } from '../../ui/format.ts';
import type { I18n } from '../../ui/i18n.tsx';
import type { MessageKey } from '../../ui/messages.ts';
import { typedFromDate } from '../../ui/partial-date.ts';

export const TYPED = 'typed';

export const latinName = ({ surname, givenNames }: PersonTraits): string =>
  [surname, givenNames].filter(Boolean).join(' ');
export const arabicName = ({ surnameArabic, givenNamesArabic }: PersonTraits): string =>
  [givenNamesArabic, surnameArabic].filter(Boolean).join(' ');
export const shownName = (traits: PersonTraits): string => latinName(traits) || arabicName(traits);

export const traitsOfTyped = ({ surname, givenNames, birthDate }: TypedPerson): PersonTraits => ({
  ...NO_TRAITS,
  surname: surname.latin,
  givenNames: givenNames.latin,
  surnameArabic: surname.arabic ?? '',
  givenNamesArabic: givenNames.arabic ?? '',
  birthDate,
});

export const reasonText = ({ t }: I18n, reason: Reason): string => t(`desk.person.reason.${reason}`);

/** « vu le 20/11/2026 » */
export const lastSeen = ({ t, shortDate }: I18n, { files }: KnownPerson): string =>
  t('desk.person.seen', { day: shortDate(localDay(Date.parse(files[0]?.lastAt ?? ''))) });

/** « par A. SPECIMEN » */
export const seenBy = ({ t }: I18n, { lastBy }: KnownPerson): string =>
  lastBy === null ? '' : t('desk.person.seen-by', { name: lastBy });

interface Line {
  readonly key: string;
  readonly label: MessageKey;
  readonly value: (traits: PersonTraits, i18n: I18n) => string;
  /** the classes that a difference in this line may have, the first that was found is shown */
  readonly reasons: readonly Reason[];
}
const OF_NAMES: readonly Reason[] = ['name-order', 'transliteration', 'cut', 'spelling'];
const LINES: readonly Line[] = [
  {
    key: 'surname',
    label: 'desk.person.surname',
    value: ({ surname }) => surname,
    reasons: ['other-surname', 'usage-name', ...OF_NAMES],
  },
  {
    key: 'given',
    label: 'desk.person.given-names',
    value: ({ givenNames }) => givenNames,
    reasons: ['other-given-names', 'more-names', ...OF_NAMES],
  },
  {
    key: 'arabic',
    label: 'desk.person.arabic',
    value: arabicName,
    reasons: [...OF_NAMES, 'usage-name', 'more-names', 'other-surname', 'other-given-names'],
  },
  {
    key: 'birth-date',
    label: 'desk.person.birth-date',
    value: ({ birthDate }) => typedFromDate(birthDate),
    reasons: ['day-month-swapped', 'near-birth-date', 'partial-birth-date', 'other-birth-date'],
  },
  {
    key: 'birth-place',
    label: 'desk.person.birth-place',
    value: ({ birthPlace }) => birthPlace,
    reasons: ['other-birth-place'],
  },
  {
    key: 'sex',
    label: 'desk.person.sex',
    value: ({ sex }, i18n) => i18n.lookUp(`desk.person.sex.${sex}`) ?? sex,
    reasons: ['other-sex'],
  },
  {
    key: 'nationality',
    label: 'desk.person.nationality',
    value: ({ nationality }, { locale }) => (nationality === '' ? '' : countryName(nationality, locale)),
    reasons: ['other-nationality'],
  },
  {
    key: 'numbers',
    label: 'desk.person.numbers',
    value: ({ numbers }) => numbers.join(', '),
    reasons: [],
  },
];

/** What was typed beside what is known, line by line; lines of which nobody says anything are left out. */
export function compareLines(
  typed: PersonTraits,
  persons: readonly LikePerson[],
  i18n: I18n,
): readonly CompareRow[] {
  return LINES.flatMap((line) => {
    const own = line.value(typed, i18n);
    const values = Object.fromEntries(persons.map(({ id, traits }) => [id, line.value(traits, i18n)]));
    if (own === '' && Object.values(values).every((value) => value === '')) return [];
    const differing = persons.filter(({ id }) => differs(own, values[id] ?? ''));
    const kinds = differing.flatMap(({ id, reasons }) => {
      const reason = line.reasons.find((one) => reasons.includes(one));
      return reason ? [[id, reasonText(i18n, reason)] as const] : [];
    });
    return [
      {
        key: line.key,
        label: i18n.t(line.label),
        values: { [TYPED]: own, ...values },
        differing: differing.map(({ id }) => id),
        kinds: Object.fromEntries(kinds),
      },
    ];
  });
}

/** Accents, case and hyphens are none; what is not known differs from nothing. */
const differs = (a: string, b: string): boolean => a !== '' && b !== '' && foldName(a) !== foldName(b);
