/**
 * One database that grows: what the next documents cost the protocol layer when it holds ten thousand, and when it holds
 * up to a million. Written in batches as a replicating client writes them, read back as one reads a feed.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchRow } from './bench-row.ts';
import { cpuSeconds, end, heapOf, memory, type Served, seconds, serve } from './served.ts';

const BATCH = 1000;
/** What is measured at each size. */
const WINDOW = 10_000;
/** LevelDB merges its index once in about as many documents: a window has nothing of it, or all at once. */
const SPAN = 100_000;
const START = 10_000;
const AIM = 1.25;
const DB = 'growth';

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}
interface At {
  readonly documents: number;
  readonly write: Cost;
  readonly read: Cost;
  readonly resident: number;
  readonly heap: number;
}

/** Random ids, as records have, so that new ones fall among the old. */
const makeDocs = (): object[] =>
  Array.from({ length: BATCH }, () => ({
    _id: `act:${randomBytes(16).toString('base64url')}`,
    _rev: `1-${randomBytes(16).toString('hex')}`,
    jws: randomBytes(1460).toString('base64url'),
  }));

async function ask<T>({ url }: Served, path: string, body?: object): Promise<T> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = await fetch(`${url}/${DB}${path}`, init ?? {});
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as T;
}

async function write(served: Served, count: number): Promise<void> {
  for (let done = 0; done < count; done += BATCH)
    await ask(served, '/_bulk_docs', { docs: makeDocs(), new_edits: false });
}

/** The last documents, by the feed and `_bulk_get`, as a client pulls. */
async function read(served: Served, from: string): Promise<void> {
  let since = from;
  for (let done = 0; done < WINDOW; ) {
    const query = `?limit=${BATCH}&style=all_docs&since=${encodeURIComponent(since)}`;
    const page = await ask<{ results: { id: string; changes: { rev: string }[] }[]; last_seq: string }>(
      served,
      `/_changes${query}`,
    );
    if (page.results.length === 0) throw new Error('the feed ended early');
    const docs = page.results.map(({ id, changes }) => ({ id, rev: changes[0]?.rev }));
    await ask(served, '/_bulk_get?revs=true', { docs });
    since = page.last_seq;
    done += page.results.length;
  }
}

/** µs for each of `count` documents. */
async function cost(served: Served, count: number, work: () => Promise<void>): Promise<Cost> {
  const before = await cpuSeconds(served);
  const wall = await seconds(work);
  const cpu = (await cpuSeconds(served)) - before;
  return { cpu: (cpu / count) * 1e6, wall: (wall / count) * 1e6 };
}

async function measure(served: Served, documents: number): Promise<At> {
  const { update_seq } = await ask<{ update_seq: string }>(served, '');
  return {
    documents,
    write: await cost(served, WINDOW, () => write(served, WINDOW)),
    read: await cost(served, WINDOW, () => read(served, update_seq)),
    resident: await memory(served),
    heap: (await heapOf(served)) / 2 ** 20,
  };
}

/** @param span what documents cost on the way to the greater size, with the merges that windows miss or catch */
function rowsOf(few: At, span: Cost, many: At): BenchRow[] {
  const what = `a database of ${many.documents} documents of 2 KB, to one of ${few.documents}`;
  const peerName = `the same database when it held ${few.documents} documents`;
  const row = (metric: string, unit: string, of: (at: At) => number): BenchRow => ({
    case: what,
    metric,
    unit,
    ours: of(many),
    peer: of(few),
    peerName,
    ratio: of(many) / of(few),
  });
  const worst = Math.max(span.cpu / few.write.cpu, many.read.cpu / few.read.cpu);
  return [
    {
      ...row(
        'written: server’s CPU time a document, merges spread (less is better)',
        'µs',
        (at) => at.write.cpu,
      ),
      ours: span.cpu,
      ratio: span.cpu / few.write.cpu,
    },
    row('written: server’s CPU time a document (less is better)', 'µs', ({ write }) => write.cpu),
    row('written: time a document (less is better)', 'µs', ({ write }) => write.wall),
    row('read: server’s CPU time a document (less is better)', 'µs', ({ read }) => read.cpu),
    row('read: time a document (less is better)', 'µs', ({ read }) => read.wall),
    row('server’s resident memory (less is better)', 'MiB', ({ resident }) => resident),
    row('server’s heap after clearing away (less is better)', 'MiB', ({ heap }) => heap),
    {
      case: what,
      metric: 'greater ratio of CPU times, against the aim (less is better)',
      unit: '×',
      ours: worst,
      limit: AIM,
      ratio: worst / AIM,
    },
  ];
}

export async function growth(documents: number): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-growth-'));
  const served = await serve('serve-conformance.ts', '--data', folder);
  try {
    await fetch(`${served.url}/${DB}`, { method: 'PUT' });
    await write(served, START);
    const few = await measure(served, START);
    const grown = Math.max(BATCH, documents - START - WINDOW);
    const last = Math.min(SPAN, grown);
    await write(served, grown - last);
    const span = await cost(served, last, () => write(served, last));
    return rowsOf(few, span, await measure(served, documents));
  } finally {
    await end(served);
    await rm(folder, { recursive: true, force: true });
  }
}
