/**
 * Admission of one mission: what is offered is judged, stored, and then spoken of in a receipt, one batch after the
 * other. The order of steps is law 6: everything that a receipt names is durable before the receipt is signed, and the
 * receipt is durable before the client is answered.
 *
 *   judge → keep the accepted → keep the rest in quarantine → sign → keep the receipt → let go of second copies
 *
 * A process that dies between two of these leaves things that no receipt names; the next start finds and receipts them.
 */
import { type Clock, isoTime } from '../../app/acts/clock.ts';
import type { ActId, DeskId, DossierId, Epoch, Kid, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { ReadAct } from '../../app/acts/verify-act.ts';
import { type ActAdmission, admitAct } from '../../app/admission/admit-act.ts';
import { admitWrap } from '../../app/admission/admit-wrap.ts';
import { type ReceiptItem, signReceipt, verifyReceipt } from '../../app/admission/receipt.ts';
import { ACCEPTED, type Admission, admission, type VerdictCode } from '../../app/admission/verdict-codes.ts';
import { SealError } from '../../app/seal/errors.ts';
import type { CryptoKey } from '../../app/seal/keys.ts';
import type { AttachmentWrite, DocRevision, ReplicaDb, ReplicaStore } from '../stores/replica-store.ts';
import { admitAudit } from './admit-audit.ts';
import { causalLevels } from './causal-levels.ts';
import { databaseOf, openDatabase } from './databases.ts';
import { type Entry, type IndexParts, itemType, MissionIndex } from './mission-index.ts';
import {
  CHUNK_ATTACHMENT,
  CHUNK_TYPE,
  documentOf,
  type EntryKey,
  entryKey,
  isTooLarge,
  NO_CLAIMS,
  nameRecord,
  type Offered,
  type OfferedChunk,
  type OfferedRecord,
} from './offered.ts';
import { Quarantine, type Quota, quarantineFull } from './quarantine.ts';
import { putDurably, type Reference, revisionOf } from './reference.ts';
import type { ServerEpoch } from './server-epoch.ts';

/** Places between two steps, for tests that end the process there. */
export type Step =
  | 'judged'
  | 'keyring-kept'
  | 'records-kept'
  | 'evidence-kept'
  | 'quarantined'
  | 'signed'
  | 'receipted'
  | 'released';

export interface MissionGatewayParts {
  readonly mission: MissionCode;
  readonly store: ReplicaStore;
  readonly reference: Reference;
  readonly epoch: ServerEpoch;
  readonly gateway: { readonly kid: Kid; readonly key: CryptoKey };
  readonly clock: Clock;
  readonly quota: Quota;
  /** the keyring has grown: other missions judge again what waited for it */
  readonly onKeyring: () => void;
  /** a receipt of this epoch that this store never saw: the data has been restored */
  readonly onRestored: () => Promise<void>;
  readonly step?: ((step: Step) => void) | undefined;
}

/** What became of one offered document. `kept`: it is held in one of the two places, and a receipt says the verdict. */
export type Outcome = 'kept' | 'forbidden';

/** A receipt lists at most this many; a longer list becomes several. */
const ITEMS_PER_RECEIPT = 2000;
/** What may be freed by a keyring, a catalogue or a receipt that has come. */
const WAITS_FOR_KEYRING: ReadonlySet<VerdictCode> = new Set(['AD-102', 'AD-104']);

/** One batch on its way. */
interface Batch {
  /** offered now: what is to be written */
  readonly fresh: Map<EntryKey, Offered>;
  /** whose word may have to be said */
  readonly touched: Set<EntryKey>;
  /** dossiers in which something has come that may free others */
  readonly stirred: Set<DossierId>;
  /** acts judged in this batch whose signature is good */
  readonly acts: Map<EntryKey, ReadAct>;
  /** receipts of before, offered again after a restore */
  readonly receipts: Map<EntryKey, OfferedRecord>;
  keyringGrew: boolean;
  receiptsGrew: boolean;
}

const newBatch = (): Batch => ({
  fresh: new Map(),
  touched: new Set(),
  stirred: new Set(),
  acts: new Map(),
  receipts: new Map(),
  keyringGrew: false,
  receiptsGrew: false,
});

export class MissionGateway {
  readonly #parts: MissionGatewayParts;
  readonly #records: ReplicaDb;
  readonly #evidence: ReplicaDb;
  readonly #quarantine: Quarantine;
  readonly #indexParts: IndexParts;
  #index: MissionIndex | null = null;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    parts: MissionGatewayParts,
    records: ReplicaDb,
    evidence: ReplicaDb,
    quarantine: Quarantine,
  ) {
    this.#parts = parts;
    this.#records = records;
    this.#evidence = evidence;
    this.#quarantine = quarantine;
    const { mission, reference } = parts;
    this.#indexParts = {
      mission,
      records,
      evidence,
      quarantine,
      reference,
      gateway: parts.gateway.kid,
      epoch: () => parts.epoch.value,
    };
  }

  static async open(parts: MissionGatewayParts): Promise<MissionGateway> {
    const { store, mission, quota } = parts;
    const open = (kind: 'records' | 'evidence' | 'quarantine') =>
      openDatabase(store, databaseOf(mission, kind));
    const quarantine = new Quarantine(await open('quarantine'), quota);
    const gateway = new MissionGateway(parts, await open('records'), await open('evidence'), quarantine);
    await gateway.settle();
    return gateway;
  }

  /**
   * Admits what one request offers. Resolves when everything is durable and receipted.
   * @param carrier the desk whose session brought it
   * @returns one outcome for each, in order
   * @throws StoreError, CouchError `insufficient_storage`
   */
  offer(offered: readonly Offered[], carrier: string): Promise<readonly Outcome[]> {
    return this.#serially(async (index) => {
      const batch = newBatch();
      const outcomes: Outcome[] = [];
      for (const one of offered) outcomes.push(await this.#receive(one, batch, index));
      await this.#judgeFresh(batch, index);
      await this.#judgeAgain(batch, index);
      const roomy = this.#makeRoom(batch, index, carrier);
      await this.#conclude(batch, index, carrier);
      if (!roomy) throw quarantineFull();
      return outcomes;
    });
  }

  /** Judges again everything that is on hold, and says what no receipt of this epoch says yet. */
  settle(): Promise<void> {
    return this.#serially(async (index) => {
      const batch = newBatch();
      await this.#judgeHeld([...index.held], batch, index);
      await this.#judgeAgain(batch, index);
      for (const key of index.entries.keys()) batch.touched.add(key);
      await this.#conclude(batch, index, '');
      await this.#quarantine.release(index.doubles.splice(0));
    });
  }

  /** The keyring has grown by another mission's doing. */
  keyringGrew(): Promise<void> {
    return this.#serially(async (index) => {
      const batch = newBatch();
      batch.keyringGrew = true;
      await this.#judgeAgain(batch, index);
      await this.#conclude(batch, index, '');
    });
  }

  /** Is this revision in quarantine, under the name that its bytes give it? Ask when {@link idle}. */
  inQuarantine(id: string, rev: string): boolean {
    return this.#index?.inQuarantine(id, rev) ?? false;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#last.catch(() => {});
  }

  /** One after the other. After a failure the index is read anew: what was written of a batch is not known. */
  #serially<T>(work: (index: MissionIndex) => Promise<T>): Promise<T> {
    const run = this.#last
      .catch(() => {})
      .then(async () => {
        const index = this.#index ?? (await MissionIndex.load(this.#indexParts));
        this.#index = null;
        try {
          const result = await work(index);
          this.#index = index;
          return result;
        } catch (error) {
          if (error instanceof Error && 'error' in error && error.error === 'insufficient_storage')
            this.#index = index;
          throw error;
        }
      });
    this.#last = run;
    return run;
  }

  /** Sorts one document in; those that are judged wait in `fresh`. */
  async #receive(one: Offered, batch: Batch, index: MissionIndex): Promise<Outcome> {
    const known = index.entries.get(one.key);
    if (known || batch.fresh.has(one.key)) {
      batch.touched.add(one.key);
      if (known?.admission.verdict === 'held' && known.claims.dossier)
        batch.stirred.add(known.claims.dossier);
      return 'kept';
    }
    switch (one.kind) {
      case 'act':
      case 'wrap':
      case 'chunk':
        batch.fresh.set(one.key, one);
        return 'kept';
      case 'travelling':
        return this.#receiveTravelling(one, batch, index);
      case 'lift':
        return this.#receiveLift(one, batch, index);
      case 'audit':
        return this.#receiveAudit(one, batch, index);
      case 'receipt':
        return this.#receiveReceipt(one, batch, index);
    }
  }

  async #receiveTravelling(one: OfferedRecord, batch: Batch, index: MissionIndex): Promise<Outcome> {
    const outcome = await this.#parts.reference.admit(one);
    if (outcome === 'forbidden') return 'forbidden';
    this.#put(one, outcome === 'accepted' ? ACCEPTED : admission('AD-102'), index);
    batch.fresh.set(one.key, one);
    if (outcome === 'accepted') batch.keyringGrew = true;
    return 'kept';
  }

  async #receiveLift(one: OfferedRecord, batch: Batch, index: MissionIndex): Promise<Outcome> {
    if (!(await index.addLift(documentOf(one)))) return 'forbidden';
    this.#put(one, ACCEPTED, index);
    batch.fresh.set(one.key, one);
    const act = one.id.slice(one.id.indexOf(':') + 1) as RecordHash;
    const dossier = index.entries.get(entryKey('act', act))?.claims.dossier;
    if (dossier) batch.stirred.add(dossier);
    return 'kept';
  }

  async #receiveAudit(one: OfferedRecord, batch: Batch, index: MissionIndex): Promise<Outcome> {
    const { reference, mission } = this.#parts;
    if (!(await admitAudit(one, mission, reference.keyring))) return 'forbidden';
    this.#put(one, ACCEPTED, index);
    batch.fresh.set(one.key, one);
    return 'kept';
  }

  /** A desk gives back the receipts that a restored copy has lost: signed words, so they count as they did before. */
  async #receiveReceipt(one: OfferedRecord, batch: Batch, index: MissionIndex): Promise<Outcome> {
    const { reference, epoch, gateway } = this.#parts;
    try {
      const receipt = await verifyReceipt(documentOf(one), reference.keyring);
      if (index.knowsReceipt(receipt.hash)) return 'kept';
      if (receipt.gateway === gateway.kid && receipt.epoch === epoch.value) await this.#parts.onRestored();
      index.addReceipt(receipt);
      batch.receipts.set(one.key, one);
      batch.receiptsGrew = true;
      return 'kept';
    } catch (error) {
      if (error instanceof SealError) return 'forbidden';
      throw error;
    }
  }

  /** Wraps first, since acts wait for them; acts in causal order, those that do not touch each other at once. */
  async #judgeFresh(batch: Batch, index: MissionIndex): Promise<void> {
    const fresh = [...batch.fresh.values()];
    const wraps = fresh.filter((one): one is OfferedRecord => one.kind === 'wrap');
    await Promise.all(wraps.map((wrap) => this.#judgeWrap(wrap, batch, index)));
    const acts = fresh.filter((one): one is OfferedRecord => one.kind === 'act');
    for (const level of causalLevels(acts)) await this.#judgeActs(level, batch, index);
    for (const one of fresh) if (one.kind === 'chunk') this.#judgeChunk(one, batch, index);
  }

  async #judgeWrap(one: OfferedRecord, batch: Batch, index: MissionIndex): Promise<void> {
    const { mission, reference } = this.#parts;
    const verdict = await admitWrap(documentOf(one), {
      mission,
      keyring: reference.keyring,
      erased: async ({ dossier }) => index.isErased(dossier),
    });
    this.#apply(one, verdict, undefined, batch, index);
    if (verdict.verdict === 'accepted' && verdict.wrap) index.addWrap(one.claims, verdict.wrap.kid);
  }

  async #judgeActs(acts: readonly OfferedRecord[], batch: Batch, index: MissionIndex): Promise<void> {
    const facts = index.facts();
    const verdicts = await Promise.all(acts.map((one) => admitAct(documentOf(one), facts)));
    for (const [n, one] of acts.entries()) {
      const verdict = verdicts[n] as ActAdmission;
      this.#apply(one, verdict, verdict.act, batch, index);
    }
  }

  #judgeChunk(one: OfferedChunk, batch: Batch, index: MissionIndex): void {
    let verdict: Admission = admission('AD-109');
    if (isTooLarge(one)) verdict = admission('AD-208');
    else if (!one.consistent) verdict = admission('AD-209');
    else if (index.listed.has(one.subject)) verdict = ACCEPTED;
    this.#apply(one, verdict, undefined, batch, index);
  }

  /** Takes a verdict into the index, and notes whom it may free. */
  #apply(
    one: Offered,
    { verdict, code }: Admission,
    act: ReadAct | undefined,
    batch: Batch,
    index: MissionIndex,
  ): void {
    const before = index.entries.get(one.key);
    batch.touched.add(one.key);
    if (act) batch.acts.set(one.key, act);
    this.#put(one, { verdict, code }, index, act);
    const dossier = one.kind === 'chunk' ? null : one.claims.dossier;
    if (dossier && before?.admission.code !== code) batch.stirred.add(dossier);
    if (verdict !== 'accepted' || !act) return;
    // What the act lists may lie in quarantine.
    for (const chunk of act.envelope.blobs.flatMap(({ chunks }) => chunks)) {
      const waiting = index.entries.get(entryKey('chunk', chunk));
      if (waiting?.admission.code !== 'AD-109') continue;
      index.set({ ...waiting, admission: ACCEPTED }, undefined, false);
      batch.touched.add(waiting.key);
    }
  }

  #put(one: Offered, verdict: Admission, index: MissionIndex, act?: ReadAct): void {
    const { key, subject, kind, id, rev, consistent } = one;
    const place = index.entries.get(key)?.place ?? 'quarantine';
    const claims = one.kind === 'chunk' ? NO_CLAIMS : one.claims;
    index.set(
      { key, subject, kind, id, rev, consistent, claims, place, admission: verdict },
      act,
      act !== undefined,
    );
  }

  /** Until nothing changes any more: what has come frees what was on hold, which may free others. */
  async #judgeAgain(batch: Batch, index: MissionIndex): Promise<void> {
    for (;;) {
      const again = new Set<EntryKey>();
      for (const dossier of batch.stirred) for (const key of index.heldIn(dossier)) again.add(key);
      for (const key of index.held) {
        const { admission: now, kind } = index.entries.get(key) as Entry;
        if (batch.keyringGrew && (WAITS_FOR_KEYRING.has(now.code) || kind === 'travelling')) again.add(key);
        if (batch.receiptsGrew && (now.code === 'AD-110' || now.code === 'AD-108')) again.add(key);
      }
      batch.stirred.clear();
      batch.keyringGrew = false;
      batch.receiptsGrew = false;
      if (again.size === 0) return;
      await this.#judgeHeld([...again], batch, index);
    }
  }

  /** Judges these again. Only a verdict or code that changed stirs others, so this comes to an end. */
  async #judgeHeld(keys: readonly EntryKey[], batch: Batch, index: MissionIndex): Promise<void> {
    const acts: OfferedRecord[] = [];
    const wraps: OfferedRecord[] = [];
    for (const key of keys) {
      const entry = index.entries.get(key) as Entry;
      if (entry.kind === 'chunk') {
        const listed = index.listed.has(entry.subject) && entry.consistent;
        index.set({ ...entry, admission: listed ? ACCEPTED : await this.#chunkOf(entry) }, undefined, false);
        batch.touched.add(key);
        continue;
      }
      const record = await this.#recordOf(entry, batch);
      if (!record) continue;
      if (entry.kind === 'act') acts.push(record);
      else if (entry.kind === 'wrap') wraps.push(record);
      else if (entry.kind === 'travelling') await this.#travellingAgain(record, batch, index);
    }
    await Promise.all(wraps.map((wrap) => this.#judgeWrap(wrap, batch, index)));
    for (const level of causalLevels(acts)) await this.#judgeActs(level, batch, index);
  }

  async #chunkOf(entry: Entry): Promise<Admission> {
    if (entry.admission.code === 'AD-109') return entry.admission;
    const content = await this.#quarantine.content(entry.key);
    if (!entry.consistent) return admission('AD-209');
    const { id, rev, key, subject, consistent } = entry;
    const chunk = { kind: 'chunk', id, rev, key, subject, consistent, bytes: content?.length ?? 0 } as const;
    return admission(content && isTooLarge({ ...chunk, content }) ? 'AD-208' : 'AD-109');
  }

  async #travellingAgain(record: OfferedRecord, batch: Batch, index: MissionIndex): Promise<void> {
    const outcome = await this.#parts.reference.admit(record);
    if (outcome !== 'accepted') return;
    this.#put(record, ACCEPTED, index);
    batch.touched.add(record.key);
    batch.keyringGrew = true;
  }

  async #recordOf(entry: Entry, batch: Batch): Promise<OfferedRecord | undefined> {
    const fresh = batch.fresh.get(entry.key);
    if (fresh) return fresh.kind === 'chunk' ? undefined : fresh;
    const jws = await this.#quarantine.text(entry.key);
    if (jws === undefined || entry.kind === 'chunk') return undefined;
    return nameRecord(entry.kind, { _id: entry.id, _rev: entry.rev, jws });
  }

  /** Leaves out what finds no room in quarantine. @returns false when something was left out */
  #makeRoom(batch: Batch, index: MissionIndex, carrier: string): boolean {
    const waiting = [...batch.fresh.values()].filter(
      ({ key }) => index.entries.get(key)?.admission.verdict !== 'accepted',
    );
    if (this.#quarantine.hasRoom(carrier, waiting)) return true;
    for (const one of waiting) {
      index.forget(index.entries.get(one.key) as Entry);
      batch.fresh.delete(one.key);
      batch.touched.delete(one.key);
      batch.acts.delete(one.key);
    }
    return false;
  }

  /** Stores, then says. */
  async #conclude(batch: Batch, index: MissionIndex, carrier: string): Promise<void> {
    const { step, clock } = this.#parts;
    step?.('judged');
    const moved = [...batch.touched, ...batch.fresh.keys()]
      .map((key) => index.entries.get(key))
      .filter((entry) => entry !== undefined)
      .filter(({ place, admission: { verdict } }) => place === 'quarantine' && verdict === 'accepted');
    const kept = new Map(moved.map((entry) => [entry.key, entry]));
    await this.#keepRecords(kept, batch);
    await this.#keepEvidence(kept, batch);
    const waiting = [...batch.fresh.values()].filter(({ key }) => !kept.has(key));
    if (waiting.length > 0) {
      await this.#quarantine.put(waiting, carrier, isoTime(clock.now()));
      step?.('quarantined');
    }
    for (const entry of kept.values()) {
      const act = entry.kind === 'act' ? batch.acts.get(entry.key) : undefined;
      index.set({ ...entry, place: 'kept' }, act, act !== undefined);
    }
    for (const [key, act] of batch.acts) {
      const entry = index.entries.get(key);
      if (entry?.consistent) index.addToChain(act, entry.admission);
    }
    await this.#sayAll(batch, index);
    const second = [...kept.keys()].filter((key) => !batch.fresh.has(key));
    if (second.length > 0) {
      await this.#quarantine.release(second);
      step?.('released');
    }
  }

  async #keepRecords(kept: ReadonlyMap<EntryKey, Entry>, batch: Batch): Promise<void> {
    const { reference, step, onKeyring } = this.#parts;
    const records: OfferedRecord[] = [...batch.receipts.values()];
    for (const entry of kept.values()) {
      if (entry.kind === 'chunk') continue;
      const record = await this.#recordOf(entry, batch);
      if (record) records.push(record);
    }
    const travelling = records.filter(({ kind }) => kind === 'travelling');
    if (travelling.length > 0) {
      await reference.store(travelling.map(documentOf));
      step?.('keyring-kept');
      onKeyring();
    }
    if (records.length === 0) return;
    await putDurably(
      this.#records,
      records.map(({ id, rev, jws }) => revisionOf(id, rev, { jws })),
    );
    step?.('records-kept');
  }

  async #keepEvidence(kept: ReadonlyMap<EntryKey, Entry>, batch: Batch): Promise<void> {
    const revisions: DocRevision[] = [];
    for (const { kind, key, id, rev } of kept.values()) {
      if (kind !== 'chunk') continue;
      const fresh = batch.fresh.get(key);
      const bytes = fresh?.kind === 'chunk' ? fresh.content : await this.#quarantine.content(key);
      if (!bytes) continue;
      const file: AttachmentWrite = { kind: 'bytes', contentType: CHUNK_TYPE, bytes };
      revisions.push(revisionOf(id, rev, {}, new Map([[CHUNK_ATTACHMENT, file]])));
    }
    if (revisions.length === 0) return;
    await putDurably(this.#evidence, revisions);
    this.#parts.step?.('evidence-kept');
  }

  /** One receipt for what the batch touched and no receipt of this epoch says as it is now. */
  async #sayAll(batch: Batch, index: MissionIndex): Promise<void> {
    const epoch = this.#parts.epoch.value;
    const items: ReceiptItem[] = [];
    for (const key of batch.touched) {
      const entry = index.entries.get(key);
      const type = entry && itemType(entry.kind);
      if (!entry || !type) continue;
      const { verdict, code } = entry.admission;
      const told = index.told.get(key);
      if (told?.epoch === epoch && told.verdict === verdict && told.code === code) continue;
      items.push([type, entry.subject, verdict, code]);
    }
    for (let at = 0; at < items.length; at += ITEMS_PER_RECEIPT)
      await this.#say(items.slice(at, at + ITEMS_PER_RECEIPT), index);
  }

  async #say(items: ReceiptItem[], index: MissionIndex): Promise<void> {
    const { gateway, epoch, clock, step, reference } = this.#parts;
    const now = isoTime(clock.now());
    const at = now > index.latestAt ? now : index.latestAt;
    const desks = new Map<string, readonly [DeskId, Epoch]>();
    for (const [type, id] of items) {
      const envelope = type === 'act' ? index.acts.envelope(id as ActId) : undefined;
      if (envelope) desks.set(`${envelope.desk} ${envelope.epoch}`, [envelope.desk, envelope.epoch]);
    }
    const chains = [...desks.values()].map(([desk, branch]) => index.chains.receiptOf(desk, branch));
    const n = index.nextNumber(epoch.value);
    const { hash: _, ...document } = await signReceipt(
      { epoch: epoch.value, n, at, items, chains },
      gateway.kid,
      gateway.key,
    );
    step?.('signed');
    await putDurably(this.#records, [revisionOf(document._id, document._rev, { jws: document.jws })]);
    step?.('receipted');
    index.addReceipt(await verifyReceipt(document, reference.keyring));
  }
}
