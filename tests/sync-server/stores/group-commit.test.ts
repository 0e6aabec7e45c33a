import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachLevel, GroupCommit, type Levels, type Tx } from '../../../sync-server/stores/group-commit.ts';

describe('the one writer of the embedded store', () => {
  let folder: string;
  let levels: Levels;
  let batches: { level: string; keys: number; sync: boolean | undefined }[];
  let failing: Error | undefined;

  /** Real LevelDBs, watched: every batch is noted, and fails when told to. */
  function watched<V>(level: ClassicLevel<string, V>, name: string): ClassicLevel<string, V> {
    const chain = level.batch.bind(level);
    return Object.assign(level, {
      batch: () => {
        const batch = chain();
        const write = batch.write.bind(batch) as (options?: { sync?: boolean }) => Promise<void>;
        return Object.assign(batch, {
          write: async (options?: { sync?: boolean }) => {
            batches.push({ level: name, keys: batch.length, sync: options?.sync });
            if (failing !== undefined) throw failing;
            return write(options);
          },
        });
      },
    });
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-commit-'));
    batches = [];
    failing = undefined;
    levels = {
      text: watched(new ClassicLevel<string, string>(join(folder, 'text')), 'text'),
      bodies: watched(new ClassicLevel<string, string>(join(folder, 'bodies')), 'bodies'),
      blobs: watched(
        new ClassicLevel<string, Uint8Array>(join(folder, 'blobs'), { valueEncoding: 'view' }),
        'blobs',
      ),
    };
    await eachLevel(levels, 'open');
  });
  afterEach(async () => {
    await eachLevel(levels, 'close');
    await rm(folder, { recursive: true });
  });

  const noRecovery = () => Promise.reject(new Error('not asked for'));
  const put = (key: string, value: string) => ({
    bytes: value.length,
    plan: async (tx: Tx) => tx.put(key, value),
  });

  it('syncs every batch, bytes and bodies before what names them, and shares it among all who wait', async () => {
    const writer = new GroupCommit(levels, noRecovery);
    await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        writer.submit({
          bytes: 10,
          plan: async (tx) => {
            tx.put(`k${n}`, 'v');
            tx.putBody(`b${n}`, 'body');
            tx.putBlob(`f${n}`, new Uint8Array([n]));
          },
        }),
      ),
    );
    expect(batches).toEqual([
      { level: 'blobs', keys: 200, sync: true },
      { level: 'bodies', keys: 200, sync: true },
      { level: 'text', keys: 200, sync: true },
    ]);
    await writer.close();
  });

  it('drops a body only once nothing on the disk names it any more', async () => {
    const writer = new GroupCommit(levels, noRecovery);
    const write = (plan: (tx: Tx) => void) => writer.submit({ bytes: 1, plan: async (tx) => plan(tx) });
    await write((tx) => tx.putBody('b1', 'old'));
    batches = [];
    await write((tx) => {
      tx.delBody('b1');
      tx.putBody('b2', 'new');
      tx.put('names', 'b2');
    });
    expect(batches.map(({ level }) => level)).toEqual(['bodies', 'text', 'bodies']);
    expect(batches.every(({ sync }) => sync)).toBe(true);
    expect(await levels.bodies.getMany(['b1', 'b2'])).toEqual([undefined, 'new']);
  });

  it('names no body whose batch failed', async () => {
    const writer = new GroupCommit(levels, noRecovery);
    failing = new Error('IO error: No space left on device');
    const refused = writer.submit({
      bytes: 1,
      plan: async (tx) => {
        tx.put('names', 'b1');
        tx.putBody('b1', 'body');
      },
    });
    await expect(refused).rejects.toMatchObject({ code: 'full' });
    expect(batches.map(({ level }) => level)).toEqual(['bodies']);
    failing = undefined;
    expect(await levels.text.get('names')).toBeUndefined();
  });

  it('shows each job what those before it wrote, on the disk or not', async () => {
    const writer = new GroupCommit(levels, noRecovery);
    const add = () =>
      writer.submit({
        bytes: 1,
        plan: async (tx) => {
          const n = Number((await tx.get('n')) ?? 0) + 1;
          tx.put('n', String(n));
          return n;
        },
      });
    expect(await Promise.all([add(), add(), add()])).toEqual([1, 2, 3]);
    expect(await Promise.all([add(), add()])).toEqual([4, 5]);
    expect(await levels.text.get('n')).toBe('5');
  });

  it('a job that refuses before it wrote takes nobody with it', async () => {
    const writer = new GroupCommit(levels, noRecovery);
    const refused = writer.submit({ bytes: 1, plan: () => Promise.reject(new RangeError('no')) });
    const other = writer.submit(put('a', '1'));
    await expect(refused).rejects.toThrow('no');
    await other;
    expect(await levels.text.get('a')).toBe('1');
  });

  it('after a failed batch writes nothing until it is put right, and says why', async () => {
    let room = false;
    let recovered = 0;
    const writer = new GroupCommit(levels, async () => {
      if (!room) throw new Error('No space left on device');
      recovered++;
    });
    failing = new Error('IO error: x.log: No space left on device');
    await expect(writer.submit(put('a', '1'))).rejects.toMatchObject({ code: 'full' });
    failing = undefined;
    const before = batches.length;
    await expect(writer.submit(put('b', '1'))).rejects.toMatchObject({ code: 'full' });
    expect(batches).toHaveLength(before);
    room = true;
    await writer.submit(put('c', '1'));
    await writer.submit(put('d', '1'));
    expect(recovered).toBe(1);
    expect(await levels.text.getMany(['a', 'b', 'c', 'd'])).toEqual([undefined, undefined, '1', '1']);
  });

  it('closing waits for what was taken and refuses the rest', async () => {
    const writer = new GroupCommit(levels, noRecovery);
    const taken = writer.submit(put('a', '1'));
    await writer.close();
    await taken;
    await expect(writer.submit(put('b', '1'))).rejects.toMatchObject({ code: 'closed' });
    expect(await levels.text.get('a')).toBe('1');
  });
});
