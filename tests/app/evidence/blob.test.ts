import { createDecipheriv, createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RandomSource, systemRandom } from '../../../app/acts/clock.ts';
import {
  type BlobOpening,
  CLEAR_CHUNK_BYTES,
  decryptBlob,
  encryptBlob,
  MAX_CHUNK_BYTES,
} from '../../../app/evidence/blob.ts';
import type { Chunk } from '../../../app/log/act-log.ts';
import { concat, fromBase64url, toBase64url, toHex, u32be } from '../../../app/seal/bytes.ts';
import { hashOf } from '../../../app/seal/hash.ts';

/** 00 01 02 …, so that the vector can be made again from its description */
function counting(): RandomSource {
  let next = 0;
  return { bytes: (length) => Uint8Array.from({ length }, () => next++ & 0xff) };
}
const pattern = (length: number) => new Uint8Array(length).map((_, i) => (i * 7 + 3) & 0xff);
const store = (chunks: readonly Chunk[]) => {
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk.bytes]));
  return async (id: Chunk['id']) => byId.get(id);
};
const sizes = [1, CLEAR_CHUNK_BYTES - 1, CLEAR_CHUNK_BYTES, CLEAR_CHUNK_BYTES + 1, 3 * CLEAR_CHUNK_BYTES];

interface Vector {
  readonly clear: { readonly length: number };
  readonly manifest: BlobOpening;
  readonly chunkBytes: number[];
  readonly firstChunk?: string;
}
const vectorOf = async (length: number): Promise<Vector> => {
  const { manifest, chunks } = await encryptBlob(pattern(length), counting());
  const small = length <= 64 ? { firstChunk: toBase64url(chunks[0]!.bytes) } : {};
  return { clear: { length }, manifest, chunkBytes: chunks.map((chunk) => chunk.bytes.length), ...small };
};

describe('blob', () => {
  it.each(sizes)('opens again: %i bytes', async (length) => {
    const clear = pattern(length);
    const { manifest, listing, chunks } = await encryptBlob(clear, systemRandom);
    expect(await decryptBlob(manifest, store(chunks))).toEqual(clear);
    expect(listing).toEqual({ id: manifest.id, bytes: length, chunks: manifest.chunks });
    for (const { id, bytes } of chunks) {
      expect(bytes.length).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
      expect(id).toBe(await hashOf(bytes));
    }
  });

  it('gives the same file nothing in common the second time', async () => {
    const [a, b] = await Promise.all([1, 2].map(() => encryptBlob(pattern(100), systemRandom)));
    expect(a!.manifest.id).not.toBe(b!.manifest.id);
    expect(a!.manifest.key).not.toBe(b!.manifest.key);
    expect(a!.chunks[0]!.id).not.toBe(b!.chunks[0]!.id);
  });

  it.each(['blob-small', 'blob-two-chunks'])(
    'golden vector %s is written and opened as ever',
    async (name) => {
      const path = new URL(`../../vectors/evidence/${name}.json`, import.meta.url);
      const golden = JSON.parse(await readFile(path, 'utf8')) as Vector;
      expect(await vectorOf(golden.clear.length)).toEqual(golden);
      const { chunks } = await encryptBlob(pattern(golden.clear.length), counting());
      expect(await decryptBlob(golden.manifest, store(chunks))).toEqual(pattern(golden.clear.length));
    },
  );

  it('is what FORMATS.md says, to another implementation of AES-GCM', async () => {
    const clear = pattern(CLEAR_CHUNK_BYTES + 10);
    const { manifest, chunks } = await encryptBlob(clear, systemRandom);
    const opened = chunks.map(({ bytes }, index) => {
      const nonce = concat(new Uint8Array(8), u32be(index));
      const associated = concat(fromBase64url(manifest.id), u32be(index), u32be(chunks.length));
      const decipher = createDecipheriv('aes-256-gcm', fromBase64url(manifest.key), nonce);
      decipher.setAAD(associated).setAuthTag(bytes.subarray(-16));
      return decipher.update(bytes.subarray(0, -16), undefined, 'hex') + decipher.final('hex');
    });
    expect(opened.join('') === toHex(clear)).toBe(true);
    expect(manifest.sha256).toBe(createHash('sha256').update(clear).digest('base64url'));
  });

  it('refuses every flipped bit of every chunk, as EV-002 (by name, and by tag if renamed)', async () => {
    const { manifest, chunks } = await encryptBlob(pattern(40), systemRandom);
    const original = chunks[0]!.bytes;
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length * 8 - 1), fc.boolean(), async (bit, renamed) => {
        const bytes = original.slice();
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        const id = renamed ? await hashOf(bytes) : chunks[0]!.id;
        const altered = { ...manifest, chunks: [id] };
        await expect(decryptBlob(altered, store([{ id, bytes }]))).rejects.toMatchObject({ code: 'EV-002' });
      }),
      { numRuns: 60 },
    );
  });

  it('refuses chunks out of place, left out, of another blob, or a wrong key, length or hash', async () => {
    const clear = pattern(2 * CLEAR_CHUNK_BYTES);
    const one = await encryptBlob(clear, systemRandom);
    const other = await encryptBlob(clear, systemRandom);
    const read = store([...one.chunks, ...other.chunks]);
    const [first, second] = one.manifest.chunks as [string, string];
    const cases: [Partial<BlobOpening>, string][] = [
      [{ chunks: [second, first] }, 'EV-002'],
      [{ chunks: [first, first] }, 'EV-002'],
      [{ chunks: [first], bytes: CLEAR_CHUNK_BYTES }, 'EV-002'],
      [{ chunks: [first] }, 'EV-003'],
      [{ chunks: [first, other.manifest.chunks[1]!] }, 'EV-002'],
      [{ key: other.manifest.key }, 'EV-002'],
      [{ id: other.manifest.id }, 'EV-002'],
      [{ bytes: one.manifest.bytes - 1 }, 'EV-003'],
      [{ bytes: 0, chunks: [] }, 'EV-003'],
      [{ bytes: Number.NaN }, 'EV-003'],
      [{ sha256: other.manifest.id }, 'EV-003'],
      [{ key: 'short' }, 'EV-003'],
      [{ chunks: [first, await hashOf('not here')] }, 'EV-001'],
    ];
    for (const [change, code] of cases)
      await expect(decryptBlob({ ...one.manifest, ...change }, read)).rejects.toMatchObject({ code });
  });

  it('refuses an empty file with EV-010', async () => {
    await expect(encryptBlob(new Uint8Array(0), systemRandom)).rejects.toMatchObject({ code: 'EV-010' });
  });
});
