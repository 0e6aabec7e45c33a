/**
 * How keys of this desk end (docs/decisions/0019). A revocation that verifies back to the root and names a key of this very
 * desk destroys it; nothing else does: not a word of the page's, not the gateway's, not the revocation of whoever stands
 * above, nor one by a signer who is revoked themselves.
 *
 * Order for a desk: its record → every slot → every request. The transport key stays until what waits is handed over, as
 * it can read nothing; then it goes, too. A stop anywhere leaves the record, and the next start goes on.
 */
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { type Kid, parseKid } from '../acts/ids.ts';
import type { DeskRevoked, RevocationsTaken } from '../desk/ports.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { readProof } from '../keyring/revocation-proof.ts';
import type { SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { VaultError } from './errors.ts';
import type { SlotShelf } from './officer-slots.ts';
import type { EnrolmentGround } from './pending-requests.ts';

/** Why this desk's keys end, kept before the first of them goes. */
export interface FarewellRecord {
  readonly v: 1;
  /** the transport key that is revoked: another one, of a kit that came later, is not */
  readonly kid: Kid;
  readonly documents: readonly SignedDocument[];
}

/** Where the record and the transport key rest. A write has reached the medium when it resolves. */
export interface FarewellShelf {
  record(): Promise<FarewellRecord | null>;
  note(record: FarewellRecord): Promise<void>;
  forget(): Promise<void>;
  /** whose key is here; null where there is none, or no longer */
  transport(): Promise<Kid | null>;
  /** from here on nothing is signed with it; one that is not there is no error */
  destroyTransport(): Promise<void>;
}

export interface FarewellParts extends EnrolmentGround {
  readonly shelf: FarewellShelf;
  readonly slots: Pick<SlotShelf, 'all' | 'destroyed' | 'remove'>;
}

const RecordSchema = Type.Object(
  {
    v: Type.Literal(1),
    kid: Type.String(),
    documents: Type.Array(
      Type.Object(
        { _id: Type.String(), _rev: Type.String(), jws: Type.String() },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** @throws VaultError VA-001 */
export function parseFarewellRecord(value: unknown): FarewellRecord {
  if (!Check(RecordSchema, value)) throw new VaultError('VA-001');
  try {
    return { ...value, kid: parseKid(value.kid) };
  } catch (cause) {
    throw new VaultError('VA-001', { cause });
  }
}

export class Farewell {
  readonly #parts: FarewellParts;
  /** proof that whoever is unlocked is revoked: taken when they lock */
  #condemned: readonly SignedDocument[] | null = null;

  constructor(parts: FarewellParts) {
    this.#parts = parts;
  }

  /**
   * Destroys what the proof says is revoked.
   * @param spared the officer who is unlocked: their slot stays until they lock, unless the desk itself is revoked
   * @param beforeDesk called once it is sure that the desk goes, before anything of it does
   * @throws VaultError VA-005
   */
  async take(
    documents: readonly SignedDocument[],
    spared: Kid | null,
    beforeDesk: () => Promise<void>,
  ): Promise<RevocationsTaken> {
    const { shelf, slots } = this.#parts;
    const proof = await this.#read(documents);
    const kid = await shelf.transport();
    if (kid !== null && this.#isRevokedHere(proof, kid)) {
      if ((await shelf.record()) === null) await shelf.note({ v: 1, kid, documents });
      await beforeDesk();
      return { desk: true, officers: await this.#destroySlots() };
    }
    if (spared !== null && proof.ending(spared)) this.#condemned = documents;
    const officers: Kid[] = [];
    for (const slot of [...(await slots.all()), ...(await slots.destroyed())]) {
      if (slot.kid === spared || !proof.ending(slot.kid)) continue;
      await slots.remove(slot.kid);
      officers.push(slot.kid);
    }
    return { desk: false, officers };
  }

  /** Nobody is unlocked now: whoever was spared is spared no longer. */
  async takeCondemned(): Promise<void> {
    const condemned = this.#condemned;
    this.#condemned = null;
    if (condemned !== null) await this.take(condemned, null, async () => {});
  }

  /** What was begun is ended; a record of a key that has been replaced since is forgotten. */
  async resume(): Promise<DeskRevoked | null> {
    const { shelf } = this.#parts;
    const record = await shelf.record();
    if (record === null) return null;
    const kid = await shelf.transport();
    const proof = await this.#read(record.documents).catch(noProof);
    if (proof === null || (kid !== null && kid !== record.kid)) {
      await shelf.forget();
      return null;
    }
    const revocation = proof.ending(record.kid);
    if (!revocation || !this.#isRevokedHere(proof, record.kid)) return null;
    await this.#destroySlots();
    return { at: revocation.at, reason: revocation.reason, handedOver: kid === null };
  }

  /** @throws VaultError VA-006 unless this desk is revoked */
  async handedOver(): Promise<void> {
    if ((await this.resume()) === null) throw new VaultError('VA-006');
    await this.#parts.shelf.destroyTransport();
  }

  async #destroySlots(): Promise<Kid[]> {
    const { slots, requests } = this.#parts;
    const gone = [...(await slots.all()), ...(await slots.destroyed())].map(({ kid }) => kid);
    const removals = [
      ...gone.map((kid) => () => slots.remove(kid)),
      ...(await requests.all()).map(
        ({ id }) =>
          () =>
            requests.remove(id),
      ),
    ];
    // One that does not go keeps no other from going.
    const faults: unknown[] = [];
    for (const remove of removals) await remove().catch((error) => faults.push(error));
    if (faults.length > 0) throw faults[0];
    return gone;
  }

  #isRevokedHere(proof: Keyring, kid: Kid): boolean {
    const credential = proof.credential(kid);
    return (
      credential?.desk === this.#parts.desk &&
      credential.roles.includes('transport') &&
      proof.ending(kid) !== undefined
    );
  }

  async #read(documents: readonly SignedDocument[]): Promise<Keyring> {
    try {
      return await readProof(this.#parts.root, documents);
    } catch (cause) {
      if (cause instanceof SealError) throw new VaultError('VA-005', { cause });
      throw cause;
    }
  }
}

/** A record that proves nothing is none; any other trouble is told. */
function noProof(error: unknown): null {
  if (error instanceof VaultError && error.code === 'VA-005') return null;
  throw error;
}
