/** The three languages of the interface, their direction, and the month names a mission chooses. */

export const LOCALES = ['fr', 'en', 'ar'] as const;
export type Locale = (typeof LOCALES)[number];
export type Direction = 'ltr' | 'rtl';

export const isLocale = (value: unknown): value is Locale => LOCALES.some((locale) => locale === value);
export const directionOf = (locale: Locale): Direction => (locale === 'ar' ? 'rtl' : 'ltr');

/**
 * Arabic month names differ by country: `maghreb` (غشت, نونبر) in Morocco, `mashriq` (أغسطس, نوفمبر) wherever no other is known.
 */
export const ARABIC_MONTHS = ['maghreb', 'mashriq'] as const;
export type ArabicMonths = (typeof ARABIC_MONTHS)[number];

/** Those of a country. @param place its code (ISO 3166), or what begins with it: a mission's code, a service's */
export const arabicMonthsOf = (place: string | null): ArabicMonths =>
  place?.slice(0, 2).toUpperCase() === 'MA' ? 'maghreb' : 'mashriq';

const FRENCH = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre';
const ENGLISH = 'January February March April May June July August September October November December';
const MAGHREB = 'يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر';
const MASHRIQ = 'يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر';

/** Twelve month names, January first. */
export function monthNames(locale: Locale, arabic: ArabicMonths): readonly string[] {
  if (locale === 'fr') return FRENCH.split(' ');
  if (locale === 'en') return ENGLISH.split(' ');
  return (arabic === 'maghreb' ? MAGHREB : MASHRIQ).split(' ');
}

const WEEKDAYS: Readonly<Record<Locale, string>> = {
  fr: 'dim. lun. mar. mer. jeu. ven. sam.',
  en: 'Sun Mon Tue Wed Thu Fri Sat',
  ar: 'الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت',
};

/** Seven, Sunday first, short where the language shortens them. */
export const weekdayNames = (locale: Locale): readonly string[] => WEEKDAYS[locale].split(' ');
