/** Every invariant of SPEC.md names a test that exists. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const spec = readFileSync(join(ROOT, 'app', 'replication', 'SPEC.md'), 'utf8');

/** Each invariant: its number, and the tests that enforce it. */
const invariants = [...spec.matchAll(/^(\d+)\. (?:.*\n(?:(?!\d+\. |#).*\n?)*)/gm)].map((match) => ({
  number: Number(match[1]),
  tests: [...match[0].matchAll(/- `([^`›]+) › ([^`]+)`/g)].map(([, file = '', title = '']) => ({
    file,
    title,
  })),
}));
const quoted = (source: string): string[] =>
  [...source.matchAll(/\b(?:it|test)(?:\.each\([\s\S]*?\))?\(\s*(['"`])((?:(?!\1).)+)\1/g)].map(
    ([, , title = '']) => title,
  );

describe('app/replication/SPEC.md', () => {
  it('numbers its invariants without a gap', () => {
    expect(invariants.map(({ number }) => number)).toEqual(invariants.map((_, i) => i + 1));
    expect(invariants.length).toBeGreaterThan(20);
  });

  it.each(invariants)('invariant $number is enforced by tests that exist', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, title } of tests) {
      expect(existsSync(join(ROOT, file)), `${file} is not there`).toBe(true);
      const titles = quoted(readFileSync(join(ROOT, file), 'utf8'));
      expect(
        titles.some((known) => known.startsWith(title)),
        `${file} has no test « ${title} »`,
      ).toBe(true);
    }
  });
});
