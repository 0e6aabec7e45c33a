/**
 * What happens when a part of the program dies. No crash report is made or sent: a dump of memory would hold
 * personal data. What is sealed is in the journal, what was being typed is in a draft.
 */
import type { App, WebContents } from 'electron';
import type { Log } from './log.ts';

/** Codes of the log that no screen shows. */
export const MAIN_CODES = {
  'MN-000': 'a code that is none',
  'MN-001': 'the main process failed and ended',
  'MN-002': 'a promise was rejected and nobody listened',
  'MN-003': 'the page ended abruptly',
  'MN-004': 'a helper process of the browser ended abruptly',
  'MN-005': 'the journal could not be opened',
  'MN-006': 'the desk’s configuration could not be read',
  'MN-007': 'a call from the page was refused: not its sender, or not its shape',
  'MN-008': 'a navigation, window or permission was refused',
  'MN-009': 'started with a switch that would open the desk to others',
} as const;
export type MainCode = keyof typeof MAIN_CODES;

const CALM_MS = 10_000;

/** @param onPageGone after a page's process has ended; not again within ten seconds, lest a broken page spins */
export function watchForCrashes(app: App, log: Log, onPageGone: (contents: WebContents) => void): void {
  let last = Number.NEGATIVE_INFINITY;
  process.on('uncaughtException', (error) => {
    log.write('MN-001' satisfies MainCode, error);
    app.exit(70); // at once: a half-failed process holds keys and files
  });
  process.on('unhandledRejection', (reason) => log.write('MN-002' satisfies MainCode, reason));
  app.on('render-process-gone', (_event, contents, details) => {
    if (details.reason === 'clean-exit') return;
    log.write('MN-003' satisfies MainCode);
    if (performance.now() - last < CALM_MS) return;
    last = performance.now();
    onPageGone(contents);
  });
  app.on('child-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') log.write('MN-004' satisfies MainCode);
  });
}
