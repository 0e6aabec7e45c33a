import { ChevronDown } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { type FieldBase, FieldFrame, inputAttributes } from './field.tsx';
import { useI18n } from './i18n.tsx';
import { Icon } from './icon.tsx';

export interface Choice<T extends string = string> {
  readonly value: T;
  readonly label: string;
}

export interface ChoiceFieldProps<T extends string> extends FieldBase {
  readonly value: T | '';
  readonly onChange: (value: T) => void;
  readonly choices: readonly Choice<T>[];
  /** one below the other: for choices of which some are longer than half a line */
  readonly stacked?: boolean;
}

/** Radios side by side. The first letter of a choice takes it (O / N), arrows walk. */
export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>) {
  const byLetter = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey || props.readOnly) return;
    const typed = event.key.toLocaleLowerCase();
    const found = props.choices.filter((choice) => choice.label.toLocaleLowerCase().startsWith(typed));
    const [only] = found;
    if (found.length !== 1 || !only) return;
    event.preventDefault();
    props.onChange(only.value);
    const radio = document.getElementById(`${props.id}-${only.value}`);
    radio?.focus();
  };
  // The group is entered where it was left.
  const entered = props.choices.find(({ value }) => value === props.value) ?? props.choices[0];
  return (
    <FieldFrame base={props} group>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the radios inside hold the focus */}
      <div
        className={props.stacked ? 'choices choices-stacked' : 'choices'}
        id={props.id}
        onKeyDown={byLetter}
      >
        {props.choices.map((choice) => (
          <label key={choice.value} className="choice">
            <input
              type="radio"
              id={`${props.id}-${choice.value}`}
              name={props.id}
              value={choice.value}
              checked={props.value === choice.value}
              disabled={props.readOnly}
              {...(choice === entered ? { autoFocus: props.autoFocus } : {})}
              onChange={() => props.onChange(choice.value)}
              onFocus={props.onFocus}
              onBlur={props.onBlur}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </FieldFrame>
  );
}

export interface YesNoFieldProps extends FieldBase {
  readonly value: boolean | undefined;
  readonly onChange: (value: boolean) => void;
}

export function YesNoField({ value, onChange, ...base }: YesNoFieldProps) {
  const { t } = useI18n();
  return (
    <ChoiceField
      {...base}
      value={value === undefined ? '' : value ? 'yes' : 'no'}
      onChange={(chosen) => onChange(chosen === 'yes')}
      choices={[
        { value: 'yes', label: t('ui.yes') },
        { value: 'no', label: t('ui.no') },
      ]}
    />
  );
}

export interface SelectFieldProps<T extends string> extends FieldBase {
  readonly value: T | '';
  readonly onChange: (value: T | '') => void;
  readonly choices: readonly Choice<T>[];
  /** what choosing none of them means, where that is more than « choose » */
  readonly none?: string;
}

/** The system's own list: typing a letter finds, and it works at any zoom. */
export function SelectField<T extends string>(props: SelectFieldProps<T>) {
  const { t } = useI18n();
  const { readOnly, ...attributes } = inputAttributes(props);
  return (
    <FieldFrame base={props}>
      <div className="select-box">
        <select
          {...attributes}
          className="input select"
          disabled={readOnly}
          value={props.value}
          onChange={(event) =>
            props.onChange(props.choices.find((c) => c.value === event.target.value)?.value ?? '')
          }
          onBlur={props.onBlur}
        >
          <option value="">{props.none ?? t('ui.select.none')}</option>
          {props.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <Icon of={ChevronDown} />
      </div>
    </FieldFrame>
  );
}

export interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** At the inline end: what was found (« 5 / 5 »). */
  readonly note?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** One line to tick: checks of a review. */
export function Check({ label, checked, onChange, note, disabled }: CheckProps) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="check-label">{label}</span>
      {note !== undefined && (
        <span className="check-note">
          <bdi>{note}</bdi>
        </span>
      )}
    </label>
  );
}
