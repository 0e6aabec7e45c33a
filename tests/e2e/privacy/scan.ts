/** Looks for words in everything that lies in a folder: in files as they are, and in what they wrap. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { isTable, logParts, tableParts } from './level-files.ts';
import { unsnap } from './snappy.ts';
import { type Encoding, type Spelling, spellingsOf } from './spellings.ts';
import { WordAutomaton } from './word-automaton.ts';

export interface Found {
  readonly file: string;
  readonly word: string;
  readonly encoding: Encoding;
  /** what it was wrapped in, from the outside in; empty: in the file as it is */
  readonly within: readonly string[];
}

export interface Scanned {
  readonly found: readonly Found[];
  readonly files: number;
  readonly bytes: number;
}

const DEEPEST = 4;
const LARGEST = 256 * 1024 * 1024;
const UNPACK = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LARGEST } as const;

interface Wrapped {
  readonly how: string;
  readonly bytes: Uint8Array;
}

/** A view of the same bytes: to the type checker a Buffer is no Uint8Array. */
const viewOf = (bytes: ArrayBufferView): Uint8Array =>
  new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const unpacked = (how: string, unpack: () => ArrayBufferView): readonly Wrapped[] => {
  try {
    const bytes = viewOf(unpack());
    return bytes.length === 0 ? [] : [{ how, bytes }];
  } catch {
    return []; // these bytes only looked like one
  }
};

function* indexesOf(bytes: Uint8Array, ...start: readonly number[]): Generator<number> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wanted = Buffer.from(start);
  for (let at = buffer.indexOf(wanted); at >= 0; at = buffer.indexOf(wanted, at + 1)) yield at;
}

/** Chromium packs a large IndexedDB value itself, before LevelDB sees it (third_party/blink: idb_value_wrapping). */
const BLINK_SNAPPY = [0xff, 0x11, 0x02];

function* wrappedIn(bytes: Uint8Array): Generator<Wrapped> {
  for (const at of indexesOf(bytes, 0x1f, 0x8b, 0x08))
    yield* unpacked('gzip', () => gunzipSync(bytes.subarray(at), UNPACK));
  for (const flags of [0x01, 0x5e, 0x9c, 0xda])
    for (const at of indexesOf(bytes, 0x78, flags))
      yield* unpacked('zlib', () => inflateSync(bytes.subarray(at), UNPACK));
  for (const at of indexesOf(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    const data =
      at +
      30 +
      ((bytes[at + 26] ?? 0) | ((bytes[at + 27] ?? 0) << 8)) +
      ((bytes[at + 28] ?? 0) | ((bytes[at + 29] ?? 0) << 8));
    yield* unpacked('zip', () => inflateRawSync(bytes.subarray(data), UNPACK));
  }
  for (const at of indexesOf(bytes, ...BLINK_SNAPPY))
    yield* unpacked('blink-snappy', () => unsnap(bytes.subarray(at + 3)));
}

export class Scanner {
  readonly #words: WordAutomaton<Spelling>;

  constructor(words: readonly string[]) {
    this.#words = new WordAutomaton(words.flatMap(spellingsOf));
  }

  /** Every file under the folder. @throws where a LevelDB table cannot be read, since it has not been scanned then */
  async folder(root: string): Promise<Scanned> {
    const found: Found[] = [];
    let [files, size] = [0, 0];
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      found.push(
        ...this.#look(
          new Uint8Array(Buffer.from(relative(root, path))),
          relative(root, path),
          ['file-name'],
          DEEPEST,
        ),
      );
      if (!entry.isFile()) continue;
      const bytes = new Uint8Array(await readFile(path));
      files += 1;
      size += bytes.length;
      found.push(...this.file(bytes, relative(root, path)));
    }
    return { found, files, bytes: size };
  }

  file(bytes: Uint8Array, name: string): readonly Found[] {
    const found = [...this.#look(bytes, name, [], 0)];
    found.push(
      ...unpacked('deflate', () => inflateRawSync(bytes, UNPACK)).flatMap((one) =>
        this.#inside(one, name, [], 0),
      ),
    );
    const parts = isTable(bytes)
      ? tableParts(bytes)
      : /^\d+\.log$|^MANIFEST-/.test(basename(name))
        ? logParts(bytes)
        : [];
    for (const part of parts) found.push(...this.#inside(part, name, [], 0));
    return found;
  }

  #inside(one: Wrapped, name: string, within: readonly string[], depth: number): readonly Found[] {
    return this.#look(one.bytes, name, [...within, one.how], depth + 1);
  }

  #look(bytes: Uint8Array, file: string, within: readonly string[], depth: number): readonly Found[] {
    const found: Found[] = [...this.#words.in(bytes)].map((tag) => ({ file, within, ...tag }));
    if (depth < DEEPEST)
      for (const one of wrappedIn(bytes)) found.push(...this.#inside(one, file, within, depth));
    return found;
  }
}

/** One line for each word, encoding and wrapping in a file. */
export const linesOf = (found: readonly Found[]): readonly string[] => [
  ...new Set(
    found.map(({ file, word, encoding, within }) => `${file}: ${word} (${[...within, encoding].join(', ')})`),
  ),
];
