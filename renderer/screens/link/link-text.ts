/**
 * The link in one line for the top bar (UI.md section 12): always a number or a time, never a hope. What a person
 * must do comes first; being without a link has no colour.
 */
import type { LinkStatus } from '../../../app/desk/link-status.ts';
import type { EntryState } from '../../../app/dossier/status.ts';
import type { I18n } from '../../ui/i18n.tsx';
import type { LinkState } from '../../ui/top-bar.tsx';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** « 4 min », « 3 h », « 2 j »: the largest unit that is not nought; under a minute it says one. */
export function durationText(ms: number, { t }: I18n): string {
  if (ms >= DAY) return t('desk.age.days', { n: Math.floor(ms / DAY) });
  if (ms >= HOUR) return t('desk.age.hours', { n: Math.floor(ms / HOUR) });
  return t('desk.age.minutes', { n: Math.max(1, Math.floor(ms / MINUTE)) });
}

export const ageText = (since: string, now: number, i18n: I18n): string =>
  durationText(now - Date.parse(since), i18n);

/** The mark of what is least far. */
export function linkMark(link: LinkStatus): EntryState | undefined {
  if (link.sealedHere.entries > 0) return 'sealed';
  if (link.onStick.entries > 0) return 'on-stick';
  if (link.sent.entries > 0) return 'sent';
  return link.received.entries > 0 ? 'received' : undefined;
}

export function linkState(link: LinkStatus, now: number, i18n: I18n): LinkState {
  const mark = linkMark(link);
  const made = (text: string, tone: LinkState['tone'] = 'neutral'): LinkState => ({
    text,
    tone,
    ...(mark === undefined ? {} : { mark }),
  });
  const { t } = i18n;
  const rights = rightsText(link, i18n);
  if (rights) return made(rights.text, rights.tone);
  const parts = (...texts: readonly (string | false | null)[]): LinkState =>
    made(texts.filter((text) => typeof text === 'string').join(' · '));
  const toSend = t('desk.link.waiting', { n: i18n.number(link.sealedHere.entries) });
  switch (link.state) {
    case 'needs-person':
      return made(t('desk.link.resume', { n: i18n.number(link.attention.length) }), 'wait');
    case 'foreign-answer':
      return made(t('desk.link.foreign'), 'wait');
    case 'sending':
      return parts(
        link.current === null
          ? toSend
          : t('desk.link.sending', { done: link.current.done, of: link.current.of }),
        link.bytesPerSecond !== null && t('desk.link.speed', { size: i18n.bytes(link.bytesPerSecond) }),
      );
    case 'waiting':
      return parts(
        toSend,
        link.bytesToSend > 0 && i18n.bytes(link.bytesToSend),
        link.secondsLeft !== null &&
          t('desk.link.minutes', { n: Math.max(1, Math.round(link.secondsLeft / 60)) }),
      );
    case 'paused':
      return parts(toSend, t('desk.link.paused'));
    case 'no-link':
      return link.sealedHere.entries === 0 && link.onStick.entries > 0
        ? stickText(link, i18n, parts)
        : parts(
            link.sealedHere.entries > 0 && toSend,
            link.noLinkSince === null
              ? t('desk.link.no-link-plain')
              : t('desk.link.no-link', { age: ageText(link.noLinkSince, now, i18n) }),
          );
    case 'received':
      return made(
        link.lastReceivedAt === null
          ? t('desk.link.nothing')
          : t('desk.link.received', { time: whenText(link.lastReceivedAt, now, i18n) }),
      );
    case 'not-configured':
      return parts(t('desk.link.not-configured'));
  }
}

function stickText(
  link: LinkStatus,
  i18n: I18n,
  parts: (...texts: readonly string[]) => LinkState,
): LinkState {
  const time = link.onStick.oldestAt === null ? '' : i18n.time(link.onStick.oldestAt);
  return parts(
    i18n.t('desk.link.stick', { n: i18n.number(link.onStick.entries), time }),
    i18n.t('desk.link.stick-waiting'),
  );
}

/** The time of day today, the day and time before. */
export const whenText = (instant: string, now: number, i18n: I18n): string =>
  now - Date.parse(instant) < 18 * HOUR ? i18n.time(instant) : i18n.moment(instant);

/** `KR-010`: in `left` days nothing may be sealed any more; `KR-011`: it is so now. */
function rightsText(link: LinkStatus, { t }: I18n): Pick<LinkState, 'text' | 'tone'> | undefined {
  if (link.attention.some(({ code }) => code === 'KR-011')) {
    return { text: t('desk.link.read-only'), tone: 'bad' };
  }
  const ageing = link.attention.find(({ code }) => code === 'KR-010');
  return (
    ageing && { text: t('desk.link.authorisations', { n: Number(ageing.values.left ?? 0) }), tone: 'wait' }
  );
}
