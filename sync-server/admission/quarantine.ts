/**
 * The bytes of held and refused records, whole, one document each: `q:<kind>:<subject>`. Never dropped in silence: where a
 * desk has used up its room, its push is answered 507 and waits. The verdict is not written here: it follows from the
 * bytes, and the receipts say it.
 */
import type { RecordHash } from '../../app/acts/ids.ts';
import { CouchError } from '../couch/errors.ts';
import type { AttachmentWrite, DocRevision, ReplicaDb } from '../stores/replica-store.ts';
import { documentsOf } from './databases.ts';
import { deleteDurably } from './delete-durably.ts';
import { confirmDurable, putDurably } from './durable.ts';
import {
  CHUNK_ATTACHMENT,
  CHUNK_TYPE,
  type EntryKey,
  entryKey,
  type Offered,
  type RecordKind,
} from './offered.ts';

const PREFIX = 'q:';
/** Every document here is written once. */
const revOf = (subject: RecordHash): string => Buffer.from(subject, 'base64url').toString('hex').slice(0, 32);

export interface Quota {
  /** bytes that a desk may have here */
  readonly bytes: number;
  readonly documents: number;
}

export interface Quarantined {
  readonly subject: RecordHash;
  readonly kind: RecordKind;
  readonly id: string;
  readonly rev: string;
  readonly consistent: boolean;
  readonly bytes: number;
  /** the desk that carried it here */
  readonly desk: string;
  /** when it came, RFC 3339 */
  readonly at: string;
  /** absent for a chunk: its bytes are an attachment */
  readonly jws?: string;
}

interface Use {
  bytes: number;
  documents: number;
}

export class Quarantine {
  readonly db: ReplicaDb;
  readonly #quota: Quota;
  readonly #uses = new Map<string, Use>();
  /** whose room each takes: another gateway may have put it here, or let go of it */
  readonly #counted = new Map<EntryKey, { desk: string; bytes: number }>();

  constructor(db: ReplicaDb, quota: Quota) {
    this.db = db;
    this.#quota = quota;
  }

  async *all(): AsyncGenerator<Quarantined> {
    this.#uses.clear();
    this.#counted.clear();
    for await (const document of documentsOf(this.db, PREFIX)) {
      for (const item of this.itemOf(document)) {
        this.note(item);
        yield item;
      }
    }
  }

  /** Acts that lie here, whoever put them here, whole; nothing of them is counted. */
  async *acts(): AsyncGenerator<Quarantined> {
    for await (const document of documentsOf(this.db, `${PREFIX}${'act' satisfies RecordKind}:`))
      yield* this.itemOf(document);
  }

  /** @returns none for what is no quarantined record */
  itemOf({ id, body }: { readonly id: string; readonly body: object }): readonly Quarantined[] {
    return id.startsWith(PREFIX) ? [body as Quarantined] : [];
  }

  /** Counts what is here in its desk's room. */
  note({ kind, subject, desk, bytes }: Quarantined): void {
    const key = entryKey(kind, subject);
    if (this.#counted.has(key)) return;
    this.#counted.set(key, { desk, bytes });
    this.#count(desk, bytes, 1);
  }

  #forget(key: EntryKey): void {
    const counted = this.#counted.get(key);
    if (!counted) return;
    this.#counted.delete(key);
    this.#count(counted.desk, -counted.bytes, -1);
  }

  /** Is there room for these of one desk? */
  hasRoom(desk: string, offered: readonly Offered[]): boolean {
    const { bytes, documents } = this.#use(desk);
    const more = offered.reduce((sum, one) => sum + one.bytes, 0);
    return bytes + more <= this.#quota.bytes && documents + offered.length <= this.#quota.documents;
  }

  /** Durable when it resolves. */
  async put(offered: readonly Offered[], desk: string, at: string): Promise<void> {
    const items = offered.map((one): Quarantined => {
      const { subject, kind, id, rev, consistent, bytes } = one;
      const common = { subject, kind, id, rev, consistent, bytes, desk, at };
      return one.kind === 'chunk' ? common : { ...common, jws: one.jws };
    });
    const revisions = items.map((item, n) => this.#revision(item, offered[n] as Offered));
    await putDurably(this.db, revisions);
    for (const item of items) this.note(item);
  }

  /** @throws StoreError where it is not known that all of these would survive */
  confirm(keys: readonly EntryKey[]): Promise<void> {
    const subjectOf = (key: EntryKey): RecordHash => key.slice(key.indexOf(':') + 1) as RecordHash;
    return confirmDurable(
      this.db,
      keys.map((key) => ({ id: PREFIX + key, rev: `1-${revOf(subjectOf(key))}` })),
    );
  }

  #revision(item: Quarantined, offered: Offered): DocRevision {
    const attachments = new Map<string, AttachmentWrite>();
    if (offered.kind === 'chunk')
      attachments.set(CHUNK_ATTACHMENT, { kind: 'bytes', contentType: CHUNK_TYPE, bytes: offered.content });
    return {
      id: PREFIX + offered.key,
      deleted: false,
      body: { ...item },
      attachments,
      revisions: { start: 1, ids: [revOf(item.subject)] },
    };
  }

  async text(key: EntryKey): Promise<string | undefined> {
    const read = await this.db.get(PREFIX + key);
    const jws = read.kind === 'found' ? read.doc.body.jws : undefined;
    return typeof jws === 'string' ? jws : undefined;
  }

  async content(key: EntryKey): Promise<Uint8Array | undefined> {
    const read = await this.db.attachment(PREFIX + key, CHUNK_ATTACHMENT);
    if (!read) return undefined;
    const parts: Uint8Array[] = [];
    for await (const part of read.open()) parts.push(part);
    return new Uint8Array(Buffer.concat(parts));
  }

  /** What has been admitted and receipted needs no second copy here. */
  async release(keys: readonly EntryKey[]): Promise<void> {
    const reads = await Promise.all(keys.map((key) => this.db.get(PREFIX + key)));
    const held = reads.flatMap((read) => (read.kind === 'found' ? [read.doc] : []));
    const edits = held.map(({ id, rev }) => ({
      id,
      deleted: true,
      body: {},
      attachments: new Map(),
      parent: rev,
    }));
    // A conflict says that another gateway has let go of it at the same time.
    if (edits.length > 0) await this.db.putDocs(edits);
    for (const key of keys) this.#forget(key);
  }

  /** Destroys these wraps, and what is left of any that waited here before. @throws StoreError */
  async destroyWraps(keys: readonly EntryKey[]): Promise<void> {
    await deleteDurably(
      this.db,
      keys.map((key) => PREFIX + key),
    );
    await this.db.forget([`${PREFIX}${'wrap' satisfies RecordKind}:`]);
    for (const key of keys) this.#forget(key);
  }

  #use(desk: string): Use {
    const use = this.#uses.get(desk) ?? { bytes: 0, documents: 0 };
    this.#uses.set(desk, use);
    return use;
  }

  #count(desk: string, bytes: number, documents: number): void {
    const use = this.#use(desk);
    use.bytes += bytes;
    use.documents += documents;
  }
}

export const quarantineFull = (): CouchError =>
  new CouchError(
    'insufficient_storage',
    'Too much of this desk is on hold; the centre must look at it first.',
  );
