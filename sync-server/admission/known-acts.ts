/**
 * The acts of a mission as admission needs them: envelopes with their verdicts. Those that are not settled are in memory;
 * the accepted are read from the store, a dossier at a time, when an act that stands on them is judged, and verified again
 * each time before anything is judged by them (law 7). Dossiers that were touched last stay, without text and body.
 */
import type { ActId, DossierId } from '../../app/acts/ids.ts';
import { type ReadAct, UnknownSigner, type VerifiedAct, verifyAct } from '../../app/acts/verify-act.ts';
import type { Verdict } from '../../app/dossier/verdict.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { actDocumentId, RECORD_PREFIX } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import { type ReplicaDb, StoreError } from '../stores/replica-store.ts';
import { documentsOf } from './databases.ts';

export interface KnownAct {
  readonly act: VerifiedAct;
  readonly verdict: Verdict;
}
/** `act` is absent where the verdict is a refusal of bytes that no signature vouches for */
interface Slot {
  readonly act: ReadAct | undefined;
  readonly verdict: Verdict;
}
type Acts = Map<ActId, VerifiedAct>;

/** Acts in memory of dossiers that are quiet, for each mission: about 2 kB each. */
export const ACTS_AT_HAND = 1000;

/** Neither text nor body: they are most of an act's size. */
const slim = <T extends ReadAct>(act: T): T => ({ ...act, jws: '', envelope: { ...act.envelope, body: '' } });

export const isHoldOf = ({ envelope }: ReadAct, dossier: DossierId): boolean =>
  envelope.kind === 'held-by-law' && envelope.dossier === dossier;

export interface KnownActsParts {
  readonly db: ReplicaDb;
  readonly keyring: Keyring;
  /** the dossier of an act that is in the mission's database, as far as it has been read */
  readonly keptIn: (id: ActId) => DossierId | undefined;
  /** how many acts of quiet dossiers stay in memory; the dossier touched last always does */
  readonly atHand: number;
}

export class KnownActs {
  readonly #parts: KnownActsParts;
  /** not in the mission's database, or not yet */
  readonly #unsettled = new Map<ActId, Slot>();
  /** the one touched last comes last */
  readonly #dossiers = new Map<DossierId, Acts>();
  readonly #reading = new Map<DossierId, Promise<Acts>>();
  #atHand = 0;

  constructor(parts: KnownActsParts) {
    this.#parts = parts;
  }

  /** How many acts of the store are in memory. */
  get atHand(): number {
    return this.#atHand;
  }

  /** Notes one that is not in the mission's database. */
  set(id: ActId, verdict: Verdict, act: ReadAct | undefined): void {
    this.#unsettled.set(id, { act: act && slim(act), verdict });
  }

  /** It is in the mission's database now. @param act where it has been verified just now */
  settle(id: ActId, dossier: DossierId, act: VerifiedAct | undefined): void {
    this.#unsettled.delete(id);
    if (act) this.#touch(dossier, [slim(act)]);
  }

  forget(id: ActId): void {
    this.#unsettled.delete(id);
  }

  /** The envelope of one that is not settled, where its text could be read. */
  unsettled(id: ActId): ReadAct['envelope'] | undefined {
    return this.#unsettled.get(id)?.act?.envelope;
  }

  /** The act without text and body, where its text could be read. @throws StoreError */
  async read(id: ActId): Promise<ReadAct | undefined> {
    const slot = this.#unsettled.get(id);
    if (slot) return slot.act;
    const dossier = this.#parts.keptIn(id);
    return dossier && this.#readOne(id, dossier);
  }

  /**
   * What the act stands on, as far as it is known: all that is accepted of its dossier, and the first that is not.
   * @param supposed what to take for known of some, whatever is
   * @throws StoreError `unavailable` where the store does not show what it has shown
   */
  async around(
    { envelope: { dossier, prior } }: ReadAct,
    supposed?: ReadonlyMap<ActId, KnownAct>,
  ): Promise<ReadonlyMap<ActId, KnownAct>> {
    const known = new Map<ActId, KnownAct>();
    const below = [...prior];
    for (let id = below.pop(); id !== undefined; id = below.pop()) {
      if (known.has(id)) continue;
      const one = supposed?.get(id) ?? this.#unsettled.get(id) ?? (await this.#settled(id, dossier));
      if (!one) continue;
      // The act itself is looked at only where the verdict is `accepted`; then it is there and verified.
      known.set(id, one as KnownAct);
      if (one.verdict === 'accepted' && one.act?.envelope.dossier === dossier)
        below.push(...one.act.envelope.prior);
    }
    return known;
  }

