/** Who has authority over a minor, and what the second parent says: seven inputs, one answer, under its own heading. */
import { WITH_AUTHORITY } from '../../../app/catalogue/relations.ts';
import { ChoiceField, SelectField, YesNoField } from '../../ui/choice-field.tsx';
import type { FieldBase, FieldMessage, Span } from '../../ui/field.tsx';
import { FieldGroup } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { PhoneField } from '../../ui/phone-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { relationChoices } from '../shared/relations.ts';
import { textOf } from './raw-answer.ts';

type Part = 'name' | 'relation' | 'phone' | 'shared' | 'secondName' | 'consent' | 'reason';

export interface AuthorityFieldProps {
  readonly base: FieldBase;
  readonly value: Readonly<Record<string, unknown>>;
  readonly onChange: (value: Readonly<Record<string, unknown>>) => void;
  /** what is wrong with one part */
  readonly messageOf: (part: string) => FieldMessage | undefined;
  readonly onLeave: (part: string) => void;
}

export function AuthorityField({ base, value, onChange, messageOf, onLeave }: AuthorityFieldProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const part = (name: Part, span: Span) => ({
    id: name === 'name' ? base.id : `${base.id}-${name}`,
    span,
    label: t(`desk.authority.${name}`),
    message: name === 'name' ? (messageOf(name) ?? base.message) : messageOf(name),
    autoFocus: name === 'name' ? base.autoFocus : undefined,
    onFocus: base.onFocus,
    onBlur: () => onLeave(name),
    reusedFrom: base.reusedFrom,
    onConfirmReused: base.onConfirmReused,
    value: textOf(value[name]),
    onChange: (given: string | boolean) => onChange({ ...value, [name]: given }),
  });
  const shared = typeof value.shared === 'boolean' ? value.shared : undefined;
  return (
    <FieldGroup id={`${base.id}-whole`} label={base.label} optional={base.optional}>
      <TextField {...part('name', 3)} direction="ltr" />
      <SelectField {...part('relation', 3)} choices={relationChoices(i18n, WITH_AUTHORITY)} />
      <PhoneField {...part('phone', 3)} optional />
      <YesNoField {...part('shared', 3)} value={shared} />
      {shared === true && (
        <>
          <TextField {...part('secondName', 3)} direction="ltr" />
          <ChoiceField
            {...part('consent', 3)}
            choices={[
              { value: 'given', label: t('desk.authority.consent.given') },
              { value: 'dispensed', label: t('desk.authority.consent.dispensed') },
            ]}
          />
          {value.consent === 'dispensed' && <TextField {...part('reason', 6)} />}
        </>
      )}
    </FieldGroup>
  );
}
