/** The wire as PouchDB's own replication: what any CouchDB-protocol peer understands. */
import type { RecordHash } from '../../app/acts/ids.ts';
import type { DeskReport } from '../../app/desk/fleet.ts';
import { chunkDocumentId } from '../../app/log/records.ts';
import { CHUNK_ATTACHMENT } from './pouch-chunk-store.ts';
import type { Replicable, Replication } from './pouch-database.ts';
import { offering, receiving } from './received.ts';
import type { SessionFetch } from './session-fetch.ts';
import { LinkError, type PushFrom, type ReportSource, type Transfer } from './transfer.ts';

/** Documents a request of records; chunks of up to 256 KiB travel a few at a time. */
const RECORDS_PER_BATCH = 200;
const CHUNKS_PER_BATCH = 4;

export class PouchTransfer implements Transfer {
  readonly #session: SessionFetch;
  readonly #local: (database: string) => Replicable;
  readonly #remote: (url: string, fetch: SessionFetch['fetch']) => { close(): Promise<void> };
  readonly #remotes = new Map<string, { close(): Promise<void> }>();
  readonly #running = new Set<Replication>();
  #epoch: string | null = null;

  constructor(
    session: SessionFetch,
    local: (database: string) => Replicable,
    remote: (url: string, fetch: SessionFetch['fetch']) => { close(): Promise<void> },
  ) {
    this.#session = session;
    this.#local = local;
    this.#remote = remote;
  }

  async open(): ReturnType<Transfer['open']> {
    const { epoch, revoked } = await this.#session.open();
    this.#epoch = epoch;
    return { epoch, ...(revoked && { revoked }) };
  }

  #to(database: string): { close(): Promise<void> } {
    const known =
      this.#remotes.get(database) ?? this.#remote(this.#session.url(database), this.#session.fetch);
    this.#remotes.set(database, known);
    return known;
  }

  async push(database: string, sent: (ids: readonly string[]) => void, from: PushFrom): Promise<void> {
    const batch = database.endsWith('-evidence') ? CHUNKS_PER_BATCH : RECORDS_PER_BATCH;
    const run = this.#local(database).replicate.to(offering(this.#to(database)), {
      batch_size: batch,
      batches_limit: 2,
      // `since` sets the checkpoints of both sides back: every document is asked for again.
      ...(from === 'start' ? { since: 0 } : {}),
    });
    run.on('change', ({ docs }) => sent(docs.map(({ _id }) => _id)));
    await this.#finish(run);
  }

  async pull(database: string): Promise<{ written: number }> {
    const options = { batch_size: RECORDS_PER_BATCH, batches_limit: 2 };
    let isSound = true;
    const target = receiving(this.#local(database), () => {
      isSound = false;
    });
    const { docs_written } = await this.#finish(target.replicate.from(this.#to(database), options));
    // What is sound has come in; that the rest was none is told.
    if (!isSound) throw new LinkError('LN-005');
    return { written: docs_written };
  }

  async #finish(run: Replication): Promise<{ docs_written: number }> {
    this.#running.add(run);
    let denied = false;
    // The gateway answers for every record in its receipts; a document denied on the wire is trouble to be shown.
    run.on('denied', () => {
      denied = true;
    });
    try {
      const result = await run;
      if (denied) throw new LinkError('LN-007');
      return result;
    } catch (error) {
      throw linkError(error);
    } finally {
      this.#running.delete(run);
    }
  }

  async chunk(database: string, id: RecordHash): Promise<Uint8Array> {
    const path = `${database}/${encodeURIComponent(chunkDocumentId(id))}/${CHUNK_ATTACHMENT}`;
    const reply = await this.#session.fetch(this.#session.url(path));
    if (!reply.ok) throw new LinkError('LN-005');
    return new Uint8Array(await reply.arrayBuffer());
  }

  async ask(path: string): Promise<unknown> {
    const reply = await this.#session.fetch(this.#session.url(path));
    if (reply.status === 401 || reply.status === 403) throw new LinkError('LN-004');
    if (!reply.ok) throw new LinkError('LN-005');
    try {
      return await reply.json();
    } catch (cause) {
      throw new LinkError(cause instanceof SyntaxError ? 'LN-005' : 'LN-002', { cause });
    }
  }

  reportsFrom(source: ReportSource): void {
    this.#session.reportsFrom(source);
  }

  tell(report: DeskReport): Promise<boolean> {
    return this.#session.tell(report);
  }

  /** the server epoch last seen: raised by a restore, then everything not receipted in it is offered again */
  get epoch(): string | null {
    return this.#epoch;
  }

  async close(): Promise<void> {
    for (const run of this.#running) run.cancel();
    await Promise.all([...this.#remotes.values()].map((remote) => remote.close()));
    this.#remotes.clear();
  }
}

/** PouchDB wraps what went wrong; the codes of our own fetch come first. */
function linkError(error: unknown): LinkError {
  for (let at: unknown = error; at instanceof Error || (typeof at === 'object' && at !== null); ) {
    if (at instanceof LinkError) return at;
    const { cause, reason } = at as { cause?: unknown; reason?: unknown };
    at = cause ?? (typeof reason === 'object' ? reason : null);
  }
  const { status } = (error ?? {}) as { status?: number };
  if (status === 401 || status === 403) return new LinkError('LN-004', { cause: error });
  return new LinkError(typeof status === 'number' && status >= 400 ? 'LN-005' : 'LN-002', { cause: error });
}
