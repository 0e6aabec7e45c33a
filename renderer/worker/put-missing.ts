/** Signed records into a log, as far as they are not there. */
import type { ActLog } from '../../app/log/act-log.ts';
import type { SignedDocument } from '../../app/log/records.ts';

/** One that is here in another version stays as it is: a log overwrites nothing. */
export const putMissing = async (log: ActLog, documents: readonly SignedDocument[]): Promise<void> =>
  log.put(await missingIn(log, documents));

export async function missingIn(
  log: ActLog,
  documents: readonly SignedDocument[],
): Promise<SignedDocument[]> {
  const missing: SignedDocument[] = [];
  for (const document of documents) if (!(await log.get(document._id))) missing.push(document);
  return missing;
}
