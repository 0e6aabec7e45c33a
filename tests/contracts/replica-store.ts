import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type DbName,
  joinRev,
  parseDbName,
  type Rev,
  SEQ_START,
  type StoreSeq,
} from '../../sync-server/stores/ids.ts';
import type {
  AttachmentWrite,
  ChangeRow,
  DocEdit,
  DocRevision,
  ReplicaDb,
  ReplicaStore,
  StoredDoc,
} from '../../sync-server/stores/replica-store.ts';

type TreeNode = [hash: string, options: object, children: TreeNode[]];
type TreePath = { pos: number; ids: TreeNode };

/** The library itself, which the store may use or not. */
const { merge, winningRev } = createRequire(import.meta.url)('pouchdb-merge') as {
  merge(tree: TreePath[], path: TreePath, depth: number): { tree: TreePath[] };
  winningRev(metadata: { rev_tree: TreePath[] }): string;
};

/** What a store must offer to be held to the contract. */
export interface StoreUnderTest {
  /** Opens the store; a second call after `close` opens what the first one wrote. */
  open(): Promise<ReplicaStore>;
  cleanUp(): Promise<void>;
  /** Apache CouchDB itself: its sequence is one of each shard, its digests and stubs are its own (see the port). */
  readonly isCouchdb?: boolean;
}

const NAME = parseDbName('mission-ml-par') as DbName;
const NONE: ReadonlyMap<string, AttachmentWrite> = new Map();

const edit = (id: string, body: DocEdit['body'], parent?: Rev): DocEdit => ({
  id,
  body,
  deleted: false,
  attachments: NONE,
  ...(parent !== undefined && { parent }),
});

const revision = (id: string, revs: string[], body: DocEdit['body'] = {}, deleted = false): DocRevision => {
  const [newest = ''] = revs;
  const hashes = revs.map((rev) => rev.slice(rev.indexOf('-') + 1));
  return {
    id,
    body,
    deleted,
    attachments: NONE,
    revisions: { start: Number.parseInt(newest, 10), ids: hashes },
  };
};

const file = (text: string, contentType = 'text/plain'): AttachmentWrite => ({
  kind: 'bytes',
  contentType,
  bytes: new TextEncoder().encode(text),
});

async function allChanges(db: ReplicaDb, since = SEQ_START, limit = 3): Promise<ChangeRow[]> {
  const rows: ChangeRow[] = [];
  for (let from = since; ; ) {
    const page = await db.changes({ since: from, limit, allLeaves: true });
    rows.push(...page.rows);
    from = page.lastSeq;
    if (page.atEnd) return rows;
  }
}

