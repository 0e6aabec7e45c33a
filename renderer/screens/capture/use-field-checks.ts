/**
 * When a field speaks: on leaving it, never at each key; and it falls silent as soon as it is right. A missing answer
 * is said only by « Relecture »; a rule across fields, at its field once that was left.
 */
import { useState } from 'react';
import type { Field } from '../../../app/catalogue/fields.ts';
import { type FormProblem, normaliseAnswer, validateField } from '../../../app/catalogue/form.ts';
import { FORM_ERRORS, type FormErrorCode } from '../../../app/catalogue/form-errors.ts';
import type { FieldMessage } from '../../ui/field.tsx';
import type { I18n } from '../../ui/i18n.tsx';
import { sayFilled } from '../shared/texts.ts';

/** Parts that were not filled yet: said by « Relecture » only. */
const ABSENT: ReadonlySet<FormErrorCode> = new Set(['FO-001', 'FO-092', 'FO-093', 'FO-094', 'FO-095']);

export interface FieldChecks {
  readonly messageOf: (
    field: Field,
    value: unknown,
    broken: readonly FormProblem[],
  ) => FieldMessage | undefined;
  /** of a composite answer, at the part where it stands; of one that was left only */
  readonly partMessageOf: (field: Field, value: unknown, part: string) => FieldMessage | undefined;
  /** @returns the stored form of the answer, to be put in its place */
  readonly leave: (field: Field, value: unknown) => unknown;
  /** after a change: what is right again says nothing */
  readonly typed: (field: Field, value: unknown) => void;
}

const PARTED: ReadonlySet<Field['type']> = new Set(['authority', 'group']);

const problemOf = (field: Field, value: unknown) =>
  validateField(field, value).find(({ code }) => !ABSENT.has(code));

export function useFieldChecks(i18n: I18n): FieldChecks {
  const [flagged, setFlagged] = useState<ReadonlySet<string>>(new Set());
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  return {
    messageOf: (field, value, broken) => {
      const own = flagged.has(field.code) ? problemOf(field, value) : undefined;
      // A composite says it at the part, where there is one.
      if (own && !(own.part !== undefined && PARTED.has(field.type)))
        return { tone: 'bad', text: sayFilled(i18n, FORM_ERRORS[own.code], own.params) };
      const rule = left.has(field.code) ? broken.find((one) => one.field === field.code) : undefined;
      return (
        rule && {
          tone: rule.severity === 'error' ? 'bad' : 'wait',
          text: sayFilled(i18n, rule.texts, rule.params),
        }
      );
    },
    partMessageOf: (field, value, part) => {
      if (!flagged.has(field.code)) return undefined;
      const own = validateField(field, value).find((one) => one.part === part && !ABSENT.has(one.code));
      return own && { tone: 'bad', text: sayFilled(i18n, FORM_ERRORS[own.code], own.params) };
    },
    leave: (field, value) => {
      setLeft((old) => new Set([...old, field.code]));
      if (problemOf(field, value)) {
        setFlagged((old) => new Set([...old, field.code]));
        return value;
      }
      return normaliseAnswer(field, value);
    },
    typed: (field, value) => {
      if (!flagged.has(field.code) || problemOf(field, value)) return;
      setFlagged((old) => new Set([...old].filter((code) => code !== field.code)));
    },
  };
}
