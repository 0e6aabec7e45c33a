/** How fresh keyrings must be, and the word that they are: for desks that no link reaches. */
import { isoTime } from '../../app/acts/clock.ts';
import { signFreshness } from '../../app/keyring/freshness.ts';
import { writeKeyringFile } from '../../app/keyring/keyring-file.ts';
import type { KeyringPolicy } from '../../app/keyring/records.ts';
import type { Books } from './books.ts';
import { carryOut, type Outcome } from './commit.ts';
import { MinistryError } from './errors.ts';

/** The next list says it, and those after it. */
export async function setPolicy(books: Books, policy: KeyringPolicy): Promise<Outcome> {
  const { warnDays, blockDays } = policy;
  if (blockDays !== null && blockDays <= warnDays)
    throw new MinistryError('MN-008', '--block-days lies after --warn-days, or nobody is warned');
  books.policy = policy;
  const then =
    blockDays === null ? 'They block nothing.' : `They decide and issue nothing after ${blockDays}.`;
  return {
    json: { policy },
    lines: [
      `Desks warn after ${warnDays} days without a signed word. ${then}`,
      'Give the gateways their renewed files and start them again (docs/operations.md).',
    ],
  };
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
