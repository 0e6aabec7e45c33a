/**
 * What this program uses of a PouchDB database, by shape: the same adapters run on pouchdb-browser (IndexedDB) in the
 * desk worker and on pouchdb-core with LevelDB in Node.
 */
export interface PouchRow {
  readonly key?: string;
  readonly id?: string;
  readonly error?: string;
  readonly value?: { readonly rev: string; readonly deleted?: boolean } | null;
  readonly doc?: object | null;
}

export interface PouchChange {
  readonly id: string;
  readonly seq: number | string;
  readonly deleted?: boolean;
  readonly doc?: object;
}

export interface PouchFeed {
  on(event: 'change' | 'error' | 'complete', listener: (detail: unknown) => void): unknown;
  cancel(): void;
}

export interface PouchDatabase {
  bulkDocs(documents: readonly object[], options: { new_edits?: false }): Promise<readonly unknown[]>;
  /** drops the bodies of revisions that are no leaf, with the files that only they had */
  compactDocument(id: string, maxHeight: number): Promise<unknown>;
  get(id: string, options?: { rev: string }): Promise<object>;
  getAttachment(id: string, name: string): Promise<unknown>;
  allDocs(options: {
    keys?: readonly string[];
    startkey?: string;
    endkey?: string;
    include_docs?: boolean;
    conflicts?: boolean;
  }): Promise<{ readonly rows: readonly PouchRow[] }>;
  changes(options: {
    since: number | string;
    limit?: number;
    include_docs?: boolean;
    conflicts?: boolean;
    live?: boolean;
    return_docs?: boolean;
    style?: 'main_only';
  }): PouchFeed &
    PromiseLike<{ readonly results: readonly PouchChange[]; readonly last_seq: number | string }>;
  info(): Promise<{ readonly update_seq: number | string }>;
  close(): Promise<void>;
}

/** What is used of a replication, by shape. */
export interface Replication extends PromiseLike<{ readonly docs_written: number }> {
  on(
    event: 'change',
    listener: (info: { readonly docs: readonly { readonly _id: string }[] }) => void,
  ): unknown;
  on(event: 'denied', listener: () => void): unknown;
  cancel(): void;
}

export interface Replicable {
  readonly replicate: {
    to(remote: unknown, options: object): Replication;
    from(remote: unknown, options: object): Replication;
  };
}

/** PouchDB's errors carry an HTTP status or, for what the medium refused, the medium's own name. */
export interface PouchFailure {
  readonly status?: number;
  readonly name?: string;
  readonly message?: string;
  readonly reason?: string;
}
