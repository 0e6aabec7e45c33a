import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DbName } from '../../../sync-server/stores/ids.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import type { ReplicaDb, ReplicaStore } from '../../../sync-server/stores/replica-store.ts';

const NAME = 'mission' as DbName;

describe('the folder of an embedded store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-level-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function inLevel<T>(name: string, work: (level: ClassicLevel) => Promise<T>): Promise<T> {
    const level = new ClassicLevel(join(folder, name));
    try {
      return await work(level);
    } finally {
      await level.close();
    }
  }

  async function inStore<T>(work: (db: ReplicaDb, store: ReplicaStore) => Promise<T>): Promise<T> {
    const store = await openLevelStore(folder);
    try {
      await store.create(NAME);
      return await work((await store.open(NAME)) as ReplicaDb, store);
    } finally {
      await store.close();
    }
  }

  const put = (db: ReplicaDb, id: string, body: object) =>
    db.putDocs([{ id, deleted: false, body: { ...body }, attachments: new Map() }]);
  const bodyOf = async (id: string) =>
    inStore(async (db) => {
      const read = await db.get(id);
      return read.kind === 'found' ? read.doc.body : read.kind;
    });

  it.each([
    [1, 'the data was written by an earlier version, in a form that is not read'],
    [3, 'the data was written by a newer version'],
  ])('of form %i is refused and left as it is', async (format, message) => {
    const record = JSON.stringify({ format, uuid: 'c0ffee', next: 2 });
    await inLevel('documents', (level) => level.put('!store', record));
    for (let time = 0; time < 2; time++)
      await expect(openLevelStore(folder)).rejects.toMatchObject({ code: 'unavailable', message });
    expect(await inLevel('documents', (level) => level.iterator().all())).toEqual([['!store', record]]);
  });

  it('is refused when its bodies are missing, or of another store', async () => {
    await inStore((db) => put(db, 'a', { n: 1 }));
    await rm(join(folder, 'bodies'), { recursive: true });
    const refusal = { code: 'corrupt', message: 'documents and bodies are not of one store' };
    await expect(openLevelStore(folder)).rejects.toMatchObject(refusal);
    await inLevel('bodies', (level) => level.put('!store', 'another'));
    await expect(openLevelStore(folder)).rejects.toMatchObject(refusal);
  });

  it('a body that was written just before the power went is not taken for the next one', async () => {
    await inStore((db) => put(db, 'a', { n: 1 }));
    const key = await inLevel('bodies', async (level) => {
      const [first = ''] = await level.keys({ gt: '!store', limit: 1 }).all();
      const next = first.replace(/1$/, '2');
      await level.put(next, '[{"n":"lost"}]');
      return next;
    });
    expect(await bodyOf('a')).toEqual({ n: 1 });
    await inStore((db) => put(db, 'b', { n: 2 }));
    expect(await bodyOf('b')).toEqual({ n: 2 });
    expect(await inLevel('bodies', (level) => level.get(key))).toBe('[{"n":2}]');
  });

  it('gives back the room of bodies when a database is destroyed', async () => {
    await inStore(async (db, store) => {
      await put(db, 'a', { n: 1 });
      await store.destroy(NAME);
    });
    expect(await inLevel('bodies', (level) => level.keys().all())).toEqual(['!store']);
  });
});
