/** Puts what a batch has accepted where it is to stay: travelling records, records, evidence, each durable before the next. */
import {
  type AttachmentWrite,
  type DocRevision,
  type ReplicaDb,
  StoreError,
} from '../stores/replica-store.ts';
import type { Batch } from './batch.ts';
import { putDurably, revisionOf } from './durable.ts';
import type { Entry } from './entry.ts';
import type { Judge } from './judge.ts';
import type { MissionGatewayParts } from './mission-gateway-parts.ts';
import type { IndexParts } from './mission-index.ts';
import { CHUNK_ATTACHMENT, CHUNK_TYPE, documentOf, type EntryKey, type OfferedRecord } from './offered.ts';

export class Keeper {
  readonly #parts: Pick<MissionGatewayParts, 'reference' | 'step' | 'onKeyring'>;
  readonly #databases: Pick<IndexParts, 'records' | 'evidence' | 'quarantine'>;
  readonly #judge: Judge;

  constructor(
    parts: Pick<MissionGatewayParts, 'reference' | 'step' | 'onKeyring'>,
    databases: Pick<IndexParts, 'records' | 'evidence' | 'quarantine'>,
    judge: Judge,
  ) {
    this.#parts = parts;
    this.#databases = databases;
    this.#judge = judge;
  }

  /** @returns what was written now @throws StoreError */
  async keep(kept: ReadonlyMap<EntryKey, Entry>, batch: Batch): Promise<Set<EntryKey>> {
    const written = new Set<EntryKey>();
    await this.#records(kept, batch, written);
    await this.#evidence(kept, batch, written);
    return written;
  }

  async #records(kept: ReadonlyMap<EntryKey, Entry>, batch: Batch, written: Set<EntryKey>): Promise<void> {
    const { reference, step, onKeyring } = this.#parts;
    const records: OfferedRecord[] = [...batch.receipts.values()];
    for (const entry of kept.values()) {
      if (entry.kind === 'chunk') continue;
      const record = await this.#judge.recordOf(entry, batch);
      if (record) records.push(record);
      else await this.#mustBeKept(this.#databases.records, entry);
    }
    const travelling = records.filter(({ kind }) => kind === 'travelling');
    if (await reference.store(travelling.map(documentOf))) {
      step?.('keyring-kept');
      onKeyring();
    }
    if (records.length === 0) return;
    await putDurably(
      this.#databases.records,
      records.map(({ id, rev, jws }) => revisionOf(id, rev, { jws })),
    );
    for (const { key } of records) written.add(key);
    step?.('records-kept');
  }

  async #evidence(kept: ReadonlyMap<EntryKey, Entry>, batch: Batch, written: Set<EntryKey>): Promise<void> {
    const revisions: DocRevision[] = [];
    const keys: EntryKey[] = [];
    for (const entry of kept.values()) {
      const { kind, key, id, rev } = entry;
      if (kind !== 'chunk') continue;
      const fresh = batch.fresh.get(key);
      const bytes = fresh?.kind === 'chunk' ? fresh.content : await this.#databases.quarantine.content(key);
      if (!bytes) {
        await this.#mustBeKept(this.#databases.evidence, entry);
        continue;
      }
      const file: AttachmentWrite = { kind: 'bytes', contentType: CHUNK_TYPE, bytes };
      revisions.push(revisionOf(id, rev, {}, new Map([[CHUNK_ATTACHMENT, file]])));
      keys.push(key);
    }
    if (revisions.length === 0) return;
    await putDurably(this.#databases.evidence, revisions);
    for (const key of keys) written.add(key);
    this.#parts.step?.('evidence-kept');
  }

  /** Another gateway may have moved it here from quarantine. Of what is in neither place nothing is said. */
  async #mustBeKept(db: ReplicaDb, { id }: Entry): Promise<void> {
    if ((await db.get(id)).kind !== 'found')
      throw new StoreError('unavailable', 'a record on hold cannot be read now');
  }
}
