/**
 * The frame of every field: label 18, gap 4, input 36, gap 2, message line 18 always reserved, so that nothing
 * moves when a message comes. Labels stand above; only optional fields say so; there is no placeholder.
 */
import type { KeyboardEvent, ReactNode } from 'react';
import { useI18n } from './i18n.tsx';

/** Columns out of six. */
export type Span = 2 | 3 | 6;

export interface FieldMessage {
  /** `bad`: to be put right before sealing. `wait`: worth a look. `help`: a remark. */
  readonly tone: 'bad' | 'wait' | 'help';
  /** One line: about 36 characters in a field of two columns. What is longer is cut, and whole in the tooltip. */
  readonly text: string;
  /** What to do, when the line has no room for it: in the tooltip, and said by screen readers. */
  readonly more?: string | undefined;
}

/** What every field takes beside its value. */
export interface FieldBase {
  /** Also the DOM id, so that the summary of « Relecture » can lead here. */
  readonly id: string;
  readonly label: string;
  readonly span?: Span | undefined;
  readonly optional?: boolean | undefined;
  readonly message?: FieldMessage | undefined;
  /** Already shortened date of the earlier file the value comes from: shows « repris du … ». */
  readonly reusedFrom?: string | undefined;
  /** Alt+Entrée on a value that was taken over. */
  readonly onConfirmReused?: (() => void) | undefined;
  readonly readOnly?: boolean | undefined;
  readonly autoFocus?: boolean | undefined;
  /** To show this field's help in the side panel. */
  readonly onFocus?: (() => void) | undefined;
  /** The moment to check the value: never at each key. */
  readonly onBlur?: (() => void) | undefined;
}

export interface FieldFrameProps {
  readonly base: FieldBase;
  /** The field's own message, when the caller has none. */
  readonly own?: FieldMessage | undefined;
  /** For groups of controls. */
  readonly group?: boolean;
  readonly children: ReactNode;
}

export function FieldFrame({ base, own, group = false, children }: FieldFrameProps) {
  const { t } = useI18n();
  const message = base.message ?? own ?? reusedMessage(base, t('ui.reused', { date: base.reusedFrom ?? '' }));
  // A fieldset does not take the rows of the grid around it: labels that wrap would push their inputs out of line.
  const grouped = group
    ? { role: 'group', 'aria-labelledby': labelId(base.id), 'aria-describedby': messageId(base.id) }
    : {};
  const Label = group ? 'p' : 'label';
  const confirm = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !event.altKey || !base.onConfirmReused) return;
    event.preventDefault();
    base.onConfirmReused();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the controls inside hold the focus
    <div
      {...grouped}
      className={`field span-${base.span ?? 2}${base.reusedFrom ? ' field-reused' : ''}`}
      data-tone={message?.tone}
      onKeyDown={confirm}
    >
      <Label className="field-label" {...(group ? { id: labelId(base.id) } : { htmlFor: base.id })}>
        {base.label}
        {base.optional && <span className="field-optional"> {t('ui.optional')}</span>}
      </Label>
      <div className="field-body">
        {children}
        <p
          className="field-message"
          id={messageId(base.id)}
          title={message && [message.text, message.more].filter(Boolean).join(' ')}
        >
          {message?.text}
          {message?.more !== undefined && <span className="visually-hidden"> {message.more}</span>}
        </p>
      </div>
    </div>
  );
}

const reusedMessage = (base: FieldBase, text: string): FieldMessage | undefined =>
  base.reusedFrom ? { tone: 'help', text } : undefined;

export const messageId = (id: string): string => `${id}-message`;
const labelId = (id: string): string => `${id}-label`;

/** The attributes that tie an input to its frame. */
export function inputAttributes(base: FieldBase, own?: FieldMessage) {
  const tone = (base.message ?? own)?.tone;
  return {
    id: base.id,
    className: 'input',
    readOnly: base.readOnly,
    autoFocus: base.autoFocus,
    onFocus: base.onFocus,
    autoComplete: 'off',
    spellCheck: false,
    'aria-invalid': tone === 'bad' || undefined,
    'aria-describedby': messageId(base.id),
  } as const;
}
