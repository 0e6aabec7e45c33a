import { type FieldBase, FieldFrame, inputAttributes } from './field.tsx';

export interface TextFieldProps extends FieldBase {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** `ltr` for numbers, e-mail, references: kept left to right, aligned with its label. */
  readonly direction?: 'ltr' | 'rtl' | undefined;
  readonly lang?: string | undefined;
  readonly inputMode?: 'text' | 'numeric' | 'email' | 'tel' | undefined;
  readonly maxLength?: number | undefined;
  /** Typed letters become capitals in the value itself, never by style. */
  readonly capitals?: boolean | undefined;
}

export function TextField(props: TextFieldProps) {
  return (
    <FieldFrame base={props}>
      <input
        {...inputAttributes(props)}
        type="text"
        dir={props.direction ?? 'auto'}
        lang={props.lang}
        inputMode={props.inputMode}
        maxLength={props.maxLength}
        value={props.value}
        onChange={(event) =>
          props.onChange(props.capitals ? event.target.value.toUpperCase() : event.target.value)
        }
        onBlur={props.onBlur}
      />
    </FieldFrame>
  );
}

export interface TextAreaFieldProps extends FieldBase {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Rows in sight; it never grows under the hand. */
  readonly rows?: number | undefined;
  readonly lang?: string | undefined;
}

/** Longer text: Entrée makes a line here. */
export function TextAreaField(props: TextAreaFieldProps) {
  return (
    <FieldFrame base={{ span: 6, ...props }}>
      <textarea
        {...inputAttributes(props)}
        className="input textarea"
        dir="auto"
        lang={props.lang}
        rows={props.rows ?? 3}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        onBlur={props.onBlur}
      />
    </FieldFrame>
  );
}
