/**
 * What a mission's databases hold, as far as it must be at hand: read from the store at the start and after any write that
 * failed (mission-reader.ts). It says what is known; judging and writing are mission-gateway.ts. What is settled is packed
 * into tables of hashes, and its envelopes are read again where they are needed (docs/decisions/0013).
 *
 * What is *kept* (in the mission's databases) has been accepted; what is in quarantine has not, or not yet. Receipts
 * say what clients were told: a receipt that names something which is not here (a restored copy) makes nothing known.
 */
import { hash } from 'node:crypto';
import type { ActId, DeskId, DossierId, Epoch, Kid, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { ReadAct, VerifiedAct } from '../../app/acts/verify-act.ts';
import type { AdmissionFacts } from '../../app/admission/admit-act.ts';
import { type Lift, mayLift } from '../../app/admission/lifts.ts';
import { counts, doubtsOf, type Receipt, type ReceiptItem } from '../../app/admission/receipt.ts';
import { type Admission, OF_NO_CHAIN } from '../../app/admission/verdict-codes.ts';
import type { Credential } from '../../app/keyring/credential.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import { parseCompact } from '../../app/seal/jws.ts';
import type { ReplicaDb } from '../stores/replica-store.ts';
import { Chains } from './chains.ts';
import { Entries } from './entries.ts';
import type { Entry, Told } from './entry.ts';
import { HashSet } from './hash-table.ts';
import { holdsElsewhere } from './holds-elsewhere.ts';
import { ACTS_AT_HAND, KnownActs } from './known-acts.ts';
import { type Claims, type EntryKey, entryKey, type RecordKind } from './offered.ts';
import type { Quarantine } from './quarantine.ts';
import { type Homes, ReceiptTimes } from './receipt-times.ts';
import type { Reference } from './reference.ts';
import { Settled } from './settled.ts';

/** Kinds that receipts name. */
const ITEM_OF = { act: 'act', wrap: 'wrap', chunk: 'chunk' } as const satisfies Partial<
  Record<RecordKind, ReceiptItem[0]>
>;
export const itemType = (kind: RecordKind): ReceiptItem[0] | undefined =>
  kind in ITEM_OF ? ITEM_OF[kind as keyof typeof ITEM_OF] : undefined;

export interface IndexParts {
  readonly mission: MissionCode;
  readonly records: ReplicaDb;
  readonly evidence: ReplicaDb;
  readonly quarantine: Quarantine;
  readonly reference: Reference;
  /** this gateway's credential: receipts of others are known, and not continued */
  readonly gateway: Kid;
  /** which mission a receipt of this gateway was signed for: each index adds its own */
  readonly homes: Homes;
  /** the server epoch now */
  readonly epoch: () => string;
  /** other gateways write to the same store */
  readonly shared: boolean;
  /** acts of quiet dossiers that stay in memory */
  readonly actsAtHand?: number | undefined;
}

const nameOfWrap = (text: string): string => hash('sha256', text, 'base64url');

export class MissionIndex {
  readonly #parts: IndexParts;
  readonly #settled = new Settled();
  readonly entries = new Entries(this.#settled);
  /** held, by dossier, and all of them */
  readonly held = new Set<EntryKey>();
  readonly #heldIn = new Map<DossierId, Set<EntryKey>>();
  /** `<id> <rev>` of what rests in quarantine under the name that its bytes give it */
  readonly #quarantined = new Set<string>();
  readonly acts: KnownActs;
  readonly chains = new Chains();
  /** chunks that accepted acts list */
  readonly listed = new HashSet();
  /** supervisors' words by act, with who said them: the act they name may come later */
  readonly lifts = new Map<ActId, Lift[]>();
  /** hashes of `<dossier>:<generation>`, and of the same with each signer of a wrap */
  readonly #wraps = new HashSet();
  readonly #erased = new Set<DossierId>();
  /** erased, and not yet known to be without keys here */
  readonly toErase = new Set<DossierId>();
  readonly #receiptTimes = new ReceiptTimes();
  /** receipts that are known, and do not count */
  readonly #doubted = new HashSet();
  readonly #doubts: string;
  /** how many revocations were known when it was last seen that the doubts are the same */
  #revocations: number;
  /** numbers of this gateway's receipts, by server epoch */
  readonly #numbers = new Map<string, number>();
  /** accepted, and still in quarantine: a process ended, or a write failed, before it let go of them */
  readonly doubles: EntryKey[] = [];
  latestAt = '';

  constructor(parts: IndexParts) {
    this.#parts = parts;
    const { keyring } = parts.reference;
    this.#doubts = doubtsOf(keyring);
    this.#revocations = keyring.revocations.count;
    this.acts = new KnownActs({
      db: parts.records,
      keyring: parts.reference.keyring,
      keptIn: (id) => this.#settled.placeOfAct(id)?.dossier,
      atHand: parts.actsAtHand ?? ACTS_AT_HAND,
    });
  }

  /**
   * Puts an entry in, or in the place of what was known of it.
   * @param act where its text could be read @param verified the same, where its signature has been verified now
   */
  set(entry: Entry, act: ReadAct | undefined, verified?: VerifiedAct): void {
    const { subject, kind, place, consistent, id, rev } = entry;
    const { dossier } = entry.claims;
    const branch = kind === 'act' && place === 'kept' && act?.envelope;
    this.entries.set(entry, branch ? this.chains.numberOf(branch.desk, branch.epoch) : undefined);
    this.#setHeld(entry);
    if (place === 'quarantine' && consistent) this.#quarantined.add(`${id} ${rev}`);
    else this.#quarantined.delete(`${id} ${rev}`);
    if (kind !== 'act' || !dossier || !consistent) return;
    if (place === 'kept') this.acts.settle(subject as string as ActId, dossier, verified);
    else this.acts.set(subject as string as ActId, entry.admission.verdict, act);
    if (entry.admission.verdict !== 'accepted' || !act) return;
    for (const blob of act.envelope.blobs) for (const chunk of blob.chunks) this.listed.add(chunk);
    if (act.envelope.kind === 'erased') this.#noteErased(dossier, entry.key);
  }

  /**
   * A receipt of this epoch that accepts it was signed when the keys were gone: the next start need not look for them. One of
   * an earlier epoch was signed over data that may have been put back since, keys and all.
   */
  #noteErased(dossier: DossierId, act: EntryKey): void {
    this.#erased.add(dossier);
    const epoch = this.#parts.epoch();
    const said = [this.told(act), this.toldByOthers(act)];
    if (!said.some((told) => told?.verdict === 'accepted' && told.epoch === epoch)) this.toErase.add(dossier);
  }

  #setHeld({ key, admission, claims: { dossier } }: Entry): void {
    const isHeld = admission.verdict === 'held';
    if (isHeld) this.held.add(key);
    else this.held.delete(key);
    if (!dossier) return;
    const there = this.#heldIn.get(dossier) ?? new Set();
    if (isHeld) this.#heldIn.set(dossier, there.add(key));
    else if (there.delete(key) && there.size === 0) this.#heldIn.delete(dossier);
  }

  /** Takes out again what found no room in the quarantine. */
  forget(entry: Entry): void {
    const { key, subject, id, rev } = entry;
    const { dossier } = entry.claims;
    this.entries.delete(key);
    this.held.delete(key);
    this.#quarantined.delete(`${id} ${rev}`);
    if (!dossier) return;
    this.#heldIn.get(dossier)?.delete(key);
    if (entry.kind === 'act') this.acts.forget(subject as string as ActId);
  }

  addToChain({ id, envelope }: ReadAct, { code }: Admission): void {
    if (!OF_NO_CHAIN.has(code))
      this.chains.add(envelope.desk as DeskId, envelope.epoch as Epoch, envelope.seq, id);
  }

  addWrap({ dossier, gen }: Claims, signer: Kid | null): void {
    if (!dossier || gen === null || signer === null) return;
    const name = `${dossier}:${gen}`;
    // Another gateway has not heard of the erasure, or a copy of its past was brought back.
    if (this.#erased.has(dossier)) this.toErase.add(dossier);
    this.#wraps.add(nameOfWrap(name));
    this.#wraps.add(nameOfWrap(`${name}:${signer}`));
  }

  /** @returns whether it counts */
  addReceipt(receipt: Receipt): boolean {
    const { gateway, epoch, n, at, hash, items } = receipt;
    this.#parts.homes.set(hash, this.#parts.mission);
    const own = gateway === this.#parts.gateway;
    if (own) this.#numbers.set(epoch, Math.max(n, this.#numbers.get(epoch) ?? 0));
    if (own && at > this.latestAt) this.latestAt = at;
    if (!counts(receipt, this.#parts.reference.keyring)) {
      this.#doubted.add(hash);
      return false;
    }
    const receiptNumber = this.#receiptTimes.add(hash, at);
    for (const [type, id, verdict, code] of items) {
      this.#tell(entryKey(type, id as RecordHash), { verdict, code, epoch }, own);
      if (type !== 'act') continue;
      if (verdict !== 'held') this.#settled.addFinal(id as ActId, verdict);
      const first = this.#coveredAt(id as ActId);
      if (first === undefined || at < first) this.#settled.cover(id as ActId, receiptNumber);
    }
    return true;
  }

  /** Whether receipts that were taken in still count: where not, all is to be read anew. */
  isStillTrue(): boolean {
    const { keyring } = this.#parts.reference;
    const { count } = keyring.revocations;
    if (count === this.#revocations) return true;
    if (doubtsOf(keyring) !== this.#doubts) return false;
    this.#revocations = count;
    return true;
  }

  #coveredAt(act: ActId): string | undefined {
    const receipt = this.#settled.covered(act);
    return receipt === undefined ? undefined : this.#receiptTimes.at(receipt);
  }

  /** What this gateway last said of it. */
  told(key: EntryKey): Told | undefined {
    return this.#settled.told(key, 'us');
  }

  /** What another gateway of the same store last said of it in the present epoch. */
  toldByOthers(key: EntryKey): Told | undefined {
    const told = this.#settled.told(key, 'others');
    return told?.epoch === this.#parts.epoch() ? told : undefined;
  }

  /** The last word of the present epoch counts, whenever receipts of another one come. */
  #tell(key: EntryKey, told: Told, own: boolean): void {
    const current = this.#parts.epoch();
    if (!own) {
      if (told.epoch === current) this.#settled.tell(key, 'others', told);
    } else if (told.epoch === current || this.told(key)?.epoch !== current)
      this.#settled.tell(key, 'us', told);
  }

  knowsReceipt(hash: RecordHash): boolean {
    return this.#receiptAt(hash) !== undefined;
  }

  #receiptAt(hash: RecordHash): string | null | undefined {
    return this.#receiptTimes.time(hash) ?? (this.#doubted.has(hash) ? null : undefined);
  }

  /** The desk and epoch that an act is of, where its text could be read. */
  branchOf(id: ActId): readonly [DeskId, Epoch] | undefined {
    const envelope = this.acts.unsettled(id);
    if (envelope) return [envelope.desk, envelope.epoch];
    const place = this.#settled.placeOfAct(id);
    return place && this.chains.branch(place.chain);
  }

  /** @returns the act; null when it is no supervisor's word, or that of one who may not lift this act, where that is known yet */
  async addLift(document: SignedDocument): Promise<ActId | null> {
    const { keyring } = this.#parts.reference;
    try {
      const { act, verdict, seen } = await keyring.read('guichet-lift+jws', document);
      const id = act as ActId;
      const { kid } = parseCompact(document.jws);
      const by = kid === null ? undefined : keyring.credential(kid);
      if (!by || (await this.#isKnownNotToLift(by, id))) return null;
      this.lifts.set(id, [...(this.lifts.get(id) ?? []), { by, verdict, seen: seen as ActId[] | undefined }]);
      return id;
    } catch (error) {
      if (error instanceof SealError) return null;
      throw error;
    }
  }

  async #isKnownNotToLift(by: Credential, id: ActId): Promise<boolean> {
    const act = await this.acts.read(id);
    if (!act) return false;
    const signer = this.#parts.reference.keyring.credential(act.kid);
    return signer !== undefined && !mayLift(by, { ...act.envelope, signer });
  }

  nextNumber(epoch: string): number {
    return (this.#numbers.get(epoch) ?? 0) + 1;
  }

  heldIn(dossier: DossierId): readonly EntryKey[] {
    return [...(this.#heldIn.get(dossier) ?? [])];
  }

  inQuarantine(id: string, rev: string): boolean {
    return this.#quarantined.has(`${id} ${rev}`);
  }

  /** admitAct's questions, answered from what is here. */
  facts(): AdmissionFacts {
    const { mission, reference } = this.#parts;
    return {
      mission,
      keyring: reference.keyring,
      definition: (release, service) => reference.definition(release, service),
      receiptAt: async (receipt) => this.#receiptAt(receipt),
      said: async (act) => ({ first: this.#coveredAt(act), finals: this.#settled.finals(act) }),
      dossier: (act) => this.acts.around(act),
      hasWrap: async (act) => this.#hasWrap(act) || this.isErased(act.envelope.dossier),
      accepted: (act) => this.acts.accepted(act.envelope.dossier),
      holdsWaiting: async ({ envelope: { dossier } }) => [
        ...this.acts.holdsWaiting(dossier),
        ...(await holdsElsewhere(dossier, this.entries, this.#parts)),
      ],
      lifts: async (act) => this.lifts.get(act) ?? [],
    };
  }

  /** A generation's key is wrapped by the signer of the act that starts it; later wraps of it add readers. */
  #hasWrap({ kid, envelope }: ReadAct): boolean {
    const name = `${envelope.dossier}:${envelope.keyGen}`;
    return this.#wraps.has(nameOfWrap(envelope.keyCommit === undefined ? name : `${name}:${kid}`));
  }

  /** chunks that the act lists and that wait for it */
  waitingFor({ envelope }: ReadAct): readonly Entry[] {
    const listed = envelope.blobs.flatMap(({ chunks }) => chunks);
    const waiting = listed.map((chunk) => this.entries.get(entryKey('chunk', chunk)));
    return waiting
      .filter((entry) => entry !== undefined)
      .filter(({ admission }) => admission.code === 'AD-109');
  }

  isErased(dossier: DossierId): boolean {
    return this.#erased.has(dossier);
  }
}
