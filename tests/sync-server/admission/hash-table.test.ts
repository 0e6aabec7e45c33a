/** The packed table behaves as a Map, whatever names are chosen. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HashSet, HashTable } from '../../../sync-server/admission/hash-table.ts';

const nameOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
/** Names that differ in few bits, wherever those lie. */
const near = fc
  .record({ at: fc.nat({ max: 31 }), byte: fc.nat({ max: 255 }), fill: fc.constantFrom(0, 255) })
  .map(({ at, byte, fill }) => nameOf(new Uint8Array(32).fill(fill).fill(byte, at, at + 1)));
const far = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(nameOf);
const value = fc.nat({ max: 2 ** 32 - 1 });
const step = fc.record({
  name: fc.oneof(near, far),
  field: fc.constantFrom(0, 1),
  value,
  isRead: fc.boolean(),
});

describe('a table of hashes', () => {
  it('answers as a Map does, in any order of writes and reads, while it grows', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
        const table = new HashTable(2);
        const map = new Map<string, [number, number]>();
        for (const { name, field, value, isRead } of steps) {
          const row = isRead ? table.find(name) : table.add(name);
          if (!isRead) {
            table.set(row, field, value);
            const fields = map.get(name) ?? [0, 0];
            fields[field] = value;
            map.set(name, fields);
          }
          expect(row >= 0).toBe(map.has(name));
          if (row >= 0) expect([table.get(row, 0), table.get(row, 1)]).toEqual(map.get(name));
        }
        const rows = Array.from({ length: table.size }, (_, row) => table.nameOf(row));
        expect(rows).toEqual([...map.keys()]);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps texts beside names, over many segments', () => {
    const table = new HashTable(8);
    const names = Array.from({ length: 5000 }, () => randomBytes(32).toString('base64url'));
    for (const [n, name] of names.entries()) {
      const row = table.add(name);
      table.set(row, 0, n);
      table.setText(row, 1, String(n).padStart(27, 'x'));
    }
    for (const [n, name] of names.entries()) {
      const row = table.find(name);
      expect([table.get(row, 0), table.text(row, 1, 27)]).toEqual([n, String(n).padStart(27, 'x')]);
    }
  });

  it('takes no other writing of the same bytes for the name', () => {
    const name = nameOf(new Uint8Array(32));
    const others = [
      `${name.slice(0, -1)}B`,
      `${name}=`,
      name.slice(1),
      `+${name.slice(1)}`,
      `é${name.slice(1)}`,
      ` ${name.slice(1)}`,
      '',
    ];
    const table = new HashTable(0);
    table.add(name);
    for (const other of others) {
      expect(table.find(other)).toBe(-1);
      expect(table.add(other)).toBe(-1);
    }
    expect(table.size).toBe(1);
    const set = new HashSet();
    set.add(others[0] as string);
    expect([set.has(name), set.has(others[0] as string)]).toEqual([false, false]);
  });
});
