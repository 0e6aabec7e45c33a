import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chosenProfile } from '../../../main/profile.ts';
import { readWindowState } from '../../../main/window/window-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'guichet-window-'));
const path = join(folder, 'window.json');
const SMALL = [{ x: 0, y: 0, width: 1366, height: 728 }];
const LARGE = [{ x: 0, y: 0, width: 1920, height: 1040 }];
afterAll(() => rmSync(folder, { recursive: true }));

const stored = (state: unknown) => {
  writeFileSync(path, typeof state === 'string' ? state : JSON.stringify(state));
  return readWindowState(path, LARGE);
};

test('a first start fills a small screen and stands free on a large one', () => {
  expect(readWindowState(join(folder, 'none'), SMALL)).toMatchObject({ maximised: true });
  expect(readWindowState(join(folder, 'none'), LARGE)).toEqual({
    bounds: { width: 1366, height: 768 },
    maximised: false,
  });
});

test('the place is kept, never below the smallest size, never off every screen', () => {
  const place = { x: 20, y: 30, width: 1400, height: 800 };
  expect(stored({ ...place, maximised: true })).toEqual({ bounds: place, maximised: true });
  expect(stored({ ...place, width: 10, height: 10 }).bounds).toMatchObject({ width: 1280, height: 640 });
  expect(stored({ ...place, x: 5000 }).bounds).toEqual({ width: 1400, height: 800 });
  for (const damaged of ['{', 'null', { width: 'x' }]) expect(stored(damaged).bounds.width).toBe(1366);
});

test('the profile comes from the flag, then the environment, else from the system', () => {
  expect(chosenProfile(['electron', '.', '--profile=/a/b'], { GUICHET_PROFILE: '/c' })).toBe('/a/b');
  expect(chosenProfile([], { GUICHET_PROFILE: '/c' })).toBe('/c');
  expect(chosenProfile(['--profile='], {})).toBeNull();
});
