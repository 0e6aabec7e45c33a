/** A field for a code or for words: hidden as typed, never kept by the browser. */
import { type FieldBase, FieldFrame, inputAttributes } from '../../ui/field.tsx';

export interface SecretFieldProps extends FieldBase {
  readonly words: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function SecretField(props: SecretFieldProps) {
  return (
    <FieldFrame base={{ ...props, span: 6 }}>
      <input
        {...inputAttributes(props)}
        type="password"
        dir="ltr"
        autoComplete="off"
        inputMode={props.words ? 'text' : 'numeric'}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        onBlur={props.onBlur}
      />
    </FieldFrame>
  );
}
