/** What every {@link RowShelf} does. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DossierId, MissionCode } from '../../app/acts/ids.ts';
import type { RowRecord, RowShelf } from '../../renderer/read-model/row-shelf.ts';
import type { ShelfHome } from './draft-shelf.ts';

const PARIS = 'ML-PAR' as MissionCode;
const DAKAR = 'ML-DKR' as MissionCode;
const row = (id: string, mission: MissionCode, ...sealed: number[]): RowRecord => ({
  id: id as DossierId,
  mission,
  nonce: new Uint8Array(12).fill(1),
  sealed: Uint8Array.from(sealed),
});

export function rowShelfContract(name: string, home: () => Promise<ShelfHome<RowShelf>>): void {
  describe(`a row shelf (${name})`, () => {
    let at: ShelfHome<RowShelf>;
    let shelf: RowShelf;
    beforeEach(async () => {
      at = await home();
      shelf = await at.open();
    });
    afterEach(() => at.destroy());

    test('keeps the newest row of each file, with the position it stands for, by mission', async () => {
      expect(await shelf.since(PARIS)).toBeNull();
      await shelf.put([row('a', PARIS, 1), row('b', PARIS, 2)], PARIS, '7');
      await shelf.put([row('c', DAKAR, 3)], DAKAR, '2');
      await shelf.put([row('a', PARIS, 4)], PARIS, '8');
      const rows = [...(await shelf.all())].sort((x, y) => (x.id < y.id ? -1 : 1));
      expect(rows).toEqual([row('a', PARIS, 4), row('b', PARIS, 2), row('c', DAKAR, 3)]);
      expect([await shelf.since(PARIS), await shelf.since(DAKAR)]).toEqual(['8', '2']);
    });

    test('moves its position without rows too', async () => {
      await shelf.put([], PARIS, '9');
      expect(await shelf.since(PARIS)).toBe('9');
      expect(await shelf.all()).toEqual([]);
    });

    test('forgets rows and positions together', async () => {
      await shelf.put([row('a', PARIS, 1)], PARIS, '7');
      await shelf.clear();
      expect(await shelf.all()).toEqual([]);
      expect(await shelf.since(PARIS)).toBeNull();
    });

    test('has everything when it is opened again', async () => {
      await shelf.put([row('a', PARIS, 1)], PARIS, '7');
      const again = await at.open();
      expect(await again.all()).toEqual([row('a', PARIS, 1)]);
      expect(await again.since(PARIS)).toBe('7');
    });
  });
}
