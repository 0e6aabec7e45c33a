/** An answer as a person reads it: one line, in the officer's language, whatever its shape. */
import type { Money } from '../../../app/acts/bodies.ts';
import type { Field, FieldOf } from '../../../app/catalogue/fields.ts';
import { countryName } from '../../ui/countries.ts';
import type { I18n } from '../../ui/i18n.tsx';
import { relationText } from './relations.ts';
import { say } from './texts.ts';

export interface AnswerText {
  readonly text: string;
  /** numbers, codes, telephone: kept left to right */
  readonly ltr: boolean;
}

const words = (text: string): AnswerText => ({ text, ltr: false });
const code = (text: string): AnswerText => ({ text, ltr: true });
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const part = (value: Readonly<Record<string, unknown>>, name: string): string =>
  typeof value[name] === 'string' ? value[name] : '';

/** @returns undefined where nothing was answered */
export function answerText(field: Field, value: unknown, i18n: I18n): AnswerText | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  switch (field.type) {
    case 'latin-name':
    case 'arabic-name':
    case 'text':
    case 'long-text':
      return words(plain(value, i18n));
    case 'email':
    case 'phone':
    case 'travel-document-number':
    case 'nina':
      return code(plain(value, i18n));
    case 'name-pair': {
      if (!isRecord(value)) return words(plain(value, i18n));
      const names = [part(value, 'latin'), part(value, 'arabic')].filter((name) => name !== '');
      return names.length === 0 ? undefined : words(names.join(' · '));
    }
    case 'date':
      return typeof value === 'string' ? words(i18n.longDate(value) || value) : words(plain(value, i18n));
    case 'country':
      return typeof value === 'string' ? words(countryName(value, i18n.locale)) : words(plain(value, i18n));
    case 'choice': {
      const option = field.options.find((one) => one.code === value);
      return words(option ? say(i18n, option.label) : plain(value, i18n));
    }
    case 'yes-no':
      return words(i18n.t(value === true ? 'desk.value.yes' : 'desk.value.no'));
    case 'number':
      return typeof value === 'number' ? code(i18n.number(value)) : words(plain(value, i18n));
    case 'money':
      return isRecord(value) && typeof value.amount === 'number'
        ? code(i18n.money(value.amount, part(value, 'currency')))
        : words(plain(value, i18n));
    case 'address':
      return isRecord(value) ? addressText(value, i18n) : words(plain(value, i18n));
    case 'relation':
      return words(typeof value === 'string' ? relationText(i18n, value) : plain(value, i18n));
    case 'authority':
      return isRecord(value) ? authorityText(value, i18n) : words(plain(value, i18n));
    case 'group':
      return groupText(field, value, i18n);
    case 'evidence':
      return undefined;
  }
}

const ADDRESS = ['line1', 'line2', 'postalCode', 'city', 'country'];

/** Whether `answerText` says all of a value: one of its field's own form, with nothing beside it. */
export function isPlainAnswer(field: Field, value: unknown): boolean {
  switch (field.type) {
    case 'name-pair':
      return isOfTexts(value, ['latin', 'arabic']);
    case 'address':
      return isOfTexts(value, ADDRESS);
    case 'yes-no':
      return typeof value === 'boolean';
    case 'number':
      return isPlainNumber(value);
    case 'money':
      return isPlainMoney(value);
    case 'authority':
      return (
        isRecord(value) &&
        Object.entries(value).every(([name, member]) =>
          name === 'shared'
            ? typeof member === 'boolean'
            : AUTHORITY.includes(name) && typeof member === 'string',
        )
      );
    case 'group':
      return (
        Array.isArray(value) &&
        value.every(
          (item) =>
            isRecord(item) &&
            Object.entries(item).every(([code, answer]) => {
              const asked = field.fields.find((one) => one.code === code);
              return asked !== undefined && isPlainAnswer(asked, answer);
            }),
        )
      );
    default:
      return typeof value === 'string';
  }
}

/** What three decimals say. */
export const isPlainNumber = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) < 1e12 && Math.round(value * 1000) / 1000 === value;

export const isPlainMoney = (value: unknown): value is Money =>
  isRecord(value) &&
  Object.keys(value).length === 2 &&
  Number.isSafeInteger(value.amount) &&
  /^[A-Z]{3}$/.test(part(value, 'currency'));

const isOfTexts = (value: unknown, names: readonly string[]): boolean =>
  isRecord(value) &&
  Object.entries(value).every(([name, member]) => names.includes(name) && typeof member === 'string');

function addressText(value: Readonly<Record<string, unknown>>, i18n: I18n): AnswerText | undefined {
  const country = part(value, 'country');
  const town = [part(value, 'postalCode'), part(value, 'city')].filter(Boolean).join(' ');
  const lines = [
    part(value, 'line1'),
    part(value, 'line2'),
    town,
    country === '' ? '' : countryName(country, i18n.locale),
  ].filter(Boolean);
  return lines.length === 0 ? undefined : words(lines.join(i18n.locale === 'ar' ? '، ' : ', '));
}

const RLM = '\u200f';
const AUTHORITY = ['name', 'relation', 'phone', 'secondName', 'consent', 'reason'];

/** « MUSTERMANN Erika, mère, +33… ; second parent : … » */
function authorityText(value: Readonly<Record<string, unknown>>, i18n: I18n): AnswerText | undefined {
  const relation = part(value, 'relation');
  // Names and numbers run left to right, and the line all the same as Arabic does.
  const comma = i18n.locale === 'ar' ? `${RLM}، ${RLM}` : ', ';
  const first = [part(value, 'name'), relation && relationText(i18n, relation), part(value, 'phone')];
  const consent = part(value, 'consent');
  const second =
    value.shared === true
      ? i18n.t('desk.authority.second', {
          who: [
            part(value, 'secondName'),
            consent === 'given' || consent === 'dispensed'
              ? i18n.t(`desk.authority.consent.${consent}`)
              : consent,
            part(value, 'reason'),
          ]
            .filter(Boolean)
            .join(comma),
        })
      : '';
  const lines = [first.filter(Boolean).join(comma), second].filter(Boolean);
  if (lines.length === 0) return undefined;
  return words(i18n.locale === 'ar' ? `${RLM}${lines.join(`${RLM}؛ `)}` : lines.join(' ; '));
}

/** Each item in a line of its own. */
function groupText(field: FieldOf<'group'>, value: unknown, i18n: I18n): AnswerText | undefined {
  if (!Array.isArray(value)) return words(plain(value, i18n));
  const lines = value.flatMap((item: unknown) => {
    if (!isRecord(item)) return [plain(item, i18n)];
    const said = field.fields.flatMap((asked) => answerText(asked, item[asked.code], i18n)?.text ?? []);
    return said.length === 0 ? [] : [said.join(i18n.locale === 'ar' ? '، ' : ', ')];
  });
  return lines.length === 0 ? undefined : words(lines.join('\n'));
}

/** A value that this version's field does not expect is still shown as far as it can be. */
function plain(value: unknown, i18n: I18n): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return i18n.number(value);
  if (typeof value === 'boolean') return i18n.t(value ? 'desk.value.yes' : 'desk.value.no');
  return i18n.t('desk.value.newer');
}
