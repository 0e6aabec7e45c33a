import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  deskPolicy,
  PRESS_STYLE_HASH,
  PRINT_POLICY,
  STRIP_POLICY,
} from '../../../main/window/content-security-policy.ts';

const top = join(import.meta.dirname, '..', '..', '..');

test('the one allowed style is the one that the installed React Aria puts in', () => {
  const source = readFileSync(
    join(top, 'node_modules/react-aria/dist/private/interactions/usePress.mjs'),
    'utf8',
  );
  const [, attribute] = source.match(/PRESSABLE_ATTRIBUTE = '([\w-]+)'/) ?? [];
  const [, style] = source.match(/textContent = `([\s\S]*?)`\.trim\(\)/) ?? [];
  const text = style?.replace(/\$\{[^}]*PRESSABLE_ATTRIBUTE\}/, attribute ?? '').trim() ?? '';
  expect(text).toContain('touch-action');
  expect(PRESS_STYLE_HASH).toBe(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
});

test('nothing inline, nothing compiled from text, and only the centre outside', () => {
  for (const policy of [deskPolicy('https://centre.example/db/'), PRINT_POLICY, STRIP_POLICY]) {
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toContain('unsafe-');
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain("form-action 'none'");
  }
  expect(deskPolicy('https://centre.example/db/')).toContain("connect-src 'self' https://centre.example;");
  expect(deskPolicy(null)).toContain("connect-src 'self';");
  expect(STRIP_POLICY).not.toContain('script-src');
  for (const policy of [PRINT_POLICY, STRIP_POLICY]) expect(policy).not.toContain('connect-src');
});

test('the strip has the colours of the token sheet', () => {
  const read = (path: string): Map<string, string> =>
    new Map(
      [...readFileSync(join(top, path), 'utf8').matchAll(/--([\w-]+): (light-dark\([^;]+\));/g)].map(
        ([, name, value]) => [name ?? '', value ?? ''],
      ),
    );
  const tokens = read('renderer/ui/tokens.css');
  const strip = read('main/window/strip/strip.css');
  expect(strip.size).toBe(7);
  for (const [name, value] of strip) expect(value, name).toBe(tokens.get(name));
});
