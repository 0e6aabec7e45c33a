/** How old what this desk knows of the keyring is, and what a file brought. */
export type { Staleness } from '../keyring/staleness.ts';

export interface KeyringImported {
  /** records that were not here */
  readonly fresh: number;
  /** ISO time of the newest signed word known now */
  readonly wordAt: string | null;
  /** the file's word is older than what was known: nothing has become fresher by it */
  readonly older: boolean;
  /** records of a newer version: kept, and read once this desk is updated */
  readonly waiting: number;
}
