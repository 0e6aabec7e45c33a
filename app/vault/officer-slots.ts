/**
 * The slots of a desk: who may unlock it, each try counted before it is made, and, where the ministry's policy says so,
 * the end of a slot after too many wrong secrets in a row.
 */
import type { Kid } from '../acts/ids.ts';
import type { OfficerSlot } from '../desk/officer.ts';
import type { DeskPolicy } from '../desk/ports.ts';
import { fromBase64url } from '../seal/bytes.ts';
import { AttemptBook, type AttemptShelf } from './attempt-book.ts';
import type { AttemptsClock } from './attempts.ts';
import { VaultError } from './errors.ts';
import { type DestroyedSlot, openSlot, type SlotFile, type SlotSecrets, subjectOf } from './slot-file.ts';

/** Where slots and their failed attempts rest. A write has reached the medium when it resolves. */
export interface SlotShelf extends AttemptShelf<Kid> {
  all(): Promise<readonly SlotFile[]>;
  replace(slot: SlotFile): Promise<void>;
  /** with its attempts, as far as the medium lets go of bytes; one that is not there is no error */
  remove(kid: Kid): Promise<void>;
  /** The slot is gone for good, and what is left of it rests in its place. Once more changes nothing. */
  destroy(slot: DestroyedSlot): Promise<void>;
  destroyed(): Promise<readonly DestroyedSlot[]>;
}

/** The system's key store. `protect` gives text that only this user on this computer turns back. */
export interface KeyStore {
  protect(text: string): Promise<string>;
  /** @throws when it is not this user's, or the store is gone */
  reveal(stored: string): Promise<string>;
}

interface SlotsParts {
  readonly shelf: SlotShelf;
  readonly keyStore: KeyStore | null;
  readonly clock: AttemptsClock;
  readonly policy?: DeskPolicy | undefined;
}

export class OfficerSlots {
  readonly #parts: SlotsParts;
  readonly #attempts: AttemptBook<Kid>;

  constructor(parts: SlotsParts) {
    this.#parts = parts;
    this.#attempts = new AttemptBook(parts.shelf, parts.clock);
  }

  async list(): Promise<readonly OfficerSlot[]> {
    const slots: OfficerSlot[] = [];
    // Who was enrolled anew need not be told of what was. Two officers may have the same initials.
    const known = new Set<string | null>();
    for (const file of await this.#whole()) {
      known.add(subjectOf(file));
      const { kid, initials, roles, mission } = file;
      const waitUntil = await this.#attempts.waitUntil(kid);
      const left = await this.#left(kid);
      slots.push({ kid, initials, roles, mission, secret: this.secretOf(file), waitUntil, ...left });
    }
    for (const { subject, ...gone } of await this.#parts.shelf.destroyed())
      if (subject === null || !known.has(subject))
        slots.push({ ...gone, secret: 'destroyed', waitUntil: null });
    return slots;
  }

  /** Slots that may be opened. One whose last try was used up is none: a program killed in between ends it here. */
  async #whole(): Promise<readonly SlotFile[]> {
    const whole: SlotFile[] = [];
    for (const file of await this.#parts.shelf.all()) {
      if ((await this.#left(file.kid)).left !== 0) whole.push(file);
      else await this.#destroy(file);
    }
    return whole;
  }

  async #left(kid: Kid): Promise<{ readonly left?: number }> {
    const most = this.#parts.policy?.destroySlotAfter ?? null;
    return most === null ? {} : { left: await this.#attempts.left(kid, most) };
  }

  #destroy(file: SlotFile): Promise<void> {
    const { kid, initials, roles, mission } = file;
    return this.#parts.shelf.destroy({ kid, initials, roles, mission, subject: subjectOf(file) });
  }

  secretOf(file: SlotFile): OfficerSlot['secret'] {
    if (file.kind === 'pin') return 'pin';
    return this.#parts.keyStore === null ? 'passphrase' : 'activate';
  }

  /**
   * One attempt, counted before it is made. What went wrong is not told: unknown officer, wrong secret, altered file
   * and lost key store all read "refused"; where policy counts tries, a lost key store is said, and is no try.
   * @throws VaultError VA-004
   */
  async try(
    kid: Kid,
    secret: string,
  ): Promise<{
    readonly opened: { readonly slot: SlotFile; readonly secrets: SlotSecrets } | null;
    readonly waitUntil: string;
    readonly left?: number;
  }> {
    const slot = (await this.#whole()).find((file) => file.kid === kid);
    if (slot === undefined) return { opened: null, waitUntil: this.now() };
    const pepper = await this.#pepperOf(slot);
    // Without its part no secret can be right: such tries must not end the slot.
    if (slot.pepper !== null && pepper === null && this.#parts.policy?.destroySlotAfter)
      throw new VaultError('VA-004');
    const tried = await this.#attempts.make(kid, async () => ({
      slot,
      secrets: await openSlot(slot, secret, pepper),
    }));
    if (tried.opened !== null) return tried;
    const left = await this.#left(kid);
    // Gone from the medium before anybody is told.
    if (left.left === 0) await this.#destroy(slot);
    return { ...tried, ...left };
  }

  /** A store that does not give the pepper back ends, after the same work, in "does not open". */
  async #pepperOf(slot: SlotFile): Promise<Uint8Array | null> {
    if (slot.pepper === null) return null;
    try {
      const revealed = await this.#parts.keyStore?.reveal(slot.pepper);
      return revealed === undefined ? null : fromBase64url(revealed);
    } catch {
      return null;
    }
  }

  /** ISO time: an attempt may be made at once */
  now(): string {
    return this.#attempts.after(0);
  }
}
