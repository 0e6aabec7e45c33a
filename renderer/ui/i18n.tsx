/**
 * The words of the interface. `useI18n()` gives the translator and the formatters of the officer's language;
 * a nested provider gives another language to a subtree (the applicant's screen is independent).
 */
import { type Formatters, IntlMessageFormat } from 'intl-messageformat';
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo } from 'react';
import { I18nProvider as AriaI18nProvider } from 'react-aria-components';
import {
  formatBytes,
  formatLongDate,
  formatMoment,
  formatMoney,
  formatNumber,
  formatShortDate,
  formatTime,
  formatWeekday,
} from './format.ts';
import { type ArabicMonths, type Direction, directionOf, type Locale } from './locale.ts';
import { type MessageKey, messageSource } from './messages.ts';

export type Values = Readonly<Record<string, string | number>>;

export interface I18n {
  readonly locale: Locale;
  readonly direction: Direction;
  /** A message by its key. String values are isolated where their direction may differ. */
  t(key: MessageKey, values?: Values): string;
  /** A message whose key comes from data (an error code): undefined when there is none. */
  lookUp(key: string, values?: Values): string | undefined;
  number(value: number, decimals?: number): string;
  /** @param minor in the smallest unit of the currency. */
  money(minor: number, currency: string): string;
  bytes(count: number): string;
  /** dd/mm/yyyy. */
  shortDate(value: string): string;
  /** « 12 août 1974 ». */
  longDate(value: string): string;
  /** 24 h, local. */
  time(instant: string | number, seconds?: boolean): string;
  /** `21/11 09:12`, local; with the year on request. */
  moment(instant: string | number, year?: boolean): string;
  /** « ven. », local. */
  weekday(instant: string | number): string;
}

/** `nu-latn`: Arabic uses 0-9 (UI.md section 5). */
const ICU_LOCALE: Readonly<Record<Locale, string>> = { fr: 'fr', en: 'en-GB', ar: 'ar-u-nu-latn' };
const compiled = new Map<string, IntlMessageFormat>();

function formatterFor(locale: Locale, key: string, source: string): IntlMessageFormat {
  const id = `${locale} ${key}`;
  const known = compiled.get(id);
  if (known) return known;
  const formatters: Formatters = {
    getNumberFormat: () => ({ format: (value: number) => formatNumber(locale, value) }) as Intl.NumberFormat,
    getDateTimeFormat: (...args) => new Intl.DateTimeFormat(...args),
    getPluralRules: (...args) => new Intl.PluralRules(...args),
  };
  const made = new IntlMessageFormat(source, ICU_LOCALE[locale], undefined, { ignoreTag: true, formatters });
  compiled.set(id, made);
  return made;
}

const RTL_LETTER = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const FSI = '\u2068';
const PDI = '\u2069';

/** A value from data may run the other way than the sentence: isolate it, as `<bdi>` would. */
function isolate(locale: Locale, value: string | number): string | number {
  if (typeof value === 'number') return value;
  return locale === 'ar' || RTL_LETTER.test(value) ? `${FSI}${value}${PDI}` : value;
}

/** Of a text that goes into another one of the same language: an isolate within an isolate loses its direction. */
export const withoutIsolates = (text: string): string => text.replace(/[\u2068\u2069]/g, '');

/** Formats outside React too (tests, notifications). */
export function makeI18n(locale: Locale, months: ArabicMonths = 'mashriq'): I18n {
  const lookUp = (key: string, values?: Values): string | undefined => {
    const source = messageSource(locale, key) ?? messageSource('fr', key);
    if (source === undefined) return undefined;
    const isolated = Object.fromEntries(
      Object.entries(values ?? {}).map(([k, v]) => [k, isolate(locale, v)]),
    );
    const text = formatterFor(locale, key, source).format(isolated);
    return typeof text === 'string' ? text : String(text);
  };
  return {
    locale,
    direction: directionOf(locale),
    t: (key, values) => lookUp(key, values) ?? key,
    lookUp,
    number: (value, decimals) => formatNumber(locale, value, decimals),
    money: (minor, currency) => formatMoney(locale, minor, currency),
    bytes: (count) => formatBytes(locale, count),
    shortDate: formatShortDate,
    longDate: (value) => formatLongDate(locale, value, months),
    time: (instant, seconds) => formatTime(instant, { seconds: seconds ?? false }),
    moment: (instant, year) => formatMoment(instant, { year: year ?? false }),
    weekday: (instant) => formatWeekday(locale, instant),
  };
}

const I18nContext = createContext<I18n>(makeI18n('fr'));

export const useI18n = (): I18n => useContext(I18nContext);

export interface I18nProviderProps {
  readonly locale: Locale;
  readonly arabicMonths?: ArabicMonths;
  /** Also sets `lang` and `dir` on the document's root: once, in the outermost provider. */
  readonly root?: boolean;
  readonly children: ReactNode;
}

export function I18nProvider({
  locale,
  arabicMonths = 'mashriq',
  root = false,
  children,
}: I18nProviderProps) {
  const i18n = useMemo(() => makeI18n(locale, arabicMonths), [locale, arabicMonths]);
  useLayoutEffect(() => {
    if (!root) return;
    document.documentElement.lang = locale;
    document.documentElement.dir = i18n.direction;
  }, [root, locale, i18n.direction]);
  return (
    <AriaI18nProvider locale={ICU_LOCALE[locale]}>
      <I18nContext.Provider value={i18n}>{children}</I18nContext.Provider>
    </AriaI18nProvider>
  );
}
