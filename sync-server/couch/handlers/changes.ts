import { SEQ_START, type StoreSeq } from '../../stores/ids.ts';
import type { Json } from '../../stores/json.ts';
import {
  type ChangeRow,
  type ChangesPage,
  type ChangesQuery,
  StoreError,
} from '../../stores/replica-store.ts';
import { type DbCall, jsonObjectBody, sendStream } from '../call.ts';
import { fromDoc, fromDocInline } from '../doc-answer.ts';
import { CouchError } from '../errors.ts';
import { Wakeup } from '../wakeup.ts';

/** Rows read at a time while a feed is sent: what a slow reader costs in memory. */
const PAGE = 200;
/** CouchDB's defaults, in milliseconds. */
const TIMEOUT = 60_000;
const HEARTBEAT = 60_000;

type Feed = 'normal' | 'longpoll' | 'continuous';

/** What a client asked of the feed. */
interface Asked {
  readonly feed: Feed;
  readonly since: StoreSeq;
  readonly limit: number;
  readonly inline: boolean;
  /** Milliseconds between signs of life; `undefined`: none, and the feed ends after `timeout` without a change. */
  readonly heartbeat: number | undefined;
  readonly timeout: number;
  readonly rows: Omit<ChangesQuery, 'since' | 'limit'>;
}

/** `GET | POST /{db}/_changes`. */
export async function changes(call: DbCall) {
  const asked = await toAsked(call);
  const gone = new AbortController();
  call.reply.raw.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, call.stopping]);
  return sendStream(
    call,
    asked.feed === 'continuous' ? continuous(call, asked, signal) : whole(call, asked, signal),
  );
}

async function toAsked(call: DbCall): Promise<Asked> {
  const { query, request } = call;
  const body = request.method === 'POST' && request.body !== undefined ? jsonObjectBody(call) : {};
  const feed = query.text('feed') ?? 'normal';
  if (feed === 'eventsource')
    throw new CouchError('not_implemented', 'The eventsource feed is not offered yet.');
  if (feed !== 'normal' && feed !== 'longpoll' && feed !== 'continuous') {
    throw new CouchError('bad_request', 'Supported `feed` types: normal, continuous, longpoll.');
  }
  const style = query.text('style') ?? 'main_only';
  const limit = query.count('limit');
  return {
    feed,
    since: await toSince(call, body.since),
    // CouchDB takes 0 for 1.
    limit: limit === undefined ? Number.POSITIVE_INFINITY : Math.max(1, limit),
    inline: query.flag('attachments'),
    heartbeat: toHeartbeat(call),
    timeout: query.count('timeout') ?? TIMEOUT,
    rows: {
      descending: query.flag('descending'),
      allLeaves: style === 'all_docs',
      includeDocs: query.flag('include_docs'),
      conflicts: query.flag('conflicts'),
      ...toFilter(call, body.doc_ids),
    },
  };
}

function toHeartbeat({ query }: DbCall): number | undefined {
  const text = query.text('heartbeat');
  if (text === undefined || text === 'false') return undefined;
  if (text === 'true') return HEARTBEAT;
  // Floods are not taken: a second is often enough to keep any link open.
  return Math.max(1000, query.count('heartbeat') ?? HEARTBEAT);
}

async function toSince(
  { query, hooks, name, db, request }: DbCall,
  inBody: Json | undefined,
): Promise<StoreSeq> {
  const header = request.headers['last-event-id'];
  const text = query.text('since') ?? (typeof inBody === 'string' ? inBody : undefined) ?? header ?? '0';
  if (text === 'now') return (await db.info()).updateSeq;
  // Some clients send the token as JSON.
  const token = String(text).replace(/^"(.*)"$/, '$1');
  return token === '0' ? SEQ_START : hooks.parseSeq(name, token);
}

function toFilter({ query }: DbCall, inBody: Json | undefined): { docIds?: readonly string[] } {
  const filter = query.text('filter');
  if (filter === undefined) return {};
  if (filter !== '_doc_ids') throw new CouchError('not_implemented', `The filter ${filter} is not offered.`);
  const ids = inBody ?? query.json('doc_ids');
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    throw new CouchError('bad_request', '`doc_ids` filter parameter is not a list.');
  }
  return { docIds: ids as string[] };
}

