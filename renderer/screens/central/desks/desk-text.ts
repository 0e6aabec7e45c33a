/** What is known of a desk, in the officer's language. Ages count to the list's own time, the gateway's. */
import type { FleetDesk } from '../../../../app/desk/fleet.ts';
import type { I18n } from '../../../ui/i18n.tsx';
import { ageText, durationText } from '../../link/link-text.ts';

/** A clock within this many seconds of the gateway's is right. */
const CLOCK_TOLERANCE = 60;
/** An instant further back than this many milliseconds is written with its year. */
const YEAR_NEEDED = 300 * 86_400_000;

/** `ML-PAR/B`: « ML-PAR, guichet B ». */
export function deskName({ desk }: { readonly desk: string }, { t }: I18n): string {
  const [mission = '', letter = ''] = desk.split('/');
  return mission === 'CENTRAL'
    ? t('central.desks.name.centre', { letter })
    : t('central.desks.name', { mission, letter });
}

export const missionName = (mission: string, { t }: I18n): string =>
  mission === 'CENTRAL' ? t('central.desks.centre') : mission;

const LRI = '\u2066';
const PDI = '\u2069';

/** « ven. 18/11 10:41 »; long ago « 27/09/2025 12:43 ». Set into an Arabic sentence, the day stays before its numbers. */
export function dayText(instant: string, listAt: number, i18n: I18n): string {
  if (listAt - Date.parse(instant) > YEAR_NEEDED) return i18n.moment(instant, true);
  const moment = i18n.moment(instant);
  return `${i18n.weekday(instant)} ${i18n.direction === 'rtl' ? `${LRI}${moment}${PDI}` : moment}`;
}

/** « il y a 3 j, ven. 18/11 10:41 »; « jamais ». */
export const contactText = ({ lastContactAt }: FleetDesk, listAt: number, i18n: I18n): string =>
  lastContactAt === null
    ? i18n.t('central.desks.never')
    : i18n.t('central.desks.ago', {
        age: ageText(lastContactAt, listAt, i18n),
        day: dayText(lastContactAt, listAt, i18n),
      });

/** « 18 h »; undefined while its rhythm is not known. */
export const usualText = ({ usualSilence }: FleetDesk, i18n: I18n): string | undefined =>
  usualSilence === null ? undefined : durationText(usualSilence * 1000, i18n);

/** « 14 · 1,2 Mo · 2 j »: entries, their bytes, the age of the oldest; undefined where the desk does not tell. */
export function backlogText({ report }: FleetDesk, listAt: number, i18n: I18n): string | undefined {
  if (!report?.backlog) return undefined;
  const { entries, bytes, oldestAt } = report.backlog;
  if (entries === 0) return i18n.t('central.desks.nothing');
  const age = oldestAt === null ? [] : [ageText(oldestAt, listAt, i18n)];
  return [i18n.number(entries), i18n.bytes(bytes), ...age].join(' · ');
}

/** « avance de 4 min »; undefined while the clock is right, or not known. */
export function clockText({ clockOffset }: FleetDesk, i18n: I18n): string | undefined {
  if (clockOffset === null || Math.abs(clockOffset) <= CLOCK_TOLERANCE) return undefined;
  const by = durationText(Math.abs(clockOffset) * 1000, i18n);
  return i18n.t(clockOffset > 0 ? 'central.desks.clock.fast' : 'central.desks.clock.slow', { by });
}

/** Whether it is silent, and what that is measured by: « Silencieux depuis 3 j ; d’habitude 18 h au plus. » */
export function stateText(desk: FleetDesk, listAt: number, i18n: I18n): string {
  const { t } = i18n;
  const age = desk.lastContactAt === null ? undefined : ageText(desk.lastContactAt, listAt, i18n);
  const usual = usualText(desk, i18n);
  if (desk.state === 'revoked') return t('central.desks.said.revoked');
  if (age === undefined) return t('central.desks.said.never');
  if (usual === undefined) return t('central.desks.said.unknown-rhythm', { age });
  return t(desk.state === 'silent' ? 'central.desks.said.silent' : 'central.desks.said.regular', {
    age,
    usual,
  });
}
