import { useMemo } from 'react';
import type { DossierRow } from '../../../../app/desk/dossier-row.ts';
import { Bdi } from '../../../ui/bdi.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { localDay } from '../../../ui/format.ts';
import { useI18n } from '../../../ui/i18n.tsx';
import { StatusChip } from '../../../ui/status-chip.tsx';
import { TransportMark } from '../../../ui/transport-mark.tsx';
import { useSession, useWorkplace } from '../../app/desk-context.tsx';
import { dueText, noticeText } from '../../shared/notice-text.ts';
import { useServiceTitle } from '../../shared/services.tsx';
import { heldByOther } from './queue-order.ts';

/** The columns of « File ». What a person must know comes before who: urgent with its reason, held by whom. */
export function useQueueColumns(): readonly Column<DossierRow>[] {
  const i18n = useI18n();
  const serviceTitle = useServiceTitle();
  const { now } = useSession();
  const { officer } = useWorkplace();
  return useMemo(() => {
    const { t } = i18n;
    const today = localDay(now());
    return [
      {
        id: 'mark',
        header: t('central.column.entry'),
        hideHeader: true,
        width: 2.5,
        cell: ({ entry }) => <TransportMark state={entry} />,
      },
      {
        id: 'ref',
        header: t('central.column.ref'),
        width: 9.5,
        rowHeader: true,
        cell: ({ ref }) => <Bdi ltr>{ref}</Bdi>,
      },
      {
        id: 'applicant',
        header: t('central.column.applicant'),
        width: 12,
        look: 'name',
        cell: ({ applicant }) => (applicant === null ? t('central.unreadable') : <Bdi>{applicant}</Bdi>),
      },
      {
        id: 'service',
        header: t('central.column.service'),
        width: 10,
        look: 'quiet',
        cell: ({ service }) => serviceTitle(service),
      },
      {
        id: 'state',
        header: t('central.column.state'),
        width: 11,
        cell: ({ procedure }) => <StatusChip state={procedure} />,
      },
      {
        id: 'know',
        header: t('central.column.know'),
        look: 'quiet',
        cell: (row) => <Know row={row} held={heldByOther(row, officer.subject, now())} />,
      },
      {
        id: 'due',
        header: t('central.column.due'),
        width: 6,
        align: 'end',
        cell: ({ dueBy }) => dueText(dueBy, today, i18n),
      },
    ];
  }, [i18n, serviceTitle, now, officer.subject]);
}

/** Who holds the file comes first: it is what decides whether to open it. */
function Know({ row, held }: { readonly row: DossierRow; readonly held: boolean }) {
  const i18n = useI18n();
  const said = row.notices
    .filter(({ code }) => code !== 'assigned-to')
    .map((notice) => noticeText(notice, i18n));
  const until = row.assignee?.until;
  const by = row.assignee?.name;
  if (held) {
    said.unshift(
      by && until
        ? i18n.t('central.held-until', { name: by, time: i18n.time(until) })
        : i18n.t('central.held', { name: by ?? i18n.t('central.someone') }),
    );
  }
  const text = said.join(' · ');
  return (
    <span className={row.urgent && !held ? 'queue-urgent' : undefined} title={text || undefined}>
      {text}
    </span>
  );
}
