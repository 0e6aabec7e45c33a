/**
 * The program's log: codes and times, nothing else. No message, value, path or name of a person can get in, because
 * there is no parameter for one.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const CODE = /^[A-Z]{2,5}-\d{3}$/;
const FRAME = /([\w-]+\.(?:cjs|js|ts)):(\d+):(\d+)/g;
const FRAMES = 6;
const LARGEST_FILE = 1 << 20;

export interface Log {
  /** one line: time, code, and where in the program (`main.js:10:20`), never with a folder */
  write(code: string, error?: unknown): void;
}

/** Places in our own files, without the folders that may hold a user's name, and without the message. */
export function placesOf(error: unknown): string {
  if (!(error instanceof Error) || error.stack === undefined) return '';
  const frames = error.stack.slice(error.stack.indexOf('\n    at ')).matchAll(FRAME);
  return [...frames]
    .slice(0, FRAMES)
    .map((match) => match[0])
    .join(' ');
}

/** The code that an error carries, or the class of error where it has none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_-]{1,40}$/.test(code)) return code;
  const name = (error as { name?: unknown } | null)?.name;
  return typeof name === 'string' && /^[A-Za-z]{1,40}$/.test(name) ? name : 'unknown';
}

/** Appends to `<folder>/desk.log`, and keeps one older file. A log that cannot be written stops nothing. */
export function openLog(folder: string, now: () => number): Log {
  const path = join(folder, 'desk.log');
  return {
    write(code, error) {
      const detail = error === undefined ? '' : ` ${codeOf(error)} ${placesOf(error)}`;
      const line = `${new Date(now()).toISOString()} ${CODE.test(code) ? code : 'MN-000'}${detail}`;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_FILE)
          renameSync(path, `${path}.1`);
        appendFileSync(path, `${line.trimEnd()}\n`, { mode: 0o600 });
      } catch {
        // A full disk or a folder taken away: the desk goes on without a log.
      }
    },
  };
}
