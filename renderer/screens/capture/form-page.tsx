/** One page of the form: six columns, rows of 84 px. What appears, appears below the cursor, and is announced. */
import { useEffect, useRef, useState } from 'react';
import { isFilled } from '../../../app/catalogue/conditions.ts';
import type { Field, FieldOf } from '../../../app/catalogue/fields.ts';
import { type FormContext, type VisibleForm, validateForm } from '../../../app/catalogue/form.ts';
import { checklist } from '../../../app/catalogue/required-documents.ts';
import { FormGrid, focusNext, STOPS } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { say } from '../shared/texts.ts';
import { DocumentRow } from './document-row.tsx';
import { FieldControl } from './field-control.tsx';
import { controlOf, fieldId } from './field-id.ts';
import type { DraftEditor } from './use-draft-editor.ts';
import { useEvidence } from './use-evidence.ts';
import { useFieldChecks } from './use-field-checks.ts';

export interface PageProblem {
  readonly label: string;
  readonly text: string;
}

export interface FormPageProps {
  readonly editor: DraftEditor;
  readonly visible: VisibleForm['pages'][number];
  readonly context: FormContext;
  readonly onFocusField: (field: Field) => void;
  /** what is to be put right on this page, in full: under a narrow field it is cut */
  readonly onProblems: (problems: readonly PageProblem[]) => void;
  /** Entrée in the last field */
  readonly onEnd: () => void;
}

export function FormPage({ editor, visible, context, onFocusField, onProblems, onEnd }: FormPageProps) {
  const i18n = useI18n();
  const checks = useFieldChecks(i18n);
  const { page, fields } = visible;
  const { definition, answers } = editor.draft;
  const broken = validateForm(definition, answers, context).filter(({ code }) => /^FO-[1-9]/.test(code));
  const said = useAppearance(fields);
  const problems = fields.flatMap((field): PageProblem[] => {
    const value = answers[field.code];
    const message = checks.messageOf(field, value, broken);
    const parts = checks.partMessagesOf(field, value);
    return [...(message ? [message] : []), ...parts].map(({ text }) => ({
      label: say(i18n, field.label),
      text,
    }));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when what is said has changed
  useEffect(() => onProblems(problems), [JSON.stringify(problems)]);
  const change = (field: Field, value: unknown) => {
    confirm(field);
    editor.answer(field.code, value);
    checks.typed(field, value);
  };
  // What is confirmed, or typed over, is no longer of an earlier file.
  const confirm = ({ code }: Field) => {
    if (!(code in editor.draft.reused)) return;
    const { [code]: _, ...reused } = editor.draft.reused;
    editor.change({ reused });
  };
  const reusedOn = ({ code }: Field): string | undefined => {
    const day = editor.draft.reused[code]?.day;
    return day === undefined ? undefined : i18n.shortDate(day);
  };
  // The cursor goes to the first question that is still open; a document is none that is typed into.
  const open = fields.findIndex(({ code, type }) => type !== 'evidence' && !isFilled(answers[code]));
  const [first] = useState(Math.max(0, open));
  const grid = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the page is opened
  useEffect(() => {
    // A first question that is no input of its own: a group's first, or a document.
    const at = fields[first];
    if (at && !grid.current?.contains(document.activeElement)) controlOf(fieldId(at.code))?.focus();
  }, []);
  const leave = (field: Field, part?: string) => {
    const value = editor.read(field.code);
    const stored = checks.leave(field, value, part);
    if (isFilled(value) && JSON.stringify(stored) !== JSON.stringify(value))
      editor.answer(field.code, stored);
  };
  return (
    <div
      ref={grid}
      className="form-page"
      onKeyDownCapture={(event) => {
        if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.shiftKey) return;
        const { currentTarget: whole, target } = event;
        if (!isLastStop(whole, target)) return;
        // Once the answer that Entrée took has brought into sight what it brings, unless the cursor has left already.
        setTimeout(() => {
          if (document.activeElement !== target) return;
          if (isLastStop(whole, target)) onEnd();
          else if (target instanceof HTMLInputElement && target.form) focusNext(target.form, target, false);
        });
      }}
    >
      <FormGrid label={say(i18n, page.title)}>
        {fields.map((field, index) =>
          field.type === 'evidence' ? (
            <EvidenceField key={field.code} field={field} editor={editor} context={context} />
          ) : (
            <FieldControl
              key={field.code}
              field={field}
              value={answers[field.code]}
              onChange={(value) => change(field, value)}
              today={context.today}
              isBirthDate={definition.person.birthDate === field.code}
              messageOf={(part) => checks.partMessageOf(field, answers[field.code], part)}
              onLeave={(part) => leave(field, part)}
              base={{
                message: checks.messageOf(field, answers[field.code], broken),
                autoFocus: index === first,
                reusedFrom: reusedOn(field),
                onConfirmReused: () => confirm(field),
                onFocus: () => onFocusField(field),
                onBlur: () => leave(field),
              }}
            />
          ),
        )}
      </FormGrid>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

interface EvidenceFieldProps {
  readonly field: FieldOf<'evidence'>;
  readonly editor: DraftEditor;
  readonly context: FormContext;
}

/** A document, asked for among the questions that it belongs to; « Pièces » shows it too. */
function EvidenceField({ field, editor, context }: EvidenceFieldProps) {
  const rowOf = useEvidence(editor);
  const { definition, answers, evidence } = editor.draft;
  const line = checklist(definition, answers, evidence, context).find(
    ({ document }) => document.code === field.document,
  );
  if (!line) return null;
  return (
    <ul className="documents span-6" id={fieldId(field.code)}>
      <DocumentRow line={line} draft={editor.draft} {...rowOf(field.document)} />
    </ul>
  );
}

/** The last thing on the page that is typed into. In a textarea Entrée makes a line. */
function isLastStop(page: Element, target: EventTarget): boolean {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return false;
  const stops = [...page.querySelectorAll<HTMLElement>(STOPS)];
  const last = stops.at(-1);
  if (last === undefined) return false;
  if (target instanceof HTMLInputElement && target.type === 'radio' && last instanceof HTMLInputElement) {
    return last.name === target.name;
  }
  return last === target;
}

/** « Une question de plus : … », said to screen readers when a condition has brought fields into sight. */
function useAppearance(fields: readonly Field[]): string {
  const i18n = useI18n();
  const before = useRef<ReadonlySet<string> | null>(null);
  const [said, setSaid] = useState('');
  const codes = fields.map(({ code }) => code).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the codes in sight say when something appeared
  useEffect(() => {
    const known = before.current;
    before.current = new Set(fields.map(({ code }) => code));
    const fresh = known === null ? [] : fields.filter(({ code }) => !known.has(code));
    if (fresh.length === 0) return;
    const labels = fresh.map(({ label }) => say(i18n, label)).join(', ');
    setSaid(i18n.t('desk.capture.more-fields', { n: fresh.length, labels }));
  }, [codes]);
  return said;
}
