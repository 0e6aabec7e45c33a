/** The lists of the first screen, in their order, empty ones left out. */
import type { ReactNode } from 'react';
import type { DossierRow } from '../../../app/desk/dossier-row.ts';
import type { DraftRow } from '../../../app/desk/draft.ts';
import type { HomeLists } from '../../../app/desk/home.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { TransportMark } from '../../ui/transport-mark.tsx';
import { useSession } from '../app/desk-context.tsx';
import { openDossier } from '../dossiers/dossier-table.tsx';
import { dueText, noticeText } from '../shared/notice-text.ts';
import { useServices, useServiceTitle } from '../shared/services.tsx';
import { openDraft } from '../worklists/drafts-screen.tsx';

export interface HomeRow {
  readonly key: string;
  readonly open: () => void;
  readonly mark: ReactNode;
  readonly reference: ReactNode;
  readonly name: ReactNode;
  readonly service: ReactNode;
  readonly state: ReactNode;
  readonly notice: ReactNode;
  readonly end: ReactNode;
}

export interface HomeSection {
  readonly key: string;
  readonly title: string;
  readonly rows: readonly HomeRow[];
}

export function useHomeSections(lists: HomeLists): readonly HomeSection[] {
  const { t } = useI18n();
  const draftRow = useDraftRow();
  const dossierRow = useDossierRow();
  const files = (key: string, title: string, rows: readonly DossierRow[]): HomeSection => ({
    key,
    title,
    rows: rows.map(dossierRow),
  });
  return [
    { key: 'resume', title: t('desk.home.resume'), rows: lists.resume.map(draftRow) },
    files('returned', t('desk.home.returned'), lists.returned),
    files('to-decide', t('desk.home.to-decide'), lists.toDecide),
    files('to-countersign', t('desk.home.to-countersign'), lists.toCountersign),
    files('to-hand-over', t('desk.home.to-hand-over'), lists.toHandOver),
    files('due-soon', t('desk.home.due-soon'), lists.dueSoon),
  ].filter(({ rows }) => rows.length > 0);
}

function useDraftRow(): (row: DraftRow) => HomeRow {
  const { t, time } = useI18n();
  const serviceTitle = useServiceTitle();
  return (row) => ({
    key: row.id,
    open: () => openDraft(row),
    mark: null,
    reference: row.ticket === null ? t('desk.none') : t('desk.recovery.ticket', { ticket: row.ticket }),
    name: <Bdi>{row.applicant ?? t('desk.drafts.unnamed')}</Bdi>,
    service: serviceTitle(row.service),
    state: <StatusChip state="draft" />,
    notice: row.interrupted ? t('desk.home.interrupted') : '',
    end: t('desk.home.saved', { time: time(row.savedAt, true) }),
  });
}

function useDossierRow(): (row: DossierRow) => HomeRow {
  const i18n = useI18n();
  const services = useServices();
  const serviceTitle = useServiceTitle();
  const { now } = useSession();
  return (row) => {
    const definition = services.find(({ code }) => code === row.service);
    return {
      key: row.id,
      open: () => openDossier(row),
      mark: <TransportMark state={row.entry} />,
      reference: <Bdi ltr>{row.ref}</Bdi>,
      name: <Bdi>{row.applicant ?? i18n.t('desk.list.unreadable')}</Bdi>,
      service: serviceTitle(row.service),
      state: (
        <StatusChip state={row.procedure} word={definition?.statusWords?.[row.procedure]?.[i18n.locale]} />
      ),
      notice: row.notices.map((one) => noticeText(one, i18n, definition)).join(' · '),
      end: dueText(row.dueBy, localDay(now()), i18n),
    };
  };
}
