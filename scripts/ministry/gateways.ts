/** Further gateways for a ministry that exists: a credential and a key for each. */

import { type MinistryFile, SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { type Books, nameOfServer } from './books.ts';
import type { Outcome } from './commit.ts';
import { holder, technicalPlan } from './issue.ts';
import { gatewayPart } from './write-ministry.ts';

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
