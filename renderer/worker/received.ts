/**
 * What replication may write into a desk's log. PouchDB believes its peer, and a peer may be hostile: its tombstone would
 * take a wrap away from a desk that has it, its second revision would hide a record behind another text. Only records
 * under the id and revision that follow from their text come in, so that a gateway can withhold but never take back.
 */
import { type LogDocument, RECORD_PREFIX } from '../../app/log/records.ts';
import { nameOf } from '../../app/seal/hash.ts';
import type { PouchDatabase, Replicable } from './pouch-database.ts';
import { forgottenOf } from './pouch-forget.ts';

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

/** A key that an erasure has removed here does not come back by a peer that still has it. */
async function withoutForgotten(
  database: Replicable,
  records: readonly LogDocument[],
): Promise<LogDocument[]> {
  const wraps = records.map(({ _id }) => _id).filter((id) => id.startsWith(RECORD_PREFIX.wrap));
  const forgotten = await forgottenOf(database as unknown as PouchDatabase, wraps);
  return records.filter(({ _id }) => !forgotten.has(_id));
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
    const wanted = await withoutForgotten(database, records);
    return wanted.length === 0 ? [] : bulkDocs.call(database, wanted, { new_edits: false });
  };
  return Object.create(database as object, {
    bulkDocs: { value: take },
    // PouchDB keeps these for the object that asked first, which would be the database itself.
    replicateMethods: { value: undefined, writable: true },
  }) as Replicable;
}

/** What a peer answers for one document that it did not take. */
interface Denial {
  readonly error?: unknown;
  readonly name?: unknown;
}

/** PouchDB knows a denied document by its error's `name`; CouchDB's protocol says `error`, and there is no name. */
const named = (row: unknown): unknown => {
  const { error, name } = (row ?? {}) as Denial;
  const isDenied = error === 'forbidden' || error === 'unauthorized';
  return isDenied && name === undefined ? { ...(row as object), name: error } : row;
};

/**
 * A peer as a target of replication: it is offered records, and never hears of what was forgotten here. One document that
 * it denies keeps no other from being offered: without a name PouchDB would take the denial for the end of the pass.
 */
export function offering(peer: { close(): Promise<void> }): { close(): Promise<void> } {
  const { bulkDocs } = peer as unknown as {
    bulkDocs(batch: Batch, options: unknown): Promise<readonly unknown[]>;
  };
  const give = async (batch: Batch, options: unknown): Promise<readonly unknown[]> => {
    const docs = batch.docs.filter(({ _deleted }) => _deleted !== true);
    if (docs.length === 0) return [];
    return (await bulkDocs.call(peer, { ...batch, docs }, options)).map(named);
  };
  return Object.create(peer, { bulkDocs: { value: give } }) as { close(): Promise<void> };
}
