/** Words that come from the catalogue, in the officer's language. */

import { fillText, type Params } from '../../../app/catalogue/form-errors.ts';
import type { Note, Texts } from '../../../app/catalogue/texts.ts';
import type { I18n } from '../../ui/i18n.tsx';

export const say = (i18n: I18n, texts: Texts): string => texts[i18n.locale];

export const sayFilled = (i18n: I18n, texts: Texts, params: Params): string =>
  fillText(texts[i18n.locale], params);

/** Where a fact was read and when; or that the ministry must confirm it; or both. Undefined: it says neither. */
export function provenanceText(i18n: I18n, fact: Pick<Note, 'source' | 'toBeConfirmed'>): string | undefined {
  const { source, toBeConfirmed } = fact;
  const parts = [
    source &&
      i18n.t(source.checkedOn.length > 7 ? 'desk.source.line' : 'desk.source.line-month', {
        cite: source.cite,
        date:
          source.checkedOn.length > 7 ? i18n.shortDate(source.checkedOn) : i18n.longDate(source.checkedOn),
      }),
    toBeConfirmed && i18n.t('desk.to-be-confirmed'),
  ].filter((part) => typeof part === 'string');
  return parts.length === 0 ? undefined : parts.join(' ');
}
