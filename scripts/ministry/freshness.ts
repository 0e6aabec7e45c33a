/** What the lists of the keyring lay down for every desk; and the word that they are fresh, for desks that no link reaches. */
import { isoTime } from '../../app/acts/clock.ts';
import { signFreshness } from '../../app/keyring/freshness.ts';
import { writeKeyringFile } from '../../app/keyring/keyring-file.ts';
import type { KeyringPolicy } from '../../app/keyring/records.ts';
import type { Books } from './books.ts';
import { carryOut, type Outcome } from './commit.ts';
import { MinistryError } from './errors.ts';

/** What is absent stays as it was. */
export interface LaidDown {
  readonly policy?: KeyringPolicy;
  /** how many days a backup of the server is kept */
  readonly backupDays?: number;
}

/** The next list says it, and those after it. @throws MinistryError MN-008 */
export async function setPolicy(books: Books, { policy, backupDays }: LaidDown): Promise<Outcome> {
  if (policy && policy.blockDays !== null && policy.blockDays <= policy.warnDays)
    throw new MinistryError('MN-008', '--block-days lies after --warn-days, or nobody is warned');
  books.policy = policy ?? books.policy;
  books.backupDays = backupDays ?? books.backupDays;
  return {
    json: { policy: books.policy, backupDays: books.backupDays },
    lines: [
      ...(books.policy ? [wordsOf(books.policy)] : []),
      ...(books.backupDays === null ? [] : [`A backup of the server is kept for ${books.backupDays} days.`]),
      'Give the gateways their renewed files and start them again (docs/operations.md).',
    ],
  };
}

function wordsOf({ warnDays, blockDays }: KeyringPolicy): string {
  const then =
    blockDays === null ? 'They block nothing.' : `They decide and issue nothing after ${blockDays}.`;
  return `Desks warn after ${warnDays} days without a signed word. ${then}`;
}

/**
 * The whole keyring in one file, with the authority's word that it is the newest today. Nothing in it is secret.
 * @throws MinistryError MN-006 there is no list yet
 */
export async function writeFreshness(books: Books, to: string, dryRun: boolean): Promise<Outcome> {
  const { keyring, authority, making } = books;
  const head = keyring.head();
  if (!head) throw new MinistryError('MN-006', 'there is no list of the keyring yet');
  const at = isoTime(making.clock.now());
  const { kid } = authority.credential;
  const freshness = await signFreshness({ keyring: head.hash, at }, kid, authority.signingKey);
  const text = writeKeyringFile({ freshness, documents: making.documents });
  if (!dryRun) await carryOut('', [{ path: to, text }]);
  return {
    json: { list: head.n, at, file: to },
    lines: [
      `${dryRun ? 'Would write' : 'Written'}: ${to}, list ${head.n}, fresh as of ${at}.`,
      'Bring it to desks without a link: Guichet, Habilitations, Importer.',
    ],
  };
}
