/** Addresses that are nearly right. */
import type { Dice } from '../../crash/seeded.ts';
import { anyId, anyJson, anyRev, pick } from './make-json.ts';

export const DBS = ['fuzz', 'other', 'mission-ml-par', 'a/b'] as const;
/** Half a character has no UTF-8. */
const wellFormed = (value: string): string => Buffer.from(value).toString();

/** One part of a path. */
export const encode = (dice: Dice, part: string): string => {
  if (dice.chance(0.03)) return pick(dice, ['%ff', '%', '%zz', '%00', '%c0%af', '..', '.', '%2e%2e', '//']);
  return encodeURIComponent(wellFormed(part));
};

export const dbPath = (dice: Dice): string => {
  const odd = ['Capital', '_x', '', '_users', '__proto__', 'none', '_replicator'];
  return `/${encode(dice, dice.chance(0.05) ? pick(dice, odd) : pick(dice, DBS))}`;
};

export const docPath = (dice: Dice): string => `${dbPath(dice)}/${encode(dice, anyId(dice))}`;

const FLAGS = [
  'revs',
  'revs_info',
  'conflicts',
  'attachments',
  'latest',
  'include_docs',
  'descending',
  'meta',
];
const VALUES = [
  'true',
  'false',
  '1',
  '0',
  '"a"',
  '[]',
  '{}',
  'null',
  '["1-a"]',
  'all',
  'now',
  '-1',
  '',
  '1-a',
];
const KEYS = [
  'rev',
  'open_revs',
  'atts_since',
  'startkey',
  'endkey',
  'key',
  'keys',
  'limit',
  'skip',
  'since',
];
const MORE = ['style', 'filter', 'seq_interval', 'new_edits', 'batch', 'update_seq', 'inclusive_end', 'view'];

/** A query; `always` is in it. */
export function query(dice: Dice, always = ''): string {
  const parts = Array.from({ length: dice.below(4) }, () => {
    if (dice.chance(0.4)) return `${pick(dice, FLAGS)}=${pick(dice, ['true', 'false', 'maybe'])}`;
    const value = dice.chance(0.2) ? anyRev(dice) : dice.chance(0.2) ? anyJson(dice) : pick(dice, VALUES);
    return `${pick(dice, [...KEYS, ...MORE])}=${encodeURIComponent(wellFormed(value)).slice(0, 2000)}`;
  });
  const all = [always, ...parts].filter((part) => part !== '');
  return all.length > 0 ? `?${all.join('&')}` : '';
}
