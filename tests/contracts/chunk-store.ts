/** What every ChunkStore must do (app/log/act-log.ts). */
import { afterEach, describe, expect, it } from 'vitest';
import type { ChunkStore } from '../../app/log/act-log.ts';
import { sampleChunk } from './sealed-samples.ts';

export interface ChunkStoreHome {
  open(): Promise<ChunkStore>;
  destroy(): Promise<void>;
}

export function chunkStoreContract(
  name: string,
  makeHome: () => Promise<ChunkStoreHome>,
  { keeps }: { keeps: boolean },
): void {
  describe(`ChunkStore: ${name}`, () => {
    const homes: ChunkStoreHome[] = [];
    const opened: ChunkStore[] = [];
    const home = async (): Promise<ChunkStoreHome> => {
      const made = await makeHome();
      homes.push(made);
      return { ...made, open: async () => opened[opened.push(await made.open()) - 1] as ChunkStore };
    };
    const fresh = async (): Promise<ChunkStore> => (await home()).open();
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
      for (const one of homes.splice(0)) await one.destroy();
    });

    it('gives back the bytes, whole chunks and single bytes, and undefined for what is not here', async () => {
      const store = await fresh();
      const chunks = [
        await sampleChunk(1, 256 * 1024),
        await sampleChunk(2, 1),
        await sampleChunk(3, 70_000),
      ];
      await store.put(chunks);
      for (const { id, bytes } of chunks) expect(await store.get(id)).toEqual(bytes);
      expect(await store.get((await sampleChunk(4)).id)).toBeUndefined();
    });

    it('forgets, and takes again what another file needs', async () => {
      const store = await fresh();
      const [one, two] = [await sampleChunk(1), await sampleChunk(2)];
      await store.put([one, two]);
      await store.forget([one.id, (await sampleChunk(3)).id]);
      expect(await store.get(one.id)).toBeUndefined();
      expect(await store.missing([one.id, two.id])).toEqual([one.id]);
      await store.put([one]);
      expect(await store.get(one.id)).toEqual(one.bytes);
    });

    it('takes the same chunk again, in one batch or later, and keeps what it has', async () => {
      const store = await fresh();
      const one = await sampleChunk(1);
      await store.put([one, one]);
      await store.put([one]);
      expect(await store.get(one.id)).toEqual(one.bytes);
    });

    it('refuses bytes under another name with LOG-002, the whole batch', async () => {
      const store = await fresh();
      const [one, two] = [await sampleChunk(1), await sampleChunk(2)];
      const batch = [one, { id: two.id, bytes: one.bytes }];
      await expect(store.put(batch)).rejects.toMatchObject({ name: 'LogError', code: 'LOG-002' });
      expect(await store.missing([one.id, two.id])).toEqual([one.id, two.id]);
    });

    it('tells which are missing', async () => {
      const store = await fresh();
      const [one, two, three] = [await sampleChunk(1), await sampleChunk(2), await sampleChunk(3)];
      await store.put([two]);
      expect(await store.missing([one.id, two.id, three.id])).toEqual([one.id, three.id]);
      expect(await store.missing([])).toEqual([]);
    });

    it('does not change what it holds when a caller changes its bytes', async () => {
      const store = await fresh();
      const one = await sampleChunk(1);
      const bytes = one.bytes.slice();
      await store.put([{ id: one.id, bytes }]);
      bytes.fill(0);
      expect(await store.get(one.id)).toEqual(one.bytes);
    });

    if (keeps) {
      it('has it all after being opened again', async () => {
        const place = await home();
        const before = await place.open();
        const one = await sampleChunk(1, 200_000);
        await before.put([one]);
        opened.splice(opened.indexOf(before), 1);
        await before.close();
        const after = await place.open();
        expect(await after.get(one.id)).toEqual(one.bytes);
      });
    }
  });
}
