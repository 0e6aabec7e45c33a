import { describe, expect, it } from 'vitest';
import { collate } from '../../../../sync-server/couch/mango/collate.ts';
import { project } from '../../../../sync-server/couch/mango/fields.ts';
import { matches } from '../../../../sync-server/couch/mango/match.ts';
import { normalize, toJson } from '../../../../sync-server/couch/mango/selector.ts';
import type { Json } from '../../../../sync-server/stores/json.ts';

const DOC: Json = {
  _id: 'doc',
  name: 'ERIKSSON',
  age: 41,
  given: { first: 'ANNA', 'a.b': 1, $d: 2 },
  tags: ['visa', 'urgent'],
  visits: [{ n: 1 }, { n: 5 }],
  nothing: null,
  empty: [],
  object: {},
};

describe('a selector', () => {
  it.each<[Json, boolean]>([
    [{}, true],
    [{ name: 'ERIKSSON' }, true],
    [{ name: 'ERIKSSON', age: { $gt: 41 } }, false],
    [{ age: { $gt: 40, $lte: 41 } }, true],
    [{ given: { first: 'ANNA' } }, true],
    [{ 'given.first': 'ANNA' }, true],
    [{ 'given.a\\.b': 1 }, true],
    [{ 'given.\\$d': 2 }, true],
    [{ missing: { $ne: 1 } }, false],
    [{ missing: { $exists: false } }, true],
    [{ missing: { $not: { $exists: true } } }, true],
    [{ missing: { $not: { $gt: 1 } } }, false],
    [{ $not: { missing: 1 } }, false],
    [{ nothing: null }, true],
    [{ nothing: { $exists: true } }, true],
    [{ object: {} }, true],
    [{ $or: [{ age: 1 }, { age: 41 }] }, true],
    [{ $or: [] }, false],
    [{ $nor: [{ age: 1 }, { name: 'X' }] }, true],
    [{ $nor: [{ age: 1 }, { name: 'ERIKSSON' }] }, false],
    [{ age: { $not: { $or: [{ $lt: 10 }, { $gt: 40 }] } } }, false],
    [{ tags: 'visa' }, false],
    [{ tags: { $in: ['visa'] } }, true],
    [{ age: { $nin: [41] } }, false],
    [{ tags: { $all: ['urgent', 'visa'] } }, true],
    [{ tags: { $all: [['visa', 'urgent']] } }, true],
    [{ tags: { $elemMatch: { $eq: 'visa' } } }, true],
    [{ visits: { $elemMatch: { n: { $gt: 4 } } } }, true],
    [{ visits: { $allMatch: { n: { $gt: 4 } } } }, false],
    [{ empty: { $allMatch: { n: 1 } } }, false],
    [{ given: { $keyMapMatch: { $eq: 'first' } } }, true],
    [{ tags: { $size: 2 } }, true],
    [{ age: { $mod: [10, 1] } }, true],
    [{ age: { $type: 'number' } }, true],
    [{ name: { $regex: '(?i)^erik' } }, true],
    [{ name: { $beginsWith: 'ERI' } }, true],
    [{ 'visits.1.n': 5 }, true],
    [{ __proto__x: { $exists: true } }, false],
    [{ 'constructor.name': 'Object' }, false],
    // An id is above all that is no string.
    [{ _id: { $gt: {} } }, true],
    [{ age: { $gt: {} } }, false],
  ])('%j: %j', (selector, expected) => {
    expect(matches(normalize(selector), DOC)).toBe(expected);
    expect(matches(normalize(toJson(normalize(selector))), DOC)).toBe(expected);
  });

  it.each<[Json, string]>([
    [1, 'invalid_selector_json'],
    [{ a: { $nothing: 1 } }, 'invalid_operator'],
    [{ $or: 1 }, 'bad_arg'],
    [{ a: { $in: 1 } }, 'bad_arg'],
    [{ a: { $mod: [0, 1] } }, 'bad_arg'],
    [{ a: { $type: 'constructor' } }, 'bad_arg'],
    [{ a: { $regex: '(' } }, 'bad_arg'],
    [{ a: { $elemMatch: 1 } }, 'bad_arg'],
    [JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`), 'invalid_selector_json'],
  ])('%j is refused', (selector, error) => {
    expect(() => normalize(selector)).toThrow(expect.objectContaining({ error }));
  });

  it('whose pattern never ends is stopped', () => {
    const selector = normalize({ a: { $regex: '^(a+)+$' } });
    expect(() => matches(selector, { a: `${'a'.repeat(40)}!` })).toThrow(
      expect.objectContaining({ error: 'bad_arg' }),
    );
    expect(matches(selector, { a: 'aaa' })).toBe(true);
  });
});

describe('values', () => {
  it('are ordered as CouchDB orders them', () => {
    const ordered: Json[] = [
      null,
      false,
      true,
      -1,
      0,
      2,
      'a',
      'A',
      'aa',
      'b',
      'é',
      'f',
      [],
      ['a'],
      ['b'],
      {},
      { a: 1 },
    ];
    for (let at = 1; at < ordered.length; at++) {
      expect(collate(ordered[at - 1] as Json, ordered[at] as Json)).toBeLessThan(0);
      expect(collate(ordered[at] as Json, ordered[at - 1] as Json)).toBeGreaterThan(0);
    }
  });
});

describe('chosen fields', () => {
  it('are taken as deep as they are, and harm nobody', () => {
    const doc = JSON.parse('{"a":{"b":1,"c":2},"__proto__":{"x":1}}');
    expect(JSON.stringify(project(doc, ['a.b', 'none', '__proto__.x']))).toBe(
      '{"a":{"b":1},"__proto__":{"x":1}}',
    );
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});
