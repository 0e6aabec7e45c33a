import type { RandomSource } from '../../app/acts/clock.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { FileJournal } from '../../app/log/file-journal.ts';
import { openOpfsJournalFiles } from './opfs-journal-files.ts';

/** The desk's journal in a browser; call it in a dedicated worker. @throws JournalError JRN-001 to JRN-004 */
export async function openOpfsJournal(name: string, random: RandomSource): Promise<DurableJournal> {
  return FileJournal.open(await openOpfsJournalFiles(name), random);
}
