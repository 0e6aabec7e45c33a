/** The bytes of a journal: whatever is cut or flipped, every whole record is found and the rest is named. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import { crc32c } from '../../../app/log/crc32c.ts';
import { JournalError } from '../../../app/log/durable-journal.ts';
import { FileJournal } from '../../../app/log/file-journal.ts';
import {
  encodeFileHeader,
  encodeRecord,
  FILE_HEADER_BYTES,
  MAX_META_BYTES,
  parseFileHeader,
  readData,
  type WalkItem,
  walkRecords,
} from '../../../app/log/journal-frame.ts';
import { MemoryJournalFiles } from '../../../app/log/memory-journal-files.ts';
import { concat, utf8 } from '../../../app/seal/bytes.ts';
import { PARIS, sampleCommit } from '../../contracts/sealed-samples.ts';

const reading = (bytes: Uint8Array) => async (offset: number, length: number) =>
  bytes.slice(offset, offset + length);

async function walk(bytes: Uint8Array): Promise<WalkItem[]> {
  const items: WalkItem[] = [];
  for await (const item of walkRecords(reading(bytes), 0, bytes.length, () => true)) items.push(item);
  return items;
}
const whole = (items: WalkItem[]) => items.filter((item) => item.item === 'record');
const bad = (items: WalkItem[]) => items.filter((item) => item.item === 'bad');

const record = fc.record({
  type: fc.nat(255),
  meta: fc.uint8Array({ maxLength: 40 }),
  // the marker's bytes are made likely, so that records within data are tried
  data: fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.constant(encodeRecord(9, utf8('inner'), utf8('record'))),
  ),
});
const records = fc.array(record, { minLength: 1, maxLength: 6 });
const encodeAll = (list: { type: number; meta: Uint8Array; data: Uint8Array }[]) =>
  list.map(({ type, meta, data }) => encodeRecord(type, meta, data));

describe('journal records', () => {
  it('uses CRC-32C (RFC 3720 B.4 vectors)', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(utf8('6789'), crc32c(utf8('12345')))).toBe(crc32c(utf8('123456789')));
  });

  it('reads back what was written', async () => {
    await fc.assert(
      fc.asyncProperty(records, async (list) => {
        const bytes = concat(...encodeAll(list));
        const items = await walk(bytes);
        expect(bad(items)).toEqual([]);
        const read = [];
        for (const item of whole(items))
          read.push({ type: item.type, meta: item.meta, data: await readData(reading(bytes), item) });
        expect(read).toEqual(list);
      }),
    );
  });

  it('any truncation leaves exactly the whole records before it, and one torn tail', async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.nat(), async (list, at) => {
        const parts = encodeAll(
          list.map((one) => ({ ...one, data: new Uint8Array(one.data.length).fill(1) })),
        );
        const bytes = concat(...parts);
        const cut = at % bytes.length;
        const items = await walk(bytes.subarray(0, cut));
        let end = 0;
        let count = 0;
        while (end + parts[count]!.length <= cut) end += parts[count++]!.length;
        expect(whole(items)).toHaveLength(count);
        expect(bad(items)).toEqual(cut > end ? [{ item: 'bad', offset: end, bytes: cut - end }] : []);
      }),
    );
  });

  it('any flipped bit is found at its record, and every other record is still read', async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.nat(), fc.nat(7), async (list, at, bit) => {
        const parts = encodeAll(
          list.map((one) => ({ ...one, data: new Uint8Array(one.data.length).fill(1) })),
        );
        const bytes = concat(...parts);
        const position = at % bytes.length;
        bytes[position]! ^= 1 << bit;
        const items = await walk(bytes);
        expect(whole(items)).toHaveLength(parts.length - 1);
        expect(bad(items)).toHaveLength(1);
        const [hole] = bad(items);
        expect(hole!.offset).toBeLessThanOrEqual(position);
        expect(hole!.offset + (hole as { bytes: number }).bytes).toBeGreaterThan(position);
      }),
    );
  });

  it('does not accept the data of one record under the head of another', async () => {
    const [first, second] = encodeAll([
      { type: 1, meta: utf8('a'), data: utf8('first data') },
      { type: 1, meta: utf8('b'), data: utf8('other data') },
    ]) as [Uint8Array, Uint8Array];
    const mixed = concat(first.subarray(0, first.length - 14), second.subarray(second.length - 14));
    expect(whole(await walk(mixed))).toEqual([]);
    expect(whole(await walk(first))).toHaveLength(1);
  });

  it('a header says version, kind and id; a flipped bit makes it unreadable or refused, never another', () => {
    const id = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
    const header = encodeFileHeader('wraps', id);
    expect(header).toHaveLength(FILE_HEADER_BYTES);
    expect(parseFileHeader(header, 'wraps')).toEqual(id);
    expect(() => parseFileHeader(header, 'acts')).toThrow(JournalError);
    for (let i = 0; i < header.length * 8; i += 1) {
      const flipped = header.slice();
      flipped[i >> 3]! ^= 1 << (i & 7);
      expect(parseFileHeader(flipped, 'wraps')).toBeNull();
    }
  });

  it('refuses a record that is too large with JRN-005', () => {
    expect(() => encodeRecord(1, new Uint8Array(MAX_META_BYTES + 1), new Uint8Array(0))).toThrow(
      expect.objectContaining({ code: 'JRN-005' }),
    );
  });
});

describe('journal files', () => {
  async function sealed(count: number) {
    const files = new MemoryJournalFiles();
    const journal = await FileJournal.open(files, systemRandom);
    const commits = [];
    for (let n = 1; n <= count; n += 1) {
      const commit = await sampleCommit(await journal.head(PARIS), n, { chunkBytes: 200 });
      await journal.commit(commit);
      commits.push(commit);
    }
    return { files, commits };
  }
  const names = ['acts', 'wraps', 'evidence'] as const;

  it('garbage, before or instead of a journal, is refused with a JournalError or opened empty; nothing else is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(...names),
        fc.boolean(),
        async (garbage, name, keepHeader) => {
          const files = new MemoryJournalFiles();
          await FileJournal.open(files, systemRandom);
          const file = files.files[name];
          file.bytes = keepHeader ? concat(file.bytes, garbage) : garbage;
          try {
            const journal = await FileJournal.open(files, systemRandom);
            expect(await journal.replay(0, 10)).toEqual([]);
            await journal.damage();
            expect(await journal.commit(await sampleCommit(await journal.head(PARIS), 1))).toMatchObject({
              outcome: 'committed',
            });
          } catch (error) {
            if (!(error instanceof JournalError)) throw error;
            expect(error.code).toBe('JRN-004');
          }
        },
      ),
    );
  });

  it('a byte flipped anywhere is named by damage() or was the tail of acts, and costs one record at most', async () => {
    const { files, commits } = await sealed(3);
    const original = names.map((name) => files.files[name].bytes);
    const restore = () => {
      for (const [i, name] of names.entries()) files.files[name].bytes = original[i]!.slice();
    };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), fc.nat(7), async (name, at, bit) => {
        restore();
        const { bytes } = files.files[name];
        const position = at % bytes.length;
        bytes[position]! ^= 1 << bit;
        const journal = await FileJournal.open(files, systemRandom);
        const damage = await journal.damage();
        const frames = await journal.replay(0, 10);
        const cutTail = name === 'acts' && files.files.acts.bytes.length < original[0]!.length;
        if (!cutTail)
          expect(
            damage.some(
              (one) => one.file === name && one.offset <= position && position < one.offset + one.bytes,
            ),
          ).toBe(true);
        expect(frames.length).toBeGreaterThanOrEqual(name === 'acts' ? 2 : 3);
        const texts = commits.map((commit) => JSON.stringify(commit.acts));
        for (const frame of frames) expect(texts).toContain(JSON.stringify(frame.acts));
        expect((await journal.wraps()).length).toBeGreaterThanOrEqual(name === 'wraps' ? 2 : 3);
        const chunks = await Promise.all(
          commits.flatMap((commit) => commit.chunks).map(({ id }) => journal.chunk(id)),
        );
        expect(chunks.filter((chunk) => chunk !== undefined).length).toBeGreaterThanOrEqual(
          name === 'evidence' ? 2 : 3,
        );
        // and it goes on working
        expect((await journal.commit(await sampleCommit(await journal.head(PARIS), 9))).outcome).toBe(
          'committed',
        );
      }),
      { numRuns: 300 },
    );
  });

  it('steps over a record of a type it does not know, and keeps it', async () => {
    const { files } = await sealed(1);
    const unknown = encodeRecord(200, utf8('{"new":1}'), utf8('of a newer version'));
    files.files.acts.bytes = concat(files.files.acts.bytes, unknown);
    const journal = await FileJournal.open(files, systemRandom);
    await journal.commit(await sampleCommit(await journal.head(PARIS), 2));
    expect(await journal.replay(0, 10)).toHaveLength(2);
    expect(await journal.damage()).toEqual([]);
    expect(Buffer.from(files.files.acts.bytes).includes('of a newer version')).toBe(true);
  });

  it('does not touch a file of a newer version: JRN-004', async () => {
    const { files } = await sealed(1);
    const header = files.files.acts.bytes.slice(0, 20);
    header[8] = 2;
    const crc = new Uint8Array(4);
    new DataView(crc.buffer).setUint32(0, crc32c(header));
    files.files.acts.bytes.set(concat(header, crc));
    const before = files.files.acts.bytes.slice();
    await expect(FileJournal.open(files, systemRandom)).rejects.toMatchObject({ code: 'JRN-004' });
    expect(files.files.acts.bytes).toEqual(before);
  });

  it('opening reads heads, not the evidence', async () => {
    const files = new MemoryJournalFiles();
    const first = await FileJournal.open(files, systemRandom);
    for (let n = 1; n <= 4; n += 1)
      await first.commit(
        await sampleCommit(await first.head(PARIS), n, { chunks: 2, chunkBytes: 256 * 1024 }),
      );
    let read = 0;
    const file = files.files.evidence;
    const readAt = file.read.bind(file);
    file.read = async (offset, length) => {
      const bytes = await readAt(offset, length);
      read += bytes.length;
      return bytes;
    };
    const journal = await FileJournal.open(files, systemRandom);
    expect(await journal.chunkIds()).toHaveLength(8);
    expect(read).toBeLessThan(16 * 1024);
  });
});
