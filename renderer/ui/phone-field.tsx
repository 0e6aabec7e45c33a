import { useState } from 'react';
import { type FieldBase, FieldFrame, type FieldMessage, inputAttributes } from './field.tsx';
import { useI18n } from './i18n.tsx';

export interface PhoneFieldProps extends FieldBase {
  /** E.164, such as `+22370000000`, or what was typed while it is not one. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The mission's country code, such as `+33`: put before a national number. */
  readonly countryCode?: string | undefined;
}

/** E.164 (ITU-T): plus, country code, at most fifteen digits. */
export const isPhone = (value: string): boolean => /^\+[1-9]\d{6,14}$/.test(value);

/** Makes E.164 of what people type: spaces and dots go, 00 becomes +, a national 0 gives way to the code. */
export function readPhone(typed: string, countryCode?: string): string {
  const plain = typed.trim().replace(/[\s.()\u00a0-]/g, '');
  if (plain.startsWith('00')) return `+${plain.slice(2)}`;
  if (countryCode && /^0\d{6,}$/.test(plain)) return countryCode + plain.slice(1);
  return plain;
}

export function PhoneField(props: PhoneFieldProps) {
  const { t } = useI18n();
  const [left, setLeft] = useState(true);
  const wrong = left && props.value !== '' && !isPhone(props.value);
  const own: FieldMessage | undefined = wrong ? { tone: 'bad', text: t('ui.phone.unreadable') } : undefined;
  return (
    <FieldFrame base={props} own={own}>
      <input
        {...inputAttributes(props, own)}
        type="tel"
        dir="ltr"
        value={props.value}
        onChange={(event) => {
          setLeft(false);
          props.onChange(event.target.value);
        }}
        onBlur={() => {
          setLeft(true);
          props.onChange(readPhone(props.value, props.countryCode));
          props.onBlur?.();
        }}
      />
    </FieldFrame>
  );
}
