import { describe, expect, it } from 'vitest';
import { isTooDeep } from '../../../sync-server/couch/json-depth.ts';

const LEVELS = 5;
const deep = '['.repeat(LEVELS - 1) + ']'.repeat(LEVELS - 1);
const judge = (text: string, max: number) => isTooDeep(new TextEncoder().encode(text), max);

describe('the depth of a JSON text', () => {
  it('is that of its lists and objects, whatever its strings hold, and however long they are', () => {
    for (const part of ['[', '"[', '\\[', '\\"[', '\\\\"[', 'é{', '\n}']) {
      for (let length = 0; length < 100; length++) {
        const string = JSON.stringify('x'.repeat(length) + part.repeat(length));
        const text = `{"a":${string},${string}:${deep}}`;
        expect(judge(text, LEVELS)).toBe(false);
        expect(judge(text, LEVELS - 1)).toBe(true);
      }
    }
  });

  it('ends with a text that stops within a string', () => {
    for (const length of [0, 1, 63, 64, 65, 1000])
      for (const end of ['', '\\', '\\"']) expect(judge(`["${'x'.repeat(length)}${end}`, 1)).toBe(false);
  });
});
