/** What an audit found, in the auditor's language. Codes, numbers and names are data; sentences stand in assets/locales. */
import { isActKind } from '../../../app/acts/kinds.ts';
import type { Finding } from '../../../app/audit/findings.ts';
import type { ClockEvidence } from '../../../app/audit/judge-chain.ts';
import type { AuditView } from '../../../app/desk/audit.ts';
import type { I18n } from '../../ui/i18n.tsx';
import { deskName } from '../central/desks/desk-text.ts';
import { durationText } from '../link/link-text.ts';

/** Enough of a key or hash to tell two apart on a page. */
const SHORT = 8;

export const nameOfDesk = (desk: string | null, i18n: I18n): string =>
  desk === null ? i18n.t('desk.none') : deskName({ desk }, i18n);

export function subjectText({ of, journals }: AuditView, i18n: I18n): string {
  const desks = [...new Set(journals.map(({ desk }) => desk))];
  const [only = null] = desks;
  const name = desks.length === 1 ? nameOfDesk(only, i18n) : i18n.t('audit.desks', { n: desks.length });
  return i18n.t(`audit.subject.${of}`, { name });
}

/** « n° 12 » or « n° 12 à 14 ». */
export const numbersText = (
  { seq, until }: { readonly seq: number | null; readonly until: number | null },
  { t, number }: I18n,
): string => {
  if (seq === null) return t('desk.none');
  return until === null || until === seq
    ? t('audit.number', { n: number(seq) })
    : t('audit.numbers', { from: number(seq), to: number(until) });
};

export const chainText = (of: 'acts' | 'audits' | null, { t }: I18n): string =>
  of === null ? t('desk.none') : t(`audit.chain.${of}`);

export const factOf = ({ code }: Pick<Finding, 'code'>, { lookUp }: I18n): string =>
  lookUp(`errors.${code}.fact`) ?? code;

/** Where it was found, from the large to the small; what does not apply is left out. */
export function placeText({ of, mission, seq, until }: Finding, i18n: I18n): string {
  const parts = [
    mission,
    of === null ? null : chainText(of, i18n),
    seq === null ? null : numbersText({ seq, until }, i18n),
  ].filter((part) => part !== null);
  return parts.length === 0 ? i18n.t('desk.none') : parts.join(' · ');
}

/** « Accordé », « Dossier lu »; a kind that this version does not know by its own name. */
export function kindText(of: 'acts' | 'audits', kind: string, i18n: I18n): string {
  if (of === 'acts') return isActKind(kind) ? i18n.t(`desk.kind.${kind}`) : kind;
  return i18n.lookUp(`audit.kind.${kind}`) ?? kind;
}

export const officerText = (names: ReadonlyMap<string, string | null>, kid: string, i18n: I18n): string =>
  names.get(kid) ?? i18n.t('audit.key', { key: kid.slice(0, SHORT) });

export const namesOf = ({ officers }: AuditView): ReadonlyMap<string, string | null> =>
  new Map(officers.map(({ kid, name }) => [kid, name]));

/** « 3 h avant », « 12 j après ». */
export const apartText = ({ apart }: Pick<ClockEvidence, 'apart'>, i18n: I18n): string =>
  i18n.t(apart < 0 ? 'audit.before' : 'audit.after', { by: durationText(Math.abs(apart), i18n) });
