/** One input, eight digits, slashes by themselves, echo in words underneath (UI.md section 8). */
import { useState } from 'react';
import { type FieldBase, FieldFrame, type FieldMessage, inputAttributes } from './field.tsx';
import { useI18n } from './i18n.tsx';
import {
  ageOn,
  type PartialDate,
  readTypedDate,
  shapeTypedDate,
  typedFromDate,
  unreadDate,
} from './partial-date.ts';

export interface DateFieldProps extends FieldBase {
  /** `1974-08-12`, `1974-08`, `1974`, or '' . */
  readonly value: PartialDate;
  /** Called with '' while what is typed is no date, or with that where `keepUnread`: `2019-02-31`, `31/0`. */
  readonly onChange: (value: PartialDate) => void;
  /** A draft loses nothing of what was typed, right or wrong. */
  readonly keepUnread?: boolean | undefined;
  /** The day, or the day and the month, may be unknown. */
  readonly partial?: boolean | undefined;
  /** The local day: the echo then says the age too. For birth dates. */
  readonly ageOn?: PartialDate | undefined;
}

export function DateField(props: DateFieldProps) {
  const { t, longDate } = useI18n();
  const [typed, setTyped] = useState(() => typedFromDate(props.value));
  const [left, setLeft] = useState(true);
  const [seen, setSeen] = useState(props.value);
  const [sent, setSent] = useState(props.value);
  if (props.value !== seen) {
    // Our own value coming back, however late, changes nothing; one from elsewhere (a passport was read) is shown.
    setSeen(props.value);
    if (props.value !== sent) setTyped(typedFromDate(props.value));
  }
  const read = (text: string) => readTypedDate(text, props.partial ?? false);
  const reading = read(typed);
  const type = (text: string) => {
    const deleting = text.length < typed.length;
    const shaped = deleting ? text : shapeTypedDate(text);
    const next = read(shaped);
    const value = next.kind === 'date' ? next.value : props.keepUnread ? unreadDate(shaped) : '';
    setTyped(shaped);
    setLeft(false);
    setSent(value);
    if (value !== props.value) props.onChange(value);
  };
  const own = ((): FieldMessage | undefined => {
    if (reading.kind === 'date') {
      const years = props.ageOn === undefined ? undefined : ageOn(reading.value, props.ageOn);
      const date = longDate(reading.value);
      return {
        tone: 'help',
        text: years === undefined ? date : t('ui.age.line', { date, age: t('ui.age', { n: years }) }),
      };
    }
    if (!left || reading.kind === 'empty') return undefined;
    if (reading.kind === 'impossible') {
      const text = t('ui.date.impossible', { date: reading.shown });
      return { tone: 'bad', text, more: props.partial ? t('ui.date.unknown-day') : undefined };
    }
    return { tone: 'bad', text: t(props.partial ? 'ui.date.unfinished.partial' : 'ui.date.unfinished') };
  })();
  return (
    <FieldFrame base={own?.tone === 'bad' ? { ...props, message: undefined } : props} own={own}>
      <input
        {...inputAttributes(own?.tone === 'bad' ? { ...props, message: undefined } : props, own)}
        type="text"
        inputMode="numeric"
        dir="ltr"
        maxLength={10}
        value={typed}
        onChange={(event) => type(event.target.value)}
        onBlur={() => {
          setLeft(true);
          props.onBlur?.();
        }}
      />
    </FieldFrame>
  );
}
