import { randomUUID } from 'node:crypto';
import type { Rev } from '../../stores/ids.ts';
import { isJsonObject, type Json } from '../../stores/json.ts';
import type { BulkGetItem, RevsMissing } from '../../stores/replica-store.ts';
import { type DbCall, jsonObjectBody, sendStream } from '../call.ts';
import { fromDoc, fromDocInline, knownSince } from '../doc-answer.ts';
import { toDocId, toEdit, toRevision } from '../doc-json.ts';
import { CouchError } from '../errors.ts';
import { toRev, toRevs } from '../query.ts';
import { writeDocs } from '../write-docs.ts';
import { putLocalDoc } from './local.ts';
import { withoutRevisions } from './open-revs.ts';

/** `POST /{db}/_bulk_docs`. With `new_edits: false` only what failed is named, as CouchDB does. */
export async function bulkDocs(call: DbCall): Promise<object[]> {
  const { docs, new_edits, all_or_nothing } = jsonObjectBody(call);
  if (all_or_nothing === true) throw new CouchError('expectation_failed', 'all_or_nothing is not supported');
  if (!Array.isArray(docs)) throw new CouchError('bad_request', 'POST body must include `docs` parameter.');
  const { bulkDocs: most } = call.limits;
  if (docs.length > most) {
    throw new CouchError('max_bulk_docs_count_exceeded', `At most ${most} documents at a time.`);
  }
  if (new_edits !== undefined && typeof new_edits !== 'boolean') {
    throw new CouchError('bad_request', '`new_edits` must be true or false.');
  }
  const newEdits = new_edits !== false;
  const ids = docs.map((doc) => toDocId(isJsonObject(doc) && '_id' in doc ? doc._id : uuid()));
  const at = docs.map((_, n) => n).filter((n) => !(ids[n] as string).startsWith('_local/'));
  const idOf = (n: number): string => ids[n] as string;
  const write = newEdits
    ? { newEdits, docs: at.map((n) => toEdit(docs[n], idOf(n))) }
    : { newEdits, docs: at.map((n) => toRevision(docs[n], idOf(n))) };
  const { answers, durable } = await writeDocs(call, write);
  const rows = new Map(answers.map((answer, n) => [at[n] as number, answer as object]));
  for (const [n, id] of ids.entries()) {
    if (!rows.has(n)) rows.set(n, await putLocalDoc(call, id.slice('_local/'.length), docs[n] as Json));
  }
  call.reply.code(durable ? 201 : 202);
  const inOrder = ids.map((_, n) => rows.get(n) as object);
  return newEdits
    ? inOrder.map((row) => ('error' in row ? row : { ok: true, ...row }))
    : inOrder.filter((row) => 'error' in row);
}

const uuid = (): string => randomUUID().replaceAll('-', '');

/** How many documents are read at a time while an answer is sent. */
const SLICE = 100;

/** `POST /{db}/_bulk_get`: how PouchDB and CouchDB pull. */
export async function bulkGet(call: DbCall) {
  const { docs } = jsonObjectBody(call);
  if (!Array.isArray(docs)) throw new CouchError('bad_request', 'Missing JSON list of `docs`.');
  const { bulkGet: most } = call.limits;
  if (docs.length > most) {
    throw new CouchError('max_bulk_get_count_exceeded', `At most ${most} documents at a time.`);
  }
  const asked = docs.map(toAsked);
  return sendStream(call, bulkGetParts(call, asked));
}

/** What is asked of one document. `known`: revisions whose files the client has. */
interface Asked {
  readonly item: BulkGetItem;
  readonly known: readonly Rev[];
}

/** A question that is none; the others are answered all the same, as CouchDB does. */
interface Refused {
  readonly id: Json;
  readonly refused: object;
}

function toAsked(value: Json): Asked | Refused {
  const { id = null, rev = null, atts_since } = isJsonObject(value) ? value : {};
  try {
    const item = { id: toDocId(id), ...(rev !== null && { rev: toRev(rev) }) };
    return { item, known: atts_since === undefined ? [] : toRevs(atts_since) };
  } catch (cause) {
    if (!(cause instanceof CouchError)) throw cause;
    const { error, reason } = cause;
    return { id, refused: { error: { id, rev, error, reason } } };
  }
}

async function* bulkGetParts(call: DbCall, asked: readonly (Asked | Refused)[]): AsyncGenerator<string> {
  const withRevs = call.query.flag('revs');
  const revs = withRevs || asked.some((one) => 'known' in one && one.known.length > 0);
  const options = { revs, latest: call.query.flag('latest') };
  const inline = call.query.flag('attachments');
  const slice = inline ? 1 : SLICE;
  let text = '{"results":[';
  for (let at = 0; at < asked.length; at += slice) {
    const part = asked.slice(at, at + slice);
    const items = part.flatMap((one) => ('item' in one ? [one.item] : []));
    const answers = (await call.db.bulkGet(items, options)).values();
    for (const [n, one] of part.entries()) {
      if ('refused' in one) {
        text += `${at + n > 0 ? ',' : ''}${JSON.stringify({ id: one.id, docs: [one.refused] })}`;
        continue;
      }
      const { item, known } = one;
      const { id } = item;
      const docs = await Promise.all(
        (answers.next().value ?? []).map(async (read) => {
          if (read.kind === 'missing') return lacking(id, read.rev);
          const doc = withRevs ? read.doc : withoutRevisions(read.doc);
          return {
            ok: inline ? await fromDocInline(call.db, doc, knownSince(read.doc, known)) : fromDoc(doc),
          };
        }),
      );
      text += `${at + n > 0 ? ',' : ''}${JSON.stringify({ id, docs })}`;
    }
    yield text;
    text = '';
  }
  yield `${text}]}`;
}

const lacking = (id: string, rev: Rev | undefined): object => ({
  error: { id, rev: rev ?? 'undefined', error: 'not_found', reason: 'missing' },
});

/** `POST /{db}/_revs_diff`, and the older `_missing_revs`. */
export async function revsDiff(call: DbCall): Promise<object> {
  const lacking = await lackingOf(call);
  return Object.fromEntries(
    [...lacking].map(([id, { missing, possibleAncestors }]) => [
      id,
      possibleAncestors.length > 0 ? { missing, possible_ancestors: possibleAncestors } : { missing },
    ]),
  );
}

export async function missingRevs(call: DbCall): Promise<object> {
  const lacking = await lackingOf(call);
  return { missing_revs: Object.fromEntries([...lacking].map(([id, { missing }]) => [id, missing])) };
}

async function lackingOf(call: DbCall): Promise<Map<string, RevsMissing>> {
  const asked = new Map<string, Rev[]>();
  for (const [id, revs] of Object.entries(jsonObjectBody(call))) asked.set(id, toRevs(revs));
  const lacking = await call.db.revsDiff(asked);
  const query = new Map([...lacking].map(([id, { missing }]) => [id, missing]));
  const elsewhere =
    query.size > 0 ? await call.hooks.extendRevsDiff(call.request, call.name, query) : new Map();
  const answer = new Map<string, RevsMissing>();
  for (const [id, { missing, possibleAncestors }] of lacking) {
    const held = new Set<Rev>(elsewhere.get(id) ?? []);
    const left = missing.filter((rev) => !held.has(rev));
    if (left.length > 0) answer.set(id, { missing: left, possibleAncestors });
  }
  return answer;
}
