/** One change of a ministry: opened with the operator's passphrase, made, written whole, told once. */
import { systemRandom } from '../../app/acts/clock.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { type Books, changesOf, firstServer, openBooks } from './books.ts';
import { begin, carryOut, end, type Outcome } from './commit.ts';
import { planned, resume } from './init.ts';
import { type PassphraseFiles, passphraseFor } from './passphrases.ts';

export interface Changing {
  readonly folder: string;
  /** by which it is known again when it was cut off */
  readonly command: string;
  readonly make: (books: Books) => Promise<Outcome>;
  readonly passphraseFiles: PassphraseFiles;
  /** of the keyring, from desks */
  readonly records?: readonly SignedDocument[];
  readonly dryRun: boolean;
  readonly say: (outcome: Outcome) => void;
}

/** Finishes first what an earlier command left half done. @throws MinistryError */
export async function changeMinistry(change: Changing): Promise<void> {
  const { folder, command, make, passphraseFiles, records = [], dryRun, say } = change;
  await firstServer(folder);
  const passphrase = await passphraseFor('operator', passphraseFiles);
  if ((await resume(folder, passphrase, dryRun, say)) === command) return;
  const clock = { now: () => Date.now() };
  const books = await openBooks(folder, passphrase, { clock, random: systemRandom }, records);
  const outcome = await make(books);
  const files = await changesOf(books);
  const told = { ...outcome, json: { changed: files.length > 0, ...outcome.json } };
  if (files.length === 0) return say(told);
  if (dryRun) return say(planned(files));
  await begin(folder, books.root.kid, { command, files, outcome: told }, books.key, systemRandom);
  await carryOut(folder, files);
  say(told);
  await end(folder);
}
