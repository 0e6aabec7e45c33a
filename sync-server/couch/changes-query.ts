import { SEQ_START, type StoreSeq } from '../stores/ids.ts';
import type { Json, JsonObject } from '../stores/json.ts';
import type { ChangesQuery } from '../stores/replica-store.ts';
import { type DbCall, jsonObjectBody } from './call.ts';
import { type RowFilter, toFilter } from './changes-filter.ts';
import { CouchError } from './errors.ts';

/** CouchDB's defaults, in milliseconds. The timeout is the longest as well (`changes_timeout`). */
const TIMEOUT = 60_000;
const HEARTBEAT = 60_000;

const FEEDS = ['normal', 'longpoll', 'continuous', 'eventsource'] as const;
export type Feed = (typeof FEEDS)[number];

/** What a client asked of the feed. */
export interface AskedChanges {
  readonly feed: Feed;
  readonly since: StoreSeq;
  readonly limit: number;
  readonly includeDocs: boolean;
  /** Files inside the documents. */
  readonly inline: boolean;
  /** Milliseconds between signs of life; `undefined`: none, and the feed ends after `timeout` without a change. */
  readonly heartbeat: number | undefined;
  readonly timeout: number;
  /** Every how many rows a place in the sequence is told. */
  readonly seqInterval: number;
  readonly rows: Omit<ChangesQuery, 'since' | 'limit'>;
  readonly filter: RowFilter | undefined;
}

/** @throws CouchError */
export async function readAsked(call: DbCall): Promise<AskedChanges> {
  const { query, request } = call;
  const hasBody = Buffer.isBuffer(request.body) && request.body.length > 0;
  const body: JsonObject = request.method === 'POST' && hasBody ? jsonObjectBody(call) : {};
  const feed = FEEDS.find((name) => name === (query.text('feed') ?? 'normal'));
  if (feed === undefined) {
    throw new CouchError('bad_request', `Supported \`feed\` types: ${FEEDS.join(', ')}.`);
  }
  const limit = query.count('limit');
  const descending = query.flag('descending');
  const includeDocs = query.flag('include_docs');
  const { docIds, filter } = await toFilter(call, body);
  return {
    feed,
    // Downwards CouchDB always begins at the end.
    since: descending ? SEQ_START : await toSince(call, body.since),
    // CouchDB takes 0 for 1.
    limit: limit === undefined ? Number.POSITIVE_INFINITY : Math.max(1, limit),
    includeDocs,
    inline: query.flag('attachments'),
    heartbeat: toHeartbeat(call),
    timeout: Math.min(TIMEOUT, query.count('timeout') ?? TIMEOUT),
    seqInterval: Math.max(1, query.count('seq_interval') ?? 1),
    rows: {
      descending,
      allLeaves: query.text('style') === 'all_docs',
      includeDocs: includeDocs || filter?.needsDocs === true,
      conflicts: query.flag('conflicts'),
      ...(docIds !== undefined && { docIds }),
    },
    filter,
  };
}

function toHeartbeat({ query }: DbCall): number | undefined {
  const text = query.text('heartbeat');
  if (text === undefined || text === 'false') return undefined;
  if (text === 'true') return HEARTBEAT;
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    const reason = 'Invalid heartbeat value. Expecting a positive integer value (in milliseconds).';
    throw new CouchError('bad_request', reason);
  }
  // Floods are not taken: a second is often enough to keep any link open.
  return Math.max(1000, Number(text));
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
