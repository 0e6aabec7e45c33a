import type { Json } from '../../stores/json.ts';
import { collate, collateIds } from './collate.ts';
import { getField } from './fields.ts';
import { OPERATORS, type Within } from './operators.ts';
import type { Normal } from './selector.ts';

/** Whether a document, as its JSON is shown, is one that a selector means. */
export function matches(selector: Normal, doc: Json): boolean {
  if (selector.kind === 'all') return selector.of.every((part) => matches(part, doc));
  if (selector.kind === 'any') return selector.of.some((part) => matches(part, doc));
  const { path, operator, argument, negated, inner } = selector;
  const value = getField(doc, path);
  if (value === undefined) return operator === '$exists' && argument === false;
  const within: Within = {
    order: path.length === 1 && path[0] === '_id' ? collateIds : collate,
    inner: (member) => inner !== undefined && matches(inner, member),
  };
  return OPERATORS[operator].matches(value, argument, within) !== negated;
}
