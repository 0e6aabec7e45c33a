/** The same questions for each of several: one block an item, « Ajouter » below the last. */
import { type ComponentType, Fragment } from 'react';
import type { FieldOf } from '../../../app/catalogue/fields.ts';
import { readItem } from '../../../app/catalogue/read-answer.ts';
import { Button } from '../../ui/button.tsx';
import type { FieldBase, FieldMessage } from '../../ui/field.tsx';
import { messageId } from '../../ui/field.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { say } from '../shared/texts.ts';
import type { FieldControlProps } from './control-props.ts';
import { isRecord } from './raw-answer.ts';
import './group.css';

export interface GroupFieldProps {
  readonly field: FieldOf<'group'>;
  readonly base: FieldBase;
  readonly value: unknown;
  readonly onChange: (value: readonly unknown[]) => void;
  /** @param part such as `2/birth-date` */
  readonly messageOf: (part: string) => FieldMessage | undefined;
  readonly today: string;
  /** how a question inside is shown: as any other */
  readonly Control: ComponentType<FieldControlProps>;
}

export function GroupField({ field, base, value, onChange, messageOf, today, Control }: GroupFieldProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const given: readonly unknown[] = Array.isArray(value) ? value : [];
  // As many blocks as are asked for stand there, so that the first needs no button.
  const items = Array.from({ length: Math.max(given.length, field.minimum) }, (_, n) => {
    const item = given[n];
    return isRecord(item) ? item : {};
  });
  const put = (n: number, code: string, answer: unknown) =>
    onChange(items.map((item, at) => (at === n ? { ...item, [code]: answer } : item)));
  const title = (n: number) => t('desk.group.item', { item: say(i18n, field.item), n: n + 1 });
  return (
    <fieldset className="group span-6" id={base.id} aria-describedby={messageId(base.id)}>
      <legend className="section">
        {base.label}
        {base.optional && <span className="field-optional"> {t('ui.optional')}</span>}
      </legend>
      {items.map((item, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place: answers have no other name
        <Fragment key={n}>
          <div className="group-item">
            <h3 className="label">{title(n)}</h3>
            {items.length > field.minimum && (
              <Button
                size="small"
                onPress={() => onChange(items.filter((_, at) => at !== n))}
                label={`${t('desk.group.remove')}, ${title(n)}`}
              >
                {t('desk.group.remove')}
              </Button>
            )}
          </div>
          {readItem(field, item).fields.map((asked) => (
            <Control
              key={asked.code}
              field={asked}
              place={`${field.code}-${n}`}
              value={item[asked.code]}
              onChange={(answer) => put(n, asked.code, answer)}
              messageOf={(part) => messageOf([n, asked.code, part].filter((one) => one !== '').join('/'))}
              today={today}
              isBirthDate={false}
              base={{
                message: messageOf(`${n}/${asked.code}`),
                onFocus: base.onFocus,
                onBlur: base.onBlur,
              }}
            />
          ))}
        </Fragment>
      ))}
      <div className="group-foot">
        <p className="field-message" id={messageId(base.id)} data-tone={base.message?.tone}>
          {base.message?.text}
        </p>
        <Button
          onPress={() => onChange([...items, {}])}
          disabled={items.length >= field.maximum}
          label={t('desk.group.add', { item: say(i18n, field.item) })}
        >
          {t('desk.group.add', { item: say(i18n, field.item) })}
        </Button>
      </div>
    </fieldset>
  );
}
