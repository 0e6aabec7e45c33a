import type { RandomSource } from '../../app/acts/clock.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { FileJournal } from '../../app/log/file-journal.ts';
import { openNodeJournalFiles } from './node-journal-files.ts';

/** The desk's journal in a folder of the profile. @throws JournalError JRN-001 to JRN-004 */
export async function openJournal(folder: string, random: RandomSource): Promise<DurableJournal> {
  const files = await openNodeJournalFiles(folder);
  try {
    return await FileJournal.open(files, random);
  } catch (error) {
    await files.close();
    throw error;
  }
}
