/**
 * Admission of one mission: what is offered is judged, stored, and then spoken of in a receipt, one batch after the
 * other; requests that wait at the same time are one batch. The order of steps is law 6: everything that a receipt names
 * is durable before the receipt is signed, and the receipt is durable before the client is answered.
 *
 *   judge → keep the accepted → keep the rest in quarantine → confirm what was here before → sign → keep the receipt →
 *   let go of second copies
 *
 * A process that dies between two of these leaves things that no receipt names; the next start finds and receipts them.
 */
import { type Clock, isoTime } from '../../app/acts/clock.ts';
import type { ActId, DeskId, Epoch, Kid, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import { type ReceiptItem, signReceipt, verifyReceipt } from '../../app/admission/receipt.ts';
import type { CryptoKey } from '../../app/seal/keys.ts';
import {
  type AttachmentWrite,
  type DocRevision,
  type ReplicaDb,
  type ReplicaStore,
  StoreError,
} from '../stores/replica-store.ts';
import { type Batch, byCarrier, newBatch } from './batch.ts';
import { confirmEntries } from './confirm-entries.ts';
import { databaseOf, openDatabase } from './databases.ts';
import { Deliveries, type Delivery } from './deliveries.ts';
import { putDurably, revisionOf } from './durable.ts';
import { Judge, type Outcome } from './judge.ts';
import { type Entry, itemType, type MissionIndex, type Told } from './mission-index.ts';
import { MissionReader } from './mission-reader.ts';
import {
  CHUNK_ATTACHMENT,
  CHUNK_TYPE,
  documentOf,
  type EntryKey,
  type Offered,
  type OfferedRecord,
} from './offered.ts';
import { Quarantine, type Quota, quarantineFull } from './quarantine.ts';
import type { Reference } from './reference.ts';
import type { ServerEpoch } from './server-epoch.ts';
import type { Step } from './step.ts';

export interface MissionGatewayParts {
  readonly mission: MissionCode;
  readonly store: ReplicaStore;
  readonly reference: Reference;
  readonly epoch: ServerEpoch;
  readonly gateway: { readonly kid: Kid; readonly key: CryptoKey };
  readonly clock: Clock;
  readonly quota: Quota;
  /** throws where another process has begun to sign with this gateway's key */
  readonly stillSigns: () => Promise<void>;
  /** the keyring has grown: other missions judge again what waited for it */
  readonly onKeyring: () => void;
  /** which mission a receipt of this gateway was signed for */
  readonly homes: Map<RecordHash, MissionCode>;
  /** a receipt of this epoch that this store never saw: the data has been restored */
  readonly onRestored: () => Promise<void>;
  /** a receipt with these is durable */
  readonly onTold?: ((mission: MissionCode, items: readonly ReceiptItem[]) => void) | undefined;
  readonly step?: ((step: Step) => void) | undefined;
}

/** A receipt lists at most this many; a longer list becomes several. */
const ITEMS_PER_RECEIPT = 2000;
export class MissionGateway {
  readonly #parts: MissionGatewayParts;
  readonly #records: ReplicaDb;
  readonly #evidence: ReplicaDb;
  readonly #quarantine: Quarantine;
  readonly #reader: MissionReader;
  readonly #judge: Judge;
  readonly #deliveries = new Deliveries();
  #index: MissionIndex | null = null;
  /** the server epoch in which everything here has been spoken of */
  #settledIn: string;
  #following = false;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    parts: MissionGatewayParts,
    records: ReplicaDb,
    evidence: ReplicaDb,
    quarantine: Quarantine,
  ) {
    this.#parts = parts;
    this.#settledIn = parts.epoch.value;
    this.#records = records;
    this.#evidence = evidence;
    this.#quarantine = quarantine;
    const { mission, reference, homes } = parts;
    const isStored = async (id: string) => (await records.get(id)).kind === 'found';
    this.#judge = new Judge({ ...parts, quarantine, isStored });
    this.#reader = new MissionReader({
      mission,
      records,
      evidence,
      quarantine,
      reference,
      gateway: parts.gateway.kid,
      homes,
      epoch: () => parts.epoch.value,
    });
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
   * Where other gateways write to the same store: takes in what they have written and frees what waited for it. Calls
   * that come meanwhile are answered by one more reading.
   */
  async follow(): Promise<void> {
    if (this.#following) return;
    this.#following = true;
    // What is written from the moment of reading on asks for a reading of its own.
    this.#last = this.#last
      .catch(() => {})
      .then(() => {
        this.#following = false;
      });
    await this.#serially(async () => {});
  }

  /** Calls back whenever something was written to the mission's databases, until the returned function is called. */
  subscribe(onChange: () => void): () => void {
    const leave = [this.#records, this.#evidence, this.#quarantine.db].map((db) => db.subscribe(onChange));
    return () => {
      for (const stop of leave) stop();
    };
  }

  /**
   * Admits what one request offers. Resolves when everything is durable and receipted.
   * @param carrier the desk whose session brought it
   * @returns one outcome for each, in order
   * @throws StoreError, CouchError `insufficient_storage`
   */
  offer(offered: readonly Offered[], carrier: string): Promise<readonly Outcome[]> {
    const admitted = this.#deliveries.add(offered, carrier);
    this.#admitWaiting();
    return admitted;
  }

  /** One turn for whoever waits when it comes; the turns of those who went along find nobody. */
  #admitWaiting(): void {
    let group: readonly Delivery[] | undefined;
    const turn = this.#serially(async (index) => {
      group = this.#deliveries.take();
      if (group.length > 0) await this.#admit(group, index);
    });
    turn.catch((error: unknown) => {
      if (group !== undefined && group.length > 1) {
        this.#deliveries.putBack(group);
        this.#admitWaiting();
        return;
      }
      // Nobody's turn came where the index could not be read: then these are told.
      for (const { reject } of group ?? this.#deliveries.take()) reject(error);
    });
  }

  async #admit(group: readonly Delivery[], index: MissionIndex): Promise<void> {
    const batch = newBatch();
    const outcomes = new Map<Delivery, Outcome[]>();
    for (const delivery of group) {
      const own: Outcome[] = [];
      outcomes.set(delivery, own);
      for (const one of delivery.offered) {
        own.push(await this.#judge.receive(one, batch, index));
        if (!batch.carriers.has(one.key)) batch.carriers.set(one.key, delivery.carrier);
      }
    }
    await this.#judge.judgeFresh(batch, index);
    await this.#judge.judgeAgain(batch, index);
    this.#makeRoom(batch, index);
    await this.#conclude(batch, index);
    for (const delivery of group) {
      if (delivery.offered.some(({ key }) => batch.leftOut.has(key))) delivery.reject(quarantineFull());
      else delivery.resolve(outcomes.get(delivery) ?? []);
    }
  }

  /** Judges again everything that is on hold, and says what no receipt of this epoch says yet. */
  settle(): Promise<void> {
    return this.#serially(async (index) => {
      const batch = newBatch();
      await this.#judge.judgeHeld([...index.held], batch, index);
      await this.#judge.judgeAgain(batch, index);
      for (const [key, { kind }] of index.entries) {
        batch.touched.add(key);
        // Credentials and lifts: verdicts rest on them, and no receipt names them.
        if (kind === 'travelling' || kind === 'lift') batch.relied.add(key);
      }
      await this.#conclude(batch, index);
    });
  }

  /** The keyring has grown by another mission's doing. */
  keyringGrew(): Promise<void> {
    return this.#serially(async (index) => {
      const batch = newBatch();
      batch.keyringGrew = true;
      await this.#judge.judgeAgain(batch, index);
      await this.#conclude(batch, index);
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
        const index = this.#index ?? (await this.#reader.load());
        this.#index = null;
        if (this.#parts.store.shared) await this.#hearOthers(index);
        const result = await work(index);
        await this.#quarantine.release(index.doubles.splice(0));
        this.#index = index;
        return result;
      });
    this.#last = run;
    return run;
  }

  /** What other gateways have written frees here what waited for it, and is not said again. */
  async #hearOthers(index: MissionIndex): Promise<void> {
    const { epoch, stillSigns, onRestored } = this.#parts;
    await stillSigns();
    const batch = newBatch();
    const { quarantined, restored } = await this.#reader.catchUp(index, batch);
    if (restored) await onRestored();
    else await epoch.refresh();
    const all = epoch.value !== this.#settledIn;
    await this.#judge.judgeHeld(all ? [...index.held] : quarantined, batch, index);
    await this.#judge.judgeAgain(batch, index);
    if (all) for (const key of index.entries.keys()) batch.touched.add(key);
    await this.#conclude(batch, index);
    this.#settledIn = epoch.value;
  }

  /** Leaves out what finds no room in the quarantine of the desk that brought it. */
  #makeRoom(batch: Batch, index: MissionIndex): void {
    const waiting = [...batch.fresh.values()].filter(
      ({ key }) => index.entries.get(key)?.admission.verdict !== 'accepted',
    );
    for (const [carrier, brought] of byCarrier(waiting, batch)) {
      if (this.#quarantine.hasRoom(carrier, brought)) continue;
      for (const one of brought) {
        index.forget(index.entries.get(one.key) as Entry);
        batch.fresh.delete(one.key);
        batch.touched.delete(one.key);
        batch.acts.delete(one.key);
        batch.leftOut.add(one.key);
      }
    }
  }

  /** Stores, then says. */
  async #conclude(batch: Batch, index: MissionIndex): Promise<void> {
    const { step, clock } = this.#parts;
    step?.('judged');
    const moved = [...batch.touched, ...batch.fresh.keys()]
      .map((key) => index.entries.get(key))
      .filter((entry) => entry !== undefined)
      .filter(({ place, admission: { verdict } }) => place === 'quarantine' && verdict === 'accepted');
    const kept = new Map(moved.map((entry) => [entry.key, entry]));
    const written = new Set<EntryKey>();
    await this.#keepRecords(kept, batch, written);
    await this.#keepEvidence(kept, batch, written);
    const waiting = [...batch.fresh.values()].filter(({ key }) => !kept.has(key));
    for (const [carrier, brought] of byCarrier(waiting, batch)) {
      await this.#quarantine.put(brought, carrier, isoTime(clock.now()));
      for (const { key } of brought) written.add(key);
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
    await this.#sayAll(batch, index, written);
    const second = [...kept.keys()].filter((key) => !batch.fresh.has(key));
    if (second.length > 0) {
      await this.#quarantine.release(second);
      step?.('released');
    }
  }

  async #keepRecords(
    kept: ReadonlyMap<EntryKey, Entry>,
    batch: Batch,
    written: Set<EntryKey>,
  ): Promise<void> {
    const { reference, step, onKeyring } = this.#parts;
    const records: OfferedRecord[] = [...batch.receipts.values()];
    for (const entry of kept.values()) {
      if (entry.kind === 'chunk') continue;
      const record = await this.#judge.recordOf(entry, batch);
      if (record) records.push(record);
      else await this.#mustBeKept(this.#records, entry);
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
    for (const { key } of records) written.add(key);
    step?.('records-kept');
  }

  async #keepEvidence(
    kept: ReadonlyMap<EntryKey, Entry>,
    batch: Batch,
    written: Set<EntryKey>,
  ): Promise<void> {
    const revisions: DocRevision[] = [];
    const keys: EntryKey[] = [];
    for (const entry of kept.values()) {
      const { kind, key, id, rev } = entry;
      if (kind !== 'chunk') continue;
      const fresh = batch.fresh.get(key);
      const bytes = fresh?.kind === 'chunk' ? fresh.content : await this.#quarantine.content(key);
      if (!bytes) {
        await this.#mustBeKept(this.#evidence, entry);
        continue;
      }
      const file: AttachmentWrite = { kind: 'bytes', contentType: CHUNK_TYPE, bytes };
      revisions.push(revisionOf(id, rev, {}, new Map([[CHUNK_ATTACHMENT, file]])));
      keys.push(key);
    }
    if (revisions.length === 0) return;
    await putDurably(this.#evidence, revisions);
    for (const key of keys) written.add(key);
    this.#parts.step?.('evidence-kept');
  }

  /** Another gateway may have moved it here from quarantine. Of what is in neither place nothing is said. */
  async #mustBeKept(db: ReplicaDb, { id }: Entry): Promise<void> {
    if ((await db.get(id)).kind !== 'found')
      throw new StoreError('unavailable', 'a record on hold cannot be read now');
  }

  /** One receipt for what the batch touched and no receipt of this epoch says as it is now. */
  async #sayAll(batch: Batch, index: MissionIndex, written: ReadonlySet<EntryKey>): Promise<void> {
    const epoch = this.#parts.epoch.value;
    const items: ReceiptItem[] = [];
    const vouched = new Set(batch.relied);
    for (const key of batch.touched) {
      const entry = index.entries.get(key);
      const type = entry && itemType(entry.kind);
      if (!entry || !type) continue;
      const { verdict, code } = entry.admission;
      const isSaid = (told: Told | undefined) =>
        told?.epoch === epoch && told.verdict === verdict && told.code === code;
      if (isSaid(index.told.get(key))) {
        vouched.delete(key);
        continue;
      }
      // A client that offers something hears of it from the gateway it asked; elsewhere one word is enough.
      if (!batch.asked.has(key) && isSaid(index.toldByOthers.get(key))) continue;
      items.push([type, entry.subject, verdict, code]);
      vouched.add(key);
    }
    const unwritten = [...vouched].filter((key) => !written.has(key)).map((key) => index.entries.get(key));
    await confirmEntries(unwritten, {
      records: this.#records,
      evidence: this.#evidence,
      quarantine: this.#quarantine,
    });
    for (let at = 0; at < items.length; at += ITEMS_PER_RECEIPT)
      await this.#say(items.slice(at, at + ITEMS_PER_RECEIPT), index);
  }

  async #say(items: ReceiptItem[], index: MissionIndex): Promise<void> {
    const { mission, gateway, epoch, clock, step, reference, onTold } = this.#parts;
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
    onTold?.(mission, items);
    index.addReceipt(await verifyReceipt(document, reference.keyring));
  }
}
