import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatLongDate, formatMoney, formatNumber } from '../../../renderer/ui/format.ts';
import { makeI18n } from '../../../renderer/ui/i18n.tsx';
import {
  ARABIC_MONTHS,
  arabicMonthsOf,
  LOCALES,
  type Locale,
  monthNames,
} from '../../../renderer/ui/locale.ts';
import { messageSource } from '../../../renderer/ui/messages.ts';
import { codePointsOf } from './font-cmap.ts';

const top = join(import.meta.dirname, '..', '..', '..');
const folder = (locale: Locale) => join(top, 'assets', 'locales', locale);
const areas = readdirSync(folder('fr')).filter((name) => name.endsWith('.json'));
const read = (locale: Locale, area: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(join(folder(locale), area), 'utf8'));

interface Entry {
  readonly key: string;
  readonly source: string;
}
const entries = (locale: Locale): readonly Entry[] =>
  areas.flatMap((area) =>
    Object.entries(read(locale, area)).map(([key, source]) => ({
      key: `${area.replace('.json', '')}.${key}`,
      source,
    })),
  );

/** Every piece of literal text, and every plural with its forms, inside a message. */
function walk(
  elements: readonly MessageFormatElement[],
  visit: (element: MessageFormatElement) => void,
): void {
  for (const element of elements) {
    visit(element);
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      for (const option of Object.values(element.options)) walk(option.value, visit);
    }
  }
}
function literals(source: string): readonly string[] {
  const found: string[] = [];
  walk(parse(source, { ignoreTag: true }), (element) => {
    if (element.type === TYPE.literal) found.push(element.value);
  });
  return found;
}
function argumentsOf(source: string): ReadonlySet<string> {
  const found = new Set<string>();
  walk(parse(source, { ignoreTag: true }), (element) => {
    if (element.type !== TYPE.literal && element.type !== TYPE.pound && element.type !== TYPE.tag)
      found.add(element.value);
  });
  return found;
}

describe('locale files', () => {
  it('are the same areas in every language, all of them loaded', () => {
    for (const locale of LOCALES) {
      expect(readdirSync(folder(locale)).sort()).toEqual(areas.toSorted());
      for (const { key, source } of entries(locale)) expect(messageSource(locale, key), key).toBe(source);
    }
  });

  it.each(areas)('%s has the same keys, with the same arguments, in every language', (area) => {
    const french = read('fr', area);
    for (const locale of LOCALES) {
      const other = read(locale, area);
      expect(Object.keys(other).sort(), `${locale}/${area}`).toEqual(Object.keys(french).sort());
      for (const [key, source] of Object.entries(french)) {
        expect(argumentsOf(other[key] ?? ''), `${locale}/${area} ${key}`).toEqual(argumentsOf(source));
      }
    }
  });

  it('parse as ICU messages and are nowhere empty', () => {
    for (const locale of LOCALES) {
      for (const { key, source } of entries(locale)) {
        expect(() => parse(source, { ignoreTag: true }), `${locale} ${key}`).not.toThrow();
        expect(source.trim(), `${locale} ${key}`).not.toBe('');
      }
    }
  });

  it('give Arabic its six plural forms, and no form to French and English that they lack', () => {
    const forms = {
      fr: ['one', 'other'],
      en: ['one', 'other'],
      ar: ['few', 'many', 'one', 'other', 'two', 'zero'],
    } as const;
    let plurals = 0;
    for (const locale of LOCALES) {
      for (const { key, source } of entries(locale)) {
        walk(parse(source, { ignoreTag: true }), (element) => {
          if (element.type !== TYPE.plural) return;
          plurals += 1;
          const named = Object.keys(element.options).filter((form) => !form.startsWith('='));
          if (locale === 'ar') expect(named.sort(), key).toEqual(forms.ar);
          else expect(forms[locale], `${locale} ${key}`).toEqual(expect.arrayContaining(named));
          expect(named, `${locale} ${key}`).toContain('other');
        });
      }
    }
    expect(plurals).toBeGreaterThan(10);
  });
});

