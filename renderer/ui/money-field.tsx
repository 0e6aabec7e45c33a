import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { Money } from '../../app/acts/bodies.ts';
import { type FieldBase, FieldFrame, type FieldMessage, inputAttributes } from './field.tsx';
import { currencyOf, formatNumber } from './format.ts';
import { useI18n } from './i18n.tsx';
import { Icon } from './icon.tsx';
import type { Locale } from './locale.ts';

export interface MoneyFieldProps extends FieldBase {
  readonly value: Money | undefined;
  /** @param typed the amount as it stands there, readable or not */
  readonly onChange: (value: Money | undefined, typed: string, currency: string) => void;
  /** an amount that was typed before and cannot be read, with its currency */
  readonly unread?: { readonly typed: string; readonly currency: string } | undefined;
  /** The first is offered when there is no value. */
  readonly currencies: readonly string[];
}

/** Whole and decimal digits with `,` or `.`; undefined for anything else. */
export function readAmount(text: string, digits: number): number | undefined {
  const match = /^(\d+)(?:[.,](\d+))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, ''));
  if (!match?.[1] || (match[2]?.length ?? 0) > digits) return undefined;
  return Number(match[1]) * 10 ** digits + Number((match[2] ?? '').padEnd(digits, '0') || '0');
}

const shownAmount = (locale: Locale, money: Money | undefined): string => {
  if (!money) return '';
  const { digits } = currencyOf(money.currency);
  return formatNumber(locale, money.amount / 10 ** digits, digits);
};

export function MoneyField(props: MoneyFieldProps) {
  const { t, locale } = useI18n();
  const [typed, setTyped] = useState<string | undefined>(props.unread?.typed);
  const [chosen, setChosen] = useState(
    props.value?.currency ?? props.unread?.currency ?? props.currencies[0] ?? '',
  );
  const [left, setLeft] = useState(props.unread !== undefined);
  const currency = props.value?.currency ?? chosen;
  const text = typed ?? shownAmount(locale, props.value);
  const send = (typedAmount: string, unit: string) => {
    const amount = readAmount(typedAmount, currencyOf(unit).digits);
    props.onChange(amount === undefined ? undefined : { amount, currency: unit }, typedAmount, unit);
  };
  const unread = left && text !== '' && readAmount(text, currencyOf(currency).digits) === undefined;
  const own: FieldMessage | undefined = unread ? { tone: 'bad', text: t('ui.money.unreadable') } : undefined;
  return (
    <FieldFrame base={props} own={own}>
      <div className="money">
        <input
          {...inputAttributes(props, own)}
          type="text"
          inputMode="decimal"
          dir="ltr"
          value={text}
          onChange={(event) => {
            setTyped(event.target.value);
            setLeft(false);
            send(event.target.value, currency);
          }}
          onBlur={() => {
            setLeft(true);
            if (readAmount(text, currencyOf(currency).digits) !== undefined) setTyped(undefined);
            props.onBlur?.();
          }}
        />
        <div className="select-box">
          <select
            className="input select"
            aria-label={t('ui.money.currency')}
            disabled={props.readOnly}
            value={currency}
            onChange={(event) => {
              setChosen(event.target.value);
              send(text, event.target.value);
            }}
          >
            {props.currencies.map((unit) => (
              <option key={unit} value={unit}>
                {currencyOf(unit).sign}
              </option>
            ))}
          </select>
          <Icon of={ChevronDown} />
        </div>
      </div>
    </FieldFrame>
  );
}
