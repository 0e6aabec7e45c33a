/** What one request may ask of the protocol layer. Where CouchDB has the limit, its name and default are CouchDB's. */
export interface CouchLimits {
  /** Largest body of a request, bytes, after gunzip (`max_http_request_size`). */
  readonly bodyBytes: number;
  /** Bodies of all requests that are in memory together, bytes, after gunzip: see `body-budget.ts`. */
  readonly bodiesBytes: number;
  /** One document without its files, bytes of JSON (`max_document_size`). */
  readonly documentBytes: number;
  /** One file, bytes (`max_attachment_size`). */
  readonly attachmentBytes: number;
  /** Documents of a `_bulk_docs`, and of a `_bulk_get` (`max_bulk_docs_count`, `max_bulk_get_count`). */
  readonly bulkDocs: number;
  readonly bulkGet: number;
  /** An address with its query, characters. An id of 8000 bytes fits, percent-encoded. */
  readonly url: number;
  /** A query by selector: documents looked at, and milliseconds of work on them. */
  readonly findDocuments: number;
  readonly findMs: number;
  /** Queries that work at once; others wait. */
  readonly findsAtOnce: number;
}

export const COUCH_LIMITS: CouchLimits = {
  bodyBytes: 64 * 1024 * 1024,
  bodiesBytes: 256 * 1024 * 1024,
  documentBytes: 8_000_000,
  attachmentBytes: 64 * 1024 * 1024,
  bulkDocs: 10_000,
  bulkGet: 10_000,
  url: 32 * 1024,
  findDocuments: 500_000,
  findMs: 10_000,
  findsAtOnce: 4,
};

/** Levels of a JSON text: what works on documents by recursion must end before the stack does. */
export const MAX_DEPTH = 1000;
