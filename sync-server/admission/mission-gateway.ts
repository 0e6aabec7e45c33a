/**
 * Admission of one mission: what is offered is judged, stored, and then spoken of in a receipt, one batch after the
 * other; requests that wait at the same time are one batch. The order of steps is law 6: everything that a receipt names
 * is durable before the receipt is signed, and the receipt is durable before the client is answered.
 *
 *   judge → keep the accepted → keep the rest in quarantine → remove the keys of what was erased → confirm what was here
 *   before → sign → keep the receipt → let go of second copies
 *
 * A process that dies between two of these leaves things that no receipt names; the next start finds and receipts them.
 */
import { isoTime } from '../../app/acts/clock.ts';
import type { DeskId, Epoch } from '../../app/acts/ids.ts';
import { LIFTABLE_CODES } from '../../app/desk/held.ts';
import type { ReplicaDb } from '../stores/replica-store.ts';
import { type Batch, byCarrier, newBatch } from './batch.ts';
import { databaseOf, openDatabase } from './databases.ts';
import { Deliveries, type Delivery } from './deliveries.ts';
import type { Entry } from './entry.ts';
import { Eraser } from './eraser.ts';
import { Judge, type Outcome } from './judge.ts';
import { Keeper } from './keeper.ts';
import type { MissionGatewayParts } from './mission-gateway-parts.ts';
import type { MissionIndex } from './mission-index.ts';
import { MissionReader } from './mission-reader.ts';
import type { Offered } from './offered.ts';
import { Quarantine, quarantineFull } from './quarantine.ts';
import { Teller } from './teller.ts';

/** Not accepted, or not yet, and allowed to lie somewhere until somebody has looked at it. */
const isToWait = (entry: Entry | undefined): boolean =>
  entry?.place === 'quarantine' && entry.admission.verdict !== 'accepted';
const LIFTABLE: ReadonlySet<string> = new Set(LIFTABLE_CODES);

export class MissionGateway {
  readonly #parts: MissionGatewayParts;
  readonly #records: ReplicaDb;
  readonly #evidence: ReplicaDb;
  readonly #quarantine: Quarantine;
  readonly #reader: MissionReader;
  readonly #judge: Judge;
  readonly #keeper: Keeper;
  readonly #eraser: Eraser;
  readonly #teller: Teller;
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
    const databases = { records, evidence, quarantine };
    const isStored = async (id: string) => (await records.get(id)).kind === 'found';
    this.#judge = new Judge({ ...parts, quarantine, isStored });
    this.#keeper = new Keeper(parts, databases, this.#judge);
    this.#eraser = new Eraser(parts, databases);
    this.#teller = new Teller(parts, databases);
    this.#reader = new MissionReader({
      ...databases,
      mission,
      reference,
      gateway: parts.gateway.kid,
      homes,
      epoch: () => parts.epoch.value,
      shared: parts.store.shared,
      actsAtHand: parts.actsAtHand,
    });
  }

  static async open(parts: MissionGatewayParts): Promise<MissionGateway> {
    const { store, mission, quota } = parts;
    const open = (kind: 'records' | 'evidence' | 'quarantine') =>
      openDatabase(store, databaseOf(mission, kind));
    const quarantine = new Quarantine(await open('quarantine'), quota);
    const gateway = new MissionGateway(parts, await open('records'), await open('evidence'), quarantine);
    await gateway.#serially(async () => {});
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
    return this.#serially((index) => this.#settle(index));
  }

  async #settle(index: MissionIndex): Promise<void> {
    const batch = newBatch();
    await this.#judge.judgeHeld([...index.held], batch, index);
    await this.#judge.judgeAgain(batch, index);
    for (const key of index.entries.unsaid(this.#parts.epoch.value)) batch.touched.add(key);
    // Credentials and lifts: verdicts rest on them, and no receipt names them.
    for (const { key, kind } of index.entries.unsettled())
      if (kind === 'travelling' || kind === 'lift') batch.relied.add(key);
    await this.#conclude(batch, index);
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

  /** How far this desk's chain of an epoch has come here; undefined for one that is not known, or not now. */
  async receivedSeq(desk: DeskId, epoch: Epoch): Promise<number | undefined> {
    await this.idle();
    return this.#index?.chains.contiguousTo(desk, epoch);
  }

  /** Acts on hold that a supervisor's word frees, as they were signed. */
  heldActs(limit: number): Promise<readonly { readonly code: string; readonly jws: string }[]> {
    return this.#serially(async (index) => {
      const found: { code: string; jws: string }[] = [];
      for (const key of index.held) {
        if (found.length >= limit) break;
        const entry = index.entries.get(key);
        if (entry?.kind !== 'act' || !LIFTABLE.has(entry.admission.code)) continue;
        const jws = await this.#quarantine.text(key);
        if (jws !== undefined) found.push({ code: entry.admission.code, jws });
      }
      return found;
    });
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#last.catch(() => {});
  }

  /**
   * Read anew, a mission is settled: a batch that failed half-way may have kept what others wait for, and said nothing.
   */
  async #load(): Promise<MissionIndex> {
    const index = await this.#reader.load();
    await this.#settle(index);
    return index;
  }

  /** One after the other. After a failure the index is read anew: what was written of a batch is not known. */
  #serially<T>(work: (index: MissionIndex) => Promise<T>): Promise<T> {
    const run = this.#last
      .catch(() => {})
      .then(async () => {
        // Before anything is judged or said: two that sign with one key give one number to two receipts.
        if (this.#parts.store.shared) await this.#parts.stillSigns();
        const known = this.#index?.isStillTrue() ? this.#index : null;
        this.#index = null;
        const index = known ?? (await this.#load());
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
    const { epoch, onRestored } = this.#parts;
    const batch = newBatch();
    const { quarantined, restored } = await this.#reader.catchUp(index, batch);
    if (restored) await onRestored();
    else await epoch.refresh();
    const all = epoch.value !== this.#settledIn;
    await this.#judge.judgeHeld(all ? [...index.held] : quarantined, batch, index);
    await this.#judge.judgeAgain(batch, index);
    if (all) for (const key of index.entries.unsaid(epoch.value)) batch.touched.add(key);
    await this.#conclude(batch, index);
    this.#settledIn = epoch.value;
  }

  /** Leaves out what finds no room in the quarantine of the desk that brought it. */
  #makeRoom(batch: Batch, index: MissionIndex): void {
    const waiting = [...batch.fresh.values()].filter(({ key }) => isToWait(index.entries.get(key)));
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
    const written = await this.#keeper.keep(kept, batch);
    const waiting = [...batch.fresh.values()].filter(({ key }) => isToWait(index.entries.get(key)));
    for (const [carrier, brought] of byCarrier(waiting, batch)) {
      await this.#quarantine.put(brought, carrier, isoTime(clock.now()));
      for (const { key } of brought) written.add(key);
      step?.('quarantined');
    }
    for (const entry of kept.values()) {
      const act = entry.kind === 'act' ? batch.acts.get(entry.key) : undefined;
      index.set({ ...entry, place: 'kept' }, act, act);
    }
    for (const [key, act] of batch.acts) {
      const entry = index.entries.get(key);
      if (entry?.consistent) index.addToChain(act, entry.admission);
    }
    await this.#eraser.erase(batch, index);
    await this.#teller.tell(batch, index, written);
    await this.#eraser.told();
    const second = [...kept.keys()].filter((key) => !batch.fresh.has(key));
    if (second.length > 0) {
      await this.#quarantine.release(second);
      step?.('released');
    }
  }
}
