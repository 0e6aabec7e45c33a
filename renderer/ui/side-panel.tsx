import type { ReactNode } from 'react';

export interface PanelSectionProps {
  readonly title: string;
  /** Beside the title: a count, a date. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** A block of the side: the readable strip, help for the field in focus, two versions. */
export function PanelSection({ title, note, children }: PanelSectionProps) {
  return (
    <section className="panel-section">
      <h2 className="section">
        {title}
        {note !== undefined && <span className="section-note"> {note}</span>}
      </h2>
      {children}
    </section>
  );
}

export interface SidePanelProps {
  readonly children: ReactNode;
}

/** The 352 px at the inline end; a drawer in windows under 1,100 px, reached by F6. */
export function SidePanel({ children }: SidePanelProps) {
  return <div className="side-panel">{children}</div>;
}

export interface HelpTextProps {
  readonly text: string;
  /** Source and date, as the catalogue states them. */
  readonly source?: string | undefined;
}

export function HelpText({ text, source }: HelpTextProps) {
  return (
    <div className="help-text" aria-live="polite">
      <p>{text}</p>
      {source !== undefined && <p className="text-3">{source}</p>}
    </div>
  );
}
