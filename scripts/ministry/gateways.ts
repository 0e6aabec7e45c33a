/** Further gateways for a ministry that exists, a credential and a key for each; and one whose key is in other hands. */

import { type MinistryFile, SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { type Books, learn, nameOfServer, now } from './books.ts';
import type { Outcome } from './commit.ts';
import { MinistryError } from './errors.ts';
import { holder, revoke, technicalPlan } from './issue.ts';
import type { Reason } from './officers.ts';
import { gatewayPart } from './write-ministry.ts';

const COMPROMISED = 'compromised' satisfies Reason;

/**
 * A gateway's key that may be in other hands, of one in use or of one that was replaced: no receipt that it ever signed
 * counts any more (docs/decisions/0011).
 * @param beginning of its key id, eight letters or more @throws MinistryError MN-006
 */
export async function revokeGateway(books: Books, beginning: string): Promise<Outcome> {
  const { making, authority, keyring } = books;
  const gateways = keyring.credentials().filter(({ roles }) => roles.includes('gateway'));
  const [found, ...more] = gateways.filter(({ kid }) => kid.startsWith(beginning));
  if (!found || more.length > 0 || beginning.length < 8)
    throw new MinistryError(
      'MN-006',
      `no gateway’s key id begins with ${beginning}, or several (eight letters or more); there are ${gateways.map(({ kid }) => kid).join(', ')}`,
    );
  const { kid } = found;
  if (keyring.revocations.of(kid).some(({ reason }) => reason === COMPROMISED))
    return { json: { revoked: null }, lines: ['Revoked already; nothing is to be done.'] };
  await revoke(making, authority, kid, COMPROMISED, now(books));
  await learn(books);
  return {
    json: { revoked: kid },
    lines: [
      `${kid} is revoked: no receipt that it signed counts any more.`,
      'Give all gateways their renewed files and start them again: they say again what they hold (docs/operations.md).',
    ],
  };
}

/** @param gateways how many there shall be */
export async function addGateways(books: Books, gateways: number): Promise<Outcome> {
  const { making, authority, servers, folder } = books;
  const first = servers.get(SERVER_FILE) as MinistryFile;
  const added: string[] = [];
  for (let n = 2; n <= gateways; n += 1) {
    if (servers.has(nameOfServer(n))) continue;
    const gateway = await holder(making, authority, technicalPlan('gateway'));
    servers.set(nameOfServer(n), { ...first, gateway: gatewayPart(gateway, first.gateway.url) });
    added.push(nameOfServer(n));
  }
  const lines =
    added.length === 0
      ? [`The ministry in ${folder} has ${gateways} gateways; nothing is to be done.`]
      : [
          `${added.join(', ')} in ${folder}: a key of its own for each further gateway; all server*.json and the desks' kits know them.`,
          'Next, in this order (docs/operations.md, "Adding a gateway"):',
          '  1. Give each gateway that runs its new file, and start it again, one after the other.',
          '  2. Wait until every desk has synchronised: a desk turns away from a gateway that its keyring does not name.',
          '  3. Start the new gateway, and only then name it to the balancer.',
        ];
  return { json: { added, out: folder }, lines };
}
