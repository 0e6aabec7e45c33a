import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import {
  areWords,
  generateWords,
  isChoosablePin,
  normalisePin,
  normaliseWords,
  WORD_COUNT,
  WORDS,
} from '../../../app/vault/words.ts';

test('2048 distinct words of four letters: eleven bits each', () => {
  expect(WORDS).toHaveLength(WORD_COUNT);
  expect(new Set(WORDS).size).toBe(2048);
  for (const word of WORDS) expect(word).toMatch(/^[bdfgjklmnprstvz][aiou][bdgklmnrt][aiou]$/);
});

test('the list stays as it is: passphrases on paper are spelt from it', () => {
  expect(createHash('sha256').update(WORDS.join(' ')).digest('hex')).toMatchInlineSnapshot(
    `"fa9a5ef27d218e29a3c0feba1ac0e46f494924e711eb268b4d52262905af60ea"`,
  );
});

test('a generated passphrase has six words of the list and reads back however it was typed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (bytes) => {
      const words = generateWords({ bytes: () => bytes });
      expect(words.split('-')).toHaveLength(6);
      expect(areWords(words)).toBe(true);
      for (const typed of [
        words.toUpperCase(),
        words.replaceAll('-', ' '),
        words.replaceAll('-', ''),
        ` ${words}\n`,
      ]) {
        expect(normaliseWords(typed)).toBe(words);
      }
    }),
  );
});

test('every word is drawn equally often over all pairs of bytes', () => {
  const counts = new Map<string, number>();
  for (let n = 0; n < 65536; n += 1) {
    const word = generateWords({ bytes: () => Uint8Array.of(n >> 8, n & 255, ...new Uint8Array(10)) }).slice(
      0,
      4,
    );
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  expect(new Set(counts.values())).toEqual(new Set([32]));
});

test('what is not a passphrase is told', () => {
  const words = generateWords(systemRandom);
  expect(areWords(words.slice(0, -5))).toBe(false);
  expect(areWords(words.replace(/^./, 'x'))).toBe(false);
  expect(areWords('')).toBe(false);
});

test('a PIN is the same from a Latin, Arabic or Persian keyboard', () => {
  expect(normalisePin('٤٨٢٠١٧')).toBe('482017');
  expect(normalisePin('۴۸۲۰۱۷')).toBe('482017');
  expect(normalisePin(' 482 017 ')).toBe('482017');
});

test.each(['482017', '90210734', '٤٨٢٠١٧'])('%s may be chosen', (pin) =>
  expect(isChoosablePin(pin)).toBe(true),
);
test.each(['48201', '000000', '123456', '987654', '901234', 'abc482017', ''])('%s may not be chosen', (pin) =>
  expect(isChoosablePin(pin)).toBe(false),
);
