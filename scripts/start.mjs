/**
 * `npm start`: installs what is missing, builds what changed, makes the demo ministry once, starts the sync server,
 * opens the desk in Electron. Ctrl+C, or closing the window, ends all of it.
 *
 *   npm start -- --no-window     the sync server and the web console alone, nothing of Electron
 *   npm start -- --server-only   the same
 *   npm start -- --desk NAME     another desk of the demo ministry
 */
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { electronFlags, electronPath } from './electron-runtime.mjs';
import { demoProfile, ensureDemoMinistry } from './lib/demo.mjs';
import { start } from './lib/processes.mjs';
import { root } from './lib/root.mjs';
import { SERVER_LOG, startSyncServer } from './lib/sync-server.mjs';
import { hasDisplay, openVirtualDisplay } from './lib/virtual-display.mjs';
import { ensureBuilt, ensureNode, ensureNodeModules, ensureSystemPackages } from './prepare.mjs';

const PORT = 8475; // the demo ministry writes this address into its desks' kits

const { values: options } = parseArgs({
  options: {
    'no-window': { type: 'boolean', default: false },
    'server-only': { type: 'boolean', default: false },
    desk: { type: 'string' },
  },
});
const wantsWindow = !options['no-window'] && !options['server-only'];

/** What runs, last started first to end. */
const running = [];
let ending = null;

function end(code) {
  ending ??= (async () => {
    for (const stop of running.reverse()) await stop();
    process.exit(code);
  })();
  return ending;
}

/** The display to open windows on: the user's, else a virtual one, else null. */
async function findDisplay() {
  if (hasDisplay()) return { env: {}, note: 'on your screen' };
  const display = await openVirtualDisplay();
  if (display === null) return null;
  running.push(async () => display.close());
  return { env: display.env, note: `on a virtual display (DISPLAY=${display.env.DISPLAY})` };
}

async function openWindow() {
  const display = await findDisplay();
  if (display === null) {
    console.log('There is no display and no Xvfb: the desk window stays closed, the web console works.');
    return null;
  }
  const { name, profile } = demoProfile(options.desk);
  const args = [...electronFlags(), '.', `--profile=${profile}`];
  const window = start(await electronPath(), args, { env: display.env });
  running.push(window.stop);
  console.log(`Desk ${name}: its window opens ${display.note}; its data is in ${relative(root, profile)}`);
  return window;
}

/** The console still works: what keeps the window shut is said, and ends nothing. */
function noWindow(error) {
  console.log(`The desk window stays closed: ${error.message}`);
  return null;
}

async function main() {
  ensureNode();
  ensureNodeModules();
  if (wantsWindow) ensureSystemPackages('window');
  await ensureBuilt();
  await ensureDemoMinistry();
  const server = await startSyncServer(PORT);
  running.push(server.stop);
  console.log(`Web console: ${server.url}/   (the server's log is in ${SERVER_LOG})`);
  server.exited.then((code) => {
    if (ending !== null) return;
    console.log(`The sync server ended with code ${code}.`);
    end(1);
  });
  const window = wantsWindow ? await openWindow().catch(noWindow) : null;
  window?.exited.then((code) => {
    if (ending !== null) return;
    if (code === 0) end(0);
    else console.log(`The desk window ended with code ${code}; the server and the web console go on.`);
  });
  console.log(`Ready in ${process.uptime().toFixed(1)} s. Ctrl+C ends it.`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
main().catch((error) => {
  if (ending !== null) return;
  console.log(error.message);
  end(1);
});
