/** Every code that may reach a person has its text in the three languages: the source is read for codes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORM_ERRORS } from '../../../app/catalogue/form-errors.ts';
import { TRAVEL_DOCUMENT_ERRORS } from '../../../app/travel-documents/errors.ts';
import { makeI18n } from '../../../renderer/ui/i18n.tsx';
import { LOCALES } from '../../../renderer/ui/locale.ts';
import { messageSource } from '../../../renderer/ui/messages.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CODE = /['"]([A-Z]{2,3}-\d{3})['"]/g;

/** Codes that no screen shows, and why. */
const UNSEEN: readonly (readonly [RegExp, string])[] = [
  [/^AD-000$/, 'admitted'],
  [/^CT-(?!002|010|015|020|030)/, 'said by the ministry’s script, in the words of the lint report'],
  [/^EX-/, 'said by the verifier on the command line'],
  [/^MN-/, 'written into the main process’s log'],
  [/^SHA-/, 'the name of an algorithm'],
];

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== 'specimen' && entry.name !== 'gallery') yield* sources(path);
    } else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

function codesIn(folders: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const folder of folders)
    for (const path of sources(folder))
      for (const [, code = ''] of readFileSync(join(ROOT, path), 'utf8').matchAll(CODE))
        if (!found.has(code)) found.set(code, path);
  return found;
}

/** What a form or a machine readable zone says stands beside its rules, in the three languages by type. */
const BESIDE_THEIR_RULES: ReadonlySet<string> = new Set([
  ...Object.keys(FORM_ERRORS),
  ...Object.keys(TRAVEL_DOCUMENT_ERRORS),
]);

const codes = codesIn(['app', 'main', 'renderer']);
const shown = [...codes].filter(
  ([code]) => !BESIDE_THEIR_RULES.has(code) && !UNSEEN.some(([pattern]) => pattern.test(code)),
);

describe('codes', () => {
  it('are found in the source, and each reason not to say one still covers one', () => {
    expect(shown.length).toBeGreaterThan(80);
    for (const [pattern, why] of UNSEEN)
      expect(
        [...codes.keys()].some((code) => pattern.test(code)),
        why,
      ).toBe(true);
  });

  it.each(LOCALES)('say in %s what happened and what to do', (locale) => {
    const silent = shown.flatMap(([code, path]) =>
      ['fact', 'do']
        .filter((part) => messageSource(locale, `errors.${code}.${part}`) === undefined)
        .map((part) => `${code}.${part} (${path})`),
    );
    expect(silent).toEqual([]);
  });

  it.each(LOCALES)(
    'of the centre’s verdicts need no value in %s: an acknowledgement carries only the code',
    (locale) => {
      const i18n = makeI18n(locale);
      const verdicts = shown.filter(([code]) => code.startsWith('AD-'));
      expect(verdicts.length).toBeGreaterThan(15);
      for (const [code] of verdicts)
        for (const part of ['fact', 'do', 'safe'])
          expect(() => i18n.lookUp(`errors.${code}.${part}`), `${code}.${part}`).not.toThrow();
    },
  );
});
