/** Officers who come and who leave, and desks that are given up. */
import type { DeskId, Kid, MissionCode } from '../../app/acts/ids.ts';
import type { Credential, Limits, Scope } from '../../app/keyring/credential.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import type { KdfCost } from '../../app/vault/kdf.ts';
import { generateWords } from '../../app/vault/words.ts';
import { SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { type Books, isInForce, isOfficer, learn, nameOfOfficer, now, servicesOf } from './books.ts';
import type { Outcome } from './commit.ts';
import { MinistryError } from './errors.ts';
import { grantAll, makeDirectoryEntry, makeOfficer, revoke } from './issue.ts';
import { kitOf } from './kits.ts';
import { limitsOf } from './limits.ts';
import type { OfficerPlan } from './plan.ts';
import { rollGroups } from './rotate.ts';
import { wordsTable } from './tables.ts';
import { type OfficerWords, officerSlot, wordsOf } from './write-ministry.ts';

/** Closed, because a revocation is clear to every server and desk: no word of a person in it. */
export const REASONS = ['left', 'moved', 'lost', 'stolen', 'compromised', 'replaced', 'other'] as const;
export type Reason = (typeof REASONS)[number];

/** A credential with what the directory says of its holder. */
interface Known {
  readonly credential: Credential;
  readonly name: string;
  readonly initials: string;
}

/**
 * A credential on each desk of the plan, grants of all generations of the desk's groups, an entry in the directory, a
 * slot in the kit. Where the officer has it all already nothing is done.
 * @param renew issues a further credential to one who has one in force: it ends soon, or the words are forgotten
 * @throws MinistryError MN-006 no such desk, MN-007 somebody else's initials or other roles there, MN-008
 */
export async function enrolOfficer(
  books: Books,
  plan: OfficerPlan,
  renew: boolean,
  cost?: KdfCost,
): Promise<Outcome> {
  const { making, authority, groupKeys, secrets } = books;
  if (plan.until !== undefined && plan.until > authority.credential.until)
    throw new MinistryError('MN-008', `until: the authority itself ends on ${authority.credential.until}`);
  const services = servicesOf(books);
  const limits = limitsOf(plan, services);
  for (const mission of plan.missions ?? []) mustBeMission(books, mission);
  const people = await everybody(books);
  const own = people.find((one) => one.name === plan.name && one.initials === plan.initials);
  const subject = own?.credential.subject ?? toBase64url(making.random.bytes(16));
  const told: OfficerWords[] = [];
  for (const desk of plan.desks) {
    mustServe(books, desk);
    const there = people.filter(
      ({ credential, initials }) =>
        credential.desk === desk && initials === plan.initials && isInForce(books, credential),
    );
    if (there.some(({ name }) => name !== plan.name))
      throw new MinistryError('MN-007', `${plan.initials} at ${desk} is somebody else: give other initials`);
    if (there.length > 0 && !renew) {
      if (there.some(({ credential }) => sameRights(credential, plan, limits))) continue;
      const detail = `${plan.initials} at ${desk} has other roles or limits: revoke that credential first`;
      throw new MinistryError('MN-007', detail);
    }
    const officer = await makeOfficer(making, authority, plan, desk, subject, services);
    const { credential, scope } = officer;
    await grantAll(making, authority, credential, groupKeys);
    const { name, initials } = plan;
    await makeDirectoryEntry(making, authority, credential, { name, initials }, groupKeys);
    const words = generateWords(making.random);
    const kit = kitOf(books.kits, desk);
    drop(
      books,
      there.map((one) => one.credential),
    );
    kit.slots.push(await officerSlot(officer, secrets.readModelKeys[scope], words, making.random, cost));
    told.push(wordsOf(officer, words));
  }
  const lines =
    told.length === 0
      ? [`${plan.initials} is enrolled on ${plan.desks.join(', ')} already; nothing is to be done.`]
      : [
          'The officer unlocks with these words. They are shown this once and lie nowhere in clear:\n',
          wordsTable(told),
          '\nBring the slot to the desk (desks/…/slots), and give the gateways their renewed files (docs/operations.md).',
        ];
  return { json: { officers: told }, lines };
}

/** A key id or its beginning, or `initials@desk`. */
export type Who = { readonly kid: string } | { readonly officer: string };

/** @throws MinistryError MN-006 */
export const namedOfficers = async (books: Books, who: Who): Promise<readonly Credential[]> =>
  'kid' in who ? byKid(books, who.kid) : byInitials(books, who.officer);

export interface ToRevoke {
  readonly reason: Reason;
  /** from when on what no earlier receipt covers is held; now where absent */
  readonly at?: string;
}

/**
 * @param everywhere on all desks of that person: they leave
 * @throws MinistryError MN-006, MN-008
 */
export async function revokeOfficer(
  books: Books,
  who: Who,
  everywhere: boolean,
  how: ToRevoke,
): Promise<Outcome> {
  const named = await namedOfficers(books, who);
  const subjects = new Set(named.map(({ subject }) => subject));
  const chosen = everywhere
    ? books.keyring.credentials().filter((one) => isOfficer(one) && subjects.has(one.subject))
    : named;
  return revokeAll(books, chosen, how);
}

/** The desk's transport key and every officer's credential there. @throws MinistryError MN-006, MN-008 */
export function revokeDesk(books: Books, desk: DeskId, how: ToRevoke): Promise<Outcome> {
  const there = books.keyring.credentials().filter((one) => one.desk === desk);
  if (there.length === 0) throw noDesk(books, desk);
  return revokeAll(books, there, how);
}

async function revokeAll(books: Books, credentials: readonly Credential[], how: ToRevoke): Promise<Outcome> {
  const { keyring, making, authority } = books;
  const at = how.at ?? now(books);
  if (at > now(books)) throw new MinistryError('MN-008', '--at lies in the future; run it then');
  // Signed by one who is revoked themselves, it holds acts and ends no keys: the authority says it too.
  const fresh = credentials.filter(({ kid }) => !keyring.ending(kid));
  const earlier =
    how.at === undefined ? [] : credentials.filter(({ kid }) => isLater(keyring.revocation(kid), at));
  for (const { kid } of [...fresh, ...earlier]) await revoke(making, authority, kid, how.reason, at);
  await learn(books);
  drop(books, credentials);
  const scopes = new Set(fresh.filter(isOfficer).flatMap(readingIn));
  const rolled: string[] = [];
  for (const scope of scopes) rolled.push(...(await rollGroups(books, scope)));
  const revoked = [...fresh, ...earlier].map(({ kid, desk }) => ({ kid, desk }));
  const lines =
    revoked.length === 0
      ? ['Revoked already; nothing is to be done.']
      : [
          `Revoked from ${at} on: ${revoked.map(({ kid, desk }) => `${kid} at ${desk}`).join(', ')}.`,
          ...(rolled.length > 0
            ? [`New generations, granted to those who remain: ${rolled.join(', ')}.`]
            : []),
          'Give the gateways their renewed files and start them again: until then nothing is held (docs/operations.md).',
        ];
  return { json: { revoked, at, groups: rolled }, lines };
}

/** The scopes whose groups an officer was granted. */
const readingIn = ({ scope, limits }: Credential): readonly Scope[] =>
  scope === 'CENTRAL' ? (limits?.missions ?? [scope]) : [scope];

const isLater = (known: { readonly at: string } | undefined, at: string): boolean =>
  known !== undefined && known.at > at;

/** No desk that is set up from a kit shall offer a slot that is worth nothing. */
function drop(books: Books, credentials: readonly Credential[]): void {
  const kids = new Set<Kid>(credentials.map(({ kid }) => kid));
  for (const kit of books.kits) {
    kit.gone.push(...kit.slots.filter(({ kid }) => kids.has(kid)).map(({ kid }) => kid));
    kit.slots = kit.slots.filter(({ kid }) => !kids.has(kid));
  }
}

async function everybody(books: Books): Promise<Known[]> {
  const found: Known[] = [];
  for (const credential of books.keyring.credentials().filter(isOfficer)) {
    const entry = await nameOfOfficer(books, credential.kid);
    if (entry) found.push({ credential, ...entry });
  }
  return found;
}

function byKid({ keyring }: Books, beginning: string): Credential[] {
  const found = keyring.credentials().filter((one) => isOfficer(one) && one.kid.startsWith(beginning));
  if (beginning.length < 8 || found.length === 0)
    throw new MinistryError(
      'MN-006',
      `no officer’s key id begins with ${beginning} (eight letters or more; see list)`,
    );
  if (found.length > 1) throw new MinistryError('MN-006', `several key ids begin with ${beginning}`);
  return found;
}

async function byInitials(books: Books, officer: string): Promise<Credential[]> {
  const [initials, desk] = officer.split('@');
  const found = (await everybody(books)).filter(
    (one) => one.initials === initials && one.credential.desk === desk,
  );
  if (found.length === 0) throw new MinistryError('MN-006', `nobody is ${officer} (initials@desk; see list)`);
  return found.map(({ credential }) => credential);
}

function mustBeMission({ servers }: Books, mission: MissionCode): void {
  const known = Object.keys(servers.get(SERVER_FILE)?.missions ?? {});
  if (!known.includes(mission))
    throw new MinistryError('MN-006', `no mission ${mission}; there are ${known.sort().join(', ')}`);
}

/** @throws MinistryError MN-006 */
export function mustServe(books: Books, desk: DeskId): void {
  const isHere = (one: Credential) =>
    one.desk === desk &&
    one.roles.includes('transport') &&
    one.until > now(books) &&
    !books.keyring.revocation(one.kid);
  if (!books.keyring.credentials().some(isHere)) throw noDesk(books, desk);
}

export function noDesk({ keyring }: Books, desk: string): MinistryError {
  const known = keyring.credentials().flatMap((one) => (one.roles.includes('transport') ? [one.desk] : []));
  return new MinistryError(
    'MN-006',
    `no desk ${desk} in service; there are ${[...new Set(known)].sort().join(', ')}`,
  );
}

const sameRights = (
  { roles, delegates, limits }: Credential,
  plan: OfficerPlan,
  planned: Limits | undefined,
): boolean =>
  JSON.stringify(limits) === JSON.stringify(planned) &&
  [...roles].sort().join() === [...plan.roles].sort().join() &&
  [...delegates].sort().join() === [...(plan.delegates ?? [])].sort().join();
