/** The 300 px at the side of a review: the queue, with where one is in it. Q hides it. */
import { useEffect, useRef } from 'react';
import type { DossierId } from '../../../../app/acts/ids.ts';
import type { DossierRow } from '../../../../app/desk/dossier-row.ts';
import { Bdi } from '../../../ui/bdi.tsx';
import { localDay } from '../../../ui/format.ts';
import { useI18n } from '../../../ui/i18n.tsx';
import { useSession, useWorkplace } from '../../app/desk-context.tsx';
import { hrefOf } from '../../app/route.ts';
import { dueText, noticeText } from '../../shared/notice-text.ts';
import { useServiceTitle } from '../../shared/services.tsx';
import { centralRoute } from '../central-route.ts';
import { heldByOther } from '../queue/queue-order.ts';

export interface ReviewQueueProps {
  readonly rows: readonly DossierRow[];
  readonly current: DossierId;
}

export function ReviewQueue({ rows, current }: ReviewQueueProps) {
  const { t, number } = useI18n();
  const at = rows.findIndex(({ id }) => id === current);
  return (
    <>
      <p className="queue-head">
        <span className="section">{t('central.queue')}</span>{' '}
        <span className="queue-place">
          {at < 0
            ? number(rows.length)
            : t('central.queue.place', { at: number(at + 1), of: number(rows.length) })}
        </span>
      </p>
      <ul>
        {rows.map((row) => (
          <QueueItem key={row.id} row={row} current={row.id === current} />
        ))}
      </ul>
    </>
  );
}

function QueueItem({ row, current }: { readonly row: DossierRow; readonly current: boolean }) {
  const i18n = useI18n();
  const serviceTitle = useServiceTitle();
  const { now } = useSession();
  const { officer } = useWorkplace();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (current) link.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const urgent = row.notices.find(({ code }) => code === 'urgent');
  const held = heldByOther(row, officer.subject, now());
  return (
    <li>
      <a
        ref={link}
        className="queue-item"
        href={hrefOf(centralRoute({ name: 'review', id: row.id }))}
        aria-current={current ? 'page' : undefined}
      >
        <span className="queue-ref">
          <Bdi ltr>{row.ref}</Bdi>
        </span>
        <span className={row.urgent ? 'queue-due queue-urgent' : 'queue-due'}>
          {dueText(row.dueBy, localDay(now()), i18n)}
        </span>
        <span className="queue-service">{serviceTitle(row.service)}</span>
        {held ? (
          <span className="queue-flag">
            {i18n.t('central.held', { name: row.assignee?.name ?? i18n.t('central.someone') })}
          </span>
        ) : (
          urgent && <span className="queue-flag queue-urgent">{noticeText(urgent, i18n)}</span>
        )}
      </a>
    </li>
  );
}
