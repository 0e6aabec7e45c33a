import type { StoreSeq } from '../stores/ids.ts';
import { type ChangeRow, StoreError } from '../stores/replica-store.ts';
import { Budget } from './budget.ts';
import type { DbCall } from './call.ts';
import type { RowFilter } from './changes-filter.ts';
import type { AskedChanges } from './changes-query.ts';
import { fromDoc, fromDocInline } from './doc-answer.ts';
import { PageSize } from './page-size.ts';
import { Wakeup } from './wakeup.ts';

/** Rows that a client wants, as JSON, and how far the reading is. */
interface Lines {
  readonly lines: readonly { readonly seq: string; readonly json: string }[];
  readonly lastSeq: StoreSeq;
  readonly pending: number;
}

/** One reader's way through the sequence. */
class Reader {
  readonly #call: DbCall;
  readonly #asked: AskedChanges;
  since: StoreSeq;
  left: number;
  pending = 0;
  readonly #page: PageSize;
  #sent = 0;

  constructor(call: DbCall, asked: AskedChanges) {
    this.#call = call;
    this.#asked = asked;
    this.since = asked.since;
    this.left = asked.limit;
    // Files inside documents: one at a time, since nothing bounds them but the limit of a document.
    this.#page = new PageSize(asked.rows.includeDocs === true);
  }

  /**
   * Pages up to the present end of the sequence, at most `limit` rows in all. The next is read when the last was taken:
   * a reader that takes nothing costs one page.
   * @throws CouchError `timeout` when the selector is too much work
   */
  async *pages(): AsyncGenerator<Lines> {
    const { rows: options, filter, inline } = this.#asked;
    const budget = new Budget({ findDocuments: Number.POSITIVE_INFINITY, findMs: this.#call.limits.findMs });
    while (this.left > 0) {
      const most = inline ? 1 : this.#page.rows;
      // What a filter leaves of a page is not known before it is read.
      const limit = filter === undefined ? Math.min(this.left, most) : most;
      const page = await this.#call.db.changes({ ...options, since: this.since, limit });
      const wanted = filter === undefined ? page.rows : await wantedOf(page.rows, filter, budget);
      const rows = wanted.slice(0, this.left);
      const cut = rows.length < wanted.length || (rows.length === this.left && filter !== undefined);
      this.since = cut ? (rows.at(-1)?.seq ?? page.lastSeq) : page.lastSeq;
      this.left -= rows.length;
      this.pending = page.pending;
      const lines = await Promise.all(rows.map(async (row) => this.#toLine(row, this.#sent++)));
      this.#page.learn(
        lines.length,
        lines.reduce((sum, { json }) => sum + json.length, 0),
      );
      yield { lines, lastSeq: this.since, pending: page.pending };
      if (page.atEnd) return;
    }
  }

  async #toLine(row: ChangeRow, at: number): Promise<{ seq: string; json: string }> {
    const { db, hooks, name } = this.#call;
    const { includeDocs, inline, seqInterval } = this.#asked;
    const { id, revs, deleted, doc } = row;
    const seq = hooks.mapSeq(name, row.seq);
    const json = JSON.stringify({
      seq: at % seqInterval === 0 ? seq : null,
      id,
      changes: revs.map((rev) => ({ rev })),
      ...(deleted && { deleted: true }),
      ...(includeDocs && doc !== undefined && { doc: inline ? await fromDocInline(db, doc) : fromDoc(doc) }),
    });
    return { seq, json };
  }

  /** Where a client reads on, as it sees it. */
  get token(): string {
    return JSON.stringify(this.#call.hooks.mapSeq(this.#call.name, this.since));
  }
}

async function wantedOf(
  rows: readonly ChangeRow[],
  filter: RowFilter,
  budget: Budget,
): Promise<readonly ChangeRow[]> {
  const wanted: ChangeRow[] = [];
  for (const row of rows) if (await budget.spend(() => filter.wants(row))) wanted.push(row);
  return wanted;
}

/** `normal` and `longpoll`: one JSON object. A long poll with nothing to tell waits for the first change. */
export async function* wholeFeed(
  call: DbCall,
  asked: AskedChanges,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const wakeup = new Wakeup(call.db);
  const reader = new Reader(call, asked);
  try {
    let sent = 0;
    let prefix = '{"results":[\n';
    const deadline = performance.now() + asked.timeout;
    for (;;) {
      wakeup.arm();
      for await (const { lines } of reader.pages()) {
        if (lines.length === 0) continue;
        yield `${sent > 0 ? ',\n' : prefix}${lines.map(({ json }) => json).join(',\n')}`;
        prefix = '';
        sent += lines.length;
      }
      if (asked.feed === 'normal' || sent > 0) break;
      // The headers go out now, so that the client knows its question has arrived.
      yield prefix;
      prefix = '';
      const outcome = yield* waiting(wakeup, asked, '\n', deadline, signal);
      if (outcome !== 'changed') break;
    }
    yield `${prefix}\n],\n"last_seq":${reader.token},"pending":${reader.pending}}\n`;
  } finally {
    wakeup.leave();
  }
}

/** How a feed that stays open writes. */
interface Framing {
  /** Makes the headers go out. */
  readonly opening: string;
  readonly beat: string;
  line(line: { readonly seq: string; readonly json: string }): string;
  closing(token: string): string;
}

export const CONTINUOUS: Framing = {
  opening: '\n',
  beat: '\n',
  line: ({ json }) => `${json}\n`,
  closing: (token) => `{"last_seq":${token},"pending":0}\n`,
};

/** Server-sent events: a browser reconnects by itself, with the last `id` in `Last-Event-ID`. */
export const EVENTSOURCE: Framing = {
  opening: ':\n\n',
  beat: 'event: heartbeat\ndata: \n\n',
  line: ({ seq, json }) => `data: ${json}\nid: ${seq}\n\n`,
  closing: () => '',
};

/** `continuous` and `eventsource`: a line for each change, for as long as the client stays. */
export async function* openFeed(
  call: DbCall,
  asked: AskedChanges,
  framing: Framing,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const wakeup = new Wakeup(call.db);
  const reader = new Reader(call, asked);
  try {
    yield framing.opening;
    for (let open = true; open && reader.left > 0; ) {
      wakeup.arm();
      for await (const { lines } of reader.pages()) {
        if (lines.length > 0) yield lines.map(framing.line).join('');
        if (signal.aborted) break;
      }
      if (reader.left > 0) {
        const deadline = performance.now() + asked.timeout;
        open = (yield* waiting(wakeup, asked, framing.beat, deadline, signal)) === 'changed';
      }
    }
  } catch (error) {
    // The database was destroyed: there is nothing more to come, which is how a feed ends.
    if (!(error instanceof StoreError && error.code === 'no_db')) throw error;
  } finally {
    wakeup.leave();
  }
  yield framing.closing(reader.token);
}

/** Beats until something changes; without heartbeat, until the deadline. */
async function* waiting(
  wakeup: Wakeup,
  { heartbeat }: AskedChanges,
  beat: string,
  deadline: number,
  signal: AbortSignal,
): AsyncGenerator<string, 'changed' | 'elapsed' | 'aborted'> {
  for (;;) {
    const outcome = await wakeup.wait(heartbeat ?? Math.max(0, deadline - performance.now()), signal);
    if (outcome !== 'elapsed' || heartbeat === undefined) return outcome;
    yield beat;
  }
}
