/** The same questions for each of several: one block an item, « Ajouter » below the last. */
import { type ComponentType, Fragment, useEffect, useRef } from 'react';
import type { FieldOf } from '../../../app/catalogue/fields.ts';
import { readItem } from '../../../app/catalogue/read-answer.ts';
import { Button } from '../../ui/button.tsx';
import type { FieldBase, FieldMessage } from '../../ui/field.tsx';
import { messageId } from '../../ui/field.tsx';
import { FieldGroup } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { say } from '../shared/texts.ts';
import type { FieldControlProps } from './control-props.ts';
import { controlOf, fieldId } from './field-id.ts';
import { isRecord } from './raw-answer.ts';
import './group.css';

export interface GroupFieldProps {
  readonly field: FieldOf<'group'>;
  readonly base: FieldBase;
  readonly value: unknown;
  readonly onChange: (value: readonly unknown[]) => void;
  /** @param part such as `2/birth-date` */
  readonly messageOf: (part: string) => FieldMessage | undefined;
  readonly onLeave: (part: string) => void;
  readonly today: string;
  /** how a question inside is shown: as any other */
  readonly Control: ComponentType<FieldControlProps>;
}

export function GroupField({ field, base, value, onChange, today, Control, ...parts }: GroupFieldProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const given: readonly unknown[] = Array.isArray(value) ? value : [];
  // As many blocks as are asked for stand there, so that the first needs no button.
  const items = Array.from({ length: Math.max(given.length, field.minimum) }, (_, n) => {
    const item = given[n];
    return isRecord(item) ? item : {};
  });
  const keys = useKeys(items.length);
  const add = useRef<HTMLButtonElement>(null);
  const wanted = useRef<(() => HTMLElement | null) | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once the block has come or gone
  useEffect(() => {
    wanted.current?.()?.focus();
    wanted.current = null;
  }, [items.length]);
  const put = (n: number, code: string, answer: unknown) =>
    onChange(items.map((item, at) => (at === n ? { ...item, [code]: answer } : item)));
  const title = (n: number) => t('desk.group.item', { item: say(i18n, field.item), n: n + 1 });
  const append = () => {
    const first = readItem(field, {}).fields[0]?.code ?? '';
    const id = fieldId(first, `${field.code}-${items.length}`);
    wanted.current = () => controlOf(id);
    onChange([...items, {}]);
  };
  const remove = (n: number) => {
    wanted.current = () => add.current;
    keys.remove(n);
    onChange(items.filter((_, at) => at !== n));
  };
  return (
    <FieldGroup id={base.id} label={base.label} optional={base.optional} describedBy={messageId(base.id)}>
      {items.map((item, n) => (
        <Fragment key={keys.of(n)}>
          <div className="group-item">
            <h3 className="label">{title(n)}</h3>
            {items.length > field.minimum && (
              <Button size="small" onPress={() => remove(n)} label={`${t('desk.group.remove')}, ${title(n)}`}>
                {t('desk.group.remove')}
              </Button>
            )}
          </div>
          {readItem(field, item).fields.map((asked) => {
            const part = (inside: string) => [n, asked.code, inside].filter((one) => one !== '').join('/');
            return (
              <Control
                key={asked.code}
                field={asked}
                place={`${field.code}-${n}`}
                value={item[asked.code]}
                onChange={(answer) => put(n, asked.code, answer)}
                messageOf={(inside) => parts.messageOf(part(inside))}
                onLeave={(inside) => parts.onLeave(part(inside))}
                today={today}
                isBirthDate={false}
                base={{
                  message: parts.messageOf(part('')),
                  reusedFrom: base.reusedFrom,
                  onConfirmReused: base.onConfirmReused,
                  onFocus: base.onFocus,
                  onBlur: () => parts.onLeave(part('')),
                }}
              />
            );
          })}
        </Fragment>
      ))}
      <div className="group-foot">
        <Button
          ref={add}
          onPress={append}
          disabled={items.length >= field.maximum}
          title={items.length >= field.maximum ? t('desk.group.full', { n: field.maximum }) : undefined}
        >
          {t('desk.group.add', { item: say(i18n, field.item) })}
        </Button>
        <p className="field-message" id={messageId(base.id)} data-tone={base.message?.tone}>
          {base.message?.text}
        </p>
      </div>
    </FieldGroup>
  );
}

/** A block keeps its own while others go: what is being typed in it is no answer yet. */
function useKeys(length: number) {
  const keys = useRef<number[]>([]);
  const last = useRef(0);
  while (keys.current.length < length) {
    last.current += 1;
    keys.current.push(last.current);
  }
  keys.current.length = length;
  return {
    of: (n: number): number => keys.current[n] ?? n,
    remove: (n: number): void => void keys.current.splice(n, 1),
  };
}
