import { type DurableJournal, JournalError } from '../app/log/durable-journal.ts';

/**
 * Stands in for a journal that could not be opened: the desk starts, shows and says why, and can seal nothing,
 * because every call answers with the error of the opening.
 */
export function unopenedJournal(cause: unknown): DurableJournal {
  const error =
    cause instanceof JournalError ? cause : new JournalError('JRN-001', 'journal could not be opened');
  const refuse = (): Promise<never> => Promise.reject(error);
  return {
    head: refuse,
    startEpoch: refuse,
    commit: refuse,
    auditHead: refuse,
    commitAudit: refuse,
    audits: refuse,
    commitTravelling: refuse,
    travelling: refuse,
    replay: refuse,
    wraps: refuse,
    eraseWraps: refuse,
    chunkIds: refuse,
    chunk: refuse,
    damage: refuse,
    raw: refuse,
    close: async () => {},
  };
}
