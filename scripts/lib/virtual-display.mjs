/** A display for windows where nobody has one: Xvfb, open to this user's programs only. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from './commands.mjs';

const SCREEN = '1366x768x24';

/** @returns {boolean} whether windows can be opened without help. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * Opens a virtual display. `env` is what a program needs to use it; `close()` ends it.
 * @returns {Promise<{ env: Record<string, string>, close: () => void } | null>} null where there is no Xvfb.
 */
export async function openVirtualDisplay() {
  const xvfb = findCommand('Xvfb');
  if (xvfb === null) return null;
  const home = mkdtempSync(join(tmpdir(), 'guichet-display-'));
  const authority = join(home, 'Xauthority');
  writeFileSync(authority, magicCookie(), { mode: 0o600 });
  const args = [
    '-displayfd',
    '3',
    '-screen',
    '0',
    SCREEN,
    '-nolisten',
    'tcp',
    '-noreset',
    '-auth',
    authority,
  ];
  // -noreset: else the server starts over when its last window closes, just when a test opens the next one.
  // A group of its own, so that Ctrl+C does not take the display away under a window that is still saving.
  const server = spawn(xvfb, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true });
  const close = () => {
    server.kill();
    rmSync(home, { recursive: true, force: true });
  };
  const number = await displayNumber(server);
  if (number === null) {
    close();
    return null;
  }
  process.once('exit', close);
  server.unref();
  return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, close };
}

/** The server writes the number that it found free once it is ready for clients. */
function displayNumber(server) {
  return new Promise((resolve) => {
    let text = '';
    server.on('error', () => resolve(null));
    server.on('exit', () => resolve(null));
    server.stdio[3].on('data', (bytes) => {
      text += bytes;
      if (!text.endsWith('\n')) return;
      server.stdio[3].destroy();
      resolve(text.trim());
    });
  });
}

/** One Xauthority record: any host (0xffff), any display, MIT-MAGIC-COOKIE-1, 16 random bytes (see Xau(3)). */
function magicCookie() {
  const field = (bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
  const family = Buffer.from([0xff, 0xff]);
  const nothing = field(Buffer.alloc(0));
  return Buffer.concat([
    family,
    nothing,
    nothing,
    field(Buffer.from('MIT-MAGIC-COOKIE-1')),
    field(randomBytes(16)),
  ]);
}
