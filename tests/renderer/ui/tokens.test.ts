import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '..', '..', '..', 'renderer');
const sheet = readFileSync(join(renderer, 'ui', 'tokens.css'), 'utf8');

type Scheme = 'light' | 'dark';
const tokens = new Map(
  [...sheet.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name, light, dark]) => [name ?? '', { light: light ?? '', dark: dark ?? '' }],
  ),
);
const colour = (token: string, scheme: Scheme): string => {
  const found = tokens.get(token);
  if (!found) throw new Error(`no token ${token}`);
  return found[scheme];
};

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'hover', 'selected'] as const;

describe('contrast, from the stylesheet itself', () => {
  /** token, ground, ratio in light, in dark: the numbers of UI.md section 6. */
  // biome-ignore format: one line a pair
  const pairs: readonly (readonly [string, string, number, number])[] = [
    ['text', 'surface', 17.5, 13.9],
    ['text-2', 'surface', 8.5, 9.2],
    ['text-3', 'surface', 5.9, 6.4],
    ['act', 'surface', 7.8, 7.6],
    ['on-act', 'act', 7.8, 8.8],
    // 11.2 is the label on it; as text in the dark theme it has 9.6.
    ['on-act', 'act-strong', 10.3, 11.2],
    ['act-strong', 'surface', 10.3, 9.6],
    ['seal', 'surface', 9.4, 7.5],
    ['on-seal', 'seal', 9.4, 8.8],
    ['seal', 'seal-tint', 7.8, 6.4],
    ['info', 'info-tint', 6.6, 6.9],
    ['wait', 'wait-tint', 6.8, 7.7],
    ['good', 'good-tint', 6.5, 7.0],
    ['bad', 'bad-tint', 6.5, 6.8],
    ['neutral', 'neutral-tint', 6.8, 7.2],
    ['done', 'done-tint', 11.8, 11.6],
  ];
  it.each(pairs)('%s on %s', (token, ground, light, dark) => {
    expect(contrast(colour(token, 'light'), colour(ground, 'light'))).toBeGreaterThanOrEqual(light - 0.06);
    expect(contrast(colour(token, 'dark'), colour(ground, 'dark'))).toBeGreaterThanOrEqual(dark - 0.06);
  });

  it.each(['light', 'dark'] as const)(
    '%s: no text under 4.5:1 and no control under 3:1 on any ground',
    (scheme) => {
      for (const ground of GROUNDS) {
        for (const text of ['text', 'text-2', 'text-3', 'act', 'bad', 'wait', 'seal']) {
          expect(
            contrast(colour(text, scheme), colour(ground, scheme)),
            `${text} on ${ground}`,
          ).toBeGreaterThanOrEqual(4.5);
        }
        expect(contrast(colour('control', scheme), colour(ground, scheme)), ground).toBeGreaterThanOrEqual(3);
      }
    },
  );
});

function filesBelow(folder: string, wanted: RegExp): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, wanted);
    return wanted.test(entry.name) ? [path] : [];
  });
}
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

/** `renderer/print` draws on paper, in black only, and has its own sheet. */
const sources = filesBelow(renderer, /\.(css|tsx)$/).filter(
  (path) => !path.endsWith('tokens.css') && !relative(renderer, path).startsWith('print'),
);

const COLOUR =
  /#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?!['"]?\s*\{)|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(|[:\s](?:white|black|red|green|blue|gr[ae]y|orange|yellow|purple|navy|silver)(?=[;\s])/i;
const PHYSICAL =
  /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)[\w-]*|left|right|(?:text-align|float|clear):\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius)\s*(?::|;)|text-align:\s*(?:left|right|justify)/m;

describe('the other stylesheets and components', () => {
  it('are found', () => {
    expect(sources.length).toBeGreaterThan(30);
  });

  it('name no colour outside the tokens', () => {
    const found = sources.flatMap((path) => {
      const text = withoutComments(readFileSync(path, 'utf8'));
      const css = path.endsWith('.css');
      const pattern = css ? COLOUR : /['"`]#(?:[0-9a-f]{3}|[0-9a-f]{6})['"`]|\b(?:rgba?|hsla?|oklch)\(/i;
      return pattern.test(text) ? [`${relative(renderer, path)}: ${pattern.exec(text)?.[0]}`] : [];
    });
    expect(found).toEqual([]);
  });

  it('use logical properties only', () => {
    const found = sources
      .filter((path) => path.endsWith('.css'))
      .flatMap((path) => {
        const match = PHYSICAL.exec(withoutComments(readFileSync(path, 'utf8')));
        return match ? [`${relative(renderer, path)}: ${match[0].trim()}`] : [];
      });
    expect(found).toEqual([]);
  });

  it('have no style attribute in markup that a strict style-src would refuse', () => {
    for (const path of filesBelow(renderer, /\.html$/)) {
      expect(readFileSync(path, 'utf8'), relative(renderer, path)).not.toMatch(/\sstyle=|<style/);
    }
  });

  it('use only tokens that exist', () => {
    const declared = new Set([...sheet.matchAll(/--([\w-]+):/g)].map((match) => match[1]));
    const set = sources.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/--([\w-]+):/g)].map((m) => m[1]),
    );
    // Given by react-aria-components to its popovers.
    const known = new Set([...declared, ...set, 'trigger-width']);
    const used = sources
      .filter((path) => path.endsWith('.css'))
      .flatMap((path) =>
        [...readFileSync(path, 'utf8').matchAll(/var\(--([\w-]+)/g)].map((match) => match[1]),
      );
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  it('would be seen to fail', () => {
    expect(COLOUR.test('a { color: #fff; }')).toBe(true);
    expect(COLOUR.test('a { color: rgb(0 0 0); }')).toBe(true);
    expect(COLOUR.test('a { color: white; }')).toBe(true);
    expect(PHYSICAL.test('a { margin-left: 1px; }')).toBe(true);
    expect(PHYSICAL.test('a { left: 0; }')).toBe(true);
    expect(PHYSICAL.test('a { text-align: left; }')).toBe(true);
    expect(PHYSICAL.test('a { margin-inline-start: 1px; text-align: start; }')).toBe(false);
  });
});
