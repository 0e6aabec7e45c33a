/** Which Chromium the browser tests drive, and how. */
import { existsSync } from 'node:fs';
import { findCommand } from './lib/commands.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Executable of an installed Chromium; `CHROMIUM_PATH` overrides. Null: Playwright looks for its own download
 * (`npx playwright install chromium`).
 */
export function chromiumPath() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  return (
    NAMES.map(findCommand).find((path) => path !== null) ?? PLACES.find((path) => existsSync(path)) ?? null
  );
}

/** Flags for a quiet Chromium that asks nobody outside for anything. */
export function chromiumFlags() {
  const flags = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return process.getuid?.() === 0 ? ['--no-sandbox', ...flags] : flags;
}

/** The launch options that Playwright and Vitest's browser mode take. */
export function chromiumLaunchOptions() {
  const path = chromiumPath();
  return { args: chromiumFlags(), ...(path === null ? {} : { executablePath: path }) };
}
