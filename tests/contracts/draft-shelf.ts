/** What every {@link DraftShelf} does. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DraftId, Kid, RecordHash } from '../../app/acts/ids.ts';
import type { DraftRecord, DraftShelf } from '../../renderer/drafts/draft-shelf.ts';

export interface ShelfHome<Shelf> {
  /** the same content each time it is opened */
  open(): Promise<Shelf>;
  destroy(): Promise<void>;
}

const draft = (letter: string): DraftId => letter.repeat(22) as DraftId;
const chunk = (letter: string, ...bytes: number[]) => ({
  id: letter.repeat(43) as RecordHash,
  bytes: Uint8Array.from(bytes),
});
const record = (id: DraftId, ...sealed: number[]): DraftRecord => ({
  id,
  author: 'K'.repeat(43) as Kid,
  savedAt: '2026-11-21T09:00:00Z',
  key: {
    protected: 'e30',
    iv: 'AA',
    ciphertext: 'AA',
    tag: 'AA',
    recipients: [],
  } as unknown as DraftRecord['key'],
  nonce: new Uint8Array(12).fill(7),
  sealed: Uint8Array.from(sealed),
});

export function draftShelfContract(name: string, home: () => Promise<ShelfHome<DraftShelf>>): void {
  describe(`a draft shelf (${name})`, () => {
    let at: ShelfHome<DraftShelf>;
    let shelf: DraftShelf;
    beforeEach(async () => {
      at = await home();
      shelf = await at.open();
    });
    afterEach(() => at.destroy());

    test('keeps the newest record of each draft, bytes and all, and knows no other', async () => {
      await shelf.put(record(draft('a'), 1));
      await shelf.put(record(draft('b'), 2));
      await shelf.put(record(draft('a'), 3, 4));
      expect(await shelf.get(draft('a'))).toEqual(record(draft('a'), 3, 4));
      expect(await shelf.get(draft('c'))).toBeUndefined();
      expect((await shelf.all()).map(({ id }) => id).sort()).toEqual([draft('a'), draft('b')]);
    });

    test('keeps what it was given, not what becomes of it', async () => {
      const given = record(draft('a'), 1);
      await shelf.put(given);
      given.sealed.fill(9);
      expect((await shelf.get(draft('a')))?.sealed).toEqual(Uint8Array.of(1));
    });

    test('keeps chunks by draft, and deletes them one by one', async () => {
      await shelf.putChunks(draft('a'), [chunk('x', 1), chunk('y', 2)]);
      await shelf.putChunks(draft('b'), [chunk('x', 3)]);
      await shelf.deleteChunks(draft('a'), [chunk('y').id]);
      expect(await shelf.chunk(draft('a'), chunk('x').id)).toEqual(Uint8Array.of(1));
      expect(await shelf.chunk(draft('a'), chunk('y').id)).toBeUndefined();
      expect(await shelf.chunk(draft('b'), chunk('x').id)).toEqual(Uint8Array.of(3));
    });

    test('deletes a draft with its chunks and no other', async () => {
      for (const id of [draft('a'), draft('b')]) {
        await shelf.put(record(id, 1));
        await shelf.putChunks(id, [chunk('x', 1)]);
      }
      await shelf.delete(draft('a'));
      await shelf.delete(draft('a'));
      expect(await shelf.get(draft('a'))).toBeUndefined();
      expect(await shelf.chunk(draft('a'), chunk('x').id)).toBeUndefined();
      expect(await shelf.chunk(draft('b'), chunk('x').id)).toEqual(Uint8Array.of(1));
    });

    test('has everything when it is opened again', async () => {
      await shelf.put(record(draft('a'), 1));
      await shelf.putChunks(draft('a'), [chunk('x', 1)]);
      const again = await at.open();
      expect(await again.get(draft('a'))).toEqual(record(draft('a'), 1));
      expect(await again.chunk(draft('a'), chunk('x').id)).toEqual(Uint8Array.of(1));
    });
  });
}
