/**
 * Grants for an officer who has a credential and lacks keys: enrolled away from the ministry by somebody who had none to
 * give, or left out of a generation that was made before their records came.
 */
import type { Credential } from '../../app/keyring/credential.ts';
import { readsGroup } from '../../app/keyring/limits.ts';
import { type Books, isInForce } from './books.ts';
import type { Outcome } from './commit.ts';
import { grantAll } from './issue.ts';
import { namedOfficers, type Who } from './officers.ts';

/**
 * Every generation that roles and limits allow, so that older files can be read too.
 * @throws MinistryError MN-006 nobody is called so
 */
export async function grantOfficer(books: Books, who: Who): Promise<Outcome> {
  const { making, authority, groupKeys } = books;
  const officers = (await namedOfficers(books, who)).filter((one) => isInForce(books, one));
  const granted: { kid: string; groups: readonly string[] }[] = [];
  for (const officer of officers) {
    const groups = missingOf(books, officer);
    await grantAll(making, authority, officer, groupKeys, groups);
    if (groups.length > 0) granted.push({ kid: officer.kid, groups });
  }
  const lines =
    granted.length === 0
      ? [
          officers.length === 0
            ? 'No credential of theirs is in force.'
            : 'Granted already; nothing is to be done.',
        ]
      : [
          ...granted.map(({ kid, groups }) => `Granted to ${kid}: ${groups.join(', ')}.`),
          'Give the gateways their renewed files and start them again: the desk reads as soon as it has synchronised.',
        ];
  return { json: { granted }, lines };
}

function missingOf({ keyring, groupKeys }: Books, officer: Credential): readonly string[] {
  const there = new Set(keyring.grantsTo(officer.kid).map(({ group }) => group));
  return [...groupKeys.keys()].filter((id) => readsGroup(officer, id) && !there.has(id));
}