  /** All that are accepted of a dossier, in the mission's database or on the way there. @throws StoreError */
  async accepted(dossier: DossierId): Promise<readonly VerifiedAct[]> {
    const onTheWay = [...this.#unsettled.values()].flatMap(({ act, verdict }) =>
      verdict === 'accepted' && act?.envelope.dossier === dossier ? [act as VerifiedAct] : [],
    );
    return [...(await this.#readDossier(dossier)).values(), ...onTheWay];
  }

  /** Legal holds of a dossier that are on hold here, of verified signatures. */
  holdsWaiting(dossier: DossierId): readonly VerifiedAct[] {
    return [...this.#unsettled.values()].flatMap(({ act, verdict }) =>
      verdict === 'held' && act && isHoldOf(act, dossier) && 'signer' in act ? [act as VerifiedAct] : [],
    );
  }

  async #settled(id: ActId, around: DossierId): Promise<KnownAct | undefined> {
    const dossier = this.#parts.keptIn(id);
    if (dossier === undefined) return undefined;
    // One of another dossier, which is wrong but known, brings nothing else of it here.
    const act = dossier === around ? await this.#ofDossier(id, dossier) : await this.#readOne(id, dossier);
    return act && { act, verdict: 'accepted' };
  }

  async #ofDossier(id: ActId, dossier: DossierId): Promise<VerifiedAct | undefined> {
    const atHand = this.#dossiers.get(dossier)?.get(id);
    const act = atHand ?? (await this.#readDossier(dossier)).get(id);
    return act ?? this.#readOne(id, dossier);
  }

  /** Acts of one delivery that stand on the same dossier read it once. */
  #readDossier(dossier: DossierId): Promise<Acts> {
    const run =
      this.#reading.get(dossier) ?? this.#allOf(dossier).finally(() => this.#reading.delete(dossier));
    this.#reading.set(dossier, run);
    return run;
  }

  async #allOf(dossier: DossierId): Promise<Acts> {
    const verified: Promise<VerifiedAct | undefined>[] = [];
    for await (const { body } of documentsOf(this.#parts.db, `${RECORD_PREFIX.act}${dossier}:`))
      verified.push(this.#verify(body.jws));
    const acts = await Promise.all(verified);
    return this.#touch(
      dossier,
      acts.filter((act) => act !== undefined),
    );
  }

  /** @throws StoreError `unavailable` where the store does not show it any more, or not now */
  async #readOne(id: ActId, dossier: DossierId): Promise<VerifiedAct | undefined> {
    const read = await this.#parts.db.get(actDocumentId(dossier, id));
    if (read.kind !== 'found')
      throw new StoreError('unavailable', 'an act that was accepted cannot be read now');
    const act = await this.#verify(read.doc.body.jws);
    return act?.id === id ? act : undefined;
  }

  /** @returns undefined for what does not vouch for itself any more: nothing is judged by it */
  async #verify(jws: unknown): Promise<VerifiedAct | undefined> {
    if (typeof jws !== 'string') return undefined;
    try {
      return slim(await verifyAct(jws, this.#parts.keyring));
    } catch (error) {
      if (error instanceof SealError || error instanceof UnknownSigner) return undefined;
      throw error;
    }
  }

  /** Adds to a dossier, and lets go of those that were not touched for longest. */
  #touch(dossier: DossierId, more: readonly VerifiedAct[]): Acts {
    const acts = this.#dossiers.get(dossier) ?? new Map<ActId, VerifiedAct>();
    this.#atHand -= acts.size;
    for (const act of more) acts.set(act.id, act);
    this.#atHand += acts.size;
    this.#dossiers.delete(dossier);
    this.#dossiers.set(dossier, acts);
    for (const [other, { size }] of this.#dossiers) {
      if (this.#atHand <= this.#parts.atHand || other === dossier) break;
      this.#dossiers.delete(other);
      this.#atHand -= size;
    }
    return acts;
  }
}
