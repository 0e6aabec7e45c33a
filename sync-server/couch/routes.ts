import type { Call, DbCall } from './call.ts';
import { allDocs } from './handlers/all-docs.ts';
import { deleteAttachment, getAttachment, putAttachment } from './handlers/attachments.ts';
import { bulkDocs, bulkGet, missingRevs, revsDiff } from './handlers/bulk.ts';
import { changes } from './handlers/changes.ts';
import { copyDoc } from './handlers/copy-doc.ts';
import { create, destroy, ensureFullCommit, info } from './handlers/databases.ts';
import { compact, getRevsLimit, getSecurity, putRevsLimit, putSecurity } from './handlers/db-settings.ts';
import { deleteDoc, getDoc, postDoc, putDoc } from './handlers/documents.ts';
import { explain, find } from './handlers/find.ts';
import { createIndex, deleteIndex, getIndexes } from './handlers/indexes.ts';
import { deleteLocal, getLocal, localFile, putLocal } from './handlers/local.ts';
import { noFunctions, view } from './handlers/not-offered.ts';
import { allDbs, session, up, uuids, welcome } from './handlers/server.ts';
import type { Access } from './hooks.ts';

export type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE' | 'COPY';

/** A line of the table. `none`: no permission is asked (`_session` itself gives it). */
export type Route = {
  readonly method: Method;
  /** `{name}` takes one segment, `{name...}` the rest. A segment that begins with `_` is taken by its literal only. */
  readonly path: string;
} & (
  | { readonly access: 'server' | 'create' | 'none'; readonly handle: (call: Call) => Promise<unknown> }
  | {
      readonly access: Exclude<Access['kind'], 'server' | 'create'>;
      readonly handle: (call: DbCall) => Promise<unknown>;
    }
);

/**
 * Every path of the protocol, who may take it, and what answers. HEAD goes with GET. The first line that fits counts.
 * What CouchDB has and this table lacks answers 501, and why (match-route.ts).
 */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/', access: 'server', handle: welcome },
  { method: 'GET', path: '/_up', access: 'server', handle: up },
  { method: 'GET', path: '/_uuids', access: 'server', handle: uuids },
  { method: 'GET', path: '/_all_dbs', access: 'server', handle: allDbs },
  { method: 'GET', path: '/_session', access: 'none', handle: session },
  { method: 'POST', path: '/_session', access: 'none', handle: session },
  { method: 'DELETE', path: '/_session', access: 'none', handle: session },

  { method: 'PUT', path: '/{db}', access: 'create', handle: create },
  { method: 'GET', path: '/{db}', access: 'read', handle: info },
  { method: 'DELETE', path: '/{db}', access: 'destroy', handle: destroy },
  { method: 'POST', path: '/{db}', access: 'write', handle: postDoc },

  { method: 'GET', path: '/{db}/_all_docs', access: 'read', handle: allDocs },
  { method: 'POST', path: '/{db}/_all_docs', access: 'read', handle: allDocs },
  { method: 'POST', path: '/{db}/_bulk_docs', access: 'write', handle: bulkDocs },
  { method: 'POST', path: '/{db}/_bulk_get', access: 'read', handle: bulkGet },
  { method: 'POST', path: '/{db}/_revs_diff', access: 'read', handle: revsDiff },
  { method: 'POST', path: '/{db}/_missing_revs', access: 'read', handle: missingRevs },
  { method: 'GET', path: '/{db}/_changes', access: 'read', handle: changes },
  { method: 'POST', path: '/{db}/_changes', access: 'read', handle: changes },
  { method: 'POST', path: '/{db}/_ensure_full_commit', access: 'local', handle: ensureFullCommit },
  { method: 'POST', path: '/{db}/_find', access: 'read', handle: find },
  { method: 'POST', path: '/{db}/_explain', access: 'read', handle: explain },
  { method: 'GET', path: '/{db}/_index', access: 'read', handle: getIndexes },
  { method: 'POST', path: '/{db}/_index', access: 'write', handle: createIndex },
  { method: 'DELETE', path: '/{db}/_index/{ddoc}/json/{name}', access: 'write', handle: deleteIndex },
  { method: 'GET', path: '/{db}/_local/{id}', access: 'local', handle: getLocal },
  { method: 'PUT', path: '/{db}/_local/{id}', access: 'local', handle: putLocal },
  { method: 'DELETE', path: '/{db}/_local/{id}', access: 'local', handle: deleteLocal },

  { method: 'GET', path: '/{db}/_local/{id}/{file...}', access: 'local', handle: localFile },
  { method: 'PUT', path: '/{db}/_local/{id}/{file...}', access: 'local', handle: localFile },
  { method: 'DELETE', path: '/{db}/_local/{id}/{file...}', access: 'local', handle: localFile },

  { method: 'GET', path: '/{db}/_revs_limit', access: 'read', handle: getRevsLimit },
  { method: 'PUT', path: '/{db}/_revs_limit', access: 'admin', handle: putRevsLimit },
  { method: 'GET', path: '/{db}/_security', access: 'read', handle: getSecurity },
  { method: 'PUT', path: '/{db}/_security', access: 'admin', handle: putSecurity },
  { method: 'POST', path: '/{db}/_compact', access: 'admin', handle: compact },

  { method: 'GET', path: '/{db}/{doc}', access: 'read', handle: getDoc },
  { method: 'PUT', path: '/{db}/{doc}', access: 'write', handle: putDoc },
  { method: 'DELETE', path: '/{db}/{doc}', access: 'write', handle: deleteDoc },
  { method: 'COPY', path: '/{db}/{doc}', access: 'write', handle: copyDoc },
  { method: 'GET', path: '/{db}/{doc}/{file...}', access: 'read', handle: getAttachment },
  { method: 'PUT', path: '/{db}/{doc}/{file...}', access: 'write', handle: putAttachment },
  { method: 'DELETE', path: '/{db}/{doc}/{file...}', access: 'write', handle: deleteAttachment },

  { method: 'GET', path: '/{db}/{doc}/_view/{file...}', access: 'read', handle: view },
  { method: 'POST', path: '/{db}/{doc}/_view/{file...}', access: 'read', handle: view },
  ...(['_show', '_list', '_update', '_rewrite'] as const).flatMap((name) =>
    (['GET', 'PUT', 'POST', 'DELETE'] as const).map(
      (method): Route => ({
        method,
        path: `/{db}/{doc}/${name}/{file...}`,
        access: 'read',
        handle: noFunctions,
      }),
    ),
  ),
];
