import type { KeyboardEvent, ReactNode } from 'react';
import { useI18n } from './i18n.tsx';

/** What is filled in, in order. */
export const STOPS =
  'input:not([type=hidden],[type=file],:disabled),select:not(:disabled),textarea:not(:disabled)';

/** Entrée in a field goes to the next field; in a textarea it makes a line, on a button it presses. */
function goOn(event: KeyboardEvent<HTMLFormElement>) {
  const { target } = event;
  if (event.key !== 'Enter' || event.ctrlKey || event.altKey || event.defaultPrevented) return;
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  event.preventDefault();
  focusNext(event.currentTarget, target, event.shiftKey);
}

/** The next thing to fill in, or the one before; the radios of one question are one. */
export function focusNext(
  form: HTMLElement,
  from: HTMLInputElement | HTMLSelectElement,
  backwards: boolean,
): void {
  const stops = [...form.querySelectorAll<HTMLElement>(STOPS)].filter(
    (stop) =>
      !(
        stop instanceof HTMLInputElement &&
        stop.type === 'radio' &&
        stop.name === from.name &&
        stop !== from
      ),
  );
  const next = stops[stops.indexOf(from) + (backwards ? -1 : 1)];
  next?.focus();
  if (next instanceof HTMLInputElement && next.type !== 'radio') next.select();
}

export interface FormGridProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** Six equal columns, gap 16; a field spans 2, 3 or 6. */
export function FormGrid({ label, children }: FormGridProps) {
  return (
    <form
      className="form-grid"
      aria-label={label}
      noValidate
      onKeyDown={goOn}
      onSubmit={(event) => event.preventDefault()}
    >
      {children}
    </form>
  );
}

export interface FormSectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A heading over the fields that follow it. */
export function FormSection({ title, children }: FormSectionProps) {
  return (
    <>
      <h2 className="section span-6">{title}</h2>
      {children}
    </>
  );
}

export interface FieldGroupProps {
  readonly id: string;
  readonly label: string;
  readonly optional?: boolean | undefined;
  readonly describedBy?: string;
  readonly children: ReactNode;
}

/** Questions that make one answer, in the grid's own columns, under a heading that names them together. */
export function FieldGroup({ id, label, optional, describedBy, children }: FieldGroupProps) {
  const { t } = useI18n();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not take the columns of the grid around it
    <div
      role="group"
      className="field-group span-6"
      id={id}
      aria-labelledby={`${id}-title`}
      aria-describedby={describedBy}
    >
      <h2 className="section span-6" id={`${id}-title`}>
        {label}
        {optional && <span className="field-optional"> {t('ui.optional')}</span>}
      </h2>
      {children}
    </div>
  );
}

export interface Problem {
  /** The id of the field, or of the part of it where it stands. */
  readonly field: string;
  readonly label: string;
  readonly text: string;
}

export interface ProblemListProps {
  readonly title: string;
  readonly problems: readonly Problem[];
  /** Opens the page of the field; the focus then goes to it. */
  readonly onGo: (field: string) => void;
}

/** The summary at the top of « Relecture »: each line leads to its field. */
export function ProblemList({ title, problems, onGo }: ProblemListProps) {
  const { number } = useI18n();
  return (
    <section className="problems" aria-label={title}>
      <h2 className="section">
        {title} <span className="text-3">{number(problems.length)}</span>
      </h2>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.field} ${problem.text}`}>
            <button type="button" className="link" onClick={() => onGo(problem.field)}>
              {problem.label}
            </button>
            <span className="problem-text">{problem.text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
