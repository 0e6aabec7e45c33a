/** The columns of every table of files, in one place: the same words at the same places. */
import { useMemo } from 'react';
import type { DossierRow } from '../../../app/desk/dossier-row.ts';
import { Bdi } from '../../ui/bdi.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TransportMark } from '../../ui/transport-mark.tsx';
import { useSession } from '../app/desk-context.tsx';
import { dueText, noticeText } from '../shared/notice-text.ts';
import { useServices, useServiceTitle } from '../shared/services.tsx';

export function useDossierColumns(): readonly Column<DossierRow>[] {
  const i18n = useI18n();
  const services = useServices();
  const serviceTitle = useServiceTitle();
  const { now } = useSession();
  return useMemo((): readonly Column<DossierRow>[] => {
    const { t } = i18n;
    const definitionOf = (row: DossierRow) => services.find(({ code }) => code === row.service);
    return [
      {
        id: 'entry',
        header: t('desk.list.entry'),
        hideHeader: true,
        width: 2.75,
        cell: (row) => <TransportMark state={row.entry} />,
      },
      {
        id: 'reference',
        header: t('desk.list.reference'),
        width: 9.5,
        cell: (row) => <Bdi ltr>{row.ref}</Bdi>,
      },
      {
        id: 'applicant',
        header: t('desk.list.applicant'),
        width: 12.5,
        look: 'name',
        rowHeader: true,
        cell: (row) => <ApplicantName row={row} />,
      },
      {
        id: 'service',
        header: t('desk.list.service'),
        width: 12.25,
        look: 'quiet',
        cell: (row) => serviceTitle(row.service),
      },
      {
        id: 'state',
        header: t('desk.list.state'),
        width: 11,
        cell: (row) => (
          <StatusChip
            state={row.procedure}
            word={definitionOf(row)?.statusWords?.[row.procedure]?.[i18n.locale]}
          />
        ),
      },
      {
        id: 'notice',
        header: t('desk.list.notice'),
        look: 'quiet',
        cell: (row) => {
          const said = row.notices.map((one) => noticeText(one, i18n, definitionOf(row))).join(' · ');
          return <span title={said}>{said}</span>;
        },
      },
      {
        id: 'last',
        header: t('desk.list.last'),
        width: 7.25,
        align: 'end',
        look: 'quiet',
        cell: (row) => <Bdi ltr>{i18n.moment(row.lastAt)}</Bdi>,
      },
      {
        id: 'due',
        header: t('desk.list.due'),
        width: 6.25,
        align: 'end',
        cell: (row) => dueText(row.dueBy, localDay(now()), i18n),
      },
    ];
  }, [i18n, services, serviceTitle, now]);
}

/** The name in the script of the interface, where the file has it. */
function ApplicantName({ row }: { readonly row: DossierRow }) {
  const { locale, t } = useI18n();
  if (row.applicant === null) return <span className="text-3">{t('desk.list.unreadable')}</span>;
  const arabic = locale === 'ar' && row.applicantArabic !== null;
  return <Bdi>{arabic ? row.applicantArabic : row.applicant}</Bdi>;
}
