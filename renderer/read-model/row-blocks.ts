/**
 * The chain of blocks in which rows rest: compressed, then AES-256-GCM under the read model's key. A block's associated
 * data names its chain, its place and the block before it, so that none can be exchanged, left out, moved, or put from an
 * older chain; what was taken off at the end is computed again, because each block says inside how far the logs were read.
 */
import type { RandomSource } from '../../app/acts/clock.ts';
import { concat, fromUtf8, readU32be, u32be, utf8 } from '../../app/seal/bytes.ts';
import type { CryptoKey } from '../../app/seal/keys.ts';
import { packRows, unpackRows } from './pack-row.ts';
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
const LABEL = utf8('guichet-rows 5');

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
  const packed = await bytesOf(beside, rows);
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
  blocks: Iterable<BlockRecord> | AsyncIterable<BlockRecord>,
  key: CryptoKey,
  take: (content: BlockContent) => void,
): Promise<ChainEnd | null> {
  let end: ChainEnd | null = null;
  // One is decrypted and inflated while the one before is taken in, and the next is read.
  let opening: Promise<() => BlockContent> | null = null;
  for await (const block of blocks) {
    end ??= { chain: block.chain, n: 0, before: NOTHING };
    const next = openBlock(block, end, key);
    next.catch(() => {}); // told when its turn comes
    end = after(block);
    if (opening) take((await opening)());
    opening = next;
  }
  if (opening) take((await opening)());
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

/** What stands beside the rows and their columns, compressed together; then their records as they are. */
async function bytesOf(
  { positions, readWith }: Omit<BlockContent, 'rows'>,
  rows: readonly Row[],
): Promise<Uint8Array> {
  const { columns, records } = packRows(rows);
  const beside = utf8(JSON.stringify([positions, readWith, rows.length]));
  const values = concat(u32be(beside.length), beside, columns);
  const isSmall = values.length < SMALL;
  const packed = isSmall ? values : await through(new CompressionStream('deflate-raw'), values);
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
    const [positions, readWith, count] = JSON.parse(fromUtf8(values.subarray(4, middle))) as [
      Position[],
      string | null,
      number,
    ];
    const packed = { columns: values.subarray(middle), records: bytes.subarray(end) };
    return { positions, readWith, rows: unpackRows(packed, count) };
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
