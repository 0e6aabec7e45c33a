import type { ReactNode } from 'react';
import { Bdi } from './bdi.tsx';

export interface Definition {
  readonly key: string;
  readonly term: string;
  /** A string is isolated by itself; `ltr` for numbers and codes. */
  readonly value: ReactNode;
  readonly ltr?: boolean | undefined;
  /** « repris du 12/03/2025 », at the inline end. */
  readonly note?: string | undefined;
}

export interface DefinitionListProps {
  readonly items: readonly Definition[];
  readonly label?: string | undefined;
}

/** Facts: a word, a value. */
export function DefinitionList({ items, label }: DefinitionListProps) {
  return (
    <dl className="definitions" aria-label={label}>
      {items.map((item) => (
        <div key={item.key} className="definition">
          <dt>{item.term}</dt>
          <dd>
            {typeof item.value === 'string' ? <Bdi ltr={item.ltr ?? false}>{item.value}</Bdi> : item.value}
            {item.note !== undefined && <span className="definition-note">{item.note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
