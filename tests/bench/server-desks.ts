/**
 * Desks at work: each pushes one application after the other (wrap, `opened`, `submitted`) to the real gateway over HTTP
 * and waits for the answer, which says "durable and receipted"; meanwhile it follows its mission's feed by long polls,
 * as its colleagues' 24 desks do. The desks' client is a process of its own on the same machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionFetch } from '../../renderer/worker/session-fetch.ts';
import type { World } from '../world/world.ts';
import type { BenchRow } from './bench-row.ts';
import { serveGateway, sessionOf } from './gateway-desk.ts';
import { type BusyDesk, manyDesks } from './many-desks.ts';
import { cpuSeconds, end, heapOf, peakMemory, quantile, type Served, seconds } from './served.ts';

interface Worked {
  readonly desks: number;
  readonly acts: number;
  readonly seconds: number;
  readonly latencies: readonly number[];
  /** until every desk had seen all of its own records in the feed */
  readonly seenAfter: number;
  readonly cpu: number;
  readonly peak: number;
  /** bytes, on the heap and beside it, that a record costs the server for as long as it runs */
  readonly heapARecord: number;
}

const databaseOf = ({ mission }: BusyDesk): string => `mission-${mission.toLowerCase()}`;

async function post(session: SessionFetch, path: string, body: object): Promise<unknown> {
  const answer = await session.fetch(session.url(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** @returns milliseconds of each push */
async function pushAll(session: SessionFetch, desk: BusyDesk): Promise<number[]> {
  const times: number[] = [];
  for (const docs of desk.pushes) {
    const from = performance.now();
    const answers = (await post(session, `${databaseOf(desk)}/_bulk_docs`, {
      docs,
      new_edits: false,
    })) as object[];
    times.push(performance.now() - from);
    if (answers.some((answer) => 'error' in answer)) throw new Error('a record was refused');
  }
  return times;
}

/** Resolves when the feed has shown all records of this desk. */
async function follow(session: SessionFetch, desk: BusyDesk): Promise<void> {
  const waited = new Set(desk.pushes.flat().map(({ _id }) => _id));
  for (let since = '0'; waited.size > 0; ) {
    const query = `feed=longpoll&timeout=60000&limit=1000&since=${encodeURIComponent(since)}`;
    const answer = await session.fetch(session.url(`${databaseOf(desk)}/_changes?${query}`));
    if (!answer.ok) throw new Error(`_changes: ${answer.status} ${await answer.text()}`);
    const { results, last_seq } = (await answer.json()) as { results: { id: string }[]; last_seq: string };
    for (const { id } of results) waited.delete(id);
    since = last_seq;
  }
}

async function work(world: World, served: Served, desks: readonly BusyDesk[]): Promise<Worked> {
  const sessions = desks.map(({ desk }) => sessionOf(world, served.url, desk));
  for (const session of sessions) await session.open();
  const heap = await heapOf(served);
  const cpu = await cpuSeconds(served);
  const latencies: number[] = [];
  let took = 0;
  const seenAfter = await seconds(async () => {
    const feeds = Promise.all(desks.map((desk, n) => follow(sessions[n] as SessionFetch, desk)));
    // Where a push fails, that is what is told, not that the feeds end with the server.
    feeds.catch(() => {});
    took = await seconds(async () => {
      const times = await Promise.all(desks.map((desk, n) => pushAll(sessions[n] as SessionFetch, desk)));
      latencies.push(...times.flat());
    });
    await feeds;
  });
  const records = desks.reduce((sum, { pushes }) => sum + pushes.flat().length, 0);
  return {
    desks: desks.length,
    acts: desks.reduce((sum, { pushes }) => sum + pushes.length * 2, 0),
    seconds: took,
    latencies,
    seenAfter,
    cpu: (await cpuSeconds(served)) - cpu,
    peak: await peakMemory(served),
    heapARecord: ((await heapOf(served)) - heap) / records,
  };
}

function rowsOf(worked: Worked): BenchRow[] {
  const what = `${worked.desks} desks, ${worked.acts} acts in pushes of two and their wrap, each desk on its feed`;
  const row = (metric: string, unit: string, ours: number): BenchRow => ({ case: what, metric, unit, ours });
  return [
    row('acts admitted a second (more is better)', '1/s', worked.acts / worked.seconds),
    row('latency of a push, median (less is better)', 'ms', quantile(worked.latencies, 0.5)),
    row('latency of a push, 99th of 100 (less is better)', 'ms', quantile(worked.latencies, 0.99)),
    row('last desk’s feed behind the last push (less is better)', 's', worked.seenAfter - worked.seconds),
    row('server’s CPU time an act (less is better)', 'µs', (worked.cpu / worked.acts) * 1e6),
    row('server’s memory at its peak (less is better)', 'MiB', worked.peak),
    row('server’s memory for each record held (less is better)', 'B', worked.heapARecord),
  ];
}

/** @param counts how many desks at once, in turn; @param acts what each of them sends */
export async function desksAtWork(counts: readonly number[], acts: number): Promise<BenchRow[]> {
  const { world, desks } = await manyDesks(Math.max(...counts), acts);
  const rows: BenchRow[] = [];
  for (const count of counts) {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-desks-'));
    const served = await serveGateway(world, folder, '--any-rate');
    try {
      rows.push(...rowsOf(await work(world, served, desks.slice(0, count))));
    } finally {
      await end(served);
      await rm(folder, { recursive: true, force: true });
    }
  }
  return rows;
}
