import type { Json } from '../../stores/json.ts';

/** The root collation of ICU, which CouchDB sorts strings by; English does not tailor it. */
const STRINGS = new Intl.Collator('en');

const rank = (value: Json): number => {
  if (value === null) return 0;
  if (value === false) return 1;
  if (value === true) return 2;
  if (typeof value === 'number') return 3;
  if (typeof value === 'string') return 4;
  return Array.isArray(value) ? 5 : 6;
};

/** CouchDB's order of JSON: null, false, true, numbers, strings, lists, objects. Below 0, 0, or above. */
export function collate(left: Json, right: Json): number {
  const kind = rank(left) - rank(right);
  if (kind !== 0) return kind;
  if (typeof left === 'number') return left - (right as number);
  if (typeof left === 'string') return STRINGS.compare(left, right as string);
  if (Array.isArray(left)) return collateLists(left, right as readonly Json[]);
  if (typeof left === 'object' && left !== null) {
    return collateLists(Object.entries(left).flat(), Object.entries(right as object).flat());
  }
  return 0;
}

function collateLists(left: readonly Json[], right: readonly Json[]): number {
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = collate(left[at] as Json, right[at] as Json);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Ids are compared by their bytes, and are above everything that is no string: how CouchDB compares `_id`. */
export function collateIds(left: Json, right: Json): number {
  if (typeof left !== 'string' || typeof right !== 'string') {
    return Number(typeof left === 'string') - Number(typeof right === 'string');
  }
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
