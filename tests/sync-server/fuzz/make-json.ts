/** JSON that is nearly right: members and values that have broken servers of this protocol before. */
import type { Dice } from '../../crash/seeded.ts';

export const pick = <T>(dice: Dice, list: readonly T[]): T => list[dice.below(list.length)] as T;

const KEYS = [
  '_id',
  '_rev',
  '_deleted',
  '_attachments',
  '_revisions',
  '_conflicts',
  '_local_seq',
  '_zip',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  'a',
  'b',
  'a.b',
  '$eq',
  '\u0000',
  'a/b',
  'a\nb',
  'é',
  '🂡',
];

/** As JSON text, since some of it no JavaScript value would give. */
const SCALARS = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '1',
  '-1',
  '1.5',
  '1e21',
  '1e400',
  '9007199254740993',
  '""',
  '"a"',
  '"1-a"',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"_design/a"',
  '"a/b"',
  '"a\\nb"',
  '"é"',
  '[]',
  '{}',
];

const IDS = [
  'a',
  'b',
  'c',
  'd',
  'doc one',
  'a/b',
  'a/b/c',
  'a\nb',
  '\u0000',
  'é',
  '🂡',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '_design/a',
  '_design/a/b',
  '_local/a',
  '_design/',
  '_local/',
  '_all_docs',
  '_x',
  '.',
  '..',
  '%',
  '%2F',
  '\ud800',
  'x'.repeat(300),
  'x'.repeat(9000),
];

const REVS = [
  '1-a',
  '1-b',
  '2-a',
  '2-b',
  '3-c',
  '1-',
  '0-a',
  '-1-a',
  '1',
  'a',
  '999999999-a',
  '1-a b',
  '1-"',
  '',
];

/** Mostly one that could be. */
export const anyRev = (dice: Dice): string =>
  dice.chance(0.8) ? (REVS[dice.below(5)] as string) : pick(dice, REVS);
export const anyId = (dice: Dice): string => (dice.chance(0.7) ? `doc${dice.below(40)}` : pick(dice, IDS));

export const FILES = [
  'a',
  'file.txt',
  'a/b',
  'a\nb',
  '_x',
  '__proto__',
  'constructor',
  '\u0000',
  '1',
  '0',
  '',
];

/** Any JSON value, as text. */
export function anyJson(dice: Dice, depth = 0): string {
  const kind = dice.below(depth > 3 ? 2 : 6);
  if (kind < 3) return pick(dice, SCALARS);
  if (kind === 3) return `[${list(dice, () => anyJson(dice, depth + 1))}]`;
  if (kind === 4) return `{${list(dice, () => `${name(dice)}:${anyJson(dice, depth + 1)}`)}}`;
  return JSON.stringify('x'.repeat(dice.below(2000)));
}

const list = (dice: Dice, make: () => string): string =>
  Array.from({ length: dice.below(5) }, make).join(',');
const name = (dice: Dice): string => JSON.stringify(pick(dice, KEYS));

/** Members of an object, each as it should be or, now and then, anything. */
export function object(dice: Dice, members: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(members)
    .filter(([, value]) => value !== undefined && !dice.chance(0.05))
    .map(([key, value]) => `${JSON.stringify(key)}:${dice.chance(0.06) ? anyJson(dice) : value}`);
  if (dice.chance(0.1)) parts.push(`${name(dice)}:${anyJson(dice)}`);
  return `{${parts.join(',')}}`;
}

const text = (value: string): string => JSON.stringify(value);
const maybe = (dice: Dice, chance: number, make: () => string): string | undefined =>
  dice.chance(chance) ? make() : undefined;

/** A document, or nearly. */
export function docJson(dice: Dice, id: string | undefined): string {
  return object(dice, {
    _id: id === undefined ? undefined : text(id),
    _rev: maybe(dice, 0.4, () => text(anyRev(dice))),
    _deleted: maybe(dice, 0.1, () => 'true'),
    _revisions: maybe(dice, 0.2, () => revisions(dice)),
    _attachments: maybe(dice, 0.2, () => attachments(dice)),
    n: String(dice.below(100)),
    value: anyJson(dice),
  });
}

function revisions(dice: Dice): string {
  const count = 1 + dice.below(4);
  const ids = Array.from({ length: count }, () => text(pick(dice, ['a', 'b', 'c', 'd', '', 'a b'])));
  return object(dice, { start: String(count + dice.below(3) - 1), ids: `[${ids.join(',')}]` });
}

function attachments(dice: Dice): string {
  const files = Array.from({ length: 1 + dice.below(3) }, () => {
    const length = dice.chance(0.05) ? 40_000 : dice.below(40);
    const data = Buffer.from(dice.bytes(Math.min(length, 64))).toString('base64');
    const file = object(dice, {
      content_type: text(pick(dice, ['text/plain', 'a/b', '', 'x\r\ny: z', 'é'])),
      data: maybe(dice, 0.7, () => text(dice.chance(0.1) ? '***' : data)),
      stub: maybe(dice, 0.2, () => 'true'),
      follows: maybe(dice, 0.1, () => 'true'),
      digest: maybe(dice, 0.2, () => text('md5-1B2M2Y8AsgTpgAmY7PhCfg==')),
      revpos: maybe(dice, 0.3, () => String(dice.below(4))),
    });
    return `${text(pick(dice, FILES))}:${file}`;
  });
  return `{${files.join(',')}}`;
}

export function selectorJson(dice: Dice, depth = 0): string {
  const operators = ['$eq', '$ne', '$gt', '$lt', '$in', '$nin', '$all', '$exists', '$type', '$mod', '$regex'];
  const more = ['$size', '$elemMatch', '$allMatch', '$keyMapMatch', '$beginsWith', '$not', '$strange'];
  const lists = ['$and', '$or', '$nor'];
  if (depth < 3 && dice.chance(0.3)) {
    const parts = Array.from({ length: dice.below(3) }, () => selectorJson(dice, depth + 1));
    return `{${text(pick(dice, lists))}:[${parts.join(',')}]}`;
  }
  const argument = pick(dice, [
    anyJson(dice),
    '[]',
    '"(a+)+$"',
    '"string"',
    '[2,0]',
    '[0,0]',
    '{}',
    '1',
    '["a"]',
    '"["',
  ]);
  const field = pick(dice, [
    '_id',
    '_rev',
    'n',
    'value',
    'value.a',
    'value.0',
    '__proto__',
    'a\\.b',
    '',
    '$x',
  ]);
  return `{${text(field)}:{${text(pick(dice, [...operators, ...more]))}:${argument}}}`;
}

export const deepJson = (depth: number): string => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
