/**
 * Countries by the code that travel documents write (ICAO Doc 9303 part 3, section 5: `MLI`, `D`), found by
 * their names in three languages, their former names and their codes.
 */
import names from '../../assets/catalogue/countries.json';
import type { Locale } from './locale.ts';

export interface Country {
  /** Such as `MLI`. */
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
  D: 'DEU RDA RFA Allemagne de l’Est Allemagne de l’Ouest',
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

export const COUNTRIES: readonly Country[] = Object.entries(names).map(([code, own]) => ({
  code,
  names: own,
  haystack: ` ${foldName([own.fr, own.en, own.ar, code, FORMER[code] ?? ''].join(' '))}`,
}));

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
