import type { ReactNode } from 'react';

export interface PageHeadProps {
  readonly title: ReactNode;
  /** Beside the title: a count, the service. */
  readonly note?: ReactNode;
  /** The screen's one action, in lists; elsewhere it stands in the bottom bar. */
  readonly action?: ReactNode;
  /** 2 for the head of a queue beside the content: a screen has one h1. */
  readonly level?: 1 | 2;
}

/** The 48 px head with the only h1 of the screen. */
export function PageHead({ title, note, action, level = 1 }: PageHeadProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <header className="page-head">
      <Heading className="title">{title}</Heading>
      {note !== undefined && <span className="page-note">{note}</span>}
      {action !== undefined && <div className="page-action">{action}</div>}
    </header>
  );
}

export interface Filter {
  readonly key: string;
  readonly label: string;
  readonly count?: number | undefined;
}

export interface FilterBarProps {
  readonly label: string;
  readonly filters: readonly Filter[];
  readonly current: string;
  readonly onChoose: (key: string) => void;
  readonly number?: ((value: number) => string) | undefined;
  readonly children?: ReactNode;
}

/** Saved filters, 40 px. */
export function FilterBar({ label, filters, current, onChoose, number = String, children }: FilterBarProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot centre its content in a given height
    <div className="filters" role="group" aria-label={label}>
      {filters.map((filter) => (
        <button
          key={filter.key}
          type="button"
          className="filter"
          aria-pressed={filter.key === current}
          onClick={() => onChoose(filter.key)}
        >
          {filter.label}
          {filter.count !== undefined && ` ${number(filter.count)}`}
        </button>
      ))}
      {children}
    </div>
  );
}

export interface BottomBarProps {
  /** « Brouillon gardé à 10:41:07 ». */
  readonly note?: ReactNode;
  /** At the inline start: what is less than the primary action (« Complément… », « Refuser… »). */
  readonly start?: ReactNode;
  /** The primary action last. */
  readonly children: ReactNode;
}

/** 56 px: the one next action stands at its inline end. */
export function BottomBar({ note, start, children }: BottomBarProps) {
  return (
    <div className="bottom-bar">
      {start !== undefined && <div className="bottom-actions">{start}</div>}
      <p className="bottom-note" role="status">
        {note}
      </p>
      <div className="bottom-actions">{children}</div>
    </div>
  );
}
