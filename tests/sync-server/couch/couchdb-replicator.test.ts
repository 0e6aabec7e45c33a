/**
 * Apache CouchDB's own replicator takes ways that PouchDB never takes: `open_revs` as multipart/mixed, PUTs as
 * multipart/related with gzipped parts, `_bulk_get` with attachments. It runs where `COUCHDB_URL` names one, which must
 * reach this machine's loopback.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { couchServer } from '../../../sync-server/couch/standalone.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';

const { COUCHDB_URL } = process.env;
const address = new URL(COUCHDB_URL ?? 'http://127.0.0.1:1');
const authorization = `Basic ${Buffer.from(`${address.username}:${address.password}`).toString('base64')}`;

/** A database, and how it is reached. */
interface Peer {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const ask = async ({ url, headers }: Peer, path: string, method = 'GET', body?: object): Promise<Response> =>
  fetch(`${url}${path}`, {
    method,
    headers: { accept: 'application/json', ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });

async function json<T>(peer: Peer, path: string, method?: string, body?: object): Promise<T> {
  const answer = await ask(peer, path, method, body);
  if (!answer.ok) throw new Error(`${method ?? 'GET'} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A file of the first generation, unless said. (CouchDB keeps one that does not say as of generation 0.) */
const file = (bytes: Buffer, type: string, revpos = 1): object => ({
  content_type: type,
  data: bytes.toString('base64'),
  revpos,
});

const history = (...revs: string[]): object => ({
  _rev: revs[0],
  _revisions: { start: Number.parseInt(revs[0] ?? '', 10), ids: revs.map((rev) => rev.slice(2)) },
});

const text = Buffer.from('Registre des actes, République d’Utopie. '.repeat(4000));
const scan = randomBytes(200_000);
const large = randomBytes(5_000_000);

/** What a database may hold that a replicator can stumble over. */
const ODD: readonly object[] = [
  { _id: 'plain', ...history('1-aa'), n: 1, text: 'été ‎ ملف \u0000' },
  { _id: 'a/b c?d#e%2F', ...history('1-ab'), n: 2 },
  { _id: 'line\nbreak', ...history('1-ac') },
  {
    _id: 'ملف \u{1f4c4}',
    ...history('1-ad'),
    _attachments: { 'ملف/é.txt': file(text, 'text/plain; charset=utf-8') },
  },
  { _id: '_design/d', ...history('1-ae'), language: 'query', views: {} },
  { _id: 'gone', ...history('2-bb', '1-aa'), _deleted: true, why: 'said' },
  { _id: 'two', ...history('2-ca', '1-aa'), of: 'a', _attachments: { scan: file(scan, 'image/jpeg', 2) } },
  { _id: 'two', ...history('2-cb', '1-aa'), of: 'b', _attachments: { scan: file(text, 'text/plain', 2) } },
  { _id: 'two', ...history('3-cc', '2-cd', '1-aa'), _deleted: true },
  {
    _id: 'files',
    ...history('1-fa'),
    _attachments: {
      empty: file(Buffer.alloc(0), 'application/octet-stream'),
      'empty.txt': file(Buffer.alloc(0), 'text/plain'),
      one: file(Buffer.from('x'), 'application/octet-stream'),
      'large.bin': file(large, 'application/octet-stream'),
      'text.json': file(text, 'application/json'),
    },
  },
];

interface Leaf {
  readonly _id: string;
  readonly _rev: string;
  readonly _attachments?: Readonly<Record<string, { length: number; content_type: string; revpos: number }>>;
}

/** Every leaf with its history and the SHA-256 of its files: what two peers that have replicated agree on. */
async function contentOf(peer: Peer): Promise<Map<string, object>> {
  const { results } = await json<{ results: { id: string; changes: { rev: string }[] }[] }>(
    peer,
    '/_changes?style=all_docs',
  );
  const content = new Map<string, object>();
  for (const { id, changes } of results) {
    for (const { rev } of changes) {
      const path = `/${id.split('/', 1)[0] === '_design' ? id : encodeURIComponent(id)}`;
      const { _attachments = {}, ...leaf } = await json<Leaf>(peer, `${path}?rev=${rev}&revs=true`);
      const files: Record<string, object> = {};
      for (const [name, { length, content_type, revpos }] of Object.entries(_attachments)) {
        const answer = await ask(peer, `${path}/${encodeURIComponent(name)}?rev=${rev}`);
        const bytes = Buffer.from(await answer.arrayBuffer());
        expect(bytes.length, `${id} ${name}`).toBe(length);
        files[name] = {
          content_type,
          revpos,
          sha256: createHash('sha256').update(new Uint8Array(bytes)).digest('hex'),
        };
      }
      content.set(`${id} ${rev}`, { ...leaf, files });
    }
  }
  return new Map([...content].sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe.skipIf(COUCHDB_URL === undefined)('the replicator of the CouchDB that COUCHDB_URL names', () => {
  let folder: string;
  let server: FastifyInstance;
  let ours: Peer;
  let theirs: Peer;
  const couch: Peer = { url: address.origin, headers: { authorization } };

  async function listen(port: number): Promise<string> {
    server = await couchServer(await openLevelStore(folder));
    await server.listen({ host: '127.0.0.1', port });
    return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  }
  async function stop(): Promise<void> {
    server.server.closeAllConnections();
    await server.close();
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-replicator-'));
    const name = `guichet-test-${randomBytes(6).toString('hex')}`;
    ours = { url: `${await listen(0)}/${name}`, headers: {} };
    theirs = { url: `${couch.url}/${name}`, headers: couch.headers };
    for (const peer of [ours, theirs]) await json(peer, '', 'PUT');
  });
  afterEach(async () => {
    await json(theirs, '', 'DELETE');
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  const fill = (peer: Peer, docs: readonly object[]) =>
    json(peer, '/_bulk_docs', 'POST', { new_edits: false, docs });
  const replicate = (source: Peer, target: Peer, options: object = {}) =>
    json<{ ok: boolean; history?: { doc_write_failures: number; docs_written: number }[] }>(
      couch,
      '/_replicate',
      'POST',
      { source, target, create_target: false, ...options },
    );
  const directions = [
    ['from it to us', () => [theirs, ours]],
    ['from us to it', () => [ours, theirs]],
  ] as const;
  const ways = [true, false].flatMap((bulk) => directions.map(([name, of]) => [name, bulk, of] as const));

  it.each(ways)(
    'carries all leaves, histories and files %s (use_bulk_get: %s)',
    async (_, use_bulk_get, of) => {
      const [source, target] = of() as [Peer, Peer];
      await fill(source, ODD);
      const { history: [session] = [] } = await replicate(source, target, { use_bulk_get });
      expect(session).toMatchObject({ doc_write_failures: 0, docs_written: ODD.length });
      expect(await contentOf(target)).toEqual(await contentOf(source));

      // A later generation, which keeps one file, changes one and drops the rest: atts_since, stubs.
      const next = { scan: { stub: true, revpos: 2, content_type: 'image/jpeg' } };
      await fill(source, [
        {
          _id: 'two',
          ...history('3-da', '2-ca', '1-aa'),
          _attachments: { ...next, more: file(text, 'text/css', 3) },
        },
      ]);
      const again = await replicate(source, target, { use_bulk_get });
      expect(again.history?.[0]).toMatchObject({ doc_write_failures: 0 });
      expect(await contentOf(target)).toEqual(await contentOf(source));
      expect(await replicate(source, target, { use_bulk_get })).toMatchObject({ no_changes: true });
    },
    120_000,
  );

  it.each(directions)(
    'carries what a selector and what a list of ids choose %s',
    async (_, of) => {
      const [source, target] = of() as [Peer, Peer];
      await fill(source, ODD);
      await replicate(source, target, { selector: { n: { $gt: 1 } } });
      expect([...(await contentOf(target)).keys()]).toEqual(['a/b c?d#e%2F 1-ab']);
      await replicate(source, target, { doc_ids: ['gone', 'plain', 'nowhere'] });
      expect((await contentOf(target)).size).toBe(3);
    },
    60_000,
  );

  it.each(directions)(
    'carries the winners alone where it is told to %s',
    async (_, of) => {
      const [source, target] = of() as [Peer, Peer];
      await fill(source, ODD);
      await replicate(source, target, { winning_revs_only: true });
      const carried = [...(await contentOf(target)).keys()].filter((key) => key.startsWith('two '));
      expect(carried).toEqual(['two 2-cb']);
      // All leaves can still follow: the winner's history is no obstacle to the others.
      await replicate(source, target);
      expect(await contentOf(target)).toEqual(await contentOf(source));
    },
    60_000,
  );

  it.each(directions)(
    'works off a document of its replicator database %s',
    async (_, of) => {
      const [source, target] = of() as [Peer, Peer];
      await fill(source, ODD);
      const id = `guichet-test-${randomBytes(6).toString('hex')}`;
      const order = { url: `${couch.url}/_replicator`, headers: couch.headers };
      await json(order, `/${id}`, 'PUT', { source, target });
      const state = async () =>
        (await json<{ _replication_state?: string }>(order, `/${id}`))._replication_state;
      await expect.poll(state, { timeout: 50_000, interval: 500 }).toBe('completed');
      expect(await contentOf(target)).toEqual(await contentOf(source));
      const { _rev } = await json<{ _rev: string }>(order, `/${id}`);
      await json(order, `/${id}?rev=${_rev}`, 'DELETE');
    },
    90_000,
  );

  it.each(directions)(
    'goes on by itself after our server was away in the middle of many documents %s',
    async (_, of) => {
      const [source, target] = of() as [Peer, Peer];
      const docs = (from: number) =>
        Array.from({ length: 1500 }, (_, n) => ({
          _id: `d${from + n}`,
          ...history(`1-${randomBytes(16).toString('hex')}`),
          text: 'x'.repeat(1000),
        }));
      await fill(source, docs(0));
      const options = {
        continuous: true,
        worker_batch_size: 50,
        connection_timeout: 2000,
        retries_per_request: 20,
      };
      await replicate(source, target, options);
      const port = Number(new URL(ours.url).port);
      await stop();
      await listen(port);
      await fill(source, docs(1500));
      const count = async () => (await json<{ doc_count: number }>(target, '')).doc_count;
      await expect.poll(count, { timeout: 100_000, interval: 500 }).toBe(3000);
      await replicate(source, target, { ...options, cancel: true });
      expect(await contentOf(target)).toEqual(await contentOf(source));
    },
    180_000,
  );
});
