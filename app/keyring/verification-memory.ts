/**
 * For a caller that reads nearly the same records many times over: what was found before, by the whole text. A
 * signature is remembered with the credential it was verified by (a `kid` names one key for ever), a reading with its
 * kind; both are functions of the text alone, so remembering loosens nothing. Failures are never remembered.
 */
import type { Kid } from '../acts/ids.ts';
import type { CryptoKey } from '../seal/keys.ts';

export class VerificationMemory {
  readonly #keys = new Map<Kid, CryptoKey>();
  readonly #good = new Map<Kid | null, Set<string>>();
  readonly #read = new Map<string, Map<string, unknown>>();
  #closed = false;

  /** Keeps what it has and takes in nothing more, so that it stays as large as it is. */
  close(): void {
    this.#closed = true;
  }

  async key(kid: Kid, make: () => Promise<CryptoKey>): Promise<CryptoKey> {
    const known = this.#keys.get(kid);
    if (known) return known;
    const key = await make();
    if (!this.#closed) this.#keys.set(kid, key);
    return key;
  }

  /** @param verify throws unless the signature is good */
  async verified(by: Kid | null, jws: string, verify: () => Promise<void>): Promise<void> {
    if (this.#good.get(by)?.has(jws)) return;
    await verify();
    if (!this.#closed) this.#good.set(by, (this.#good.get(by) ?? new Set()).add(jws));
  }

  /** @param kind names `read`, which must be a function of the text alone */
  async once<T>(kind: string, text: string, read: (text: string) => Promise<T>): Promise<T> {
    const known = this.#read.get(kind);
    if (known?.has(text)) return known.get(text) as T;
    const value = await read(text);
    if (!this.#closed) this.#read.set(kind, (known ?? new Map()).set(text, value));
    return value;
  }
}
