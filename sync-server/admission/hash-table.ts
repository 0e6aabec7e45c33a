/**
 * A table by 256-bit names (SHA-256 in base64url), with a few numbers beside each: packed outside the heap, where a Map
 * with strings takes three times as much and is walked by each collection. Names are compared whole, and their places
 * depend on a secret drawn for each table: whoever chooses names can neither pass one for another nor crowd them.
 * Nothing is ever taken out.
 */
import { randomBytes } from 'node:crypto';

const NAME_WORDS = 8;
const NAME_LENGTH = 43;
const ROWS_A_SEGMENT = 256;
const WORD_BYTES = 4;

/** What each letter of base64url stands for, by its code; -1 for others. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) =>
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(String.fromCharCode(code)),
);
const digitOf = (text: string, at: number): number => DIGITS[text.charCodeAt(at)] ?? -1;

/** Words (32 bits) that a Latin-1 text takes in a row. */
export const wordsOf = (characters: number): number => Math.ceil(characters / WORD_BYTES);

export class HashTable {
  readonly #width: number;
  readonly #segments: Uint32Array[] = [];
  readonly #secret: Uint32Array;
  /** row + 1 of the name that has this place; 0 where it is free */
  #places = new Uint32Array(64);
  #size = 0;
  /** the name that is asked for */
  readonly #asked = new Uint32Array(NAME_WORDS);
  readonly #askedBytes = new Uint8Array(this.#asked.buffer);

  /** @param fields numbers of 32 bits beside each name, 0 at first */
  constructor(fields: number) {
    this.#width = NAME_WORDS + fields;
    // Odd factors lose nothing.
    this.#secret = Uint32Array.from({ length: NAME_WORDS }, () => randomBytes(WORD_BYTES).readUInt32LE() | 1);
  }

  get size(): number {
    return this.#size;
  }

  /** @returns the row of the name, -1 where it is not here */
  find(name: string): number {
    if (!this.#read(name)) return -1;
    return (this.#places[this.#placeOf()] ?? 0) - 1;
  }

  /** @returns the name's row, a new one where it was not here; -1 for what is no hash in canonical base64url */
  add(name: string): number {
    if (!this.#read(name)) return -1;
    let place = this.#placeOf();
    const known = this.#places[place] ?? 0;
    if (known > 0) return known - 1;
    // A quarter stays free.
    if ((this.#size + 1) * 4 > this.#places.length * 3) {
      this.#grow();
      place = this.#placeOf();
    }
    const row = this.#size;
    if (row % ROWS_A_SEGMENT === 0) this.#segments.push(new Uint32Array(ROWS_A_SEGMENT * this.#width));
    this.#segment(row).set(this.#asked, this.#offset(row));
    this.#size += 1;
    this.#places[place] = this.#size;
    return row;
  }

  nameOf(row: number): string {
    return this.#bytes(row, 0, NAME_WORDS * WORD_BYTES).toString('base64url');
  }

  get(row: number, field: number): number {
    return this.#segment(row)[this.#offset(row) + NAME_WORDS + field] ?? 0;
  }

  /** @param value a whole number from 0 to 2^32 - 1 */
  set(row: number, field: number, value: number): void {
    this.#segment(row)[this.#offset(row) + NAME_WORDS + field] = value;
  }

  /** A Latin-1 text that stands in the fields from this one on. */
  text(row: number, field: number, length: number): string {
    return this.#bytes(row, NAME_WORDS + field, length).toString('latin1');
  }

  setText(row: number, field: number, text: string): void {
    this.#bytes(row, NAME_WORDS + field, text.length).write(text, 'latin1');
  }

  #segment(row: number): Uint32Array {
    return this.#segments[Math.floor(row / ROWS_A_SEGMENT)] as Uint32Array;
  }

  #offset(row: number): number {
    return (row % ROWS_A_SEGMENT) * this.#width;
  }

  #bytes(row: number, word: number, length: number): Buffer {
    const from = (this.#offset(row) + word) * WORD_BYTES;
    return Buffer.from(this.#segment(row).buffer, from, length);
  }

  /** The place of the name that is asked for, or the free one where it would stand. */
  #placeOf(): number {
    const mask = this.#places.length - 1;
    for (let place = this.#firstPlace(this.#asked, 0); ; place = (place + 1) & mask) {
      const row = (this.#places[place] ?? 0) - 1;
      if (row < 0 || this.#isAsked(row)) return place;
    }
  }

  #isAsked(row: number): boolean {
    const segment = this.#segment(row);
    const from = this.#offset(row);
    for (let n = 0; n < NAME_WORDS; n += 1) if (segment[from + n] !== this.#asked[n]) return false;
    return true;
  }

  /** The upper bits of a sum of products with the secret: of any two names, few secrets send both to one place. */
  #firstPlace(words: Uint32Array, from: number): number {
    let sum = 0;
    for (let n = 0; n < NAME_WORDS; n += 1)
      sum = (sum + Math.imul(words[from + n] ?? 0, this.#secret[n] ?? 0)) | 0;
    return sum >>> (Math.clz32(this.#places.length) + 1);
  }

  #grow(): void {
    this.#places = new Uint32Array(this.#places.length * 2);
    const mask = this.#places.length - 1;
    for (let row = 0; row < this.#size; row += 1) {
      let place = this.#firstPlace(this.#segment(row), this.#offset(row));
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = row + 1;
    }
  }

  /** @returns false where the text is not the one that the bytes of a hash have */
  #read(name: string): boolean {
    if (name.length !== NAME_LENGTH) return false;
    for (let from = 0, to = 0; from < NAME_LENGTH; from += 4, to += 3) {
      const isLast = from + 4 > NAME_LENGTH;
      const fourth = isLast ? 0 : digitOf(name, from + 3);
      const bits =
        (digitOf(name, from) << 18) |
        (digitOf(name, from + 1) << 12) |
        (digitOf(name, from + 2) << 6) |
        fourth;
      // The last three letters say two bytes, and two bits that are nothing.
      if (bits < 0 || (isLast && (bits & 0xff) !== 0)) return false;
      this.#askedBytes[to] = bits >> 16;
      this.#askedBytes[to + 1] = bits >> 8;
      if (!isLast) this.#askedBytes[to + 2] = bits;
    }
    return true;
  }
}

/** Names that were met: `add` of what is no hash is no use, and nothing has such a name. */
export class HashSet {
  readonly #table = new HashTable(0);

  add(name: string): void {
    this.#table.add(name);
  }

  has(name: string): boolean {
    return this.#table.find(name) >= 0;
  }
}
