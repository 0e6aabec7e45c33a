/** An address as five inputs, one answer. Each says what is wrong with itself. */
import { CountryField } from '../../ui/country-field.tsx';
import type { FieldBase, FieldMessage } from '../../ui/field.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { textOf } from './raw-answer.ts';

export interface AddressFieldProps {
  readonly base: FieldBase;
  readonly value: Readonly<Record<string, unknown>>;
  readonly onChange: (value: Readonly<Record<string, unknown>>) => void;
  readonly messageOf: (part: string) => FieldMessage | undefined;
  readonly onLeave: (part: string) => void;
}

export function AddressField({ base, value, onChange, messageOf, onLeave }: AddressFieldProps) {
  const { t } = useI18n();
  const part = (name: 'line1' | 'line2' | 'postalCode' | 'city' | 'country') => ({
    id: name === 'line1' ? base.id : `${base.id}-${name}`,
    onFocus: base.onFocus,
    onBlur: () => onLeave(name),
    message: messageOf(name),
    reusedFrom: base.reusedFrom,
    onConfirmReused: base.onConfirmReused,
    value: textOf(value[name]),
    onChange: (text: string) => onChange({ ...value, [name]: text }),
  });
  return (
    <>
      <TextField
        {...part('line1')}
        span={3}
        label={base.label}
        optional={base.optional}
        autoFocus={base.autoFocus}
        message={messageOf('line1') ?? base.message}
      />
      <TextField {...part('line2')} span={3} label={t('desk.address.line2')} optional />
      <TextField
        {...part('postalCode')}
        span={2}
        label={t('desk.address.postalCode')}
        optional
        direction="ltr"
      />
      <TextField {...part('city')} span={2} label={t('desk.address.city')} />
      <CountryField {...part('country')} span={2} label={t('desk.address.country')} />
    </>
  );
}
