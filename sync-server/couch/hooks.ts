import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DbName, Rev, StoreSeq } from '../stores/ids.ts';
import type { DocEdit, DocRevision, RevsQuery } from '../stores/replica-store.ts';

/**
 * What the gateway may do between the protocol and the store. The protocol layer alone (`standalone.ts`) runs with
 * {@link openHooks}: everybody may do everything and the store takes what it is given.
 *
 * Order for each request: `visible` (a database that is not visible answers 404) → `authorize` → body parsed →
 * `interceptWrite` or the read → answer.
 */
export interface CouchHooks {
  /**
   * May this request do this? Called before the body is read. An exception becomes a 500 without detail.
   */
  authorize(request: FastifyRequest, what: Access): Promise<Permission> | Permission;

  /** False: for this caller the database does not exist (404, and not in `_all_dbs`). */
  visible(request: FastifyRequest, db: DbName): Promise<boolean> | boolean;

  /**
   * Every write of documents passes here, whatever the path it came by: `_bulk_docs`, PUT, POST, DELETE, attachments.
   * Local documents (checkpoints) do not. `undefined`: the layer writes to the store itself. Otherwise the hook has
   * stored what it wanted where it wanted (durably, before it resolves) and gives one answer for each document, in
   * the order of `write.docs`; the layer sends them as CouchDB would.
   */
  interceptWrite(
    request: FastifyRequest,
    db: DbName,
    write: DocsWrite,
  ): Promise<readonly DocAnswer[] | undefined>;

  /**
   * Revisions to report as present in `_revs_diff` though the database lacks them (held in quarantine). Called with
   * those the store lacks; gives those of them that need not be sent.
   */
  extendRevsDiff(request: FastifyRequest, db: DbName, lacking: RevsQuery): Promise<RevsQuery>;

  /** The feed token a client sees for a place in the sequence. Must be free of whitespace; compared by equality only. */
  mapSeq(db: DbName, seq: StoreSeq): string;
  /** The place a client's token means; one that is not ours, or of another epoch, is `SEQ_START`. Never throws. */
  parseSeq(db: DbName, token: string): StoreSeq;

  /**
   * A feed that stays open begins. Gives what to call when it has ended; `undefined`: this caller has too many open
   * (429).
   */
  feedOpens(request: FastifyRequest): (() => void) | undefined;

  /** `GET | POST | DELETE /_session`. Sends the reply itself and returns it. */
  session(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<FastifyReply> | FastifyReply;
}

/** The documents of one request, as they came, attachments decoded. */
export type DocsWrite =
  | { readonly newEdits: true; readonly docs: readonly DocEdit[] }
  | { readonly newEdits: false; readonly docs: readonly DocRevision[] };

/** `error` and `reason` as CouchDB's, e.g. `conflict`, `forbidden`. On PUT and POST the error gives the status too. */
export type DocAnswer =
  | { readonly id: string; readonly rev: Rev }
  | { readonly id: string; readonly rev?: Rev; readonly error: DocErrorName; readonly reason: string };

export type DocErrorName =
  | 'conflict'
  | 'forbidden'
  | 'unauthorized'
  | 'missing_stub'
  | 'bad_request'
  | 'doc_validation'
  | 'too_large';

/**
 * What a request wants to do.
 * - `server`: `/`, `_up`, `_uuids`, `_all_dbs`: no database. (`_session` is never asked about.)
 * - `read`: documents, changes, attachments, `_revs_diff` of a database. Includes POSTs that only read.
 * - `write`: documents of a database.
 * - `local`: reading or writing checkpoints (`_local/…`), `_ensure_full_commit`.
 * - `create`, `destroy`: the database itself.
 * - `admin`: `_compact`, `_security`, `_revs_limit`.
 */
export interface Access {
  readonly kind: 'server' | 'read' | 'write' | 'local' | 'create' | 'destroy' | 'admin';
  readonly db?: DbName;
  readonly method: string;
}

export type Permission =
  | { readonly allow: true }
  | { readonly allow: false; readonly status: 401 | 403; readonly reason: string };

const ALLOWED: Permission = { allow: true };

/** An admin party: no checks, no admission, the store's own sequence. Loopback and tests only. */
export const openHooks: CouchHooks = {
  authorize: () => ALLOWED,
  visible: () => true,
  interceptWrite: async () => undefined,
  extendRevsDiff: async () => new Map(),
  mapSeq: (_db, seq) => seq,
  parseSeq: (_db, token) => token as StoreSeq,
  feedOpens: () => () => {},
  session: (_request, reply) =>
    reply.send({
      ok: true,
      userCtx: { name: null, roles: ['_admin'] },
      info: { authentication_handlers: [] },
    }),
};
