/**
 * Where the entry is (UI.md section 2): own drawings of 16 px, like the rings of a stamp. The shape alone tells
 * the state; the colour repeats it. Never mirrored.
 */
import type { ReactNode } from 'react';
import type { EntryState } from '../../app/dossier/status.ts';
import { useI18n } from './i18n.tsx';

const outer = <circle cx="8" cy="8" r="6.75" />;
const inner = <circle cx="8" cy="8" r="3.75" />;
const half = <path className="mark-fill" d="M8 4.25a3.75 3.75 0 0 1 0 7.5z" />;

const DRAWINGS: Readonly<Record<EntryState, ReactNode>> = {
  draft: null,
  sealed: (
    <>
      {outer}
      {inner}
    </>
  ),
  sent: (
    <>
      {outer}
      {inner}
      {half}
    </>
  ),
  'on-stick': (
    <>
      <path d="M9.2 13.7A6.75 6.75 0 1 1 14.7 7.2" />
      {inner}
      {half}
      <path className="mark-fill" d="M11.5 11h3v4h-3zM12.2 9.4h1.6V11h-1.6z" />
    </>
  ),
  received: (
    <>
      {outer}
      <circle className="mark-fill" cx="8" cy="8" r="4.25" />
    </>
  ),
  held: (
    <>
      {outer}
      <path className="mark-thick" d="M6.25 5.25v5.5M9.75 5.25v5.5" />
    </>
  ),
  'not-admitted': (
    <>
      {outer}
      <path className="mark-thick" d="M12.4 3.6 3.6 12.4" />
    </>
  ),
  'needs-update': (
    <>
      {outer}
      <path className="mark-thick" d="M8 11.5v-6M5.25 7.75 8 5l2.75 2.75" />
    </>
  ),
  unverified: (
    <>
      <path d="M9.9 1.52A6.75 6.75 0 0 1 14.75 8M13.6 11.75A6.75 6.75 0 0 1 6.1 14.48M2.4 11.75A6.75 6.75 0 0 1 3.9 2.65" />
      <path className="mark-thick" d="M8 4.75v4" />
      <path className="mark-thick" d="M8 11.2v.1" />
    </>
  ),
};

export interface TransportMarkProps {
  readonly state: EntryState;
  /** When the word stands beside the mark, it is not said twice. */
  readonly decorative?: boolean;
  /** Draws the rings once, in 200 ms: only at the moment of sealing. */
  readonly drawing?: boolean;
}

export function TransportMark({ state, decorative = false, drawing = false }: TransportMarkProps) {
  const { t } = useI18n();
  const word = t(`status.transport.${state}`);
  if (state === 'draft') return decorative ? null : <span className="visually-hidden">{word}</span>;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has one, or stands beside its word and is hidden
    <svg
      className={`mark mark-${state}${drawing ? ' mark-drawing' : ''}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      {...(decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': word })}
    >
      {!decorative && <title>{word}</title>}
      {DRAWINGS[state]}
    </svg>
  );
}
