/** The couchdb store on a network and a server that fail. One copy: what several have is in couchdb-quorum.test.ts. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { couchServer } from '../../../sync-server/couch/standalone.ts';
import { type CouchdbOptions, openCouchdbStore } from '../../../sync-server/stores/couchdb-store.ts';
import { type DbName, type Rev, SEQ_START } from '../../../sync-server/stores/ids.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import {
  type AttachmentWrite,
  type DocRevision,
  type ReplicaDb,
  type ReplicaStore,
  StoreError,
} from '../../../sync-server/stores/replica-store.ts';
import { FaultProxy } from './couchdb-proxy.ts';

const NAME = 'mission-ml-par' as DbName;
const PASSWORD = 'swordfish-7f';
const HTML = { kind: 'answer', status: 502, type: 'text/html', body: '<h1>Bad Gateway</h1>' } as const;
const BULK = /^POST \/[^/]+\/_bulk_docs/;

const revision = (id: string, hash = 'aa', n = 1): DocRevision => ({
  id,
  deleted: false,
  body: { n },
  attachments: new Map(),
  revisions: { start: 1, ids: [hash] },
});

let folder: string;
let server: FastifyInstance;
let proxy: FaultProxy;
let store: ReplicaStore;
let db: ReplicaDb;

const open = async (options: CouchdbOptions = {}): Promise<void> => {
  const url = new URL(proxy.url);
  url.username = 'gateway';
  url.password = PASSWORD;
  store = await openCouchdbStore(url.href, { retries: [5, 5], ...options });
  await store.create(NAME);
  db = (await store.open(NAME))!;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-couchdb-'));
  server = await couchServer(await openLevelStore(folder));
  await server.listen({ host: '127.0.0.1', port: 0 });
  proxy = await FaultProxy.open(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
  await open();
});
afterEach(async () => {
  proxy.heal();
  await store.close();
  await proxy.close();
  server.server.closeAllConnections();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a write', () => {
  it('is sent once, beside others', async () => {
    const results = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => db.putRevisions([revision(`d${n}`)])));
    expect(results.every(({ durable }) => durable)).toBe(true);
    expect(proxy.count(BULK)).toBe(6);
  });

  it('answered 202 is in doubt, and durable once the same revision was answered 201', async () => {
    proxy.next(BULK, { kind: 'status', status: 202 });
    expect(await db.putRevisions([revision('a')])).toMatchObject({ durable: true });
    expect(proxy.count(BULK)).toBe(2);
  });

  it('answered 202 again and again is never durable, and nothing is written on top of it', async () => {
    proxy.always(BULK, { kind: 'status', status: 202 });
    expect(await db.putRevisions([revision('a')])).toMatchObject({
      durable: false,
      outcomes: [{ ok: true }],
    });
    await expect(db.putRevisions([revision('b')])).rejects.toMatchObject({ code: 'unavailable' });
    expect(await db.get('b')).toEqual({ kind: 'missing' });
    await expect(db.putDocs([{ ...revision('c') }])).rejects.toMatchObject({ code: 'unavailable' });
    expect(await db.get('c')).toEqual({ kind: 'missing' });
    proxy.heal();
    expect(await db.putRevisions([revision('b')])).toMatchObject({ durable: true });
  });

  it('an edit answered 202 is in doubt as well', async () => {
    proxy.next(BULK, { kind: 'status', status: 202 }, 3);
    const edit = { id: 'a', deleted: false, body: { n: 1 }, attachments: new Map() };
    expect(await db.putDocs([edit])).toMatchObject({ durable: false, outcomes: [{ ok: true }] });
    expect(await db.putDocs([{ ...edit, id: 'b' }])).toMatchObject({ durable: true });
  });

  it('whose answer is lost took place once', async () => {
    proxy.next(BULK, { kind: 'lose' });
    const result = await db.putRevisions([revision('a'), revision('b', 'bb')]);
    expect(result).toMatchObject({ durable: true, outcomes: [{ rev: '1-aa' }, { rev: '1-bb' }] });
    expect((await db.changes({ since: SEQ_START, limit: 9, allLeaves: true })).rows).toHaveLength(2);
  });

  it('with a file, whose answer is lost, took place once', async () => {
    const file = { kind: 'bytes', contentType: 'image/png', bytes: new Uint8Array([1, 2, 3]) } as const;
    proxy.next(/^PUT \/[^/]+\/a\?/, { kind: 'lose' });
    const doc = { ...revision('a'), attachments: new Map([['f', file]]) };
    expect(await db.putRevisions([doc])).toMatchObject({ durable: true });
    expect((await db.attachment('a', 'f'))?.info).toMatchObject({ length: 3, contentType: 'image/png' });
  });

  it.each([
    ['500', { kind: 'answer', status: 500, type: 'application/json', body: '{"error":"x"}' }],
    ['503', { kind: 'answer', status: 503, type: 'application/json', body: '{}' }],
    ['a page', HTML],
    ['a page that says 200', { ...HTML, status: 200 }],
    ['nothing', { kind: 'refuse' }],
  ] as const)('answered %s is tried again, and told as unavailable when it stays so', async (_, fault) => {
    proxy.next(BULK, fault);
    expect(await db.putRevisions([revision('a')])).toMatchObject({ durable: true });
    proxy.always(BULK, fault);
    const error = await db.putRevisions([revision('b')]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain(PASSWORD);
    proxy.heal();
    expect(await db.putRevisions([revision('c')])).toMatchObject({ durable: true });
    // What was in doubt was settled before.
    expect(await db.get('b')).toMatchObject({ kind: 'found' });
  });

  it.each([
    [403, '{"error":"forbidden","reason":"no"}'],
    [400, '{"error":"bad_request","reason":"no"}'],
    [201, '[{"id":"a","rev":"1-aa","error":"forbidden","reason":"no"}]'],
  ])('that is refused for good (%s) leaves nothing in doubt', async (status, body) => {
    proxy.next(BULK, { kind: 'answer', status, type: 'application/json', body });
    await expect(db.putRevisions([revision('a')])).rejects.toMatchObject({ code: 'unavailable' });
    expect(proxy.count(BULK)).toBe(1);
    expect(await db.putRevisions([revision('b')])).toMatchObject({ durable: true });
    expect(await db.get('a')).toEqual({ kind: 'missing' });
  });

  it('that is refused when it is sent again leaves nothing in doubt', async () => {
    proxy.next(/^PUT \/[^/]+\/a\?/, { kind: 'refuse' });
    const doc = { ...revision('a'), attachments: new Map([['f', { kind: 'stub' as const }]]) };
    await expect(db.putRevisions([doc])).rejects.toMatchObject({ code: 'unavailable' });
    expect(await db.putRevisions([revision('b')])).toMatchObject({ durable: true });
  });

  it('that finds no room, or is too large, is told so', async () => {
    const json = { kind: 'answer', type: 'application/json', body: '{"error":"x","reason":"y"}' } as const;
    proxy.always(BULK, { ...json, status: 413 });
    await expect(db.putRevisions([revision('a')])).rejects.toMatchObject({ code: 'too_large' });
    proxy.heal();
    proxy.next(BULK, { ...json, status: 507 }, 3);
    await expect(db.putRevisions([revision('a')])).rejects.toMatchObject({ code: 'full' });
    expect(await db.putRevisions([revision('a')])).toMatchObject({ durable: true });
  });
});

describe('a read', () => {
  it('is tried once more when the connection breaks, and told when it stays so', async () => {
    await db.putRevisions([revision('a')]);
    proxy.next(/^GET \/[^/]+\/a/, { kind: 'refuse' });
    expect(await db.get('a')).toMatchObject({ kind: 'found' });
    proxy.always(/^GET/, { kind: 'refuse' });
    await expect(db.get('a')).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.list()).rejects.toMatchObject({ code: 'unavailable' });
    proxy.heal();
    expect(await db.get('a')).toMatchObject({ kind: 'found' });
  });

  it.each([HTML, { ...HTML, type: 'application/json', body: '{"message":"no route"}' }])(
    'takes no page of a proxy for a missing document or database: $body',
    async (page) => {
      proxy.always(/^GET/, { ...page, status: 404 });
      await expect(db.get('a')).rejects.toMatchObject({ code: 'unavailable' });
      await expect(db.getLocal('a')).rejects.toMatchObject({ code: 'unavailable' });
      await expect(store.open('other' as DbName)).rejects.toMatchObject({ code: 'unavailable' });
    },
  );

  it('of the feed that is cut off passes nothing on', async () => {
    await db.putRevisions(Array.from({ length: 50 }, (_, n) => revision(`d${n}`)));
    const faults = (['cut', 'end'] as const).flatMap((kind) =>
      [1, 13, 20, 500, 3000].map((after) => ({ kind, after })),
    );
    for (const fault of faults) {
      proxy.next(/_changes/, fault);
      await expect(db.changes({ since: SEQ_START, limit: 100 })).rejects.toMatchObject({
        code: 'unavailable',
      });
    }
    expect((await db.changes({ since: SEQ_START, limit: 100 })).rows).toHaveLength(50);
  });

  it('ends when nothing comes for too long, and not before', async () => {
    await db.putRevisions(Array.from({ length: 20 }, (_, n) => revision(`d${n}`)));
    await store.close();
    await open({ silenceMs: 400 });
    proxy.next(/_changes/, { kind: 'slow', bytes: 40, restMs: 30 });
    const began = performance.now();
    expect((await db.changes({ since: SEQ_START, limit: 100 })).rows).toHaveLength(20);
    expect(performance.now() - began).toBeGreaterThan(800);
    proxy.next(/_changes/, { kind: 'stall', after: 200 });
    const stalled = db.changes({ since: SEQ_START, limit: 100 });
    await expect(stalled).rejects.toMatchObject({ code: 'unavailable' });
    proxy.always(/^GET/, { kind: 'silent' });
    await expect(db.get('d1')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('says who asks, never follows elsewhere, and sends no password into an error', async () => {
    expect(new Set(proxy.seen.map(({ authorization }) => authorization))).toEqual(
      new Set([`Basic ${Buffer.from(`gateway:${PASSWORD}`).toString('base64')}`]),
    );
    proxy.always(/^GET/, {
      kind: 'answer',
      status: 401,
      type: 'application/json',
      body: '{"error":"unauthorized"}',
    });
    const error = (await db.get('a').catch((thrown: unknown) => thrown)) as StoreError;
    expect(error.code).toBe('unavailable');
    expect(`${error.stack} ${error.cause}`).not.toContain(PASSWORD);
    await expect(openCouchdbStore('ftp://u:secret@x/')).rejects.toThrow(/^(?!.*secret)/);
  });
});

describe('a file', () => {
  const BIG = 24 * 1024 * 1024;
  const bytes = Buffer.alloc(BIG);
  for (let at = 0; at < BIG; at += 4) bytes.writeUInt32LE(at, at);
  const put = async (): Promise<void> => {
    const file: AttachmentWrite = {
      kind: 'bytes',
      contentType: 'application/octet-stream',
      bytes: new Uint8Array(bytes),
    };
    await db.putRevisions([{ ...revision('a'), attachments: new Map([['f', file]]) }]);
  };

  it('that is cut off goes on where it was, byte for byte', async () => {
    await put();
    const file = (await db.attachment('a', 'f'))!;
    proxy.next(/^GET \/[^/]+\/a\/f/, { kind: 'cut', after: 700_000 }, 5);
    const pieces: Uint8Array[] = [];
    for await (const piece of file.open(10, BIG - 10)) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(bytes.subarray(10, BIG - 10))).toBe(true);
    expect(proxy.count(/^GET \/[^/]+\/a\/f/)).toBeGreaterThanOrEqual(6);
    proxy.always(/^GET \/[^/]+\/a\/f/, HTML);
    await expect(file.open()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is not fetched faster than it is read', async () => {
    await put();
    const file = (await db.attachment('a', 'f'))!;
    const before = proxy.sent;
    const reading = file.open()[Symbol.asyncIterator]();
    await reading.next();
    for (let still = 0, last = -1; still < 5; still = proxy.sent === last ? still + 1 : 0) {
      last = proxy.sent;
      await wait(50);
    }
    // What sockets and streams hold between the two, and not the file.
    expect(proxy.sent - before).toBeLessThan(BIG / 2);
    await reading.return?.();
  });

  it('that the server sends whole though a range was asked is cut to the range', async () => {
    await put();
    const file = (await db.attachment('a', 'f'))!;
    proxy.next(/^GET \/[^/]+\/a\/f/, { kind: 'answer', status: 200, type: 'text/plain', body: '0123456789' });
    const pieces: Uint8Array[] = [];
    for await (const piece of file.open(2, 5)) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe('234');
  });
});

describe('a follower', () => {
  it('is woken by what others write, also after its feed broke', async () => {
    const other = await openCouchdbStore(proxy.url);
    const there = (await other.open(NAME))!;
    const seen = new Set<string>();
    let wake = (): void => {};
    const leave = db.subscribe(() => wake());
    const sees = async (id: string): Promise<void> => {
      while (!seen.has(id)) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        for (const row of (await db.changes({ since: SEQ_START, limit: 99 })).rows) seen.add(row.id);
        if (!seen.has(id)) await woken;
      }
    };
    for (const id of ['a', 'b', 'c']) {
      const seeing = sees(id);
      await there.putRevisions([revision(id)]);
      await seeing;
      proxy.breakAll();
    }
    leave();
    await other.close();
    expect([...seen].sort()).toEqual(['a', 'b', 'c']);
  }, 20_000);

  it('is not woken while the store is away, and is once when it is back', async () => {
    let woken = 0;
    let wake = (): void => {};
    const again = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const leave = db.subscribe(() => {
      woken++;
      wake();
    });
    await expect.poll(() => proxy.count(/feed=continuous/)).toBe(1);
    proxy.always(/^GET/, { kind: 'refuse' });
    proxy.breakAll();
    await expect.poll(() => proxy.seen.length, { timeout: 5000 }).toBeGreaterThan(12);
    expect(woken).toBe(0);
    proxy.heal();
    await again;
    leave();
  }, 20_000);
});

it('what was read is confirmed, and what is not there is not', async () => {
  await db.putRevisions([revision('a')]);
  const asked = new Map([
    ['a', ['1-aa' as Rev]],
    ['b', ['1-bb' as Rev]],
  ]);
  expect([...(await db.confirm(asked)).keys()]).toEqual(['b']);
});
