import type { DbCall } from './call.ts';
import { checkSizes } from './doc-sizes.ts';
import { CouchError, WRITE_REASONS } from './errors.ts';
import type { DocAnswer, DocsWrite } from './hooks.ts';

/** What became of a request's documents. */
export interface Written {
  readonly answers: readonly DocAnswer[];
  /** False: a cluster has not said yet that the bytes are safe (202 instead of 201). */
  readonly durable: boolean;
}

/**
 * The one door to the store for documents: admission first, the store where it does not take over.
 * @throws CouchError `document_too_large`, `attachment_too_large`: nothing of the request is written
 */
export async function writeDocs(call: DbCall, write: DocsWrite): Promise<Written> {
  checkSizes(call, write);
  const taken = await call.hooks.interceptWrite(call.request, call.name, write);
  if (taken !== undefined) return { answers: taken, durable: true };
  const { outcomes, durable } = write.newEdits
    ? await call.db.putDocs(write.docs)
    : await call.db.putRevisions(write.docs);
  const answers = outcomes.map((outcome): DocAnswer => {
    if (outcome.ok) return { id: outcome.id, rev: outcome.rev };
    return { id: outcome.id, error: outcome.error, reason: WRITE_REASONS[outcome.error] };
  });
  return { answers, durable };
}

/** One document by its own path: `{ ok, id, rev }`, or the error as the status of the answer. */
export async function writeOne(call: DbCall, write: DocsWrite, status: 200 | 201): Promise<object> {
  const { answers, durable } = await writeDocs(call, write);
  const [answer] = answers;
  if (answer === undefined) throw new CouchError('internal_server_error', 'No outcome was reported.');
  if ('error' in answer) throw new CouchError(answer.error, answer.reason);
  const { id, rev } = answer;
  call.reply.code(durable && call.query.text('batch') !== 'ok' ? status : 202).header('etag', `"${rev}"`);
  return { ok: true, id, rev };
}
