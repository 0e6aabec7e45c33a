/** « À savoir » as words, and a due day as the days that are left. */

import { dayNumber } from '../../../app/catalogue/days.ts';
import type { ServiceEntry } from '../../../app/catalogue/service-entry.ts';
import type { Notice } from '../../../app/desk/dossier-row.ts';
import type { I18n } from '../../ui/i18n.tsx';
import { say } from './texts.ts';

/** @param definition names the documents; without it a document is not named */
export function noticeText(
  notice: Notice,
  i18n: I18n,
  definition?: Pick<ServiceEntry, 'documents'> | undefined,
): string {
  const { code, values } = notice;
  const { t } = i18n;
  switch (code) {
    case 'urgent':
      return filled(values.reason) ? t('desk.notice.urgent-reason', values) : t('desk.notice.urgent');
    case 'evidence-on-its-way':
      return typeof values.n === 'number'
        ? t('desk.notice.evidence-on-its-way', values)
        : t('desk.notice.evidence-on-its-way-plain');
    case 'requested': {
      const document = definition?.documents.find((one) => one.code === values.document);
      return document
        ? t('desk.notice.requested-document', { document: say(i18n, document.title) })
        : t('desk.notice.requested');
    }
    case 'assigned-to':
      return filled(values.name) ? t('desk.notice.assigned-to', values) : t('desk.notice.assigned-to-plain');
    case 'missing-documents':
      return typeof values.n === 'number'
        ? t('desk.notice.missing-documents', values)
        : t('desk.notice.missing-documents-plain');
    case 'two-versions':
    case 'clock':
    case 'waits':
    case 'held':
    case 'not-admitted':
    case 'needs-update':
    case 'erased':
      return t(`desk.notice.${code}`);
  }
}

const filled = (value: string | number | undefined): boolean => value !== undefined && value !== '';

/** @param today local day; `—` without a due day */
export function dueText(dueBy: string | null, today: string, i18n: I18n): string {
  const due = dueBy === null ? undefined : dayNumber(dueBy);
  const now = dayNumber(today);
  if (due === undefined || now === undefined) return i18n.t('desk.none');
  if (due === now) return i18n.t('desk.due.today');
  return due < now ? i18n.t('desk.due.late', { n: now - due }) : i18n.t('desk.due.in', { n: due - now });
}
