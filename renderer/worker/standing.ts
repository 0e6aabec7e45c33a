/**
 * Whether this desk and its officers still stand. What the keyring says is shown to the signer as a proof, which reads it
 * for itself and destroys what it names; then this desk hands over what it sealed, and nothing comes back to it
 * (docs/decisions/0019). Nothing here rests on a word that is not signed.
 */
import type { ActId, Kid, MissionCode } from '../../app/acts/ids.ts';
import type { DeskRevoked } from '../../app/desk/ports.ts';
import { proofOfRevocations, readProof } from '../../app/keyring/revocation-proof.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import type { DeskContext } from './desk-context.ts';
import { putMissing } from './put-missing.ts';
import { unsentActs } from './unsent.ts';

/** The officer who is at work is revoked. */
const OFFICER_REVOKED = 'KR-020';
/** By one who is revoked themselves: what they seal waits, and their keys stay. */
const REVOKED_IN_DOUBT = 'KR-023';

export class Standing {
  readonly #desk: DeskContext;
  #revoked: DeskRevoked | null = null;
  #unsent: ReturnType<typeof unsentActs> | null = null;
  /** whoever is unlocked leaves, after their last words are stored */
  lockOut: () => Promise<void> = async () => {};

  constructor(desk: DeskContext) {
    this.#desk = desk;
  }

  /** At the start: what the signer knows already, and what the keyring has said since. */
  async open(): Promise<void> {
    this.#revoked = await this.#desk.platform.signer.revoked();
    // Stopped after the keys had gone, the rows were left: their key is in other desks' slots too.
    if (this.#revoked !== null) await this.#desk.stores.rows.clear();
    await this.check();
  }

  get revoked(): DeskRevoked | null {
    return this.#revoked;
  }

  /** Revoked, and something is still to be handed over. */
  get leaving(): boolean {
    return this.#revoked !== null && !this.#revoked.handedOver;
  }

  /** How many entries nobody has answered for yet. */
  async waiting(): Promise<number> {
    if (!this.leaving) return 0;
    const desk = this.#desk;
    this.#unsent ??= unsentActs(desk);
    const waits = ([mission, act]: readonly [MissionCode, ActId]) =>
      !desk.sent.has(act) && !desk.book(mission).receipts.act(act);
    return (await this.#unsent).filter(waits).length;
  }

  /** The keyring may have grown. What fails here is told, and is no reason for a desk not to open. */
  async check(): Promise<void> {
    try {
      await this.#check();
    } catch (error) {
      this.#desk.trouble(error);
    }
  }

  async #check(): Promise<void> {
    const { platform, reference, unlocked } = this.#desk;
    const { signer, transport } = platform;
    if (this.#revoked !== null) return;
    const { keyring } = reference;
    const ends = (kid: Kid) => keyring.ending(kid) !== undefined;
    const own = unlocked?.session.credential.kid;
    if (own !== undefined && keyring.revocation(own) && !ends(own))
      this.#desk.emit({ type: 'trouble', code: REVOKED_IN_DOUBT, values: {} });
    const officers = (await signer.slots()).map(({ kid }) => kid).filter(ends);
    const desk = transport !== null && ends(transport.kid) ? [transport.kid] : [];
    if (desk.length + officers.length === 0) return;
    if (desk.length > 0) await this.lockOut();
    const taken = await signer.takeRevocations(await proofOfRevocations(keyring, [...desk, ...officers]));
    if (taken.desk) {
      this.#revoked = await signer.revoked();
      // Whoever was let in meanwhile.
      await this.lockOut();
      // Rows are under a key that is gone: what they were made of is in the log.
      await this.#desk.stores.rows.clear();
    }
    if (own !== undefined && !taken.desk && ends(own))
      this.#desk.emit({ type: 'trouble', code: OFFICER_REVOKED, values: {} });
    this.#desk.emit({ type: 'link-changed' });
  }

  /** Somebody says that this desk is revoked: what verifies back to the root is taken over, and the rest is no word at all. */
  async hear(documents: readonly SignedDocument[]): Promise<void> {
    const { configuration, stores, reference } = this.#desk;
    try {
      await readProof(configuration.root, documents);
    } catch (error) {
      if (error instanceof SealError) return;
      throw error;
    }
    await putMissing(stores.keyring, documents);
    await reference.keyring.add(documents);
    await this.check();
  }

  /** Everything that waited has been answered for, or lies on a stick. */
  async handedOver(): Promise<void> {
    const { signer } = this.#desk.platform;
    await signer.handedOver();
    this.#revoked = await signer.revoked();
    this.#desk.emit({ type: 'link-changed' });
  }
}
