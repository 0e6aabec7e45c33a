/** What stands where something is still read, or could not be: nothing before 400 ms, then a word. */
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import type { Loaded } from '../app/desk-context.tsx';
import './loading.css';

export interface LoadingProps<T> {
  readonly of: Loaded<T>;
  readonly children: (value: T) => ReactNode;
}

export function Loading<T>({ of, children }: LoadingProps<T>) {
  const { t } = useI18n();
  if (of.value !== undefined) return children(of.value);
  if (of.error === undefined) return <p className="loading text-3">{t('desk.loading')}</p>;
  return (
    <div className="loading-error">
      <ErrorLine
        code={of.error.code}
        values={of.error.values}
        action={
          <Button size="small" onPress={of.reload}>
            {t('desk.retry')}
          </Button>
        }
      />
    </div>
  );
}
