/** The couchdb store on three copies: what a majority has, and what only seems to be there. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCouchdbStore } from '../../../sync-server/stores/couchdb-store.ts';
import type { DbName, Rev } from '../../../sync-server/stores/ids.ts';
import type {
  AttachmentWrite,
  DocRevision,
  ReplicaDb,
  ReplicaStore,
} from '../../../sync-server/stores/replica-store.ts';
import { FakeCluster } from './couchdb-cluster.ts';

const NAME = 'mission-ml-par' as DbName;
const FILE: AttachmentWrite = {
  kind: 'bytes',
  contentType: 'application/octet-stream',
  bytes: new Uint8Array([7, 8, 9]),
};

const revision = (
  id: string,
  hash = 'aa',
  attachments: DocRevision['attachments'] = new Map(),
): DocRevision => ({
  id,
  deleted: false,
  body: { id },
  attachments,
  revisions: { start: 1, ids: [hash] },
});

let cluster: FakeCluster;
let store: ReplicaStore;
let db: ReplicaDb;

beforeEach(async () => {
  cluster = await FakeCluster.open();
  store = await openCouchdbStore(cluster.url, { retries: [5] });
  await store.create(NAME);
  db = (await store.open(NAME))!;
});
afterEach(async () => {
  await store.close();
  await cluster.close();
});

/** The database of one node alone. */
const copy = async (at: number): Promise<ReplicaDb> => (await cluster.nodes[at]!.store.open(NAME))!;

/** On which nodes a document is. */
async function copiesOf(id: string): Promise<number[]> {
  const found: number[] = [];
  for (const at of cluster.nodes.keys())
    if ((await (await copy(at)).get(id)).kind === 'found') found.push(at);
  return found;
}

describe('a write', () => {
  it('that every copy takes, or a majority, is durable', async () => {
    expect(await db.putRevisions([revision('a')])).toMatchObject({ durable: true });
    cluster.only(0, 2);
    expect(await db.putRevisions([revision('b')])).toMatchObject({ durable: true });
    expect(await copiesOf('b')).toEqual([0, 2]);
    const edit = { id: 'c', deleted: false, body: {}, attachments: new Map() };
    expect(await db.putDocs([edit])).toMatchObject({ durable: true });
  });

  it.each([
    ['without files', new Map()],
    ['with one', new Map([['f', FILE]])],
  ])('that one copy takes is answered 201, and is not durable: %s', async (_, files) => {
    cluster.only(1);
    const result = await db.putRevisions([revision('a', 'aa', files)]);
    expect(result).toMatchObject({ durable: false, outcomes: [{ ok: true, rev: '1-aa' }] });
    expect(await copiesOf('a')).toEqual([1]);
  });

  it('of an edit that one copy takes is answered 202, and is not durable', async () => {
    cluster.only(1);
    const edit = { id: 'a', deleted: false, body: { n: 1 }, attachments: new Map() };
    expect(await db.putDocs([edit])).toMatchObject({ durable: false, outcomes: [{ ok: true }] });
  });

  it('in doubt is settled before anything else is written, on whichever copies there are then', async () => {
    cluster.only(1);
    await db.putRevisions([revision('a', 'aa', new Map([['f', FILE]]))]);
    await expect(db.putRevisions([revision('b')])).rejects.toMatchObject({ code: 'unavailable' });
    await expect(db.confirm(new Map())).rejects.toMatchObject({ code: 'unavailable' });
    expect(await copiesOf('b')).toEqual([]);
    // Not even the copy that has it is there: it is written from memory.
    cluster.only(0, 2);
    expect(await db.putRevisions([revision('b')])).toMatchObject({ durable: true });
    expect(await copiesOf('a')).toEqual([0, 1, 2]);
    expect((await (await copy(2)).attachment('a', 'f'))?.info.length).toBe(3);
  });

  it('with nobody there is told as unavailable, and goes on by itself', async () => {
    cluster.only();
    await expect(db.putRevisions([revision('a')])).rejects.toMatchObject({ code: 'unavailable' });
    cluster.only(0, 1, 2);
    expect(await db.putRevisions([revision('a')])).toMatchObject({ durable: true });
  });
});

describe('what was read', () => {
  const asked = new Map([['a', ['1-aa' as Rev]]]);

  it('from a lone copy is brought onto a majority before it is confirmed, files and all', async () => {
    await (await copy(2)).putRevisions([revision('a', 'aa', new Map([['f', FILE]]))]);
    // CouchDB itself may say that it is not there.
    expect((await db.get('a')).kind).toBe('missing');
    expect((await db.confirm(asked)).size).toBe(0);
    expect(await copiesOf('a')).toEqual([0, 1, 2]);
    expect((await (await copy(0)).attachment('a', 'f'))?.info.length).toBe(3);
  });

  it('from a lone copy is not confirmed while the others are away', async () => {
    await (await copy(2)).putRevisions([revision('a')]);
    cluster.only(2);
    expect((await db.get('a')).kind).toBe('found');
    expect([...(await db.confirm(asked))]).toEqual([['a', ['1-aa']]]);
  });

  it('is not written again where a majority has it', async () => {
    await db.putRevisions([revision('a')]);
    cluster.only(0, 1);
    const before = cluster.asked.length;
    expect((await db.confirm(asked)).size).toBe(0);
    expect(cluster.asked.slice(before).some((what) => /_bulk_docs|PUT/.test(what))).toBe(false);
  });
});

describe('a list', () => {
  it('has what a majority has, though the copy that would answer lacks it', async () => {
    await db.putRevisions([revision('a')]);
    cluster.only(1, 2);
    await db.putRevisions([revision('b'), revision('d')]);
    cluster.only(0, 1, 2);
    await (await copy(0)).putRevisions([revision('c')]);
    const ids = async (query: object): Promise<string[]> =>
      (await db.allDocs({ limit: 10, includeDocs: true, ...query })).rows.map(({ id }) => id);
    expect(await ids({})).toEqual(['a', 'b', 'c', 'd']);
    expect(await ids({ descending: true, limit: 2 })).toEqual(['d', 'c']);
    expect(await ids({ skip: 1, limit: 2 })).toEqual(['b', 'c']);
    expect(await ids({ start: 'b', end: 'c' })).toEqual(['b', 'c']);
    const { rows } = await db.allDocs({ limit: 10, keys: ['d', 'nope', 'b'], includeDocs: true });
    expect(rows).toMatchObject([
      { kind: 'found', id: 'd', doc: { body: { id: 'd' } } },
      { kind: 'missing', id: 'nope' },
      { kind: 'found', id: 'b' },
    ]);
  });

  it('is not given while fewer than a majority answer', async () => {
    await db.putRevisions([revision('a')]);
    cluster.only(2);
    await expect(db.allDocs({ limit: 10 })).rejects.toMatchObject({ code: 'unavailable' });
  });
});

it('an account that may not ask the copies is refused at the start, with the reason', async () => {
  cluster.admin = false;
  const other = await openCouchdbStore(cluster.url);
  await expect(other.open(NAME)).rejects.toThrow(/3 copies.*administrator/);
  await other.close();
});
