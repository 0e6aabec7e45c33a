import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VERDICT_CODES } from '../../../app/admission/verdict-codes.ts';

const LOCALES = join(import.meta.dirname, '..', '..', '..', 'assets', 'locales');

describe.each(['fr', 'en', 'ar'])('verdicts in %s', (locale) => {
  const texts = JSON.parse(readFileSync(join(LOCALES, locale, 'errors.json'), 'utf8')) as Record<
    string,
    string
  >;
  it.each(Object.keys(VERDICT_CODES).filter((code) => code !== 'AD-000'))(
    '%s says what is and what to do',
    (code) => {
      expect(texts[`${code}.fact`]).toMatch(/\S/);
      expect(texts[`${code}.do`]).toMatch(/\S/);
    },
  );
});
