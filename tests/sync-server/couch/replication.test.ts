import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contents, type Db, folder, memoryDb, PouchDB, remove, type Server, startServer } from './support.ts';

const scan = (n: number, size = 5000) => ({
  'scan.jpg': { content_type: 'image/jpeg', data: Buffer.alloc(size, n).toString('base64') },
  'ورقة 1/a.txt': { content_type: 'text/plain', data: Buffer.from(`text ${n}`).toString('base64') },
});

describe('PouchDB replicates with the protocol layer', () => {
  let data: string;
  let server: Server;
  let remoteUrl: string;
  let local: Db;
  let remote: Db;
  let n = 0;

  beforeAll(async () => {
    data = await folder();
    server = await startServer(data);
  });
  afterAll(async () => {
    await server.app.close();
    await remove(data);
  });
  beforeEach(() => {
    remoteUrl = `${server.url}/mission-${n++}`;
    local = memoryDb();
    remote = new PouchDB(remoteUrl);
  });

  const docs = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      _id: `doc-${String(at).padStart(5, '0')}`,
      at,
      pad: 'é'.repeat(50),
    }));

  for (const batch_size of [1, 7, 100, 1000]) {
    it(`both ways in batches of ${batch_size}`, async () => {
      await local.bulkDocs(docs(50));
      const pushed = await local.replicate.to(remote, { batch_size });
      expect(pushed).toMatchObject({ ok: true, docs_written: 50, doc_write_failures: 0 });
      const other = memoryDb();
      const pulled = await other.replicate.from(remote, { batch_size });
      expect(pulled).toMatchObject({ ok: true, docs_written: 50 });
      expect(await contents(other)).toEqual(await contents(local));
      expect(await contents(remote)).toEqual(await contents(local));
    });
  }

  it('the second time only what is new', async () => {
    await local.bulkDocs(docs(30));
    await local.replicate.to(remote);
    await local.put({ _id: 'new' });
    expect(await local.replicate.to(remote)).toMatchObject({ docs_read: 1, docs_written: 1 });
    const other = memoryDb();
    await other.replicate.from(remote);
    await remote.put({ _id: 'newer' });
    expect(await other.replicate.from(remote)).toMatchObject({ docs_read: 1, docs_written: 1 });
  });

  it('attachments, replaced, kept as stubs, and removed', async () => {
    await local.bulkDocs([1, 2, 3].map((at) => ({ _id: `a${at}`, _attachments: scan(at, 300_000) })));
    await local.replicate.to(remote);
    expect(await contents(remote)).toEqual(await contents(local));
    const a1 = await local.get('a1');
    await local.put({ ...a1, changed: true });
    const a2 = await local.get('a2');
    await local.removeAttachment('a2', 'scan.jpg', a2._rev);
    await local.replicate.to(remote);
    const other = memoryDb();
    await other.replicate.from(remote);
    expect(await contents(other)).toEqual(await contents(local));
    const file = (await other.getAttachment('a1', 'scan.jpg')) as Buffer;
    expect(file.equals(Buffer.alloc(300_000, 1))).toBe(true);
    const named = (await remote.getAttachment('a1', 'ورقة 1/a.txt')) as Buffer;
    expect(named.toString()).toBe('text 1');
  });

  it('conflicts of two desks: both are kept on all three, and the winner is one', async () => {
    const other = memoryDb();
    await local.put({ _id: 'file', from: 'start' });
    await local.sync(remote);
    await other.sync(remote);
    const start = await local.get('file');
    await local.put({ ...start, from: 'local' });
    await other.put({ ...(await other.get('file')), from: 'other' });
    await local.sync(remote);
    await other.sync(remote);
    await local.sync(remote);
    const [here] = await contents(local);
    expect((here as { conflicts: string[] }).conflicts).toHaveLength(1);
    expect(await contents(other)).toEqual([here]);
    expect(await contents(remote)).toEqual([here]);
  });

  it('deletions, and documents brought back', async () => {
    await local.bulkDocs(docs(5));
    await local.replicate.to(remote);
    await local.remove(await local.get('doc-00002'));
    await local.replicate.to(remote);
    await expect(remote.get('doc-00002')).rejects.toMatchObject({ status: 404, reason: 'deleted' });
    await remote.put({ _id: 'doc-00002', again: true });
    await local.sync(remote);
    expect(await contents(local)).toEqual(await contents(remote));
    expect(await local.get('doc-00002')).toMatchObject({ again: true });
    expect(await remote.info()).toMatchObject({ doc_count: 5 });
  });

  it('long histories and many leaves', async () => {
    await local.put({ _id: 'long', n: 0 });
    for (let at = 1; at < 40; at++) await local.put({ ...(await local.get('long')), n: at });
    await local.bulkDocs(
      ['b', 'c', 'd'].map((hash) => ({
        _id: 'wide',
        _rev: `2-${hash}`,
        _revisions: { start: 2, ids: [hash, 'a'] },
      })),
      { new_edits: false },
    );
    await local.replicate.to(remote);
    const other = memoryDb();
    await other.replicate.from(remote);
    expect(await contents(other)).toEqual(await contents(local));
    expect(await remote.get('wide', { conflicts: true })).toMatchObject({ _rev: '2-d' });
    const long = await remote.get('long', { revs: true });
    expect((long as { _revisions?: { ids: string[] } })._revisions?.ids).toHaveLength(40);
  });

  it('follows live in both directions', async () => {
    const other = memoryDb();
    const following = other.replicate.from(remote, { live: true, retry: true, since: 0 });
    const pushing = local.replicate.to(remote, { live: true, retry: true });
    const arrived = new Promise<void>((resolve) => {
      following.on('change', async () => {
        if ((await other.info()).doc_count === 20) resolve();
      });
    });
    for (const doc of docs(20)) await local.put(doc);
    await arrived;
    following.cancel();
    pushing.cancel();
    expect(await contents(other)).toEqual(await contents(local));
  });

  it('only chosen documents', async () => {
    await remote.bulkDocs(docs(10));
    await local.replicate.from(remote, { doc_ids: ['doc-00003', 'doc-00007'] });
    expect((await local.allDocs()).rows.map(({ id }) => id)).toEqual(['doc-00003', 'doc-00007']);
  });

  it('ids that are hard to carry in an address', async () => {
    const ids = ['a/b', 'ملف', 'x?y=z&w', 'q"uote', '%2F', 'new\nline', '𝒳', ' space ', '+plus'];
    await local.bulkDocs(ids.map((_id) => ({ _id, is: _id })));
    await local.replicate.to(remote);
    // Not compared with PouchDB's own list, which leaves out ids beyond Latin-1.
    expect((await remote.info()).doc_count).toBe(ids.length);
    for (const id of ids) expect(await remote.get(id)).toMatchObject({ _id: id, is: id });
  });
});
