import { describe, expect, it } from 'vitest';
import type { DocMeta } from '../../../sync-server/stores/level-keys.ts';
import { readMeta, writeMeta } from '../../../sync-server/stores/level-meta.ts';
import { graft, type RevTree } from '../../../sync-server/stores/rev-tree.ts';

const grow = (...steps: [start: number, ids: string[], deleted?: boolean][]): RevTree =>
  steps.reduce<RevTree>(
    (tree, [start, ids, deleted = false]) => graft(tree, { start, ids }, deleted, 1000).tree,
    [],
  );
const one = grow([1, ['a']]);
const metaOf = (tree: RevTree, seq: number, bodies: Record<string, number>): DocMeta => ({
  tree,
  seq,
  bodies,
});

describe('what is known of a document, as text', () => {
  it('of one revision is its number and its name', () => {
    expect(writeMeta(metaOf(one, 7, { '1-a': 7 }))).toBe('7 1-a');
  });

  it.each<[string, DocMeta]>([
    ['one revision', metaOf(one, 7, { '1-a': 7 })],
    ['one of a later generation whose ancestors nobody told', metaOf(grow([9, ['a']]), 7, { '9-a': 7 })],
    ['one with a hyphen in its hash', metaOf(grow([1, ['a-b']]), 7, { '1-a-b': 7 })],
    ['one without a hash', metaOf(grow([1, ['']]), 7, { '1-': 7 })],
    ['a deletion', metaOf(grow([1, ['a'], true]), 7, { '1-a': 7 })],
    ['a history', metaOf(grow([2, ['b', 'a']]), 7, { '2-b': 7 })],
    ['an edit', metaOf(grow([1, ['a']], [2, ['b', 'a']]), 8, { '1-a': 7, '2-b': 8 })],
    ['two that conflict', metaOf(grow([1, ['a']], [1, ['b']]), 8, { '1-a': 7, '1-b': 8 })],
    [
      'two that conflict, of one of which the body is gone',
      metaOf(grow([1, ['a']], [1, ['b']]), 8, { '1-b': 8 }),
    ],
    ['one without a body', metaOf(one, 7, {})],
    ['one whose body came before its last change', metaOf(one, 8, { '1-a': 7 })],
  ])('of %s is read as it was written', (_what, meta) => {
    expect(readMeta(writeMeta(meta))).toEqual(meta);
  });
});
