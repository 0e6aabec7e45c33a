import { RELATION_TEXTS, RELATIONS, type Relation } from '../../../app/catalogue/relations.ts';
import type { Choice } from '../../ui/choice-field.tsx';
import type { I18n } from '../../ui/i18n.tsx';
import { say } from './texts.ts';

export const relationChoices = (i18n: I18n, among: readonly Relation[] = RELATIONS): readonly Choice[] =>
  among.map((value) => ({ value, label: say(i18n, RELATION_TEXTS[value]) }));

/** A relation that this version does not know is shown by its code. */
export function relationText(i18n: I18n, value: string): string {
  const known = RELATIONS.find((one) => one === value);
  return known ? say(i18n, RELATION_TEXTS[known]) : value;
}
