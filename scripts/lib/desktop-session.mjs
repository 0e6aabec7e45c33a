/** What a desktop gives a program and a bare machine does not: a display, and a key store that is unlocked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from './commands.mjs';
import { hasDisplay, openVirtualDisplay } from './virtual-display.mjs';

/** The daemon alone gets the throw-away folder ($0): the tests keep their own environment. */
const UNLOCK_THEN_RUN = `printf test |
  XDG_DATA_HOME="$0" XDG_CACHE_HOME="$0" XDG_RUNTIME_DIR="$0" \\
  gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
  exec "$@"`;

/**
 * Opens a session for tests. `wrap(command, args)` gives the command line that runs inside it: on Linux a private
 * message bus with a GNOME key ring of its own, so that the user's own is never touched.
 */
export async function openDesktopSession() {
  const display = hasDisplay() ? null : await openVirtualDisplay();
  const keys = mkdtempSync(join(tmpdir(), 'guichet-keys-'));
  const hasKeyStore = ['dbus-run-session', 'gnome-keyring-daemon'].every(
    (name) => findCommand(name) !== null,
  );
  return {
    env: display?.env ?? {},
    wrap: (command, args) =>
      hasKeyStore
        ? ['dbus-run-session', ['--', 'sh', '-c', UNLOCK_THEN_RUN, keys, command, ...args]]
        : [command, args],
    close: () => {
      display?.close();
      rmSync(keys, { recursive: true, force: true });
    },
  };
}
