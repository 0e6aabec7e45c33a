/** Who and what is in force, from the keyring. Names never; initials from the operator's sealed keys only. */
import type { Credential, Limits } from '../../app/keyring/credential.ts';
import { readCredential } from '../../app/keyring/credential.ts';
import { type Books, isOfficer, nameOfOfficer, now } from './books.ts';
import type { Outcome } from './commit.ts';
import { table } from './tables.ts';

type State = 'in force' | 'ended' | `revoked ${string}`;

function stateOf(books: Books, { kid, until }: Credential): State {
  const revoked = books.keyring.chain(kid).flatMap((one) => books.keyring.revocation(one.kid)?.at ?? []);
  const [first] = revoked.sort();
  if (first !== undefined) return `revoked ${first}`;
  return until > now(books) ? 'in force' : 'ended';
}

export async function listMinistry(books: Books): Promise<Outcome> {
  const { keyring, servers, groupKeys, authority } = books;
  const all = keyring.credentials();
  const part = (one: Credential) => ({ kid: one.kid, until: one.until, state: stateOf(books, one) });
  const officers = [];
  for (const one of all.filter(isOfficer)) {
    const entry = await nameOfOfficer(books, one.kid);
    const { desk, roles, delegates, limits = null } = one;
    officers.push({ desk, initials: entry?.initials ?? '?', roles, delegates, limits, ...part(one) });
  }
  officers.sort((a, b) => order(`${a.desk} ${a.initials} ${a.until}`, `${b.desk} ${b.initials} ${b.until}`));
  const desks = all
    .filter(({ roles }) => roles.includes('transport'))
    .map((one) => ({ desk: one.desk, ...part(one) }));
  desks.sort((a, b) => order(String(a.desk), String(b.desk)));
  const gateways = [];
  for (const [file, { gateway }] of servers)
    gateways.push({ file, ...part((await readCredential(gateway.credential)).credential) });
  const groups = newestGroups([...groupKeys.keys()]);
  const list = keyring.head();
  const json = {
    list: list && { n: list.n, at: list.at },
    authority: part(authority.credential),
    officers,
    desks,
    gateways,
    groups,
  };
  const lines = [
    `Keyring list ${list?.n ?? 0} of ${list?.at ?? '?'}; the authority is in force until ${authority.credential.until}.`,
    '',
    table(
      ['Desk', 'Officer', 'Roles', 'Only', 'Until', 'State', 'Key id'],
      officers.map((one) => [
        String(one.desk),
        one.initials,
        one.roles.join(', '),
        onlyOf(one.limits),
        one.until,
        one.state,
        one.kid,
      ]),
    ),
    '',
    table(
      ['Desk', 'Until', 'State', 'Key id'],
      desks.map((one) => [String(one.desk), one.until, one.state, one.kid]),
    ),
    '',
    table(
      ['Gateway', 'Until', 'State', 'Key id'],
      gateways.map((one) => [one.file, one.until, one.state, one.kid]),
    ),
    '',
    table(
      ['Group', 'Generation'],
      groups.map(({ group, gen }) => [group, String(gen)]),
    ),
  ];
  return { json, lines };
}

/** Single services say more than the classes that they bring with them. */
const onlyOf = (limits: Limits | null): string =>
  [...(limits?.missions ?? []), ...(limits?.services ?? limits?.classes ?? [])].join(', ');

function newestGroups(ids: readonly string[]): { group: string; gen: number }[] {
  const newest = new Map<string, number>();
  for (const id of ids) {
    const at = id.lastIndexOf(':');
    const group = id.slice(0, at);
    newest.set(group, Math.max(newest.get(group) ?? 0, Number(id.slice(at + 1))));
  }
  return [...newest].map(([group, gen]) => ({ group, gen })).sort((a, b) => order(a.group, b.group));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
