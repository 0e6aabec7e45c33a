/**
 * The grid of UI.md section 4: top 40, rail, content, foot 28. Each block is a landmark that F6 walks. The layout
 * says what stands beside the content: nothing (list), plan and side (capture), timeline (dossier), queue and
 * scans (review).
 */
import { type ReactNode, useRef } from 'react';
import { useCommands } from './commands.tsx';
import { FootKeys } from './foot-keys.tsx';
import { useI18n } from './i18n.tsx';
import { rememberFocus, walkRegions } from './regions.ts';

/** What stands beside the content in each layout. */
export type ShellLayout =
  | { readonly kind: 'list' }
  | { readonly kind: 'capture'; readonly plan: ReactNode; readonly side: ReactNode }
  | { readonly kind: 'dossier'; readonly timeline: ReactNode }
  /** `queue` undefined: hidden by Q. */
  | { readonly kind: 'review'; readonly queue: ReactNode | undefined; readonly scans: ReactNode };

export interface AppShellProps {
  readonly layout: ShellLayout;
  readonly top: ReactNode;
  /** Absent while locked. */
  readonly rail?: ReactNode;
  /** Scrolls by itself; a `DataTable` in it fills the height. */
  readonly children: ReactNode;
  /** The 56 px bar under the content. */
  readonly bar?: ReactNode;
  /** Over everything at the block end: the countdown of a decision. */
  readonly strip?: ReactNode;
}

export function AppShell({ layout, top, rail, children, bar, strip }: AppShellProps) {
  const { t } = useI18n();
  const root = useRef<HTMLDivElement>(null);
  const walk = (step: 1 | -1) => () => {
    if (root.current) walkRegions(root.current, step);
  };
  useCommands({ 'next-region': walk(1), 'previous-region': walk(-1) });
  const hidden = layout.kind === 'review' && layout.queue === undefined ? ' shell-no-queue' : '';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: remembers where the focus was; nothing is pressed
    <div
      ref={root}
      className={`shell shell-${layout.kind}${rail === undefined ? ' shell-bare' : ''}${hidden}`}
      onFocus={(event) => rememberFocus(event.target)}
    >
      <a className="skip" href="#content">
        {t('ui.skip')}
      </a>
      <header className="top" data-region="top">
        {top}
      </header>
      {rail !== undefined && (
        <nav className="shell-rail" data-region="rail" aria-label={t('ui.region.rail')}>
          {rail}
        </nav>
      )}
      <Before layout={layout} />
      <main className="content" id="content" data-region="main" tabIndex={-1}>
        <div className="content-body">{children}</div>
        {bar}
      </main>
      <After layout={layout} />
      {strip !== undefined && <div className="shell-strip">{strip}</div>}
      <FootKeys />
    </div>
  );
}

function Before({ layout }: { readonly layout: ShellLayout }) {
  const { t } = useI18n();
  switch (layout.kind) {
    case 'capture':
      return (
        <nav className="shell-plan" data-region="plan" aria-label={t('ui.region.plan')}>
          {layout.plan}
        </nav>
      );
    case 'review':
      return layout.queue === undefined ? null : (
        <nav className="shell-queue" data-region="queue" aria-label={t('ui.region.queue')}>
          {layout.queue}
        </nav>
      );
    case 'list':
    case 'dossier':
      return null;
  }
}

function After({ layout }: { readonly layout: ShellLayout }) {
  const { t } = useI18n();
  switch (layout.kind) {
    case 'capture':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
        <aside className="shell-side" data-region="side" aria-label={t('ui.region.side')} tabIndex={0}>
          {layout.side}
        </aside>
      );
    case 'dossier':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
        <aside className="shell-side" data-region="side" aria-label={t('ui.region.timeline')} tabIndex={0}>
          {layout.timeline}
        </aside>
      );
    case 'review':
      return (
        <section className="shell-scans" data-region="scans" aria-label={t('ui.region.scans')}>
          {layout.scans}
        </section>
      );
    case 'list':
      return null;
  }
}
