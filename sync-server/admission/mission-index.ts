/**
 * What a mission's databases hold, in memory: rebuilt from the store at the start and after any write that failed. It
 * says what is known; judging and writing are mission-gateway.ts.
 *
 * What is *kept* (in the mission's databases) has been accepted; what is in quarantine has not, or not yet. Receipts
 * say what clients were told: a receipt that names something which is not here (a restored copy) makes nothing known.
 */
import type { ActId, DeskId, DossierId, Epoch, Kid, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import { type ReadAct, readAct } from '../../app/acts/verify-act.ts';
import type { AdmissionFacts } from '../../app/admission/admit-act.ts';
import { type Lift, mayLift } from '../../app/admission/lifts.ts';
import { type Receipt, type ReceiptItem, verifyReceipt } from '../../app/admission/receipt.ts';
import { ACCEPTED, type Admission, admission, type VerdictCode } from '../../app/admission/verdict-codes.ts';
import type { Verdict } from '../../app/dossier/verdict.ts';
import type { Credential } from '../../app/keyring/credential.ts';
import { RECORD_PREFIX, type SignedDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import { parseCompact } from '../../app/seal/jws.ts';
import type { ReplicaDb } from '../stores/replica-store.ts';
import { Chains } from './chains.ts';
import { documentsOf } from './databases.ts';
import { KnownActs } from './known-acts.ts';
import {
  type Claims,
  documentOf,
  type EntryKey,
  entryKey,
  kindOf,
  NO_CLAIMS,
  nameRecord,
  type RecordKind,
} from './offered.ts';
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
const OF_NO_CHAIN: ReadonlySet<VerdictCode> = new Set([
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
  readonly told = new Map<EntryKey, Told>();
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
  /** accepted, and still in quarantine: an earlier process ended before it let go of them */
  readonly doubles: EntryKey[] = [];
  latestAt = '';

  private constructor(parts: IndexParts) {
    this.#parts = parts;
    this.acts = new KnownActs(parts.records, parts.reference.keyring);
  }

  static async load(parts: IndexParts): Promise<MissionIndex> {
    const index = new MissionIndex(parts);
    await index.#loadReceipts();
    await index.#loadKept();
    for await (const { id } of documentsOf(parts.evidence, RECORD_PREFIX.chunk, false)) index.#loadChunk(id);
    await index.#loadQuarantine();
    return index;
  }

  async #loadReceipts(): Promise<void> {
    const { records, reference } = this.#parts;
    const found: Receipt[] = [];
    for await (const { id, rev, body } of documentsOf(records, RECORD_PREFIX.receipt)) {
      const document: SignedDocument = { _id: id, _rev: rev, jws: String(body.jws) };
      try {
        found.push(await verifyReceipt(document, reference.keyring));
      } catch (error) {
        // Not ours, whoever put it into the store: it says nothing.
        if (!(error instanceof SealError)) throw error;
      }
    }
    found.sort((a, b) => (a.epoch === b.epoch ? a.n - b.n : a.at < b.at ? -1 : 1));
    for (const receipt of found) this.addReceipt(receipt);
  }

  async #loadKept(): Promise<void> {
    const { records, reference } = this.#parts;
    for await (const { id, rev, body } of documentsOf(records)) {
      const kind = kindOf(id);
      if (kind === undefined || kind === 'receipt' || typeof body.jws !== 'string') continue;
      const record = await nameRecord(kind, { _id: id, _rev: rev, jws: body.jws });
      if (kind === 'travelling') await reference.admit(record);
      if (kind === 'lift') await this.addLift(documentOf(record));
      const { key, subject, consistent, claims } = record;
      const act = kind === 'act' ? await readAct(record.jws) : undefined;
      const entry: Entry = {
        key,
        subject,
        kind,
        id,
        rev,
        consistent,
        claims,
        place: 'kept',
        admission: ACCEPTED,
      };
      this.set(entry, act, false);
      if (kind === 'wrap') this.addWrap(record.claims, signerOf(record.jws));
      if (act) this.addToChain(act, ACCEPTED);
    }
  }

  #loadChunk(id: string): void {
    const subject = id.slice(RECORD_PREFIX.chunk.length) as RecordHash;
    const key = entryKey('chunk', subject);
    const common = { key, subject, kind: 'chunk', id, rev: '', consistent: true, claims: NO_CLAIMS } as const;
    this.set({ ...common, place: 'kept', admission: ACCEPTED }, undefined, false);
  }

  /** What was refused stays refused; everything else is to be judged again. */
  async #loadQuarantine(): Promise<void> {
    const { quarantine } = this.#parts;
    for await (const { subject, kind, id, rev, consistent, jws } of quarantine.all()) {
      const key = entryKey(kind, subject);
      if (this.entries.has(key)) {
        this.doubles.push(key);
        continue;
      }
      const told = this.told.get(key);
      const code = told && told.verdict !== 'accepted' ? (told.code as VerdictCode) : 'AD-101';
      const record =
        jws !== undefined && kind !== 'chunk' ? await nameRecord(kind, { _id: id, _rev: rev, jws }) : null;
      const claims = record?.claims ?? NO_CLAIMS;
      const common = { key, subject, kind, id, rev, consistent, claims, place: 'quarantine' } as const;
      const verdict = admission(code);
      const chained = kind === 'act' && verdict.verdict === 'refused' && !OF_NO_CHAIN.has(code);
      const act = chained && record ? await readAct(record.jws) : undefined;
      this.set({ ...common, admission: verdict }, act, false);
      if (act) this.addToChain(act, verdict);
    }
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
      if (own) this.#tell(entryKey(type, id as RecordHash), { verdict, code, epoch });
      if (type !== 'act') continue;
      const first = this.#covered.get(id as ActId);
      if (first === undefined || at < first) this.#covered.set(id as ActId, at);
    }
  }

  /** The last word of the present epoch counts, whenever receipts of another one come. */
  #tell(key: EntryKey, told: Told): void {
    const current = this.#parts.epoch();
    if (told.epoch === current || this.told.get(key)?.epoch !== current) this.told.set(key, told);
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

  isErased(dossier: DossierId): boolean {
    return this.#erased.has(dossier);
  }
}

/** Of a text that has been admitted before. */
function signerOf(jws: string): Kid | null {
  const header = JSON.parse(Buffer.from(jws.split('.', 1)[0] ?? '', 'base64url').toString()) as { kid?: Kid };
  return header.kid ?? null;
}
