/** What is odd about an entry's time and place, and the evidence for it. Nothing is said of an entry that is as they are. */
import type { TimelineEntry } from '../../../app/desk/dossier-view.ts';
import type { I18n } from '../../ui/i18n.tsx';
import { durationText } from '../link/link-text.ts';

/** « Horloge reculée de 3 h · Habilitations remplacées 41 j avant »; undefined for nearly every entry. */
export function oddityText({ oddities }: TimelineEntry, i18n: I18n): string | undefined {
  if (oddities.length === 0) return undefined;
  return oddities
    .map(({ what, against, apart }) =>
      apart === null
        ? i18n.t(`desk.oddity.${what}`, { at: against === null ? '' : i18n.moment(against, true) })
        : i18n.t(`desk.oddity.${what}`, { by: durationText(apart, i18n) }),
    )
    .join(' · ');
}

/** The honest clock of an entry whose time is odd: the newest word of the centre that its signer had seen, and its age then. */
export function evidenceText(
  { oddities, claimedAt, lastReceiptAt }: TimelineEntry,
  i18n: I18n,
): string | undefined {
  if (!oddities.some(({ apart }) => apart !== null)) return undefined;
  if (lastReceiptAt === null) return i18n.t('desk.oddity.no-word');
  const age = Date.parse(claimedAt) - Date.parse(lastReceiptAt);
  const at = i18n.moment(lastReceiptAt, true);
  const by = durationText(Math.abs(age), i18n);
  return i18n.t(age < 0 ? 'desk.oddity.word-after' : 'desk.oddity.word-before', { at, by });
}
