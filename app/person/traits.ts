/** What is known of a person, as far as it tells one from another. */
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { AnswerMap } from '../catalogue/fields.ts';

/** Empty where it is not known. */
export interface PersonTraits {
  readonly surname: string;
  readonly givenNames: string;
  readonly surnameArabic: string;
  readonly givenNamesArabic: string;
  /** `1974-08-12`, `1974-08` or `1974` */
  readonly birthDate: string;
  readonly birthPlace: string;
  readonly sex: string;
  /** three letters */
  readonly nationality: string;
  /** of passports, of a NINA, of what was issued */
  readonly numbers: readonly string[];
}

export const NO_TRAITS: PersonTraits = {
  surname: '',
  givenNames: '',
  surnameArabic: '',
  givenNamesArabic: '',
  birthDate: '',
  birthPlace: '',
  sex: '',
  nationality: '',
  numbers: [],
};

/** What lists show of a person: what they are called, and when they were born. */
export const listedTraits = ({
  surname,
  givenNames,
  surnameArabic,
  givenNamesArabic,
  birthDate,
}: PersonTraits): PersonTraits => ({
  ...NO_TRAITS,
  surname,
  givenNames,
  surnameArabic,
  givenNamesArabic,
  birthDate,
});

/** Total: answers of any shape give what can be read from them. */
export function traitsOf(
  { person }: Pick<ServiceDefinition, 'person'>,
  answers: AnswerMap,
  numbers: readonly string[],
): PersonTraits {
  const answer = (code: string | undefined): unknown =>
    code !== undefined && Object.hasOwn(answers, code) ? answers[code] : undefined;
  const surname = answer(person.surname);
  const givenNames = answer(person.givenNames);
  return {
    surname: written(surname, 'latin'),
    givenNames: written(givenNames, 'latin'),
    surnameArabic: written(surname, 'arabic'),
    givenNamesArabic: written(givenNames, 'arabic'),
    birthDate: text(answer(person.birthDate)),
    birthPlace: text(answer(person.birthPlace)),
    sex: text(answer(person.sex)),
    nationality: text(answer(person.nationality)),
    numbers,
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A name is a pair of writings, or the Latin one alone. */
function written(name: unknown, script: 'latin' | 'arabic'): string {
  if (typeof name !== 'object' || name === null) return script === 'latin' ? text(name) : '';
  return text((name as Readonly<Record<string, unknown>>)[script]);
}