/** What is wrong with a piece of French text, in words; empty when nothing is. */
function frenchFaults(text: string): readonly string[] {
  const faults: string[] = [];
  const rule = (pattern: RegExp, fault: string) => {
    if (pattern.test(text)) faults.push(fault);
  };
  // A colon between digits is an hour; one after http is an address.
  rule(/[^\u00a0\s:/]:(?![\d/])|[^\u00a0\s?!]\s*(?<!\u00a0)[;!?]/u, 'no-break space (U+00A0) before : ; ! ?');
  rule(/ [:;!?»]/u, 'no-break space (U+00A0), not a plain one, before : ; ! ? »');
  rule(/«(?!\u00a0)|(?<!\u00a0)»/u, 'no-break space inside « »');
  rule(/'/u, 'typographic apostrophe');
  rule(/"/u, 'quotation marks are « » or “ ”');
  rule(/\u202f/u, 'U+202F has no glyph in the fonts');
  rule(/\.\.\./u, 'one character …');
  rule(
    /(^|[.!?]\s)(Etat|Emission|Echéance|Etape|Ecriture|Etranger|Edition|A (?:cosigner|remettre|reprendre))\b/u,
    'accented capital',
  );
  rule(/\bN°|\bno\.?\s\d/u, 'n°');
  rule(/\b(?:Erreur|Oups|invalide|[Vv]euillez|né\(e\)|\(e\)|serveur|cloud|synchronis)/u, 'forbidden word');
  rule(/\b(?:récépisse|Recepisse)\b/u, 'accent');
  rule(/!/u, 'no exclamation mark');
  return faults;
}

describe('French typography', () => {
  it('holds in every string', () => {
    const found = entries('fr').flatMap(({ key, source }) =>
      literals(source).flatMap((text) => frenchFaults(text).map((fault) => `${key}: ${fault}: ${text}`)),
    );
    expect(found).toEqual([]);
  });

  it('would be seen to fail', () => {
    for (const wrong of [
      'Pièce: fiche',
      'Pièce : fiche',
      'quoi ?',
      'quoi?',
      '«oui»',
      "l'État",
      'Erreur',
      'Veuillez',
      'Etat civil',
    ]) {
      expect(frenchFaults(wrong), wrong).not.toEqual([]);
    }
    for (const right of [
      'Pièce\u00a0: fiche',
      '10:41:07',
      '«\u00a0oui\u00a0»',
      'quoi\u00a0?',
      'l’État',
      'n°\u00a03',
    ]) {
      expect(frenchFaults(right), right).toEqual([]);
    }
  });
});

describe('Arabic typography', () => {
  it('uses its own comma, semicolon and question mark, and digits 0-9', () => {
    const wrong = entries('ar').flatMap(({ key, source }) =>
      literals(source)
        .filter((text) => /[\u0600-\u06ff]\s*[,;?]|[\u0660-\u0669\u06f0-\u06f9\u200f]/u.test(text))
        .map((text) => `${key}: ${text}`),
    );
    expect(wrong).toEqual([]);
  });
});

const FONTS = [
  '@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2',
  '@fontsource-variable/noto-sans/files/noto-sans-latin-ext-wght-normal.woff2',
  '@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2',
];

describe('glyphs', () => {
  const drawn = new Set(
    FONTS.flatMap((file) => [...codePointsOf(new Uint8Array(readFileSync(join(top, 'node_modules', file))))]),
  );
  const missing = (text: string): string =>
    [...text].filter((character) => !drawn.has(character.codePointAt(0) ?? 0)).join(' ');

  it('of every locale string are in the shipped fonts', () => {
    for (const locale of LOCALES) {
      for (const { key, source } of entries(locale)) expect(missing(source), `${locale} ${key}`).toBe('');
    }
  });

  it('of names in Bambara and Ewe, of numbers, money and months too', () => {
    expect(missing('Ɛɛ Ɔɔ Ɲɲ Ŋŋ Ɖɖ Ƒƒ Ɣɣ Ʋʋ')).toBe('');
    for (const locale of LOCALES) {
      expect(missing(formatMoney(locale, 5_500_000, 'XOF') + formatMoney(locale, -8400, 'EUR'))).toBe('');
      expect(missing(formatNumber(locale, 1234.5) + formatBytes(locale, 1_800_000))).toBe('');
      for (const months of ARABIC_MONTHS) expect(missing(monthNames(locale, months).join())).toBe('');
    }
  });

  it('are not there for what the fonts lack, and OCR-B has the 37 of the readable zone', () => {
    expect(missing('→ \u202f')).not.toBe('');
    const ocrb = codePointsOf(new Uint8Array(readFileSync(join(top, 'assets', 'fonts', 'OCRB.otf'))));
    for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<')
      expect(ocrb.has(character.charCodeAt(0))).toBe(true);
  });
});

describe('the translator', () => {
  it('counts in Arabic with six forms and Western digits', () => {
    const { t } = makeI18n('ar');
    const said = [0, 1, 2, 3, 11, 100].map((n) => t('ui.days', { n }));
    expect(new Set(said).size).toBe(6);
    expect(said[3]).toContain('3');
  });

  it('groups numbers with a space that the fonts have', () => {
    expect(makeI18n('fr').t('ui.table.rows', { n: 10_000 })).toBe('10\u00a0000 lignes');
    expect(makeI18n('en').t('ui.table.rows', { n: 10_000 })).toBe('10,000 rows');
  });

  it('isolates values that run the other way', () => {
    expect(makeI18n('ar').t('ui.draft.kept', { time: '10:41' })).toContain('\u206810:41\u2069');
    expect(makeI18n('fr').t('ui.draft.kept', { time: '10:41' })).toBe('Brouillon gardé à 10:41');
  });

  it('says money and dates as the manual of style asks', () => {
    expect(formatMoney('fr', 55_000, 'XOF')).toBe('55\u00a0000\u00a0F\u00a0CFA');
    expect(formatMoney('fr', 8400, 'EUR')).toBe('84,00\u00a0€');
    expect(formatLongDate('fr', '1974-08-12', 'maghreb')).toBe('12\u00a0août\u00a01974');
    expect(formatLongDate('fr', '1974-01-01', 'maghreb')).toBe('1er\u00a0janvier\u00a01974');
    expect(formatLongDate('ar', '1974-08-12', 'maghreb')).toBe('12\u00a0غشت\u00a01974');
    expect(formatLongDate('ar', '1974-08', 'mashriq')).toBe('أغسطس\u00a01974');
    // Morocco's names in Morocco only.
    expect([null, 'ML', 'TG-PAR', 'MA', 'MA-PAR', 'ma-creche'].map(arabicMonthsOf)).toEqual([
      ...['mashriq', 'mashriq', 'mashriq'],
      ...['maghreb', 'maghreb', 'maghreb'],
    ]);
    expect(formatLongDate('en', '1974', 'mashriq')).toBe('1974');
  });
});
