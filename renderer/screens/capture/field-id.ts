/** Where on the page a question, or a part of its answer, stands: by id, so that a summary can lead there. */
import type { Field } from '../../../app/catalogue/fields.ts';

/** @param place inside a group: the group and the item's number */
export const fieldId = (code: string, place?: string): string =>
  place === undefined ? `field-${code}` : `field-${place}-${code}`;

/** Where the first part of a composite answer stands: at the field's own id. */
const FIRST: Partial<Record<Field['type'], string>> = {
  'name-pair': 'latin',
  address: 'line1',
  authority: 'name',
};

/** @param part as the problem of an answer names it, such as `city` or `2/birth-date` */
export function partId(field: Field, part: string | undefined, place?: string): string {
  const own = fieldId(field.code, place);
  if (part === undefined || part === FIRST[field.type]) return own;
  if (field.type !== 'group') return `${own}-${part}`;
  const [n = '', code, ...rest] = part.split('/');
  const asked = field.fields.find((one) => one.code === code);
  return asked ? partId(asked, rest.length > 0 ? rest.join('/') : undefined, `${field.code}-${n}`) : own;
}

/** The first thing there that takes the focus. */
export function controlOf(id: string): HTMLElement | null {
  const found = document.getElementById(id);
  if (found === null || found.matches(CONTROLS)) return found;
  return found.querySelector<HTMLElement>(CONTROLS) ?? found.querySelector<HTMLElement>('button');
}
const CONTROLS = 'input:not([type=hidden],[type=file]),select,textarea';
