import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Child, contents, folder, memoryDb, PouchDB, remove, startChild } from './support.ts';

describe('kill -9 of the server', () => {
  let data: string;
  let server: Child;

  beforeEach(async () => {
    data = await folder();
    server = await startChild(data);
  });
  afterEach(async () => {
    await server.kill();
    await remove(data);
  });

  it('replication goes on where it was, and nothing is missing or twice', { timeout: 60_000 }, async () => {
    const url = `${server.url}/mission-ml-par`;
    const local = memoryDb();
    const docs = Array.from({ length: 600 }, (_, n) => ({ _id: `doc-${n}`, pad: 'x'.repeat(500) }));
    await local.bulkDocs(docs);

    const push = local.replicate.to(new PouchDB(url), { batch_size: 20, live: true, retry: true });
    let killed = false;
    const done = new Promise<void>((resolve, reject) => {
      push.on('denied', reject).on('error', reject);
      push.on('change', async ({ docs_written }) => {
        if (!killed && docs_written >= 100) {
          killed = true;
          await server.kill();
          server = await startChild(data, server.port);
        }
        const there = await new PouchDB(url).info().catch(() => undefined);
        if (there?.doc_count === 600) resolve();
      });
    });
    await done;
    push.cancel();
    expect(killed).toBe(true);

    const other = memoryDb();
    await other.replicate.from(new PouchDB(url));
    expect(await contents(other)).toEqual(await contents(local));
  });
});
