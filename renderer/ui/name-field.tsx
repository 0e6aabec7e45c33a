import type { NamePair } from '../../app/catalogue/fields.ts';
import type { FieldBase, FieldMessage } from './field.tsx';
import { useI18n } from './i18n.tsx';
import { TextField } from './text-field.tsx';

export interface NameFieldProps extends Omit<FieldBase, 'span'> {
  readonly value: NamePair;
  readonly onChange: (value: NamePair) => void;
  readonly arabicRequired?: boolean | undefined;
  readonly arabicMessage?: FieldMessage | undefined;
  readonly onArabicBlur?: (() => void) | undefined;
  /** Surnames are stored in capitals, as on travel documents. */
  readonly capitals?: boolean | undefined;
}

/**
 * The Latin and the Arabic writing side by side, in every interface language: Latin at the left, Arabic at the
 * right. The reading order follows the interface, so the pair is laid out in that order.
 */
export function NameField({
  value,
  onChange,
  message,
  arabicRequired = false,
  arabicMessage,
  onArabicBlur,
  capitals,
  ...base
}: NameFieldProps) {
  const { t, locale } = useI18n();
  const latin = (
    <TextField
      key="latin"
      {...base}
      span={3}
      autoFocus={base.autoFocus && locale !== 'ar'}
      message={message}
      label={base.label}
      direction="ltr"
      capitals={capitals}
      value={value.latin}
      onChange={(text) => onChange({ ...value, latin: text })}
    />
  );
  const arabic = (
    <TextField
      key="arabic"
      {...base}
      autoFocus={base.autoFocus && locale === 'ar'}
      message={arabicMessage}
      onBlur={onArabicBlur ?? base.onBlur}
      id={`${base.id}-arabic`}
      span={3}
      optional={!arabicRequired}
      label={t('ui.name.label', { label: base.label, script: t('ui.name.arabic') })}
      direction="rtl"
      lang="ar"
      value={value.arabic ?? ''}
      onChange={(text) => onChange({ ...value, arabic: text })}
    />
  );
  // Both in one row, whatever stands before them.
  return <div className="field-group span-6">{locale === 'ar' ? [arabic, latin] : [latin, arabic]}</div>;
}
