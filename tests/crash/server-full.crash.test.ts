/**
 * A disk that is full, over HTTP: 507, reading goes on, nothing of the write is there, and writing goes on by itself
 * when there is room. On a real medium of its own where the system lets a process mount one.
 */
import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { couchServer } from '../../sync-server/couch/standalone.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import { type ReplicaDb, type ReplicaStore, StoreError } from '../../sync-server/stores/replica-store.ts';
import { ask, type Child, folder, remove, startChild } from '../sync-server/couch/support.ts';

const MEDIUM_MIB = 160;
/** Opening again needs 80 MiB of it. */
const BALLAST_MIB = 120;

/** A namespace of its own, in which mounting is allowed: as root, or as root of a user namespace. */
const NAMESPACE = [['-m'], ['-r', '-m']].find((flags) => {
  try {
    execFileSync('unshare', [...flags, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

let data: string;
beforeEach(async () => {
  data = await folder();
});
afterEach(() => remove(data));

describe.skipIf(NAMESPACE === undefined)('a medium without room', () => {
  let server: Child;
  afterEach(() => server.kill());

  it('answers 507, keeps what it has, and goes on when there is room', async () => {
    const mount = `mount -t tmpfs -o size=${MEDIUM_MIB}m tmpfs "$0" && exec "$@"`;
    server = await startChild(data, 0, {
      wrap: (command) => ['unshare', ...(NAMESPACE ?? []), 'sh', '-c', mount, data, ...command],
    });
    const db = `${server.url}/db`;
    const ballast = `/proc/${server.pid}/root${data}/ballast`;
    await ask(db, 'PUT');
    await ask(`${db}/before`, 'PUT', { n: 1 });
    await writeFile(ballast, new Uint8Array(BALLAST_MIB * 1024 * 1024));

    const file = 'x'.repeat(3 * 1024 * 1024);
    const written: string[] = [];
    let refused: Awaited<ReturnType<typeof ask>> | undefined;
    for (let n = 0; refused === undefined && n < MEDIUM_MIB; n++) {
      const docs = [
        {
          _id: `${n}-a`,
          _attachments: { f: { data: Buffer.from(`${n}${file}`).toString('base64') } },
        },
        { _id: `${n}-b` },
      ];
      const answer = await ask(`${db}/_bulk_docs`, 'POST', { docs });
      if (answer.status === 201) written.push(`${n}-a`, `${n}-b`);
      else refused = answer;
    }
    expect(refused).toMatchObject({
      status: 507,
      json: { error: 'insufficient_storage', reason: 'No room on the disk.' },
    });
    expect(written.length).toBeGreaterThan(0);
    // Reading goes on; a further write is refused the same way, not with another error.
    expect((await ask(`${db}/before`)).json).toMatchObject({ n: 1 });
    expect((await ask(`${db}/more`, 'PUT', { pad: 'x' })).status).toBe(507);
    expect((await ask(`${server.url}/_up`)).status).toBe(200);

    await rm(ballast);
    await expect
      .poll(async () => (await ask(`${db}/after`, 'PUT', { n: 2 })).status, { timeout: 10_000 })
      .toBe(201);
    const rows = (await ask(`${db}/_all_docs`)).json.rows as { id: string }[];
    const ids = rows.map(({ id }) => id).filter((id) => /^\d/.test(id));
    expect(new Set(ids)).toEqual(new Set(written));
    expect((await ask(db)).json.doc_count).toBe(written.length + 2);
    expect(await server.kill('SIGTERM')).toBe(0);
  }, 60_000);
});

describe('a store that says it is full', () => {
  it('answers 507 for whatever is written, in whatever way, and 201 when it is not', async () => {
    const store = await openLevelStore(data);
    let full = true;
    const refusing = (db: ReplicaDb): ReplicaDb =>
      new Proxy(db, {
        get: (of, name) => {
          const value: unknown = Reflect.get(of, name, of);
          if (typeof value !== 'function') return value;
          if (full && /^(?:put|delete)/.test(String(name)))
            return () => Promise.reject(new StoreError('full', 'no room on the disk'));
          return value.bind(of);
        },
      });
    const wrapped: ReplicaStore = {
      uuid: store.uuid,
      shared: store.shared,
      create: (name) => store.create(name),
      destroy: (name) => store.destroy(name),
      list: () => store.list(),
      open: async (name) => {
        const db = await store.open(name);
        return db && refusing(db);
      },
      close: () => store.close(),
    };
    const app = await couchServer(wrapped);
    try {
      const writes = [
        { method: 'PUT', url: '/db/doc', payload: {} },
        { method: 'POST', url: '/db', payload: {} },
        { method: 'POST', url: '/db/_bulk_docs', payload: { docs: [{}] } },
        { method: 'PUT', url: '/db/_local/x', payload: {} },
        { method: 'PUT', url: '/db/other/file', payload: { a: 1 } },
      ] as const;
      await app.inject({ method: 'PUT', url: '/db' });
      for (const write of writes) {
        const reply = await app.inject(write);
        expect(reply.statusCode).toBe(507);
        expect(reply.json()).toMatchObject({ error: 'insufficient_storage' });
      }
      full = false;
      for (const write of writes) expect((await app.inject(write)).statusCode).toBe(201);
    } finally {
      await app.close();
    }
  });
});
