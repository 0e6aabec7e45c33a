import { LogError } from '../../app/log/act-log.ts';
import type { PouchFailure } from './pouch-database.ts';

export const isNotFound = (error: unknown): boolean => (error as PouchFailure | null)?.status === 404;

/** IndexedDB says QuotaExceededError, LevelDB ENOSPC in its text. */
const NO_ROOM = /QuotaExceeded|quota|ENOSPC|No space left/i;

/** The store's failure as a LogError; its text stays in `cause`, for it can hold paths. */
export function storeError(cause: unknown): LogError {
  if (cause instanceof LogError) return cause;
  const { name, message, reason } = (cause ?? {}) as PouchFailure;
  const full = [name, message, reason].some((part) => part !== undefined && NO_ROOM.test(part));
  return full
    ? new LogError('LOG-003', 'no room left for the log', { cause })
    : new LogError('LOG-001', 'the log store failed', { cause });
}

export async function attempt<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error);
  }
}

/** `bulkDocs` answers row by row; with `new_edits: false` only failures have one. */
export function checkRows(rows: readonly unknown[]): void {
  for (const row of rows) if ((row as { error?: unknown }).error) throw storeError(row);
}