async function readAll(
  db: ReplicaDb,
  id: string,
  name: string,
  range: [number?, number?] = [],
): Promise<Buffer> {
  const attachment = await db.attachment(id, name);
  const pieces: Uint8Array[] = [];
  for await (const piece of attachment?.open(...range) ?? []) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Runs the guarantees of `replica-store.ts` against a store. */
export function replicaStoreContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the ReplicaStore contract`, () => {
    let under: StoreUnderTest;
    let store: ReplicaStore;
    let db: ReplicaDb;

    beforeEach(async () => {
      under = await make();
      store = await under.open();
      await store.create(NAME);
      db = (await store.open(NAME)) as ReplicaDb;
    });
    afterEach(async () => {
      await store.close();
      await under.cleanUp();
    });

    const reopen = async (): Promise<void> => {
      await store.close();
      store = await under.open();
      db = (await store.open(NAME)) as ReplicaDb;
    };
    const put = async (...edits: DocEdit[]): Promise<Rev[]> => {
      const { outcomes } = await db.putDocs(edits);
      return outcomes.map((outcome) => {
        if (!outcome.ok) throw new Error(`${outcome.id}: ${outcome.error}`);
        return outcome.rev;
      });
    };
    /** Nothing lies between this place and the end. */
    const expectSamePlace = async (place: StoreSeq): Promise<void> => {
      expect(await allChanges(db, place)).toEqual([]);
      if (!under.isCouchdb) expect((await db.info()).updateSeq).toBe(place);
    };
    /** Where the sequence is one for all documents, they come in its order. */
    const inOrder = (ids: readonly string[]): readonly string[] => (under.isCouchdb ? ids.toSorted() : ids);
    const found = async (id: string, rev?: Rev): Promise<StoredDoc> => {
      const read = await db.get(id, rev === undefined ? { conflicts: true } : { rev, revs: true });
      if (read.kind !== 'found') throw new Error(`${id} is ${read.kind}`);
      return read.doc;
    };

    describe('databases', () => {
      it('are made once, listed in order, and gone with all they held', async () => {
        const other = parseDbName('keyring') as DbName;
        expect(await store.create(other)).toBe(true);
        expect(await store.create(other)).toBe(false);
        expect(await store.list()).toEqual([other, NAME]);
        await put(edit('a', {}));
        const before = (await db.info()).instance;
        expect(await store.destroy(NAME)).toBe(true);
        expect(await store.destroy(NAME)).toBe(false);
        expect(await store.open(NAME)).toBeUndefined();
        await expect(db.info()).rejects.toMatchObject({ code: 'no_db' });
        await expect(db.putDocs([edit('b', {})])).rejects.toMatchObject({ code: 'no_db' });
        await store.create(NAME);
        db = (await store.open(NAME)) as ReplicaDb;
        expect(await db.info()).toMatchObject({ docCount: 0, deletedCount: 0, updateSeq: SEQ_START });
        expect((await db.info()).instance).not.toBe(before);
        expect(await db.get('a')).toEqual({ kind: 'missing' });
      });

      it('are there again after reopening, counters and all', async () => {
        const [rev] = await put(edit('a', { n: 1 }), edit('b', {}));
        await db.putDocs([{ ...edit('b', {}, (await found('b')).rev), deleted: true }]);
        const before = await db.info();
        const uuid = store.uuid;
        await reopen();
        expect(store.uuid).toBe(uuid);
        const { instance } = before;
        expect(await db.info()).toMatchObject({ docCount: 1, deletedCount: 1, instance });
        await expectSamePlace(before.updateSeq);
        expect((await found('a')).rev).toBe(rev);
      });

      it('make many at once, each once', async () => {
        const made = await Promise.all(Array.from({ length: 8 }, () => store.create('twice' as DbName)));
        expect(made.filter(Boolean)).toHaveLength(1);
      });

      it('refuse work once closed', async () => {
        await store.close();
        await expect(db.putDocs([edit('a', {})])).rejects.toMatchObject({ code: 'closed' });
        store = await under.open();
      });
    });

    describe('edits', () => {
      it('go on from the leaf they name and conflict otherwise', async () => {
        const [first] = (await put(edit('a', { n: 1 }))) as [Rev];
        const [second] = (await put(edit('a', { n: 2 }, first))) as [Rev];
        expect(second).toMatch(/^2-[0-9a-f]{32}$/);
        const { outcomes } = await db.putDocs([
          edit('a', { n: 3 }, first),
          edit('a', { n: 3 }),
          edit('new', {}, first),
          edit('b', {}),
        ]);
        expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error))).toEqual([
          'conflict',
          'conflict',
          'conflict',
          'ok',
        ]);
        expect((await found('a')).body).toEqual({ n: 2 });
        expect((await found('a', first)).body).toEqual({ n: 1 });
      });

      it('one of two concurrent edits of the same parent wins', async () => {
        const [first] = (await put(edit('a', {}))) as [Rev];
        const results = await Promise.all([1, 2, 3, 4].map((n) => db.putDocs([edit('a', { n }, first)])));
        expect(results.filter(({ outcomes }) => outcomes[0]?.ok)).toHaveLength(1);
      });

      it('delete and bring back', async () => {
        const [first] = (await put(edit('a', { n: 1 }))) as [Rev];
        await db.putDocs([{ ...edit('a', { why: 'gone' }, first), deleted: true }]);
        expect(await db.get('a')).toEqual({ kind: 'deleted' });
        expect(await db.info()).toMatchObject({ docCount: 0, deletedCount: 1 });
        const [third] = (await put(edit('a', { n: 3 }))) as [Rev];
        expect(third).toMatch(/^3-/);
        expect(await db.info()).toMatchObject({ docCount: 1, deletedCount: 0 });
      });

      it('made twice in two places are one revision', async () => {
        const [here] = await put(edit('a', { n: 1 }));
        const other = 'other' as DbName;
        await store.create(other);
        const there = await (await store.open(other))?.putDocs([edit('a', { n: 1 })]);
        expect(there?.outcomes[0]).toMatchObject({ ok: true, rev: here });
      });

      it('keep attacker-chosen keys and ids as data', async () => {
        const body = JSON.parse('{"a":{"__proto__":{"polluted":true}},"constructor":1}');
        for (const id of ['constructor', 'a/b', 'a\nb', 'a\u0000b', '\u{10ffff}', 'ملف', '!db!x']) {
          await put(edit(id, body));
          expect(JSON.stringify((await found(id)).body)).toBe(JSON.stringify(body));
        }
        expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
        expect((await db.info()).docCount).toBe(7);
        expect((await db.allDocs({ limit: 100 })).rows).toHaveLength(7);
      });
    });

    describe('revisions from elsewhere', () => {
      it('are idempotent: a second delivery is ok and moves nothing', async () => {
        const doc = revision('act:1', ['1-aa'], { jws: 'x' });
        await db.putRevisions([doc]);
        const before = await db.info();
        const again = await db.putRevisions([doc, doc]);
        expect(again.outcomes).toEqual(Array(2).fill({ ok: true, id: 'act:1', rev: '1-aa' }));
        expect(await db.info()).toMatchObject({ docCount: 1, deletedCount: 0 });
        await expectSamePlace(before.updateSeq);
      });

      it('show the winner, the conflicts and the history', async () => {
        await db.putRevisions([
          revision('a', ['2-b', '1-a'], { n: 'b' }),
          revision('a', ['2-c', '1-a'], { n: 'c' }),
          revision('a', ['3-d', '2-b', '1-a'], {}, true),
        ]);
        const doc = await found('a');
        expect(doc).toMatchObject({ rev: '2-c', body: { n: 'c' }, conflicts: [], deletedConflicts: ['3-d'] });
        expect((await found('a', '3-d' as Rev)).revisions).toEqual({ start: 3, ids: ['d', 'b', 'a'] });
        expect(await db.get('a', { rev: '1-a' as Rev })).toEqual({ kind: 'missing' });
        const latest = await db.get('a', { rev: '2-b' as Rev, latest: true });
        expect(latest).toMatchObject({ kind: 'found', doc: { rev: '3-d' } });
        const info = await db.get('a', { revsInfo: true });
        expect(info).toMatchObject({
          doc: { revsInfo: [{ status: 'available' }, { rev: '1-a', status: 'missing' }] },
        });
        expect((await allChanges(db)).map(({ revs }) => revs)).toEqual([['2-c', '3-d']]);
      });

      it('openRevs and bulkGet answer in the order asked', async () => {
        await db.putRevisions([revision('a', ['2-b', '1-a']), revision('a', ['2-c', '1-a'])]);
        const asked = ['2-c', '9-z', '1-a', '2-b'] as Rev[];
        const reads = await db.openRevs('a', asked, { revs: true });
        expect(reads.map((read) => (read.kind === 'found' ? read.doc.rev : `no ${read.rev}`))).toEqual([
          '2-c',
          'no 9-z',
          'no 1-a',
          '2-b',
        ]);
        const leaves = await db.openRevs('a', ['1-a'] as Rev[], { latest: true });
        expect(leaves.map((read) => read.kind === 'found' && read.doc.rev)).toEqual(['2-c', '2-b']);
        const once = await db.openRevs('a', ['2-b', '1-a', '2-c'] as Rev[], { latest: true });
        expect(once.map((read) => read.kind === 'found' && read.doc.rev)).toEqual(['2-b', '2-c']);
        expect(await db.openRevs('none', 'all')).toEqual([]);
        const bulk = await db.bulkGet([{ id: 'none' }, { id: 'a' }, { id: 'a', rev: '2-b' as Rev }]);
        expect(bulk.map((answers) => answers.length)).toEqual([1, 2, 1]);
        expect(bulk[0]).toEqual([{ kind: 'missing' }]);
      });

      it('revsDiff names what is lacking and what could be its ancestors', async () => {
        await db.putRevisions([revision('a', ['2-b', '1-a'])]);
        const diff = await db.revsDiff(
          new Map([
            ['a', ['1-a', '2-b', '3-c', '3-c']],
            ['b', ['1-x']],
            ['c', []],
          ] as [string, Rev[]][]),
        );
        expect([...diff]).toEqual([
          ['a', { missing: ['3-c'], possibleAncestors: ['2-b'] }],
          ['b', { missing: ['1-x'], possibleAncestors: [] }],
        ]);
        const known = await db.revsDiff(new Map([['a', ['2-b' as Rev]]]));
        expect(known.size).toBe(0);
      });

      it('are confirmed where they are, and not where they are not', async () => {
        await db.putRevisions([revision('a', ['2-b', '1-a']), revision('b', ['1-x'])]);
        await reopen();
        const asked = new Map([
          ['a', ['2-b', '3-c']],
          ['b', ['1-x']],
          ['c', ['1-y']],
        ] as [string, Rev[]][]);
        expect([...(await db.confirm(asked))]).toEqual([
          ['a', ['3-c']],
          ['c', ['1-y']],
        ]);
      });

      it('cut histories longer than a thousand', async () => {
        const hashes = Array.from({ length: 1200 }, (_, n) => `${1200 - n}-h${1200 - n}`);
        await db.putRevisions([revision('long', hashes)]);
        const doc = await found('long', '1200-h1200' as Rev);
        expect(doc.revisions?.ids).toHaveLength(1000);
      });

      it('any trees, in any order, with any duplication, give what pouchdb-merge gives', async () => {
        let run = 0;
        await fc.assert(
          fc.asyncProperty(treeAndOrders, async ({ deliveries, other }) => {
            const ids = [`t${run}a`, `t${run++}b`] as const;
            for (const [id, order] of [
              [ids[0], deliveries],
              [ids[1], other],
            ] as const) {
              for (const { revs, deleted } of order) {
                await db.putRevisions([revision(id, revs, { of: revs[0] ?? '' }, deleted)]);
              }
            }
            const [first, second] = await Promise.all(
              ids.map((id) => db.openRevs(id, 'all', { revs: true })),
            );
            const leaf = (read: (typeof first & object)[number]) =>
              read.kind === 'found' ? [read.doc.rev, read.doc.deleted, read.doc.body] : read;
            expect((second ?? []).map(leaf)).toEqual((first ?? []).map(leaf));
            const row = (await db.changes({ since: SEQ_START, limit: 1, docIds: [ids[0]] })).rows[0];
            const tree = mergedByLibrary(deliveries);
            expect(row?.revs[0]).toBe(winningRev({ rev_tree: tree }));
          }),
          { numRuns: 150 },
        );
      }, 600_000);
    });

    describe('the update sequence', () => {
      it('has each document once, at its last change, whatever the page size', async () => {
        const revs = await put(edit('a', {}), edit('b', {}), edit('c', {}), edit('d', {}));
        await put(edit('b', { n: 2 }, revs[1]));
        for (const limit of [1, 2, 3, 4, 100]) {
          const ids = (await allChanges(db, SEQ_START, limit)).map(({ id }) => id);
          expect(inOrder(ids)).toEqual(inOrder(['a', 'c', 'd', 'b']));
        }
        const page = await db.changes({ since: SEQ_START, limit: 2, includeDocs: true });
        expect(page).toMatchObject({ atEnd: false, pending: 2 });
        const rest = await db.changes({ since: page.lastSeq, limit: 10, includeDocs: true });
        expect(rest).toMatchObject({ atEnd: true, pending: 0 });
        await expectSamePlace(rest.lastSeq);
        const bodies = [...page.rows, ...rest.rows].map(({ id, doc }) => [id, doc?.body]);
        expect(Object.fromEntries(bodies)).toEqual({ a: {}, b: { n: 2 }, c: {}, d: {} });
        const down = await db.changes({ since: SEQ_START, limit: 2, descending: true });
        if (!under.isCouchdb) expect(down.rows.map(({ id }) => id)).toEqual(['b', 'd']);
        expect(down.rows).toHaveLength(2);
      });

      it('can be read for chosen documents', async () => {
        await put(edit('a', {}), edit('b', {}), edit('c', {}));
        const page = await db.changes({ since: SEQ_START, limit: 10, docIds: ['c', 'nope', 'a', 'c'] });
        expect(inOrder(page.rows.map(({ id }) => id))).toEqual(['a', 'c']);
        expect(page.atEnd).toBe(true);
        await expectSamePlace(page.lastSeq);
      });

      it('starts again for a place it does not know', async () => {
        await put(edit('a', {}));
        const { updateSeq } = await db.info();
        expect(await allChanges(db, updateSeq)).toEqual([]);
        for (const token of ['nonsense', '1-otherinstance', updateSeq.replace(/^\d+/, '999')]) {
          expect(await allChanges(db, token as typeof updateSeq)).toHaveLength(1);
        }
      });

      it('wakes subscribers after the write is readable, until they leave', async () => {
        const seen: number[] = [];
        let leave = () => {};
        const woken = new Promise<void>((resolve) => {
          leave = db.subscribe(async () => {
            seen.push((await allChanges(db)).length);
            resolve();
          });
        });
        await put(edit('a', {}));
        await woken;
        expect(seen).toEqual([1]);
        leave();
        await put(edit('b', {}));
        expect(seen).toEqual([1]);
      });

      it('a follower misses nothing while many write', async () => {
        const writers = Promise.all(
          Array.from({ length: 5 }, async (_, w) => {
            for (let n = 0; n < 40; n++) await put(edit(`w${w}n${n}`, {}));
          }),
        );
        const seen = new Set<string>();
        let since = SEQ_START;
        let wake = () => {};
        const leave = db.subscribe(() => wake());
        while (seen.size < 200) {
          const woken = new Promise<void>((resolve) => {
            wake = resolve;
          });
          const page = await db.changes({ since, limit: 7 });
          for (const { id } of page.rows) seen.add(id);
          since = page.lastSeq;
          if (page.atEnd && seen.size < 200) await woken;
        }
        leave();
        await writers;
        expect(seen.size).toBe(200);
      });
    });

    it('a reader whose documents move on under it, of which few generations are kept, reads on', async () => {
      await db.putSettings({ revsLimit: 1 });
      const ids = Array.from({ length: 20 }, (_, n) => `moving-${n}`);
      let revs = await put(...ids.map((id) => edit(id, {})));
      let writing = true;
      const write = async (): Promise<void> => {
        for (let n = 0; n < 40; n++) revs = await put(...ids.map((id, at) => edit(id, { n }, revs[at])));
        writing = false;
      };
      const read = async (): Promise<void> => {
        while (writing) await db.changes({ since: SEQ_START, limit: 100, includeDocs: true });
      };
      await Promise.all([write(), read(), read(), read()]);
      const { rows } = await db.changes({ since: SEQ_START, limit: 100, includeDocs: true });
      expect(rows.map(({ doc }) => doc?.body)).toEqual(ids.map(() => ({ n: 39 })));
    });

    describe('listing', () => {
      it('goes by byte order, ranges, and keys', async () => {
        await put(...['b', 'a', 'é', '𝒳', 'Z'].map((id) => edit(id, { id })));
        const [rev] = await put(edit('gone', {}));
        await db.putDocs([{ ...edit('gone', {}, rev), deleted: true }]);
        const ids = async (query: object) =>
          (await db.allDocs({ limit: 100, ...query })).rows.map(({ id }) => id);
        expect(await ids({})).toEqual(['Z', 'a', 'b', 'é', '𝒳']);
        expect(await ids({ start: 'a', end: 'é' })).toEqual(['a', 'b', 'é']);
        expect(await ids({ start: 'a', end: 'é', inclusiveEnd: false })).toEqual(['a', 'b']);
        expect(await ids({ start: 'é', end: 'a', descending: true })).toEqual(['é', 'b', 'a']);
        expect(await ids({ start: 'é', end: 'a', descending: true, inclusiveEnd: false })).toEqual([
          'é',
          'b',
        ]);
        expect(await ids({ skip: 1, limit: 2 })).toEqual(['a', 'b']);
        const page = await db.allDocs({ limit: 100, keys: ['b', 'nope', 'gone'], includeDocs: true });
        expect(page.totalRows).toBe(5);
        expect(page.rows).toMatchObject([
          { kind: 'found', id: 'b', doc: { body: { id: 'b' } } },
          { kind: 'missing', id: 'nope' },
          { kind: 'found', id: 'gone', deleted: true },
        ]);
      });
    });

    describe('settings', () => {
      it('are the defaults, then what was put, also after reopening', async () => {
        expect(await db.settings()).toEqual({ revsLimit: 1000, security: {} });
        await Promise.all([db.putSettings({ revsLimit: 2 }), db.putSettings({ security: { a: 1 } })]);
        await reopen();
        expect(await db.settings()).toEqual({ revsLimit: 2, security: { a: 1 } });
        await db.putRevisions([revision('a', ['3-c', '2-b', '1-a'])]);
        await put(edit('a', {}, '3-c' as Rev));
        const { rev } = await found('a');
        expect((await found('a', rev)).revisions?.ids).toHaveLength(2);
      });
    });

    describe('compaction', () => {
      it('forgets bodies of revisions that are no leaf, and nothing that peers agree on', async () => {
        const [first] = (await put(edit('a', { n: 1 }))) as [Rev];
        const [second] = (await put({
          ...edit('a', { n: 2 }, first),
          attachments: new Map([['f', file('kept')]]),
        })) as [Rev];
        const [third] = (await put({
          ...edit('a', { n: 3 }, second),
          attachments: new Map([['f', { kind: 'stub' as const }]]),
        })) as [Rev];
        await db.putRevisions([revision('a', ['2-conflict', '1-x'], { n: 'c' })]);
        const before = await db.info();
        const feed = await allChanges(db);
        await db.compact();
        await db.compact();
        await reopen();
        expect(await db.info()).toMatchObject({ docCount: 1, compacting: false });
        await expectSamePlace(before.updateSeq);
        const withoutPlace = ({ seq: _, ...row }: ChangeRow) => row;
        // In a cluster the node that answers may lag behind the one that took the write.
        await expect
          .poll(async () => (await allChanges(db)).map(withoutPlace), { timeout: 20_000 })
          .toEqual(feed.map(withoutPlace));
        expect(await db.get('a', { rev: first })).toEqual({ kind: 'missing' });
        expect(await db.get('a', { rev: second })).toEqual({ kind: 'missing' });
        expect((await found('a', third)).body).toEqual({ n: 3 });
        expect((await found('a', '2-conflict' as Rev)).body).toEqual({ n: 'c' });
        expect((await readAll(db, 'a', 'f')).toString()).toBe('kept');
        expect(await db.revsDiff(new Map([['a', [first, second, third]]]))).toEqual(new Map());
        const { outcomes } = await db.putDocs([edit('a', { n: 4 }, third)]);
        expect(outcomes[0]?.ok).toBe(true);
      });
    });

    describe('forgetting', () => {
      it('destroys what was in deleted documents under a prefix, and nothing else; what was there does not come back', async () => {
        const files = new Map([['f', file('gone')]]);
        const [gone] = (await put({ ...edit('k:1:a', { n: 1 }), attachments: files })) as [Rev];
        const [edited] = (await put(edit('k:1:b', { n: 1 }))) as [Rev];
        await put(edit('k:1:b', { n: 2 }, edited), edit('k:2:a', { n: 1 }));
        const [tombstone] = (await put({ ...edit('k:1:a', {}, gone), deleted: true })) as [Rev];
        await db.forget(['k:1:', 'nothing:']);
        await db.forget(['k:1:']);
        await reopen();
        expect(await db.get('k:1:a')).toEqual({ kind: 'deleted' });
        expect(await db.get('k:1:a', { rev: gone })).toEqual({ kind: 'missing' });
        expect(await db.attachment('k:1:a', 'f', gone)).toBeUndefined();
        expect(await db.revsDiff(new Map([['k:1:a', [gone, tombstone]]]))).toEqual(new Map());
        expect((await found('k:1:b')).body).toEqual({ n: 2 });
        expect((await found('k:2:a')).body).toEqual({ n: 1 });
        const again = revision('k:1:a', [gone], { n: 1 });
        await db.putRevisions([again]);
        expect(await db.get('k:1:a')).toEqual({ kind: 'deleted' });
        await put({ ...edit('k:3:a', {}), attachments: files });
        expect((await readAll(db, 'k:3:a', 'f')).toString()).toBe('gone');
      });
    });

    describe('attachments', () => {
      const big = Buffer.alloc(600 * 1024, '0123456789abcdef');

      it('come back whole and in ranges, also after reopening', async () => {
        const bytes: AttachmentWrite = {
          kind: 'bytes',
          contentType: 'image/jpeg',
          bytes: new Uint8Array(big),
        };
        const empty: AttachmentWrite = { kind: 'bytes', contentType: 'text/plain', bytes: new Uint8Array() };
        await put({
          ...edit('a', { n: 1 }),
          attachments: new Map([
            ['scan.jpg', bytes],
            ['empty', empty],
          ]),
        });
        await reopen();
        expect((await readAll(db, 'a', 'scan.jpg')).equals(big)).toBe(true);
        const range = await readAll(db, 'a', 'scan.jpg', [262_140, 262_150]);
        expect(range.toString()).toBe(big.subarray(262_140, 262_150).toString());
        expect(await readAll(db, 'a', 'empty')).toHaveLength(0);
        expect(await db.attachment('a', 'nope')).toBeUndefined();
        expect([...(await found('a')).attachments]).toMatchObject([
          ['scan.jpg', { contentType: 'image/jpeg', length: big.length, revpos: 1 }],
          ['empty', { length: 0 }],
        ]);
        const digest = (await found('a')).attachments.get('empty')?.digest;
        if (!under.isCouchdb) expect(digest).toBe('md5-1B2M2Y8AsgTpgAmY7PhCfg==');
      });

      it('stay with stubs, go without them, and a stub of nothing is refused', async () => {
        const [first] = (await put({ ...edit('a', {}), attachments: new Map([['f', file('one')]]) })) as [
          Rev,
        ];
        const stub: AttachmentWrite = { kind: 'stub' };
        const [second] = (await put({
          ...edit('a', { n: 2 }, first),
          attachments: new Map([['f', stub]]),
        })) as [Rev];
        expect((await readAll(db, 'a', 'f')).toString()).toBe('one');
        expect((await found('a')).attachments.get('f')?.revpos).toBe(1);
        const lost = await db.putDocs([{ ...edit('a', {}, second), attachments: new Map([['g', stub]]) }]);
        expect(lost.outcomes).toEqual([{ ok: false, id: 'a', error: 'missing_stub' }]);
        expect((await found('a')).rev).toBe(second);
        await put(edit('a', { n: 3 }, second));
        expect(await db.attachment('a', 'f')).toBeUndefined();
        expect(await db.attachment('a', 'f', first)).toBeDefined();
      });

      it('a stub of another generation or digest is another file', async () => {
        const first = { ...revision('a', ['1-a']), attachments: new Map([['f', file('one')]]) };
        await db.putRevisions([first]);
        const withStub = (rev: string, stub: object): DocRevision => ({
          ...revision('a', [rev, '1-a']),
          attachments: new Map([['f', { kind: 'stub' as const, ...stub }]]),
        });
        const stored = (await found('a')).attachments.get('f');
        expect(stored?.revpos).toBe(1);
        const digest = stored?.digest;
        const { outcomes } = await db.putRevisions([
          withStub('2-b', { revpos: 2 }),
          withStub('2-c', { digest: 'md5-1B2M2Y8AsgTpgAmY7PhCfg==' }),
          withStub('2-d', { revpos: 1 }),
          withStub('2-e', { digest }),
        ]);
        expect(outcomes.map(({ ok }) => ok)).toEqual([false, under.isCouchdb === true, true, true]);
      });

      it('come with replicated revisions, stubs looked up in the ancestors', async () => {
        await db.putRevisions([{ ...revision('a', ['1-a']), attachments: new Map([['f', file('one')]]) }]);
        await db.putRevisions([
          { ...revision('a', ['2-b', '1-a']), attachments: new Map([['f', { kind: 'stub' as const }]]) },
        ]);
        expect((await readAll(db, 'a', 'f')).toString()).toBe('one');
        const lost = await db.putRevisions([
          { ...revision('b', ['2-b', '1-a']), attachments: new Map([['f', { kind: 'stub' as const }]]) },
        ]);
        expect(lost.outcomes[0]).toMatchObject({ ok: false, error: 'missing_stub' });
        expect(await db.get('b')).toEqual({ kind: 'missing' });
      });
    });

    describe('local documents', () => {
      it('are kept, replaced and deleted apart from the sequence', async () => {
        expect(await db.getLocal('check')).toBeUndefined();
        expect(await db.putLocal('check', { seq: 1 })).toBe('0-1');
        expect(await db.putLocal('check', { seq: 2 }, '0-1')).toBe('0-2');
        await reopen();
        expect(await db.getLocal('check')).toEqual({ rev: '0-2', body: { seq: 2 } });
        expect(await db.deleteLocal('check')).toBe(true);
        expect(await db.deleteLocal('check')).toBe(false);
        expect(await db.info()).toMatchObject({ docCount: 0, updateSeq: SEQ_START });
      });
    });
  });
}

interface Delivery {
  readonly revs: string[];
  readonly deleted: boolean;
}

/**
 * A random tree (each node's parent is an earlier one, so several roots and branches arise), every node delivered with
 * its whole history at least once, in two random orders. Whether a node is a deletion belongs to the node.
 */
const treeAndOrders = fc
  .array(fc.record({ parent: fc.nat(), deleted: fc.boolean() }), { minLength: 1, maxLength: 10 })
  .chain((shape) => {
    const all: Delivery[] = [];
    shape.forEach(({ parent, deleted }, n) => {
      const above = parent % (n + 1) === n ? undefined : all[parent % (n + 1)];
      const generation = (above?.revs.length ?? 0) + 1;
      all.push({
        revs: [joinRev(generation, `${'0123456789abcdef'[(n * 7) % 16]}${n}`), ...(above?.revs ?? [])],
        deleted,
      });
    });
    const shuffled = fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 });
    return fc.record({ deliveries: shuffled, other: shuffled });
  });

function mergedByLibrary(deliveries: readonly Delivery[]): TreePath[] {
  let tree: TreePath[] = [];
  for (const { revs, deleted } of deliveries) {
    const [newest = '', ...ancestors] = revs.map((rev) => rev.slice(rev.indexOf('-') + 1));
    let ids: TreePath['ids'] = [newest, { status: 'available', ...(deleted && { deleted }) }, []];
    for (const hash of ancestors) ids = [hash, { status: 'missing' }, [ids]];
    tree = merge(tree, { pos: 1, ids }, 1000).tree;
  }
  return tree;
}
