/**
 * Journal files on a medium that keeps only what was flushed. A power cut throws at a chosen step; of what was
 * written since the last flush it keeps any subset of 512-byte sectors (the length may grow without the data), and
 * of truncations any. A failed flush drops what it should have written and never says so again, as Linux does.
 */
import { JournalError } from '../../app/log/durable-journal.ts';
import type { JournalFile, JournalFiles, OpenJournalFiles } from '../../app/log/journal-files.ts';
import type { JournalFileName } from '../../app/log/journal-frame.ts';
import type { Dice } from './seeded.ts';

const SECTOR = 512;
const NAMES: readonly JournalFileName[] = ['acts', 'wraps', 'evidence'];

type Unsynced = { readonly at: number; readonly bytes: Uint8Array } | { readonly size: number };

export class PowerCut extends Error {}

export interface Faults {
  /** the step at which the power goes, or Infinity */
  cutAt: number;
  /** probability of a failing write or flush */
  failing: number;
}

export class PowerCutFiles implements JournalFiles {
  readonly #dice: Dice;
  readonly #faults: Faults;
  readonly #files: Record<JournalFileName, PowerCutFile>;
  #last: Promise<unknown> = Promise.resolve();
  steps = 0;

  constructor(dice: Dice, faults: Faults, content?: Record<JournalFileName, Uint8Array>) {
    this.#dice = dice;
    this.#faults = faults;
    const file = (name: JournalFileName) => new PowerCutFile(content?.[name] ?? new Uint8Array(0), this);
    this.#files = { acts: file('acts'), wraps: file('wraps'), evidence: file('evidence') };
  }

  /** Counts a step: the power may go before it. */
  step(): void {
    if (this.steps >= this.#faults.cutAt) throw new PowerCut('the power is gone');
    this.steps += 1;
  }

  fails(): boolean {
    return this.#dice.chance(this.#faults.failing);
  }

  get dice(): Dice {
    return this.#dice;
  }

  exclusive<T>(work: (files: OpenJournalFiles) => Promise<T>): Promise<T> {
    const run = this.#last.then(() => work(this.#files));
    this.#last = run.catch(() => {});
    return run;
  }

  async close(): Promise<void> {}

  /** What is on the medium when the power is back. */
  survivors(): Record<JournalFileName, Uint8Array> {
    const keep = [0, 1, 0.5, this.#dice.next()][this.#dice.below(4)] as number;
    const entries = NAMES.map((name) => [name, this.#files[name].survivor(keep)] as const);
    return Object.fromEntries(entries) as Record<JournalFileName, Uint8Array>;
  }
}

class PowerCutFile implements JournalFile {
  readonly #medium: PowerCutFiles;
  #durable: Uint8Array;
  #seen: Uint8Array;
  #unsynced: Unsynced[] = [];

  constructor(content: Uint8Array, medium: PowerCutFiles) {
    this.#medium = medium;
    this.#durable = content.slice();
    this.#seen = content.slice();
  }

  async size(): Promise<number> {
    return this.#seen.length;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    return this.#seen.slice(offset, offset + length);
  }

  async append(offset: number, bytes: Uint8Array): Promise<void> {
    this.#medium.step();
    if (offset !== this.#seen.length) throw new Error('append is not at the end');
    const full = this.#medium.fails();
    const written = full ? bytes.slice(0, this.#medium.dice.below(bytes.length)) : bytes.slice();
    this.#seen = overlay(this.#seen, offset, written);
    this.#unsynced.push({ at: offset, bytes: written });
    if (full) throw new JournalError('JRN-002', 'no room');
  }

  async flush(): Promise<void> {
    this.#medium.step();
    if (this.#medium.fails()) {
      this.#unsynced = []; // the pages are called clean and will never be written
      throw new JournalError('JRN-001', 'flush failed');
    }
    this.#durable = this.#apply(() => true);
    this.#unsynced = [];
  }

  async truncate(size: number): Promise<void> {
    this.#medium.step();
    this.#seen = this.#seen.slice(0, size);
    this.#unsynced.push({ size });
  }

  async replace(content: Uint8Array): Promise<void> {
    this.#medium.step();
    this.#seen = content.slice();
    this.#durable = content.slice();
    this.#unsynced = [];
    this.#medium.step();
  }

  survivor(keep: number): Uint8Array {
    return this.#apply(() => this.#medium.dice.chance(keep));
  }

  #apply(kept: () => boolean): Uint8Array {
    let image: Uint8Array = this.#durable.slice();
    for (const write of this.#unsynced) {
      if ('size' in write) {
        if (kept()) image = image.slice(0, write.size);
        continue;
      }
      for (let i = 0; i < write.bytes.length; i += SECTOR)
        if (kept()) image = overlay(image, write.at + i, write.bytes.subarray(i, i + SECTOR));
    }
    return image;
  }
}

/** `part` written over `image` at `at`; a gap before it reads as zeros. */
function overlay(image: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  const result = new Uint8Array(Math.max(image.length, at + part.length));
  result.set(image);
  result.set(part, at);
  return result;
}
