/**
 * Countries by ISO 3166-1 alpha-3 code, as travel documents write them (ICAO 9303 part 3, section 5), found by
 * their names in three languages, their former names and their codes.
 */
import codes from 'i18n-iso-countries/codes.json';
import arabic from 'i18n-iso-countries/langs/ar.json';
import english from 'i18n-iso-countries/langs/en.json';
import french from 'i18n-iso-countries/langs/fr.json';
import type { Locale } from './locale.ts';

export interface Country {
  /** Alpha-3, such as `MLI`. */
  readonly code: string;
  readonly names: Readonly<Record<Locale, string>>;
  /** Folded text that a search looks in. */
  readonly haystack: string;
}

/** Names that people born there still give. */
const FORMER: Readonly<Record<string, string>> = {
  BEN: 'Dahomey',
  BFA: 'Haute-Volta Upper Volta',
  CIV: "Cote d'Ivoire",
  COD: 'Zaïre Congo-Kinshasa',
  COG: 'Congo-Brazzaville',
  CZE: 'Tchécoslovaquie Czechoslovakia',
  DEU: 'RDA RFA',
  GNB: 'Guinée portugaise',
  KHM: 'Kampuchea',
  LKA: 'Ceylan Ceylon',
  MKD: 'Macédoine Macedonia',
  MLI: 'Soudan français',
  MMR: 'Birmanie Burma',
  RUS: 'URSS USSR',
  SRB: 'Yougoslavie Yugoslavia',
  SWZ: 'Swaziland',
  TUR: 'Turkey',
  TZA: 'Tanganyika Zanzibar',
  ZMB: 'Rhodésie du Nord',
  ZWE: 'Rhodésie Rhodesia',
};

/** Codes of ICAO 9303 that are no country. */
const SPECIAL: readonly (readonly [string, string, string, string])[] = [
  [
    'XXA',
    'Apatride (convention de 1954)',
    'Stateless person (1954 convention)',
    'عديم الجنسية (اتفاقية 1954)',
  ],
  ['XXB', 'Réfugié (convention de 1951)', 'Refugee (1951 convention)', 'لاجئ (اتفاقية 1951)'],
  ['XXC', 'Réfugié, autre statut', 'Refugee, other status', 'لاجئ، وضع آخر'],
  ['XXX', 'Nationalité non précisée', 'Unspecified nationality', 'جنسية غير محددة'],
  ['UNO', 'Organisation des Nations unies', 'United Nations Organization', 'منظمة الأمم المتحدة'],
  ['UTO', 'Utopie (spécimen)', 'Utopia (specimen)', 'يوتوبيا (نموذج)'],
];

/** Lower case, without accents, with Arabic letters that are typed either way made one. */
export function foldName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u064b-\u0652\u0640]/g, '')
    .replace(/[\u0622\u0623\u0625]/g, '\u0627')
    .replace(/\u0629/g, '\u0647')
    .replace(/\u0649/g, '\u064a')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

type Names = Readonly<Record<string, string | readonly string[]>>;
const firstName = (names: Names, code: string): string => {
  const found = names[code];
  return typeof found === 'string' ? found : (found?.[0] ?? code);
};
const allNames = (names: Names, code: string): string => [names[code] ?? ''].flat().join(' ');

const made = (code: string, fr: string, en: string, ar: string, more: string): Country => ({
  code,
  names: { fr, en, ar },
  haystack: ` ${foldName([fr, en, ar, code, more, FORMER[code] ?? ''].join(' '))}`,
});

const fr: Names = french.countries;
const en: Names = english.countries;
const ar: Names = arabic.countries;

export const COUNTRIES: readonly Country[] = [
  ...codes.map(([two = '', three = '']) =>
    made(
      three,
      firstName(fr, two).replace('République Tchèque', 'République tchèque'),
      firstName(en, two),
      firstName(ar, two),
      [two, allNames(fr, two), allNames(en, two), allNames(ar, two)].join(' '),
    ),
  ),
  ...SPECIAL.map(([code, ...names]) => made(code, names[0], names[1], names[2], '')),
];

const byCode = new Map(COUNTRIES.map((country) => [country.code, country]));

/** The name, or the code itself where it is not known: a code from a newer list is kept, never dropped. */
export const countryName = (code: string, locale: Locale): string => byCode.get(code)?.names[locale] ?? code;

/** Best first: exact code, name that begins so, word that begins so. All of them, by name, for an empty query. */
export function findCountries(query: string, locale: Locale, limit = 50): readonly Country[] {
  const needle = foldName(query);
  const rank = (country: Country): number => {
    if (country.code.toLowerCase() === needle) return 0;
    if (foldName(country.names[locale]).startsWith(needle)) return 1;
    return country.haystack.includes(` ${needle}`) ? 2 : 3;
  };
  const collator = new Intl.Collator(locale);
  return COUNTRIES.map((country) => ({ country, rank: needle === '' ? 1 : rank(country) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank || collator.compare(a.country.names[locale], b.country.names[locale]))
    .slice(0, needle === '' ? COUNTRIES.length : limit)
    .map((entry) => entry.country);
}
