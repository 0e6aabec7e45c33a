/** What every {@link FactShelf} does. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FactShelf } from '../../renderer/worker/stores.ts';
import type { ShelfHome } from './draft-shelf.ts';

export function factShelfContract(name: string, home: () => Promise<ShelfHome<FactShelf>>): void {
  describe(`a fact shelf (${name})`, () => {
    let at: ShelfHome<FactShelf>;
    let shelf: FactShelf;
    beforeEach(async () => {
      at = await home();
      shelf = await at.open();
    });
    afterEach(() => at.destroy());

    test('keeps the newest value of each key, and lists by prefix in order', async () => {
      expect(await shelf.get('sent:a')).toBeUndefined();
      await shelf.set('sent:b', '1');
      await shelf.set('sent:a', '1');
      await shelf.set('sentinel', '1');
      await shelf.set('sent:a', '2');
      expect(await shelf.get('sent:a')).toBe('2');
      expect(await shelf.withPrefix('sent:')).toEqual([
        ['sent:a', '2'],
        ['sent:b', '1'],
      ]);
      await shelf.delete('sent:a');
      await shelf.delete('sent:a');
      expect(await shelf.withPrefix('sent:')).toEqual([['sent:b', '1']]);
      expect(await (await at.open()).get('sentinel')).toBe('1');
    });
  });
}
