/** Letters laid aside for desks that are yet to be put into service without the ministry (docs/decisions/0023). */
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import { letterLease } from '../../app/keyring/letters.ts';
import { type RecordPayload, readRecord } from '../../app/keyring/records.ts';
import { isLetterLease } from '../../app/log/records.ts';
import { SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { type Books, learn, servicesOf } from './books.ts';
import type { Outcome } from './commit.ts';
import { seriesOf } from './create-ministry.ts';
import { MinistryError } from './errors.ts';
import { blockOf, makeLeases, makeLetter } from './issue.ts';
import { mustServe } from './officers.ts';
import { scopeOfDesk } from './plan.ts';

/**
 * Each letter is leased to one desk and to no other, and numbers with it, so that it can take money and issue documents from
 * its first day. Those that this desk has already are passed over.
 * @param by at which desk they may be given
 * @throws MinistryError MN-005 not that desk's to give, MN-006 no such desk, MN-007 a desk's letter, or another's to give
 */
export async function reserveLetters(books: Books, by: DeskId, letters: readonly DeskId[]): Promise<Outcome> {
  const { making, authority, keyring } = books;
  mustServe(books, by);
  const reserved: DeskId[] = [];
  for (const letter of letters) {
    mustReach(books, by, letter);
    const holder = holderOf(books, letter);
    if (holder === by) continue;
    if (holder !== null) throw new MinistryError('MN-007', `${letter} is ${holder}’s to give`);
    if (keyring.credentials().some((one) => one.desk === letter))
      throw new MinistryError('MN-007', `${letter} is or was a desk: lay another letter aside`);
    await makeLetter(making, authority, by, letter);
    await leaseNumbers(books, letter);
    reserved.push(letter);
  }
  await learn(books);
  const lines =
    reserved.length === 0
      ? [`${letters.join(', ')}: laid aside for ${by} already; nothing is to be done.`]
      : [
          `Laid aside for ${by} to give: ${reserved.join(', ')}.`,
          'Who puts desks into service there has « transport » among their delegates. Give the gateways their renewed files and',
          'start them again; the desk gives these letters once it has synchronised (docs/operations.md).',
        ];
  return { json: { by, letters: reserved }, lines };
}

/** At which desk a letter may be given; null where it is laid aside for none. */
export function holderOf({ making }: Books, letter: DeskId): DeskId | null {
  const wanted = letterLease(letter, letter).series;
  for (const { _id, jws } of making.documents) {
    if (!isLetterLease(_id)) continue;
    const { desk, series } = readRecord('guichet-lease+jws', jws).payload;
    if (series === wanted) return desk as DeskId;
  }
  return null;
}

/** The next thousand of each series that services need. */
export const leaseNumbers = (books: Books, desk: DeskId): Promise<void> =>
  leaseSeries(books, desk, seriesOf(servicesOf(books)));

/** The next thousand of each of these. A desk of the centre takes no money and issues nothing. */
export async function leaseSeries(books: Books, desk: DeskId, series: readonly string[]): Promise<void> {
  const { making, authority } = books;
  if (scopeOfDesk(desk) === 'CENTRAL') return;
  const leases = making.documents.filter(({ _id }) => _id.startsWith('lease:'));
  const last = Math.max(0, ...leases.map(({ jws }) => lastOf(readRecord('guichet-lease+jws', jws).payload)));
  await makeLeases(making, authority, desk, blockOf(last) + 1, series);
}

const lastOf = ({ last }: RecordPayload<'guichet-lease+jws'>): number => last;

/** A desk of a mission gives letters of that mission, one of the centre those of any. */
function mustReach({ servers }: Books, by: DeskId, letter: DeskId): void {
  const scope = scopeOfDesk(letter);
  const missions = Object.keys(servers.get(SERVER_FILE)?.missions ?? {}) as MissionCode[];
  if (scope !== 'CENTRAL' && !missions.includes(scope))
    throw new MinistryError('MN-006', `no mission ${scope}; there are ${missions.sort().join(', ')}`);
  if (scopeOfDesk(by) !== 'CENTRAL' && scope !== scopeOfDesk(by))
    throw new MinistryError(
      'MN-005',
      `member desk: ${by} gives letters of its own mission only, not ${letter}`,
    );
}
