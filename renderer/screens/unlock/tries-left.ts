import type { I18n } from '../../ui/i18n.tsx';

/** So few tries left are said: before them a slip of the hand needs no alarm. */
const SAID_FROM = 3;

/** What a refused secret may cost, where policy destroys slots; undefined where there is nothing to fear yet. */
export const triesLeftText = (left: number | undefined, { t }: Pick<I18n, 't'>): string | undefined =>
  left === undefined || left === 0 || left > SAID_FROM ? undefined : t('desk.unlock.tries-left', { n: left });
