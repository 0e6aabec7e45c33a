/**
 * When a field speaks: on leaving it, never at each key; and it falls silent as soon as it is right. A missing answer
 * is said only by « Relecture »; a rule across fields, at its field once that was left.
 */
import { useState } from 'react';
import type { Field, FieldOf } from '../../../app/catalogue/fields.ts';
import { type FormProblem, normaliseAnswer, validateField } from '../../../app/catalogue/form.ts';
import { FORM_ERRORS, type FormErrorCode } from '../../../app/catalogue/form-errors.ts';
import { readItem } from '../../../app/catalogue/read-answer.ts';
import type { FieldMessage } from '../../ui/field.tsx';
import type { I18n } from '../../ui/i18n.tsx';
import { sayFilled } from '../shared/texts.ts';
import { isRecord } from './raw-answer.ts';

/** Parts that were not filled yet: said by « Relecture » only. */
const ABSENT: ReadonlySet<FormErrorCode> = new Set([
  ...(['FO-001', 'FO-017', 'FO-018', 'FO-091', 'FO-092', 'FO-093', 'FO-094', 'FO-095'] as const),
]);

export interface FieldChecks {
  readonly messageOf: (
    field: Field,
    value: unknown,
    broken: readonly FormProblem[],
  ) => FieldMessage | undefined;
  /** of a composite answer, at the part where it stands; of one that was left only */
  readonly partMessageOf: (field: Field, value: unknown, part: string) => FieldMessage | undefined;
  readonly partMessagesOf: (field: Field, value: unknown) => readonly FieldMessage[];
  /**
   * @param part of a composite answer, the one that was left
   * @returns the stored form of the answer, to be put in its place
   */
  readonly leave: (field: Field, value: unknown, part?: string) => unknown;
  /** after a change: what is right again says nothing */
  readonly typed: (field: Field, value: unknown) => void;
}

/** Said at the part where it stands. */
const PARTED: ReadonlySet<Field['type']> = new Set(['authority', 'group', 'address', 'name-pair']);

const problemsOf = (field: Field, value: unknown) =>
  validateField(field, value).filter(({ code }) => !ABSENT.has(code));

/** `2/address` has what is wrong with `2/address/city`. */
const within = (part: string | undefined, outer: string): boolean =>
  part === outer || part?.startsWith(`${outer}/`) === true;

const placeOf = (field: Field, part: string | undefined): string => `${field.code} ${part ?? ''}`;

export function useFieldChecks(i18n: I18n): FieldChecks {
  const [flagged, setFlagged] = useState<ReadonlySet<string>>(new Set());
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const bad = ({ code, params }: ReturnType<typeof problemsOf>[number]): FieldMessage => ({
    tone: 'bad',
    text: sayFilled(i18n, FORM_ERRORS[code], params),
  });
  return {
    messageOf: (field, value, broken) => {
      const own = problemsOf(field, value).find(
        ({ part }) =>
          !(part !== undefined && PARTED.has(field.type)) && flagged.has(placeOf(field, undefined)),
      );
      if (own) return bad(own);
      const rule = left.has(field.code) ? broken.find((one) => one.field === field.code) : undefined;
      return (
        rule && {
          tone: rule.severity === 'error' ? 'bad' : 'wait',
          text: sayFilled(i18n, rule.texts, rule.params),
        }
      );
    },
    partMessageOf: (field, value, part) => {
      const own = flagged.has(placeOf(field, part))
        ? problemsOf(field, value).find((one) => within(one.part, part))
        : undefined;
      return own && bad(own);
    },
    partMessagesOf: (field, value) =>
      problemsOf(field, value)
        .filter(({ part }) =>
          [...flagged].some((place) => {
            const [code, flag = ''] = place.split(' ');
            return code === field.code && flag !== '' && within(part, flag);
          }),
        )
        .map(bad),
    leave: (field, value, part) => {
      setLeft((old) => new Set([...old, field.code]));
      const found = problemsOf(field, value);
      const here = found.filter((one) => part === undefined || within(one.part, part));
      if (here.length > 0) setFlagged((old) => new Set([...old, placeOf(field, part)]));
      if (found.length > 0) return value;
      return field.type === 'group' ? tidyItems(field, value) : normaliseAnswer(field, value);
    },
    typed: (field, value) => {
      const found = problemsOf(field, value);
      const right = [...flagged].filter((place) => {
        const [code, part = ''] = place.split(' ');
        return code === field.code && !found.some((one) => part === '' || within(one.part, part));
      });
      if (right.length > 0) setFlagged((old) => new Set([...old].filter((place) => !right.includes(place))));
    },
  };
}

/** Item by item: one that is still empty, and what is out of sight in another, stay under the hand. */
const tidyItems = (field: FieldOf<'group'>, value: unknown): unknown =>
  Array.isArray(value)
    ? value.map((item: unknown) => (isRecord(item) ? { ...item, ...readItem(field, item).answers } : item))
    : value;
