import type { FastifyReply } from 'fastify';
import type { RevRead, StoredDoc } from '../../stores/replica-store.ts';
import type { DbCall } from '../call.ts';
import { fromDoc, fromDocInline, knownSince } from '../doc-answer.ts';
import { missing } from '../errors.ts';
import { accepts, sendMixed } from '../multipart-write.ts';
import { toRevs } from '../query.ts';

/** `GET /{db}/{doc}?open_revs=…`: several revisions of a document, as JSON or as `multipart/mixed`. */
export async function openRevs(call: DbCall, id: string): Promise<FastifyReply | object[]> {
  const { query, db } = call;
  const revs = query.text('open_revs') === 'all' ? 'all' : toRevs(query.json('open_revs'));
  const known = toRevs(query.json('atts_since') ?? []);
  const withRevs = query.flag('revs');
  const options = { revs: withRevs || known.length > 0, latest: query.flag('latest') };
  const reads = await db.openRevs(id, revs, options);
  if (revs === 'all' && reads.length === 0) throw missing();
  const sinceOf = (doc: StoredDoc): number => knownSince(doc, known);
  const shown = (doc: StoredDoc): StoredDoc => (withRevs ? doc : withoutRevisions(doc));
  if (accepts(call, 'multipart/mixed')) return sendMixed(call, reads, sinceOf, shown);

  const inline = query.flag('attachments') || query.text('atts_since') !== undefined;
  const toAnswer = async (read: RevRead): Promise<object> => {
    if (read.kind === 'missing') return { missing: read.rev };
    const doc = shown(read.doc);
    return { ok: inline ? await fromDocInline(db, doc, sinceOf(read.doc)) : fromDoc(doc) };
  };
  return Promise.all(reads.map(toAnswer));
}

/** The history was read to know what the client has; it did not ask to see it. */
export function withoutRevisions({ revisions, ...doc }: StoredDoc): StoredDoc {
  return doc;
}
