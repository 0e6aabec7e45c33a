/**
 * Whether an exported dossier verifies with one byte changed, by the functions that `npm run verify` calls. A file of a
 * megabyte is mostly scans, and reading all of it for each of a hundred thousand bytes would take an hour: so the one
 * line that is altered is read by itself and put among the others. Where that finds nothing wrong, where a line's end is
 * touched, and now and then besides, the file is judged whole, which alone may say that it verifies.
 */
import { type Bundle, type BundleLine, readBundle, writeBundle } from '../../../app/export/bundle.ts';
import { verifyBundle } from '../../../app/export/verify-bundle.ts';
import { VerificationMemory } from '../../../app/keyring/verification-memory.ts';
import { reportOn } from '../../../scripts/verify/report.ts';
import type { Flip } from '../../world/tamper.ts';

const LINE_END = 10;
/** One in so many is judged whole in any case. */
const WHOLE = 499;

export class Altered {
  readonly #bytes: Uint8Array;
  readonly #root: string;
  readonly #memory: VerificationMemory;
  readonly #bundle: Bundle;
  /** where each line starts, and one past the last line's end */
  readonly #starts: readonly number[];
  #judged = 0;

  private constructor(bytes: Uint8Array, root: string, memory: VerificationMemory) {
    this.#bytes = bytes;
    this.#root = root;
    this.#memory = memory;
    this.#bundle = readBundle(bytes);
    const starts = [0];
    for (const [at, byte] of bytes.entries()) if (byte === LINE_END) starts.push(at + 1);
    this.#starts = starts;
  }

  /** @throws Error where the file does not verify as it is */
  static async of(bytes: Uint8Array, root: string): Promise<Altered> {
    const memory = new VerificationMemory();
    const report = await reportOn(bytes, root, memory);
    if (!report.verified) throw new Error('the file does not verify as it was exported');
    memory.close();
    return new Altered(bytes, root, memory);
  }

  async verifies(flip: Flip): Promise<boolean> {
    this.#judged += 1;
    const number = this.#lineAt(flip.at);
    const endsLine = flip.to === LINE_END || this.#bytes[flip.at] === LINE_END;
    if (number === 0 || endsLine || this.#judged % WHOLE === 0) return this.#whole(flip);
    const line = this.#lineWith(flip, number - 1);
    if (line === null) return false;
    return (await this.#verifiesWith(line, number - 1)) && (await this.#whole(flip));
  }

  /** With other text in the place of one line's. */
  async verifiesWithText(index: number, text: string): Promise<boolean> {
    const { dossier, lines } = this.#bundle;
    const line = { ...(lines[index] as BundleLine), text };
    const bytes = writeBundle({ dossier, lines: lines.with(index, line) });
    return (await this.#verifiesWith(line, index)) && (await this.#judge(bytes));
  }

  get lines(): readonly BundleLine[] {
    return this.#bundle.lines;
  }

  #lineAt(at: number): number {
    const after = this.#starts.findIndex((start) => start > at);
    return (after === -1 ? this.#starts.length : after) - 1;
  }

  /** The altered line as a bundle of its own reads; null where it cannot be read, as then no bundle with it can. */
  #lineWith({ at, to }: Flip, index: number): BundleLine | null {
    const alone = writeBundle({ dossier: this.#bundle.dossier, lines: [this.lines[index] as BundleLine] });
    const start = alone.indexOf(LINE_END) + 1;
    alone[start + at - (this.#starts[index + 1] as number)] = to;
    try {
      return readBundle(alone).lines[0] ?? null;
    } catch {
      return null;
    }
  }

  async #verifiesWith(line: BundleLine, index: number): Promise<boolean> {
    const { dossier, lines } = this.#bundle;
    const bundle = { dossier, lines: lines.with(index, line) };
    return (await verifyBundle(bundle, this.#root, this.#memory)).faults.length === 0;
  }

  #whole({ at, to }: Flip): Promise<boolean> {
    return this.#judge(this.#bytes.with(at, to));
  }

  async #judge(bytes: Uint8Array): Promise<boolean> {
    return (await reportOn(bytes, this.#root, this.#memory)).verified;
  }
}
