import type { ReactNode } from 'react';
import type { EntryState } from '../../app/dossier/status.ts';
import { useI18n } from './i18n.tsx';
import { TransportMark } from './transport-mark.tsx';

export interface TimelineItem {
  readonly key: string;
  /** absent of what is no entry of the file: an export of it */
  readonly entry?: EntryState;
  /** « Déposé », « Appel du demandeur ». */
  readonly title: string;
  /** a sentence of the interface, values isolated: it runs the interface's way */
  readonly who: string;
  /** ISO instant, shown local. */
  readonly at: string;
  /** « Horloge douteuse », said beside the time. */
  readonly doubt?: string | undefined;
  readonly detail?: ReactNode;
}

export interface TimelineProps {
  readonly label: string;
  /** Newest first. */
  readonly items: readonly TimelineItem[];
}

/** Who did what, when, and where that entry now is. */
export function Timeline({ label, items }: TimelineProps) {
  const { t, moment } = useI18n();
  if (items.length === 0) return <p className="text-3">{t('ui.timeline.empty')}</p>;
  return (
    <ol className="timeline" aria-label={label}>
      {items.map((item) => (
        <li
          key={item.key}
          className={item.entry === 'draft' ? 'timeline-item timeline-draft' : 'timeline-item'}
        >
          <span className="timeline-mark">
            {item.entry !== undefined && <TransportMark state={item.entry} decorative />}
          </span>
          <p className="timeline-title">{item.title}</p>
          <p className="timeline-who">
            {item.who}
            {' · '}
            <time dateTime={item.at} dir="ltr">
              {moment(item.at, true)}
            </time>
          </p>
          {item.entry !== undefined && (
            <p className="timeline-where">
              {t(`status.transport.${item.entry}`)}
              {item.doubt !== undefined && <span className="timeline-doubt"> · {item.doubt}</span>}
            </p>
          )}
          {item.detail !== undefined && <div className="timeline-detail">{item.detail}</div>}
        </li>
      ))}
    </ol>
  );
}
