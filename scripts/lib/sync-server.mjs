import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DEMO, MINISTRY } from './demo.mjs';
import { start } from './processes.mjs';
import { root } from './root.mjs';

const UP_WITHIN_MS = 60_000;
/** A line a request: kept aside, so that what `npm start` says once (the officers' words) stays on the screen. */
export const SERVER_LOG = `${DEMO}/server.log`;

/** @returns {Promise<boolean>} whether a sync server answers at this address. */
async function isUp(url) {
  try {
    const answer = await fetch(`${url}/_up`, { signal: AbortSignal.timeout(1_000) });
    return answer.ok;
  } catch {
    return false; // refused or silent: not up
  }
}

/**
 * Starts the sync server with its embedded store and the web console; resolves when `/_up` answers.
 * @throws Error when the port is taken, when it ends, or when it does not answer in time.
 */
export async function startSyncServer(port) {
  const url = `http://127.0.0.1:${port}`;
  if (await isUp(url)) throw new Error(`a sync server already answers at ${url}: end it, or use that one`);
  const flags = [
    '--data',
    `${DEMO}/server`,
    '--ministry',
    MINISTRY,
    '--port',
    String(port),
    '--web',
    'dist/renderer',
  ];
  mkdirSync(join(root, DEMO), { recursive: true });
  const log = openSync(join(root, SERVER_LOG), 'a');
  const server = start(process.execPath, ['dist/server/main.js', ...flags], {
    stdio: ['ignore', log, 'inherit'],
  });
  let ended = null;
  server.exited.then((code) => {
    ended = code;
  });
  const deadline = performance.now() + UP_WITHIN_MS;
  while (!(await isUp(url))) {
    if (ended !== null)
      throw new Error(`the sync server ended with code ${ended} before it answered; see ${SERVER_LOG}`);
    if (performance.now() > deadline) {
      await server.stop();
      throw new Error(`the sync server did not answer at ${url}/_up within ${UP_WITHIN_MS / 1000} s`);
    }
    await pause(50);
  }
  return { ...server, url };
}
