/** New keys in the place of old ones. What the old ones signed goes on verifying. */
import { type Kid, parseKid } from '../../app/acts/ids.ts';
import type { Scope } from '../../app/keyring/credential.ts';
import type { Group } from '../../app/keyring/keyring.ts';
import { readRecord } from '../../app/keyring/records.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { type Books, groupsOf, learn, nameOfServer, nextOfServer, now, readersOf } from './books.ts';
import type { Outcome } from './commit.ts';
import { MinistryError } from './errors.ts';
import {
  AUTHORITY_PLAN,
  grantAll,
  type Holder,
  holder,
  type Issuer,
  makeGroup,
  revoke,
  technicalPlan,
} from './issue.ts';
import { keysOf } from './secrets.ts';
import { gatewayPart } from './write-ministry.ts';

const NOTHING = ['It was rotated since that list; nothing is to be done.'];
const RESTART = 'Give the gateways their renewed files and start them again (docs/operations.md).';

/**
 * The next generation of groups, granted to those in force who read them.
 * @param groups all of the scope where absent
 * @returns the ids of the new generations
 */
export async function rollGroups(
  books: Books,
  scope: Scope,
  groups: readonly Group[] = groupsOf(books, scope),
): Promise<readonly string[]> {
  const { making, authority, groupKeys } = books;
  const ids: string[] = [];
  for (const { serviceClass, gen } of groups) {
    const group = `group:${scope}:${serviceClass}`;
    await makeGroup(making, authority, group, gen + 1, groupKeys);
    ids.push(`${group}:${gen + 1}`);
  }
  for (const officer of readersOf(books, scope)) await grantAll(making, authority, officer, groupKeys, ids);
  await learn(books);
  return ids;
}

/**
 * @param scope a mission or `CENTRAL`: all its groups; or the one group, `group:<scope>:<class>`
 * @param since of a list: what was rotated after it is left
 * @throws MinistryError MN-006
 */
export async function rotateGroups(
  books: Books,
  what: { readonly scope: string } | { readonly group: string },
  since: number | null,
): Promise<Outcome> {
  const scope = ('scope' in what ? what.scope : (what.group.split(':')[1] ?? '')) as Scope;
  const all = groupsOf(books, scope);
  const chosen = 'scope' in what ? all : all.filter(({ id }) => id.startsWith(`${what.group}:`));
  if (chosen.length === 0) {
    const known = new Set([...books.groupKeys.keys()].map((id) => id.slice(0, id.lastIndexOf(':'))));
    const named = 'scope' in what ? what.scope : what.group;
    throw new MinistryError('MN-006', `no group of ${named}; there are ${[...known].sort().join(', ')}`);
  }
  const due: Group[] = [];
  for (const group of chosen) if (await isDue(books, group.id, since)) due.push(group);
  const rolled = due.length > 0 ? await rollGroups(books, scope, due) : [];
  return {
    json: { groups: rolled },
    lines:
      rolled.length === 0
        ? NOTHING
        : [`New generations, granted to those in force: ${rolled.join(', ')}.`, RESTART],
  };
}

/**
 * A new authority by the root. The old one's key is kept no longer; what it issued stays in force, unless it is revoked.
 * @param root with its private key, from its vault
 * @param revokeOld where its key may be in other hands: everything that it issued is then to be issued anew
 */
export async function rotateAuthority(
  books: Books,
  root: Issuer,
  revokeOld: boolean,
  since: number | null,
): Promise<Outcome> {
  const old = books.authority.credential.kid;
  if (!(await isDue(books, `credential:${old}`, since))) return { json: { authority: null }, lines: NOTHING };
  const { making, secrets } = books;
  const fresh = await holder(making, root, AUTHORITY_PLAN);
  books.authority = fresh;
  secrets.authority = keysOf(fresh);
  if (revokeOld) await revokeAuthority(books, fresh, old);
  await learn(books);
  const { kid, until } = fresh.credential;
  const lines = [`The authority is now ${kid}, until ${until}. Put the root’s key away again.`, RESTART];
  if (revokeOld)
    lines.push(
      'Everything that the old authority issued counts no longer for what is sealed from now on: enrol every officer anew',
      '(officer enrol), then rotate the groups of each mission and of the centre, and the key of each gateway.',
    );
  return { json: { authority: kid, before: old, revoked: revokeOld }, lines };
}

/** What it revoked, or a delegate whom it made, would end no keys any more: the new one says it again. */
async function revokeAuthority(books: Books, fresh: Holder, old: Kid): Promise<void> {
  const { making, keyring } = books;
  const ended = keyring.credentials().flatMap(({ kid }) => keyring.ending(kid) ?? []);
  await revoke(making, fresh, old, 'compromised', now(books));
  for (const { kid, reason, at, by } of ended)
    if (keyring.chain(by).some((one) => one.kid === old)) await revoke(making, fresh, kid, reason, at);
}

/**
 * The next key of a gateway, in a file beside its own: desks must know it before it is used. `finish` puts it in its
 * place and revokes the old one.
 * @param n from 1 @throws MinistryError MN-006
 */
export async function rotateGateway(books: Books, n: number, finish: boolean): Promise<Outcome> {
  const { making, authority, servers } = books;
  const [name, next] = [nameOfServer(n), nextOfServer(n)];
  const server = servers.get(name);
  if (!server) throw new MinistryError('MN-006', `there is no ${name}: gateways are counted from 1`);
  const waiting = servers.get(next);
  if (!finish) {
    if (waiting)
      return {
        json: { gateway: null, file: next },
        lines: [`${next} has the next key already; nothing is to be done.`],
      };
    const fresh = await holder(making, authority, technicalPlan('gateway'));
    servers.set(next, { ...server, gateway: gatewayPart(fresh, server.gateway.url) });
    const lines = [
      `${next} has the next key. Next, in this order (docs/operations.md, "A new key for a gateway"):`,
      `  1. Give each gateway its renewed file and start it again; wait until every desk has synchronised.`,
      `  2. rotate --gateway ${n} --finish, and start gateway ${n} with its file, which has the new key then.`,
    ];
    return { json: { gateway: fresh.credential.kid, file: next }, lines };
  }
  if (!waiting)
    return {
      json: { gateway: null, file: name },
      lines: [`No key waits for ${name}; nothing is to be done.`],
    };
  servers.set(name, { ...server, gateway: waiting.gateway });
  servers.delete(next);
  books.removed.push(next);
  const { kid } = waiting.gateway;
  for (const kit of books.kits) {
    const known = kit.desk?.gateway;
    if (kit.desk && known?.kid === server.gateway.kid)
      kit.desk = { ...kit.desk, gateway: { url: known.url, kid: parseKid(kid) } };
  }
  await revoke(making, authority, parseKid(server.gateway.kid), 'replaced', now(books));
  return {
    json: { gateway: waiting.gateway.kid, file: name, before: server.gateway.kid },
    lines: [`${name} has the new key, and the old one is revoked.`, RESTART],
  };
}

/** Whether a document was first named by a list no later than `since`. */
async function isDue({ making }: Books, id: string, since: number | null): Promise<boolean> {
  if (since === null) return true;
  const found = making.documents.find(({ _id }) => _id === id);
  const hash = found && (await nameOf(found.jws)).hash;
  return making.documents.some(({ _id, jws }) => {
    if (hash === undefined || !_id.startsWith('keyring:')) return false;
    const { n, records } = readRecord('guichet-keyring+jws', jws).payload;
    return n <= since && records.includes(hash);
  });
}
