/** What every {@link RowShelf} does, and the {@link RowShelves} that it is of. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MissionCode } from '../../app/acts/ids.ts';
import {
  type BlockRecord,
  MOST_CHAINS,
  type Position,
  type RowShelf,
  type RowShelves,
} from '../../renderer/read-model/row-shelf.ts';
import type { ShelfHome } from './draft-shelf.ts';

const PARIS = 'ML-PAR' as MissionCode;
const DAKAR = 'ML-DKR' as MissionCode;
const ONE = new Uint8Array(16).fill(1);
const OTHER = new Uint8Array(16).fill(2);
const block = (n: number, chain: Uint8Array, ...sealed: number[]): BlockRecord => ({
  n,
  chain,
  nonce: new Uint8Array(12).fill(n),
  sealed: Uint8Array.from(sealed),
});
/** The whole of it, as it stands. */
async function chainOf(shelf: RowShelf): Promise<BlockRecord[]> {
  const blocks: BlockRecord[] = [];
  for await (const one of shelf.blocks()) blocks.push(one);
  return blocks;
}
const at = (since: string): Position[] => [[PARIS, since]];

export function rowShelfContract(name: string, home: () => Promise<ShelfHome<RowShelves>>): void {
  describe(`a row shelf (${name})`, () => {
    let place: ShelfHome<RowShelves>;
    let shelves: RowShelves;
    let shelf: RowShelf;
    beforeEach(async () => {
      place = await home();
      shelves = await place.open();
      shelf = shelves.of('mine');
      await chainOf(shelf);
    });
    afterEach(() => place.destroy());

    test('keeps the blocks in their order, with the newest position of each mission', async () => {
      expect(await shelves.since(PARIS)).toBeNull();
      const blocks = Array.from({ length: 12 }, (_, n) => block(n, ONE, n));
      for (const one of blocks) expect(await shelf.append(one, at(String(one.n)))).toBe(true);
      expect(await shelf.append(block(12, ONE, 12), [[DAKAR, '2']])).toBe(true);
      expect(await chainOf(shelf)).toEqual([...blocks, block(12, ONE, 12)]);
      expect([await shelves.since(PARIS), await shelves.since(DAKAR)]).toEqual(['11', '2']);
    });

    test('takes no block that does not follow the last one', async () => {
      expect(await shelf.append(block(1, ONE), at('1'))).toBe(false);
      expect(await shelf.append(block(0, ONE, 1), at('1'))).toBe(true);
      for (const wrong of [block(0, ONE, 2), block(2, ONE), block(1, OTHER), block(0, OTHER)])
        expect(await shelf.append(wrong, at('9'))).toBe(false);
      expect(await chainOf(shelf)).toEqual([block(0, ONE, 1)]);
      expect(await shelves.since(PARIS)).toBe('1');
    });

    test('puts another chain in place of all, shorter or longer', async () => {
      for (const n of [0, 1, 2]) await shelf.append(block(n, ONE, n), at('1'));
      await shelf.replace([block(0, OTHER, 7)], at('5'));
      expect(await chainOf(shelf)).toEqual([block(0, OTHER, 7)]);
      expect(await shelves.since(PARIS)).toBe('5');
      expect(await shelf.append(block(3, ONE), at('6'))).toBe(false);
      expect(await shelf.append(block(1, OTHER, 8), at('6'))).toBe(true);
    });

    test('forgets blocks and positions together', async () => {
      await shelf.append(block(0, ONE, 1), at('7'));
      await shelf.clear();
      expect(await chainOf(shelf)).toEqual([]);
      expect(await shelves.since(PARIS)).toBeNull();
    });

    test('has everything when it is opened again', async () => {
      await shelf.append(block(0, ONE, 1), at('7'));
      const again = await place.open();
      expect(await chainOf(again.of('mine'))).toEqual([block(0, ONE, 1)]);
      expect(await again.since(PARIS)).toBe('7');
    });

    test('keeps the chains of two keys apart, and tells how far the log was read for the one that was opened last', async () => {
      await shelf.append(block(0, ONE, 1), at('7'));
      const other = shelves.of('other');
      expect(await chainOf(other)).toEqual([]);
      expect(await shelves.since(PARIS)).toBeNull();
      expect(await other.append(block(0, OTHER, 2), at('9'))).toBe(true);
      expect(await shelves.since(PARIS)).toBe('9');
      await other.clear();
      expect(await chainOf(shelf)).toEqual([block(0, ONE, 1)]);
      expect(await shelves.since(PARIS)).toBe('7');
    });

    test('takes the chains of all other keys away where one asks for it, and all where nobody is named', async () => {
      const other = shelves.of('other');
      for (const one of [shelf, other]) {
        await chainOf(one);
        await one.append(block(0, ONE, 1), at('7'));
      }
      await shelf.clearOthers();
      expect([await chainOf(other), await chainOf(shelf)]).toEqual([[], [block(0, ONE, 1)]]);
      await shelves.clear();
      expect(await chainOf(shelf)).toEqual([]);
    });

    test('lets go of the chain that was opened the longest ago where there are too many', async () => {
      const keys = Array.from({ length: MOST_CHAINS - 1 }, (_, n) => `key-${n}`);
      for (const key of ['mine', ...keys]) {
        await chainOf(shelves.of(key));
        await shelves.of(key).append(block(0, ONE, 1), at('7'));
      }
      await chainOf(shelf);
      await chainOf(shelves.of('one more'));
      const left = await Promise.all(keys.slice(1).map((key) => chainOf(shelves.of(key))));
      expect(left.every(({ length }) => length === 1)).toBe(true);
      expect(await chainOf(shelf)).toEqual([block(0, ONE, 1)]);
      expect(await chainOf(shelves.of('key-0'))).toEqual([]);
    });
  });
}
