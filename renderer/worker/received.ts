/**
 * What replication may write into a desk's log. PouchDB believes its peer, and a peer may be hostile: its tombstone would
 * take a wrap away from a desk that has it, its second revision would hide a record behind another text. Only records
 * under the id and revision that follow from their text come in, so that a gateway can withhold but never take back.
 */
import { type LogDocument, RECORD_PREFIX } from '../../app/log/records.ts';
import { nameOf } from '../../app/seal/hash.ts';
import type { PouchDatabase, Replicable } from './pouch-database.ts';

/** Ids of these end in the hash of the text. */
const NAMED_BY_HASH: readonly string[] = [
  RECORD_PREFIX.act,
  RECORD_PREFIX.wrap,
  RECORD_PREFIX.credential,
  RECORD_PREFIX.grant,
  RECORD_PREFIX.revocation,
  RECORD_PREFIX.delegation,
  RECORD_PREFIX.delegationEnd,
  RECORD_PREFIX.release,
  RECORD_PREFIX.definition,
  RECORD_PREFIX.audit,
];

/** @returns the record and nothing else of what came, or null where it is none */
async function recordOf(came: Readonly<Record<string, unknown>>): Promise<LogDocument | null> {
  const { _id, _rev, jws, json } = came;
  const text = jws ?? json;
  if (typeof _id !== 'string' || typeof _rev !== 'string' || typeof text !== 'string') return null;
  if (jws !== undefined && json !== undefined) return null;
  const { hash, rev } = await nameOf(text);
  const isNamedSo = !NAMED_BY_HASH.some((prefix) => _id.startsWith(prefix)) || _id.endsWith(`:${hash}`);
  if (rev !== _rev || !isNamedSo) return null;
  return jws === undefined ? { _id, _rev, json: text } : { _id, _rev, jws: text };
}

interface Batch {
  readonly docs: readonly Readonly<Record<string, unknown>>[];
}

/**
 * The database as a target of replication. Tombstones are left out in silence (an honest store may have some); anything
 * else that is no record is left out and told.
 * @param refused called for each of those
 */
export function receiving(database: Replicable, refused: () => void): Replicable {
  const { bulkDocs } = database as unknown as PouchDatabase;
  const take = async ({ docs }: Batch): Promise<readonly unknown[]> => {
    const records: LogDocument[] = [];
    for (const came of docs) {
      if (came._deleted === true) continue;
      const record = await recordOf(came);
      if (record) records.push(record);
      else refused();
    }
    return records.length === 0 ? [] : bulkDocs.call(database, records, { new_edits: false });
  };
  return Object.create(database as object, {
    bulkDocs: { value: take },
    // PouchDB keeps these for the object that asked first, which would be the database itself.
    replicateMethods: { value: undefined, writable: true },
  }) as Replicable;
}
