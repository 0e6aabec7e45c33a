/**
 * When a field speaks: on leaving it, never at each key; and it falls silent as soon as it is right. A missing answer
 * is said only by « Relecture »; a rule across fields, at its field once that was left.
 */
import { useState } from 'react';
import type { Field } from '../../../app/catalogue/fields.ts';
import { type FormProblem, normaliseAnswer, validateField } from '../../../app/catalogue/form.ts';
import { FORM_ERRORS } from '../../../app/catalogue/form-errors.ts';
import type { FieldMessage } from '../../ui/field.tsx';
import type { I18n } from '../../ui/i18n.tsx';
import { sayFilled } from '../shared/texts.ts';

const MISSING = 'FO-001';

export interface FieldChecks {
  readonly messageOf: (
    field: Field,
    value: unknown,
    broken: readonly FormProblem[],
  ) => FieldMessage | undefined;
  /** @returns the stored form of the answer, to be put in its place */
  readonly leave: (field: Field, value: unknown) => unknown;
  /** after a change: what is right again says nothing */
  readonly typed: (field: Field, value: unknown) => void;
}

const problemOf = (field: Field, value: unknown) =>
  validateField(field, value).find(({ code }) => code !== MISSING);

export function useFieldChecks(i18n: I18n): FieldChecks {
  const [flagged, setFlagged] = useState<ReadonlySet<string>>(new Set());
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  return {
    messageOf: (field, value, broken) => {
      const own = flagged.has(field.code) ? problemOf(field, value) : undefined;
      if (own) return { tone: 'bad', text: sayFilled(i18n, FORM_ERRORS[own.code], own.params) };
      const rule = left.has(field.code) ? broken.find((one) => one.field === field.code) : undefined;
      return (
        rule && {
          tone: rule.severity === 'error' ? 'bad' : 'wait',
          text: sayFilled(i18n, rule.texts, rule.params),
        }
      );
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
