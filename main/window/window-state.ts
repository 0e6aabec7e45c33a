/** Where the window stood, in `window.json`. Nothing else is remembered of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle } from 'electron';

export const SMALLEST = { width: 1280, height: 640 } as const;
const FIRST = { width: 1366, height: 768 } as const;

export interface WindowState {
  readonly bounds: { width: number; height: number; x?: number; y?: number };
  readonly maximised: boolean;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

/** @param screens work areas of the screens there are: a window is never put where none is */
export function readWindowState(path: string, screens: readonly Rectangle[]): WindowState {
  try {
    const { x, y, width, height, maximised } = JSON.parse(readFileSync(path, 'utf8')) as Record<
      string,
      unknown
    >;
    if (!isCount(width) || !isCount(height)) throw new RangeError('size');
    const size = { width: Math.max(width, SMALLEST.width), height: Math.max(height, SMALLEST.height) };
    const seen =
      isCount(x) &&
      isCount(y) &&
      screens.some((s) => x >= s.x && y >= s.y && x < s.x + s.width - 100 && y < s.y + s.height - 100);
    return { bounds: seen ? { ...size, x, y } : size, maximised: maximised === true };
  } catch {
    // None yet, or damaged: fill a small screen, stand free on a large one.
    return { bounds: { ...FIRST }, maximised: screens.every((screen) => screen.width <= FIRST.width) };
  }
}

export function keepWindowState(window: BrowserWindow, path: string): void {
  window.on('close', () => {
    try {
      const state = { ...window.getNormalBounds(), maximised: window.isMaximized() };
      writeFileSync(path, JSON.stringify(state), { mode: 0o600 });
    } catch {
      // The place of a window is not worth an error.
    }
  });
}
