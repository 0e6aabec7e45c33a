/** What « Relecture » must say of an answer, written apart from what makes the screen say it. */
import { isFilled } from '../../../app/catalogue/conditions.ts';
import type { Field } from '../../../app/catalogue/fields.ts';
import { RELATION_TEXTS } from '../../../app/catalogue/relations.ts';
import countries from '../../../assets/catalogue/countries.json' with { type: 'json' };
import type { Locale } from '../../../renderer/ui/locale.ts';

const YES_NO = { fr: ['oui', 'non'], en: ['yes', 'no'], ar: ['نعم', 'لا'] } as const;
const NAMES: Readonly<Record<string, Readonly<Record<Locale, string>> | undefined>> = countries;
const text = (value: unknown): string => String(value ?? '');

/** Parts of the text, in any order. */
export function saidOf(field: Field, value: unknown, locale: Locale): readonly string[] {
  if (!isFilled(value)) return [];
  const members = (typeof value === 'object' ? value : {}) as Readonly<Record<string, unknown>>;
  switch (field.type) {
    case 'yes-no':
      return [YES_NO[locale][value === true ? 0 : 1]];
    case 'choice':
      return [field.options.find(({ code }) => code === value)?.label[locale] ?? 'no such option'];
    case 'relation':
      return [RELATION_TEXTS[value as keyof typeof RELATION_TEXTS][locale]];
    case 'country':
      return [NAMES[text(value)]?.[locale] ?? 'no such country'];
    case 'date':
      return [text(value).slice(0, 4)];
    case 'number':
      return digitsOf(Number(value));
    case 'money':
      return digitsOf(Math.trunc(Number(members.amount) / (members.currency === 'XOF' ? 1 : 100)));
    case 'address': {
      const { country, ...lines } = members;
      return [...Object.values(lines).map(text), NAMES[text(country)]?.[locale] ?? 'no such country'];
    }
    case 'authority': {
      const { relation, shared: _, consent: __, ...lines } = members;
      const named = RELATION_TEXTS[relation as keyof typeof RELATION_TEXTS][locale];
      return [...Object.values(lines).map(text), named];
    }
    case 'name-pair':
      return Object.values(members).map(text);
    case 'group':
      return (value as readonly Readonly<Record<string, unknown>>[]).flatMap((item) =>
        field.fields.flatMap((asked) => saidOf(asked as Field, item[asked.code], locale)),
      );
    case 'evidence':
      return [];
    default:
      return text(value).split('\n');
  }
}

/** Whatever stands between thousands and before decimals in a language. */
const digitsOf = (value: number): readonly string[] =>
  String(value)
    .split('.')
    .map((digits) => digits.slice(-3));
