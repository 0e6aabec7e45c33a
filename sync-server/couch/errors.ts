import { StoreError, type StoreErrorCode, type WriteError } from '../stores/replica-store.ts';
import type { DocErrorName } from './hooks.ts';

/** CouchDB's names of errors and the status each answers with. Closed: handlers can say nothing else. */
export const STATUS = {
  bad_request: 400,
  content_md5_mismatch: 400,
  illegal_database_name: 400,
  illegal_docid: 400,
  doc_validation: 400,
  query_parse_error: 400,
  bad_arg: 400,
  invalid_operator: 400,
  invalid_selector_json: 400,
  invalid_sort_json: 400,
  invalid_key: 400,
  invalid_fields: 400,
  invalid_bookmark: 400,
  invalid_index: 400,
  invalid_non_neg_integer: 400,
  missing_required_key: 400,
  no_usable_index: 400,
  unsupported_mixed_sort: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  conflict: 409,
  file_exists: 412,
  missing_stub: 412,
  too_large: 413,
  document_too_large: 413,
  attachment_too_large: 413,
  max_bulk_docs_count_exceeded: 413,
  max_bulk_get_count_exceeded: 413,
  too_long: 414,
  bad_content_type: 415,
  requested_range_not_satisfiable: 416,
  expectation_failed: 417,
  too_many_requests: 429,
  internal_server_error: 500,
  not_implemented: 501,
  service_unavailable: 503,
  /** CouchDB's name and words; its status is 500, as if the server had failed. */
  timeout: 503,
  insufficient_storage: 507,
} as const;

export type CouchErrorName = keyof typeof STATUS;

/** An answer `{ error, reason }` with its status. Thrown anywhere in a handler. */
export class CouchError extends Error {
  readonly error: CouchErrorName;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    error: CouchErrorName,
    reason: string,
    headers: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(`${error}: ${reason}`, options);
    this.name = 'CouchError';
    this.error = error;
    this.reason = reason;
    this.headers = headers;
  }

  get status(): number {
    return STATUS[this.error];
  }
}

export const noDb = (): CouchError => new CouchError('not_found', 'Database does not exist.');
export const illegalDatabaseName = (name: string): CouchError =>
  new CouchError(
    'illegal_database_name',
    `Name: '${name}'. Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / are allowed. Must begin with a letter.`,
  );
export const missing = (): CouchError => new CouchError('not_found', 'missing');

/** What CouchDB says about a document that was not written. */
export const WRITE_REASONS = {
  conflict: 'Document update conflict.',
  missing_stub: 'Invalid attachment stub: no revision of the document has this file.',
} as const satisfies Record<WriteError, string>;

/** Every name an admission may give is one of ours. */
export const statusOfDocError = (name: DocErrorName): number => STATUS[name];

const OF_STORE: Record<StoreErrorCode, () => CouchError> = {
  no_db: noDb,
  closed: () => new CouchError('service_unavailable', 'The server is stopping.'),
  full: () => new CouchError('insufficient_storage', 'No room on the disk.'),
  unavailable: () => new CouchError('service_unavailable', 'The store is not available now.'),
  corrupt: () => new CouchError('internal_server_error', 'The store is damaged.'),
  too_large: () => new CouchError('too_large', 'The store takes no document of this size.'),
};

/** Whatever was thrown, as an answer that tells nothing about the inside. `undefined`: not foreseen, log it. */
export function toCouchError(error: unknown): CouchError | undefined {
  if (error instanceof CouchError) return error;
  if (error instanceof StoreError) return OF_STORE[error.code]();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (status === 413) return new CouchError('too_large', 'the request entity is too large');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new CouchError('bad_request', 'The request could not be read.');
  }
  return undefined;
}
