/** A gateway that denies a document on the wire, as CouchDB's protocol says it: no other is kept from going up. */
import memoryAdapter from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { expect, it } from 'vitest';
import type { Replicable } from '../../renderer/worker/pouch-database.ts';
import { PouchTransfer } from '../../renderer/worker/pouch-transfer.ts';
import { SessionFetch } from '../../renderer/worker/session-fetch.ts';

PouchDB.plugin(memoryAdapter).plugin(replication);

/** of more than two requests of a push */
const COUNT = 450;
const MISSION = 'mission-ml-par';
const idOf = (n: number): string => `act:${String(n).padStart(4, '0')}`;

/** `_bulk_docs` over HTTP: of what is denied a row with `error`, and no `name`; of all else nothing. */
function denying(gateway: PouchDB.Database, denied: ReadonlySet<string>, error: string): PouchDB.Database {
  const take = gateway.bulkDocs.bind(gateway) as unknown as (
    docs: object[],
    options: object,
  ) => Promise<unknown>;
  return Object.create(gateway, {
    bulkDocs: {
      value: async ({ docs }: { docs: readonly { _id: string }[] }) => {
        await take(
          docs.filter(({ _id }) => !denied.has(_id)),
          { new_edits: false },
        );
        const rows = docs.filter(({ _id }) => denied.has(_id));
        return rows.map(({ _id }) => ({ id: _id, error, reason: 'not kept here' }));
      },
    },
  }) as PouchDB.Database;
}

it.each(['forbidden', 'unauthorized'])(
  'one document that is %s: all others go up in the same pass, only they count as sent, and it is told',
  async (error) => {
    const name = `push-${process.pid}-${error}`;
    const [local, gateway] = ['local', 'gateway'].map(
      (place) => new PouchDB(`${name}-${place}`, { adapter: 'memory' }),
    ) as [PouchDB.Database, PouchDB.Database];
    const docs = Array.from({ length: COUNT }, (_, n) => ({
      _id: idOf(n),
      _rev: `1-${'a'.repeat(32)}`,
      jws: 'x',
    }));
    await local.bulkDocs(docs, { new_edits: false });
    const denied = new Set([idOf(3), idOf(300)]);
    const nobody = { kid: 'x', credential: 'x', sign: async () => 'x' } as never;
    const transfer = new PouchTransfer(
      new SessionFetch('http://127.0.0.1:9', async () => true, nobody),
      () => local as unknown as Replicable,
      () => denying(gateway, denied, error),
    );
    const sent: string[] = [];
    const push = () => transfer.push(MISSION, (ids) => sent.push(...ids), 'checkpoint');
    await expect(push()).rejects.toMatchObject({ code: 'LN-007' });
    const others = docs.map(({ _id }) => _id).filter((id) => !denied.has(id));
    const { rows } = await gateway.allDocs();
    expect(rows.map(({ id }) => id)).toEqual(others);
    expect([...sent].sort()).toEqual(others);
    // They lie behind the checkpoint: the next pass has nothing to offer.
    await push();
    expect(sent).toHaveLength(others.length);
  },
);
