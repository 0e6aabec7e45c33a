/**
 * One mission's log as this desk knows it: verified receipts, which act belongs to which dossier, and dossiers loaded
 * and folded on demand. Everything in it can be read again from the log.
 */
import type { ActBody } from '../../app/acts/bodies.ts';
import { isCrockfordWithCheck } from '../../app/acts/crockford.ts';
import {
  type ActId,
  type DossierId,
  type Kid,
  type MissionCode,
  parseDossierId,
  type RecordHash,
} from '../../app/acts/ids.ts';
import type { VerifiedAct } from '../../app/acts/verify-act.ts';
import { counts, type Receipt, receiptDocumentId, verifyReceipt } from '../../app/admission/receipt.ts';
import { untimely } from '../../app/admission/timely.ts';
import { type Admission, admission } from '../../app/admission/verdict-codes.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { type HeldKey, readWrap, verifyWrap, type Wrap } from '../../app/dossier/dossier-key.ts';
import { type DossierData, foldData } from '../../app/dossier/fold-data.ts';
import { type DossierState, foldDossier } from '../../app/dossier/fold-dossier.ts';
import type { EntryState } from '../../app/dossier/status.ts';
import type { GroupKeys } from '../../app/keyring/grants.ts';
import type { ActLog } from '../../app/log/act-log.ts';
import type { LogDocument, SignedDocument } from '../../app/log/records.ts';
import { ReceiptBook } from '../../app/replication/receipt-book.ts';
import { SealError } from '../../app/seal/errors.ts';
import { openBodies, openKeys, verifiedAct } from './open-records.ts';
import type { ReferenceData } from './reference-data.ts';

/** A dossier as its records say, verified and folded; opened as far as this officer may. */
export interface DossierFile {
  readonly id: DossierId;
  readonly acts: readonly VerifiedAct[];
  /** documents that are no verifiable act: shown as « Signature non vérifiée », never folded (law 7) */
  readonly unverified: readonly string[];
  readonly wraps: readonly Wrap[];
  /** acts of which the centre has said nothing yet, and which the keyring here lets nobody admit as they are */
  readonly doubted: ReadonlyMap<ActId, Admission>;
  /** null while no `opened` act counts */
  readonly state: DossierState | null;
  readonly definition: ServiceDefinition | undefined;
  /** by commitment: two desks may have started the same generation, each with a key of its own */
  readonly keys: ReadonlyMap<string, HeldKey>;
  readonly bodies: ReadonlyMap<ActId, ActBody>;
  readonly data: DossierData | null;
}

/** A dossier, and what a receipt may name of it. */
export interface NamedParts {
  readonly id: DossierId;
  readonly parts: readonly string[];
}

/** One that can be acted on: an `opened` act counts. */
export interface OpenedFile extends DossierFile {
  readonly state: DossierState;
}

const nameOf = ({ _id, _rev }: LogDocument): string => `${_id} ${_rev}`;

/** So many files are indexed before the worker's other work goes on. */
const PIECE = 2000;
const WRAP = /^key:([^:]+):(\d+):/;
const ACT = /^act:([^:]+):/;

export class MissionBook {
  readonly mission: MissionCode;
  readonly log: ActLog;
  #receipts = new ReceiptBook();
  readonly #reference: ReferenceData;
  /** nearly always one; a document linked into another file is a part of both */
  readonly #dossiersOf = new Map<string, DossierId | ReadonlySet<DossierId>>();
  /** known from rows, and not indexed before a receipt asks: with many files that takes a while */
  #toIndex: (() => Iterable<NamedParts>) | null = null;
  /** by id and revision: a gateway that signs two receipts under one number is to be heard twice */
  readonly #taken = new Map<string, Receipt>();
  /** receipts that do not verify yet: their gateway's credential may still arrive */
  readonly #untaken = new Set<string>();
  /** acts that the centre says it holds and that are in no file here; null until somebody asks */
  #absent: Set<ActId> | null = null;
  /** lists of the keyring on which acts were sealed that the centre has accepted */
  readonly #lists = new Set<RecordHash>();
  /** dossiers of which nothing could be read when they were last loaded */
  readonly unread = new Set<DossierId>();
  #allRead = false;
  /** how many revocations were known when receipts were last looked at for whether they count */
  #revocations = 0;

  constructor(mission: MissionCode, log: ActLog, reference: ReferenceData) {
    this.mission = mission;
    this.log = log;
    this.#reference = reference;
  }

