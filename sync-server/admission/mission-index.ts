/**
 * What a mission's databases hold, in memory: read from the store at the start and after any write that failed
 * (mission-reader.ts). It says what is known; judging and writing are mission-gateway.ts.
 *
 * What is *kept* (in the mission's databases) has been accepted; what is in quarantine has not, or not yet. Receipts
 * say what clients were told: a receipt that names something which is not here (a restored copy) makes nothing known.
 */
import type { ActId, DeskId, DossierId, Epoch, Kid, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { ReadAct } from '../../app/acts/verify-act.ts';
import type { AdmissionFacts } from '../../app/admission/admit-act.ts';
import { type Lift, mayLift } from '../../app/admission/lifts.ts';
import type { Receipt, ReceiptItem } from '../../app/admission/receipt.ts';
import type { Admission, VerdictCode } from '../../app/admission/verdict-codes.ts';
import type { Verdict } from '../../app/dossier/verdict.ts';
import type { Credential } from '../../app/keyring/credential.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import { parseCompact } from '../../app/seal/jws.ts';
import type { ReplicaDb } from '../stores/replica-store.ts';
import { Chains } from './chains.ts';
import { KnownActs } from './known-acts.ts';
import { type Claims, type EntryKey, entryKey, type RecordKind } from './offered.ts';
import type { Quarantine } from './quarantine.ts';
import type { Reference } from './reference.ts';

/** Something that the gateway holds, in either place. */
export interface Entry {
  readonly key: EntryKey;
  readonly subject: RecordHash;
  readonly kind: RecordKind;
  readonly id: string;
  readonly rev: string;
  readonly consistent: boolean;
  readonly claims: Claims;
  readonly place: 'kept' | 'quarantine';
  readonly admission: Admission;
}

export interface Told {
  readonly verdict: Verdict;
  readonly code: string;
  readonly epoch: string;
}

/** Kinds that receipts name. */
const ITEM_OF = { act: 'act', wrap: 'wrap', chunk: 'chunk' } as const satisfies Partial<
  Record<RecordKind, ReceiptItem[0]>
>;
export const itemType = (kind: RecordKind): ReceiptItem[0] | undefined =>
  kind in ITEM_OF ? ITEM_OF[kind as keyof typeof ITEM_OF] : undefined;

/** Refusals of acts whose signature is good: they have a place in their desk's chain. */
export const OF_NO_CHAIN: ReadonlySet<VerdictCode> = new Set([
  'AD-102',
  'AD-201',
  'AD-202',
  'AD-203',
  'AD-208',
  'AD-209',
]);

export interface IndexParts {
  readonly mission: MissionCode;
  readonly records: ReplicaDb;
  readonly evidence: ReplicaDb;
  readonly quarantine: Quarantine;
  readonly reference: Reference;
  /** this gateway's credential: receipts of others are known, and not continued */
  readonly gateway: Kid;
  /** which mission a receipt of this gateway was signed for: each index adds its own */
  readonly homes: Map<RecordHash, MissionCode>;
  /** the server epoch now */
  readonly epoch: () => string;
}

export class MissionIndex {
  readonly #parts: IndexParts;
  readonly entries = new Map<EntryKey, Entry>();
  /** held, by dossier, and all of them */
  readonly held = new Set<EntryKey>();
  readonly #heldIn = new Map<DossierId, Set<EntryKey>>();
  /** `<id> <rev>` of what rests in quarantine under the name that its bytes give it */
  readonly #quarantined = new Set<string>();
  readonly acts: KnownActs;
  readonly chains = new Chains();
  /** what this gateway last said */
  readonly told = new Map<EntryKey, Told>();
  /** what another gateway of the same store last said in the present epoch */
  readonly toldByOthers = new Map<EntryKey, Told>();
  /** chunks that accepted acts list */
  readonly listed = new Set<RecordHash>();
  /** supervisors' words by act, with who said them: the act they name may come later */
  readonly lifts = new Map<ActId, Lift[]>();
  readonly #wrapSigners = new Map<string, Set<Kid>>();
  readonly #erased = new Set<DossierId>();
  readonly #receiptTimes = new Map<RecordHash, string>();
  readonly #covered = new Map<ActId, string>();
  /** numbers of this gateway's receipts, by server epoch */
  readonly #numbers = new Map<string, number>();
  /** accepted, and still in quarantine: a process ended, or a write failed, before it let go of them */
  readonly doubles: EntryKey[] = [];
  latestAt = '';

  constructor(parts: IndexParts) {
    this.#parts = parts;
    this.acts = new KnownActs(parts.records, parts.reference.keyring);
  }

  /** Puts an entry in, or in the place of what was known of it. @param act where its text could be read */
  set(entry: Entry, act: ReadAct | undefined, verified: boolean): void {
    const { key, subject, kind, place, consistent, id, rev } = entry;
    const { dossier } = entry.claims;
    this.entries.set(key, entry);
    const isHeld = entry.admission.verdict === 'held';
    if (isHeld) this.held.add(key);
    else this.held.delete(key);
    if (dossier) {
      const there = this.#heldIn.get(dossier) ?? new Set();
      if (isHeld) this.#heldIn.set(dossier, there.add(key));
      else there.delete(key);
    }
    if (place === 'quarantine' && consistent) this.#quarantined.add(`${id} ${rev}`);
    else this.#quarantined.delete(`${id} ${rev}`);
    if (kind !== 'act' || !dossier || !consistent) return;
    this.acts.set(subject as string as ActId, dossier, entry.admission.verdict, act, verified);
    if (entry.admission.verdict !== 'accepted' || !act) return;
    for (const blob of act.envelope.blobs) for (const chunk of blob.chunks) this.listed.add(chunk);
    if (act.envelope.kind === 'erased') this.#erased.add(dossier);
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
    if (entry.kind === 'act') this.acts.forget(subject as string as ActId, dossier);
  }

  addToChain({ id, envelope }: ReadAct, { code }: Admission): void {
    if (!OF_NO_CHAIN.has(code))
      this.chains.add(envelope.desk as DeskId, envelope.epoch as Epoch, envelope.seq, id);
  }

  addWrap({ dossier, gen }: Claims, signer: Kid | null): void {
    if (!dossier || gen === null || signer === null) return;
    const name = `${dossier}:${gen}`;
    this.#wrapSigners.set(name, (this.#wrapSigners.get(name) ?? new Set()).add(signer));
  }

  addReceipt(receipt: Receipt): void {
    const { gateway, epoch, n, at, hash, items } = receipt;
    this.#receiptTimes.set(hash, at);
    this.#parts.homes.set(hash, this.#parts.mission);
    const own = gateway === this.#parts.gateway;
    if (own) this.#numbers.set(epoch, Math.max(n, this.#numbers.get(epoch) ?? 0));
    if (own && at > this.latestAt) this.latestAt = at;
    for (const [type, id, verdict, code] of items) {
      this.#tell(entryKey(type, id as RecordHash), { verdict, code, epoch }, own);
      if (type !== 'act') continue;
      const first = this.#covered.get(id as ActId);
      if (first === undefined || at < first) this.#covered.set(id as ActId, at);
    }
  }

  /** The last word of the present epoch counts, whenever receipts of another one come. */
  #tell(key: EntryKey, told: Told, own: boolean): void {
    const current = this.#parts.epoch();
    if (!own) {
      if (told.epoch === current) this.toldByOthers.set(key, told);
    } else if (told.epoch === current || this.told.get(key)?.epoch !== current) this.told.set(key, told);
  }

  knowsReceipt(hash: RecordHash): boolean {
    return this.#receiptTimes.has(hash);
  }

  /** @returns the act; null when it is no supervisor's word, or that of one who may not lift this act, where that is known yet */
  async addLift(document: SignedDocument): Promise<ActId | null> {
    const { keyring } = this.#parts.reference;
    try {
      const { act, verdict } = await keyring.read('guichet-lift+jws', document);
      const id = act as ActId;
      const { kid } = parseCompact(document.jws);
      const by = kid === null ? undefined : keyring.credential(kid);
      if (!by || this.#isKnownNotToLift(by, id)) return null;
      this.lifts.set(id, [...(this.lifts.get(id) ?? []), { by, verdict }]);
      return id;
    } catch (error) {
      if (error instanceof SealError) return null;
      throw error;
    }
  }

  #isKnownNotToLift(by: Credential, id: ActId): boolean {
    const act = this.acts.read(id);
    if (!act) return false;
    const signer = this.#parts.reference.keyring.credential(act.kid);
    return signer !== undefined && !mayLift(by, { mission: act.envelope.mission, signer });
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
      receiptAt: async (receipt) => this.#receiptTimes.get(receipt),
      coveredAt: async (act) => this.#covered.get(act),
      dossier: (act) => this.acts.around(act),
      hasWrap: async (act) => this.#hasWrap(act),
      lifts: async (act) => this.lifts.get(act) ?? [],
    };
  }

  /** A generation's key is wrapped by the signer of the act that starts it; later wraps of it add readers. */
  #hasWrap({ kid, envelope }: ReadAct): boolean {
    const signers = this.#wrapSigners.get(`${envelope.dossier}:${envelope.keyGen}`);
    return signers !== undefined && (envelope.keyCommit === undefined || signers.has(kid));
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
