/** Fact; what to do; what is safe; a stable code in small type, for the telephone (UI.md section 9). */
import type { ReactNode } from 'react';
import { useI18n, type Values } from './i18n.tsx';

export interface ErrorLineProps {
  /** `AD-207`: its sentences are `errors.AD-207.fact`, `.do` and `.safe`. */
  readonly code: string;
  readonly values?: Values | undefined;
  /** `wait`: somebody has something to do. `bad`: it was refused. */
  readonly tone?: 'wait' | 'bad';
  readonly action?: ReactNode;
  /** Said at once by screen readers: only for « non admis » and for the loss of the right to seal. */
  readonly assertive?: boolean;
}

/**
 * The sentences of a code, in order; an unknown code is still said, with what can be said of any. A sentence whose
 * values did not come along is left out: an error line must never fail itself.
 */
export function useErrorText(): (code: string, values?: Values) => readonly string[] {
  const { lookUp } = useI18n();
  const sentence = (key: string, values: Values | undefined): readonly string[] => {
    try {
      const text = lookUp(key, values);
      return text === undefined ? [] : [text];
    } catch {
      return [];
    }
  };
  return (code, values) => {
    const said = (known: string) =>
      ['fact', 'do', 'safe'].flatMap((part) => sentence(`errors.${known}.${part}`, values));
    const own = said(code);
    return own.length > 0 ? own : said('UI-000');
  };
}

export function ErrorLine({ code, values, tone = 'bad', action, assertive = false }: ErrorLineProps) {
  const text = useErrorText();
  const [fact, ...rest] = text(code, values);
  return (
    <div className={`error-line error-${tone}`} role={assertive ? 'alert' : 'status'}>
      <p>
        <strong>{fact}</strong> {rest.join(' ')}{' '}
        <span className="error-code" dir="ltr">
          {code}
        </span>
      </p>
      {action}
    </div>
  );
}
