/**
 * The chain of blocks in which rows rest: compressed, then AES-256-GCM under the read model's key. A block's associated
 * data names its chain, its place and the block before it, so that none can be exchanged, left out, moved, or put from an
 * older chain; what was taken off at the end is computed again, because each block says inside how far the logs were read.
 */
import type { RandomSource } from '../../app/acts/clock.ts';
import { concat, fromUtf8, readU32be, u32be, utf8 } from '../../app/seal/bytes.ts';
import type { CryptoKey } from '../../app/seal/keys.ts';
import { type PackedRow, packRow, Records, UnpackedRow } from './pack-row.ts';
import type { Row } from './project-row.ts';
import type { BlockRecord, Position } from './row-shelf.ts';

/** Where the next block goes. */
export interface ChainEnd {
  readonly chain: Uint8Array;
  readonly n: number;
  /** nonce of the block before, or none */
  readonly before: Uint8Array;
}

/** What a block holds. Later rows of a dossier stand in place of earlier ones. */
export interface BlockContent {
  readonly rows: readonly Row[];
  /** empty while the rows of a chain that is being put in place are not all there */
  readonly positions: readonly Position[];
  /**
   * hash of the group generations and delegations that rows which could not be read were last looked at with, and of what
   * had receipts cease to count; null: none yet. In the chain, so that no stop keeps this word and loses the rows.
   */
  readonly readWith: string | null;
}

const NOTHING = new Uint8Array(0);
/** Its number goes up whenever a row has other members: what another version sealed does not open, and is computed again. */
const LABEL = utf8('guichet-rows 3');

export const newChain = (random: RandomSource): ChainEnd => ({
  chain: random.bytes(16),
  n: 0,
  before: NOTHING,
});

const gcm = ({ chain, n, before }: ChainEnd, nonce: Uint8Array) => ({
  name: 'AES-GCM',
  iv: nonce as BufferSource,
  additionalData: concat(LABEL, chain, u32be(n), before) as BufferSource,
});

const after = ({ chain, n, nonce }: BlockRecord): ChainEnd => ({ chain, n: n + 1, before: nonce });

/** Is this block the one that comes after `last`? */
export const follows = (block: BlockRecord, last: BlockRecord | undefined): boolean =>
  last === undefined
    ? block.n === 0
    : block.n === last.n + 1 && block.chain.every((byte, at) => byte === last.chain[at]);

/** @returns the block, and where the next one goes */
export async function sealBlock(
  end: ChainEnd,
  { rows, ...beside }: BlockContent,
  key: CryptoKey,
  random: RandomSource,
): Promise<{ readonly block: BlockRecord; readonly end: ChainEnd }> {
  const packed = await bytesOf(beside, rows.map(packRow));
  const nonce = random.bytes(12);
  const sealed = await crypto.subtle.encrypt(gcm(end, nonce), key, packed as BufferSource);
  const block = { n: end.n, chain: end.chain, nonce, sealed: new Uint8Array(sealed) };
  return { block, end: after(block) };
}

/**
 * Opens a chain, block by block in its order.
 * @returns where the next block goes; null where there is no chain
 * @throws whatever the platform does where a block is not the one that was sealed at this place
 */
export async function openBlocks(
  blocks: readonly BlockRecord[],
  key: CryptoKey,
  take: (content: BlockContent) => void,
): Promise<ChainEnd | null> {
  const [first] = blocks;
  if (!first) return null;
  let end: ChainEnd = { chain: first.chain, n: 0, before: NOTHING };
  // One is decrypted and inflated while the one before is taken in.
  let next = openBlock(first, end, key);
  for (const [at, block] of blocks.entries()) {
    const read = await next;
    end = after(block);
    const following = blocks[at + 1];
    if (following) {
      next = openBlock(following, end, key);
      next.catch(() => {}); // told when its turn comes
    }
    take(read());
  }
  return end;
}

async function openBlock(
  { nonce, sealed }: BlockRecord,
  at: ChainEnd,
  key: CryptoKey,
): Promise<() => BlockContent> {
  const packed = await crypto.subtle.decrypt(gcm(at, nonce), key, sealed as BufferSource);
  return inflated(new Uint8Array(packed));
}

/**
 * The rows' values as two texts, the length of the first before them (one of ASCII is read at twice the speed); then their
 * records as they are: hashes do not grow smaller.
 */
async function bytesOf(
  { positions, readWith }: Omit<BlockContent, 'rows'>,
  rows: readonly PackedRow[],
): Promise<Uint8Array> {
  const plain = utf8(JSON.stringify([positions, rows.map((row) => row.plain), readWith]));
  const values = concat(u32be(plain.length), plain, utf8(JSON.stringify(rows.map(({ worded }) => worded))));
  const isSmall = values.length < SMALL;
  const packed = isSmall ? values : await through(new CompressionStream('deflate-raw'), values);
  const records = Records.join(rows.map(({ record }) => record));
  return concat(isSmall ? AS_THEY_ARE : DEFLATED, u32be(packed.length), packed, records);
}

/** Of a few rows there is little to gain, and a stream to be waited for. */
const SMALL = 16 * 1024;
const AS_THEY_ARE = Uint8Array.of(0);
const DEFLATED = Uint8Array.of(1);

/** @returns what reads the content, at once */
async function inflated(bytes: Uint8Array): Promise<() => BlockContent> {
  const end = 5 + readU32be(bytes, 1);
  const packed = bytes.subarray(5, end);
  const values =
    bytes[0] === DEFLATED[0] ? await through(new DecompressionStream('deflate-raw'), packed) : packed;
  return () => {
    const middle = 4 + readU32be(values);
    const [positions, plain, readWith] = JSON.parse(fromUtf8(values.subarray(4, middle))) as [
      Position[],
      PackedRow['plain'][],
      string | null,
    ];
    const worded = JSON.parse(fromUtf8(values.subarray(middle))) as PackedRow['worded'][];
    // A copy: it outlives what stands beside it.
    const records = new Records(bytes.slice(end));
    return {
      positions,
      readWith,
      rows: plain.map((row, n) => new UnpackedRow(row, worded[n] as PackedRow['worded'], records, n)),
    };
  };
}

async function through(
  stream: { readonly writable: WritableStream; readonly readable: ReadableStream },
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  // Both at once: a stream takes no more than it gives.
  const [whole] = await Promise.all([
    new Response(stream.readable).arrayBuffer(),
    writer.write(bytes).then(() => writer.close()),
  ]);
  return new Uint8Array(whole);
}