  /** By the receipts that count now: another book where some have ceased to. */
  get receipts(): ReceiptBook {
    this.#leaveDoubted();
    return this.#receipts;
  }

  #leaveDoubted(): void {
    const { count } = this.#reference.keyring.revocations;
    if (count === this.#revocations) return;
    this.#revocations = count;
    const doubted = [...this.#taken.values()].filter((receipt) => !this.#counts(receipt));
    if (doubted.every(({ hash }) => this.#receipts.timeOf(hash) === undefined)) return;
    this.#receipts = new ReceiptBook();
    this.#absent = null;
    for (const receipt of this.verifiedReceipts) this.#receipts.add(receipt);
  }

  /** Dossiers of which receipts speak that verify and do not count: rows may have been computed when these still did. */
  async doubted(): Promise<ReadonlySet<DossierId>> {
    await this.readReceipts();
    const doubted = [...this.#taken.values()].filter((receipt) => !this.#counts(receipt));
    return this.dossiersOf(doubted.flatMap(({ items }) => items.map(([, id]) => id)));
  }

  /** those that are not verified, or not yet, or do not count, are counted only: they prove nothing */
  get verifiedReceipts(): readonly Receipt[] {
    return [...this.#taken.values()].filter((receipt) => this.#counts(receipt));
  }

  get unverifiedReceipts(): number {
    return this.#untaken.size + this.#taken.size - this.verifiedReceipts.length;
  }

  #counts(receipt: Receipt): boolean {
    return counts(receipt, this.#reference.keyring);
  }

  /** Takes in receipts. @returns dossiers whose entries they speak of, those of receipts it had already seen too */
  async takeReceipts(documents: readonly LogDocument[]): Promise<ReadonlySet<DossierId>> {
    const touched = new Set<DossierId>();
    for (const document of documents) {
      if (!('jws' in document) || !document._id.startsWith('receipt:')) continue;
      const receipt = this.#taken.get(nameOf(document)) ?? (await this.#verifyReceipt(document));
      for (const [, id] of receipt?.items ?? []) {
        for (const dossier of this.#of(id)) touched.add(dossier);
      }
    }
    return touched;
  }

  /** Reads all receipts of the log, unless that was done and the feed has been followed since. */
  async readReceipts(): Promise<void> {
    if (this.#allRead) return;
    this.#allRead = true;
    await this.takeReceipts(await this.log.withPrefix('receipt:'));
  }

  /** Nobody follows the feed while the desk is locked: what was read is no longer all. */
  forgetWhatWasRead(): void {
    this.#allRead = false;
  }

  /**
   * Looks again at receipts that did not verify, now that the keyring has grown.
   * @returns whether any does now, and dossiers whose entries they speak of: as far as they are indexed, which they are not
   *   where nobody was here to read since the program was started
   */
  async retryReceipts(): Promise<{ verified: boolean; touched: ReadonlySet<DossierId> }> {
    const before = this.#taken.size;
    const documents = await Promise.all([...this.#untaken].map((id) => this.log.withPrefix(id)));
    const touched = await this.takeReceipts(documents.flat().filter(({ _id }) => this.#untaken.has(_id)));
    return { verified: this.#taken.size > before, touched };
  }

  async #verifyReceipt(document: SignedDocument): Promise<Receipt | null> {
    try {
      const receipt = await verifyReceipt(document, this.#reference.keyring);
      this.#taken.set(nameOf(document), receipt);
      this.#untaken.delete(document._id);
      if (this.#counts(receipt)) {
        this.receipts.add(receipt);
        for (const [type, id] of receipt.items)
          if (type === 'act' && !this.#dossiersOf.has(id)) this.#absent?.add(id as ActId);
      }
      return receipt;
    } catch (error) {
      // A receipt that does not verify proves nothing; its gateway's credential may still arrive.
      if (!(error instanceof SealError)) throw error;
      this.#untaken.add(document._id);
      return null;
    }
  }

  /** The texts of receipts that count and name any of these records. */
  async receiptsNaming(ids: readonly string[]): Promise<{ jws: string; kid: Kid; hash: RecordHash }[]> {
    const wanted = new Set(ids);
    const found: { jws: string; kid: Kid; hash: RecordHash }[] = [];
    for (const [name, receipt] of this.#taken) {
      if (!this.#counts(receipt) || !receipt.items.some(([, id]) => wanted.has(id))) continue;
      const documents = await this.log.withPrefix(receiptDocumentId(receipt.kid, receipt.epoch, receipt.n));
      const document = documents.find((one) => nameOf(one) === name);
      if (document && 'jws' in document)
        found.push({ jws: document.jws, kid: receipt.kid, hash: receipt.hash });
    }
    return found;
  }

  /** Which dossier these records (acts, wraps, chunks) belong to: known from a row, before the dossier is loaded. */
  indexParts(id: DossierId, parts: readonly string[]): void {
    for (const part of parts) {
      this.#absent?.delete(part as ActId);
      const known = this.#dossiersOf.get(part);
      if (known === undefined) this.#dossiersOf.set(part, id);
      else if (known !== id)
        this.#dossiersOf.set(part, new Set([...(typeof known === 'string' ? [known] : known), id]));
    }
  }

  /** The same of many dossiers, when it is first needed. @param dossiers what there is to index, when it is asked */
  indexLater(dossiers: () => Iterable<NamedParts>): void {
    this.#toIndex = dossiers;
  }

  /** Whoever was to be asked will not be there any more. */
  takeForLater(): void {
    const dossiers = this.#toIndex?.();
    if (dossiers) this.#toIndex = () => dossiers;
  }

  /**
   * Indexes what waits for it, a piece at a time: of many files it takes a while.
   * @returns false where whoever was to be asked went meanwhile
   */
  async index(): Promise<boolean> {
    const rest = [...(this.#toIndex?.() ?? [])];
    const waiting = () => rest;
    if (this.#toIndex !== null) this.#toIndex = waiting;
    while (this.#toIndex === waiting) {
      for (const { id, parts } of rest.splice(-PIECE)) this.indexParts(id, parts);
      if (rest.length === 0) this.#toIndex = null;
      else await new Promise((resolve) => setTimeout(resolve));
    }
    return this.#toIndex === null;
  }

  /** Acts that the centre says it holds and that are in no file here: to be asked once the log has been taken in. */
  absentActs(): readonly ActId[] {
    const { receipts } = this;
    if (this.#absent === null) {
      if (this.#toIndex !== null) return [];
      this.#absent = new Set([...receipts.held()].filter((act) => !this.#dossiersOf.has(act)));
    }
    return [...this.#absent].filter((act) => receipts.holdsAct(act));
  }

  /** Is an act that the centre has accepted, in whatever server epoch, in no file here? */
  lacks(act: ActId): boolean {
    return !this.#dossiersOf.has(act) && this.receipts.said(act).finals.includes('accepted');
  }

  /** Lists of the keyring that are not here, though the centre has accepted an act that was sealed on them. */
  absentLists(): readonly RecordHash[] {
    return [...this.#lists].filter((list) => !this.#reference.keyring.knowsHead(list));
  }

  #of(part: string): Iterable<DossierId> {
    const waiting = this.#toIndex?.() ?? [];
    this.#toIndex = null;
    for (const { id, parts } of waiting) this.indexParts(id, parts);
    const known = this.#dossiersOf.get(part);
    return known === undefined ? [] : typeof known === 'string' ? [known] : known;
  }

  /** the dossiers that these records belong to, as far as they are indexed */
  dossiersOf(parts: Iterable<string>): ReadonlySet<DossierId> {
    return new Set([...parts].flatMap((part) => [...this.#of(part)]));
  }

  /** Loads and folds a dossier from the log. @param groups what this officer may read */
  async load(id: DossierId, groups: GroupKeys): Promise<DossierFile> {
    const documents = (await this.log.dossier(id)).filter(
      (document): document is SignedDocument => 'jws' in document,
    );
    const { acts, unverified } = await this.#verify(documents.filter(({ _id }) => ACT.test(_id)));
    const wraps = await this.#wraps(
      id,
      documents.filter(({ _id }) => WRAP.test(_id)),
      acts,
    );
    this.indexParts(id, partsOf(acts, wraps));
    if (acts.length === 0 && unverified.length > 0) this.unread.add(id);
    else this.unread.delete(id);
    const opened = acts.find((act) => act.envelope.kind === 'opened')?.envelope;
    const definition = opened && this.#reference.definition(opened.release, opened.service);
    const doubted = this.#doubt(acts);
    const { verdicts } = this.receipts;
    for (const { id: act, envelope } of acts)
      if (verdicts.get(act)?.verdict === 'accepted') this.#lists.add(envelope.keyring);
    const state = foldDossier(acts, { get: (act) => verdicts.get(act) ?? doubted.get(act) }, definition);
    const keys = await openKeys(acts, wraps, groups);
    const bodies = await openBodies(acts, keys);
    return {
      id,
      acts,
      unverified,
      wraps,
      doubted,
      state,
      definition,
      keys,
      bodies,
      data: state && foldData(state, bodies),
    };
  }

  /**
   * No receipt is no reason to believe a key that is revoked or over: a stick or a gateway that plants brings such acts. As at
   * the centre (FORMATS.md, "Admission"), they wait; its word, when it comes, replaces this one.
   */
  #doubt(acts: readonly VerifiedAct[]): ReadonlyMap<ActId, Admission> {
    const { receipts } = this;
    const doubted = new Map<ActId, Admission>();
    for (const act of acts) {
      if (receipts.act(act.id)) continue;
      const { lastReceipt } = act.envelope;
      const code = untimely(act, this.#reference.keyring, {
        seen: lastReceipt === null ? undefined : receipts.timeOf(lastReceipt),
        said: receipts.said(act.id),
        lifted: false,
      });
      if (code) doubted.set(act.id, admission(code));
    }
    return doubted;
  }

  /** All at once: WebCrypto verifies in threads of its own. */
  async #verify(
    documents: readonly SignedDocument[],
  ): Promise<{ acts: VerifiedAct[]; unverified: string[] }> {
    const acts: VerifiedAct[] = [];
    const unverified: string[] = [];
    const verified = await Promise.all(
      documents.map((document) => verifiedAct(document, this.#reference.keyring)),
    );
    for (const [at, act] of verified.entries()) {
      if (act) acts.push(act);
      else unverified.push((documents[at] as SignedDocument)._id);
    }
    return { acts, unverified };
  }

  /** Only whoever starts a generation wraps its key: a receipt for another's wrap says nothing of the key. */
  async #wraps(
    id: DossierId,
    documents: readonly SignedDocument[],
    acts: readonly VerifiedAct[],
  ): Promise<Wrap[]> {
    const starts = acts.filter(({ envelope }) => envelope.keyCommit !== undefined);
    const starters = new Set(starts.map(({ kid, envelope }) => `${envelope.keyGen} ${kid}`));
    const wraps: Wrap[] = [];
    for (const { jws } of documents) {
      try {
        const wrap = await readWrap(jws);
        await verifyWrap(wrap, this.#reference.keyring);
        if (wrap.dossier === id && starters.has(`${wrap.gen} ${wrap.kid}`)) wraps.push(wrap);
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
      }
    }
    return wraps;
  }
}

/** Where an entry is, and the code that says why it is not admitted or waits; null where there is none. */
export function standingOfEntry(
  file: DossierFile,
  act: VerifiedAct,
  receipts: ReceiptBook,
  isSent: boolean,
): { readonly state: EntryState; readonly code: string | null } {
  const doubt = file.doubted.get(act.id);
  if (doubt) return { state: doubt.verdict === 'refused' ? 'not-admitted' : 'held', code: doubt.code };
  return {
    state: receipts.entryState(act, wrapHashes(file, act), isSent),
    code: receipts.codeOf(act.id),
  };
}

/** Everything of a dossier that a receipt can name. */
export const partsOf = (acts: readonly VerifiedAct[], wraps: readonly Wrap[]): string[] => [
  ...acts.flatMap((act) => [act.id as string, ...act.envelope.blobs.flatMap((blob) => blob.chunks)]),
  ...wraps.map(({ hash }) => hash),
];

/** The dossiers that documents of a feed belong to. */
export function dossiersOf(documents: readonly LogDocument[]): Set<DossierId> {
  const dossiers = new Set<DossierId>();
  for (const { _id } of documents) {
    const id = (ACT.exec(_id) ?? WRAP.exec(_id))?.[1];
    // Whoever writes an id that names no file must not stop those who read on.
    if (id && isCrockfordWithCheck(id)) dossiers.add(parseDossierId(id));
  }
  return dossiers;
}

/**
 * Wraps that make an act readable. Whoever starts a generation wraps its key; of an act that goes on, a wrap of its
 * generation says it, since the centre accepts none before the one that started its branch is there with its wrap.
 * Null of an erased file: nobody is to hold its key.
 */
export const wrapHashes = (
  { state, wraps }: Pick<DossierFile, 'state' | 'wraps'>,
  { kid, envelope: { keyGen, keyCommit } }: Pick<VerifiedAct, 'kid' | 'envelope'>,
): readonly RecordHash[] | null =>
  state?.status === 'erased'
    ? null
    : wraps
        .filter((wrap) => wrap.gen === keyGen && (keyCommit === undefined || wrap.kid === kid))
        .map(({ hash }) => hash);