/** Pages of the feed up to its present end, at most `limit` rows in all. */
async function* pages(
  call: DbCall,
  asked: Asked,
  since: StoreSeq,
  limit: number,
): AsyncGenerator<ChangesPage> {
  for (let from = since, left = limit; left > 0; ) {
    const size = Math.min(left, PAGE);
    const page = await call.db.changes({ ...asked.rows, since: from, limit: size });
    yield page;
    // Downwards the store does not read on: one page must do.
    if (page.atEnd || asked.rows.descending === true) return;
    from = page.lastSeq;
    left -= page.rows.length;
  }
}

/** `normal` and `longpoll`: one JSON object. A long poll with nothing to tell waits for the first change. */
async function* whole(call: DbCall, asked: Asked, signal: AbortSignal): AsyncGenerator<string> {
  const wakeup = new Wakeup(call.db);
  try {
    let last: ChangesPage | undefined;
    let sent = 0;
    let prefix = '{"results":[\n';
    const deadline = performance.now() + asked.timeout;
    for (;;) {
      wakeup.arm();
      for await (const page of pages(call, asked, last?.lastSeq ?? asked.since, asked.limit)) {
        last = page;
        if (page.rows.length === 0) continue;
        const rows = await Promise.all(page.rows.map((row) => toLine(call, asked, row)));
        yield `${sent > 0 ? ',\n' : prefix}${rows.join(',\n')}`;
        prefix = '';
        sent += rows.length;
      }
      if (asked.feed === 'normal' || sent > 0) break;
      // The headers go out now, so that the client knows its question has arrived.
      yield prefix;
      prefix = '';
      const outcome = yield* waiting(wakeup, asked, deadline, signal);
      if (outcome !== 'changed') break;
    }
    const { lastSeq = asked.since, pending = 0 } = last ?? {};
    const token = JSON.stringify(call.hooks.mapSeq(call.name, lastSeq));
    yield `${prefix}\n],\n"last_seq":${token},"pending":${pending}}\n`;
  } finally {
    wakeup.leave();
  }
}

/** `continuous`: a line for each change, for as long as the client stays. */
async function* continuous(call: DbCall, asked: Asked, signal: AbortSignal): AsyncGenerator<string> {
  const wakeup = new Wakeup(call.db);
  let since = asked.since;
  let left = asked.limit;
  try {
    // Makes the headers go out.
    yield '\n';
    for (let open = true; open && left > 0; ) {
      wakeup.arm();
      for await (const page of pages(call, asked, since, left)) {
        const rows = await Promise.all(page.rows.map((row) => toLine(call, asked, row)));
        if (rows.length > 0) yield `${rows.join('\n')}\n`;
        since = page.lastSeq;
        left -= rows.length;
        if (signal.aborted) break;
      }
      if (left > 0) {
        open = (yield* waiting(wakeup, asked, performance.now() + asked.timeout, signal)) === 'changed';
      }
    }
  } catch (error) {
    // The database was destroyed: there is nothing more to come, which is how a feed ends.
    if (!(error instanceof StoreError && error.code === 'no_db')) throw error;
  } finally {
    wakeup.leave();
  }
  yield `{"last_seq":${JSON.stringify(call.hooks.mapSeq(call.name, since))},"pending":0}\n`;
}

/** Beats until something changes; without heartbeat, until the deadline. */
async function* waiting(
  wakeup: Wakeup,
  { heartbeat }: Asked,
  deadline: number,
  signal: AbortSignal,
): AsyncGenerator<string, 'changed' | 'elapsed' | 'aborted'> {
  for (;;) {
    const outcome = await wakeup.wait(heartbeat ?? Math.max(0, deadline - performance.now()), signal);
    if (outcome !== 'elapsed' || heartbeat === undefined) return outcome;
    yield '\n';
  }
}

async function toLine({ db, hooks, name }: DbCall, { inline }: Asked, row: ChangeRow): Promise<string> {
  const { id, revs, deleted, doc } = row;
  return JSON.stringify({
    seq: hooks.mapSeq(name, row.seq),
    id,
    changes: revs.map((rev) => ({ rev })),
    ...(deleted && { deleted: true }),
    ...(doc !== undefined && { doc: inline ? await fromDocInline(db, doc) : fromDoc(doc) }),
  });
}
