/** A question of the catalogue as a field of the kit. A new type of question does not compile until it is here. */
import { ChoiceField, SelectField, YesNoField } from '../../ui/choice-field.tsx';
import { CountryField } from '../../ui/country-field.tsx';
import { DateField } from '../../ui/date-field.tsx';
import type { FieldBase } from '../../ui/field.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { MoneyField } from '../../ui/money-field.tsx';
import { NameField } from '../../ui/name-field.tsx';
import { PhoneField } from '../../ui/phone-field.tsx';
import { TextAreaField, TextField } from '../../ui/text-field.tsx';
import { relationChoices } from '../shared/relations.ts';
import { say } from '../shared/texts.ts';
import { AddressField } from './address-field.tsx';
import { AuthorityField } from './authority-field.tsx';
import type { FieldControlProps } from './control-props.ts';
import { GroupField } from './group-field.tsx';
import { isRecord, textOf } from './raw-answer.ts';

export const fieldId = (code: string): string => `field-${code}`;

export function FieldControl(props: FieldControlProps) {
  const { field, value, onChange, base, today, isBirthDate, messageOf, place } = props;
  const i18n = useI18n();
  const common: FieldBase = {
    ...base,
    id: fieldId(place === undefined ? field.code : `${place}-${field.code}`),
    label: say(i18n, field.label),
    span: field.span,
    optional: field.optional,
  };
  const text = { ...common, value: textOf(value), onChange };
  switch (field.type) {
    case 'latin-name':
      return <TextField {...text} direction="ltr" maxLength={field.maxLength} />;
    case 'arabic-name':
      return <TextField {...text} direction="rtl" lang="ar" maxLength={field.maxLength} />;
    case 'name-pair': {
      const pair = isRecord(value) ? value : { latin: textOf(value) };
      const { span: _, ...name } = common;
      return (
        <NameField
          {...name}
          value={{ latin: textOf(pair.latin), arabic: textOf(pair.arabic) }}
          onChange={onChange}
        />
      );
    }
    case 'text':
      return <TextField {...text} maxLength={field.maxLength} />;
    case 'long-text':
      return <TextAreaField {...text} rows={2} />;
    case 'email':
      return <TextField {...text} direction="ltr" inputMode="email" />;
    case 'phone':
      return <PhoneField {...text} />;
    case 'travel-document-number':
    case 'nina':
      return <TextField {...text} direction="ltr" />;
    case 'number':
      return (
        <TextField
          {...common}
          value={typeof value === 'number' ? String(value) : textOf(value)}
          onChange={onChange}
          direction="ltr"
          inputMode="numeric"
        />
      );
    case 'date':
      return <DateField {...text} partial={field.partial} ageOn={isBirthDate ? today : undefined} />;
    case 'country':
      return <CountryField {...text} />;
    case 'yes-no':
      return (
        <YesNoField {...common} value={typeof value === 'boolean' ? value : undefined} onChange={onChange} />
      );
    case 'choice': {
      const choices = field.options.map((option) => ({ value: option.code, label: say(i18n, option.label) }));
      const Shown = field.shown === 'radio' ? ChoiceField : SelectField;
      return <Shown {...text} choices={choices} />;
    }
    case 'money': {
      const money =
        isRecord(value) && typeof value.amount === 'number'
          ? { amount: value.amount, currency: textOf(value.currency) }
          : undefined;
      return <MoneyField {...common} currencies={field.currencies} value={money} onChange={onChange} />;
    }
    case 'address':
      return <AddressField base={common} value={isRecord(value) ? value : {}} onChange={onChange} />;
    case 'relation':
      return <SelectField {...text} choices={relationChoices(i18n, field.among)} />;
    case 'authority':
      return (
        <AuthorityField
          base={common}
          value={isRecord(value) ? value : {}}
          onChange={onChange}
          messageOf={messageOf}
        />
      );
    case 'group':
      return (
        <GroupField
          field={field}
          base={common}
          value={value}
          onChange={onChange}
          messageOf={messageOf}
          today={today}
          Control={FieldControl}
        />
      );
    case 'evidence':
      return null; // form-page.tsx: a document's row, which needs the draft's files
  }
}
