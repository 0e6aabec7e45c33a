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
import { fieldId } from './field-id.ts';
import { GroupField } from './group-field.tsx';
import { isRecord, textOf } from './raw-answer.ts';

export function FieldControl(props: FieldControlProps) {
  const { field, value, onChange, base, today, isBirthDate, messageOf, onLeave, place } = props;
  const i18n = useI18n();
  const common: FieldBase = {
    ...base,
    id: fieldId(field.code, place),
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
          message={messageOf('latin') ?? base.message}
          arabicMessage={messageOf('arabic')}
          arabicRequired={field.arabic === 'required'}
          onBlur={() => onLeave('latin')}
          onArabicBlur={() => onLeave('arabic')}
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
      return (
        <DateField {...text} keepUnread partial={field.partial} ageOn={isBirthDate ? today : undefined} />
      );
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
      const { amount, currency } = isRecord(value) ? value : {};
      return (
        <MoneyField
          {...common}
          currencies={field.currencies}
          value={typeof amount === 'number' ? { amount, currency: textOf(currency) } : undefined}
          unread={typeof amount === 'string' ? { typed: amount, currency: textOf(currency) } : undefined}
          onChange={(money, typed, unit) =>
            onChange(money ?? (typed === '' ? undefined : { amount: typed, currency: unit }))
          }
        />
      );
    }
    case 'address':
      return (
        <AddressField
          base={common}
          value={isRecord(value) ? value : {}}
          onChange={onChange}
          messageOf={messageOf}
          onLeave={onLeave}
        />
      );
    case 'relation':
      return <SelectField {...text} choices={relationChoices(i18n, field.among)} />;
    case 'authority':
      return (
        <AuthorityField
          base={common}
          value={isRecord(value) ? value : {}}
          onChange={onChange}
          messageOf={messageOf}
          onLeave={onLeave}
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
          onLeave={onLeave}
          today={today}
          Control={FieldControl}
        />
      );
    case 'evidence':
      return null; // form-page.tsx: a document's row, which needs the draft's files
  }
}
