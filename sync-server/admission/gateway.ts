/**
 * The gateway's use of admission, between the protocol and the store: every write to a mission's databases passes here.
 * Databases of other kinds take no writes from clients at all.
 */
import { type Clock, isoTime } from '../../app/acts/clock.ts';
import type { DeskId, Epoch, Kid, MissionCode } from '../../app/acts/ids.ts';
import { parseKid, parseMissionCode } from '../../app/acts/ids.ts';
import { counts } from '../../app/admission/receipt.ts';
import { signFreshness } from '../../app/keyring/freshness.ts';
import type { CryptoKey, PrivateJwk } from '../../app/seal/keys.ts';
import { importPrivate } from '../../app/seal/keys.ts';
import type { DocAnswer, DocsWrite } from '../couch/hooks.ts';
import type { MinistryFile } from '../ministry-file.ts';
import { type DbName, joinRev, type Rev } from '../stores/ids.ts';
import { type ReplicaStore, type RevsQuery, StoreError } from '../stores/replica-store.ts';
import { type Belonging, belongingOf } from './databases.ts';
import { Incumbent } from './incumbent.ts';
import { MissionGateway } from './mission-gateway.ts';
import type { MissionGatewayParts } from './mission-gateway-parts.ts';
import { readOffered } from './offered.ts';
import type { Quota } from './quarantine.ts';
import { ReceiptHomes } from './receipt-times.ts';
import { Reference } from './reference.ts';
import { ServerEpoch } from './server-epoch.ts';
import type { Step } from './step.ts';

/** Room in quarantine for what one desk brings: days of a busy desk whose acts all wait for something. */
export const DEFAULT_QUOTA: Quota = { bytes: 1024 ** 3, documents: 50_000 };

export interface GatewayOptions {
  readonly store: ReplicaStore;
  readonly ministry: MinistryFile;
  readonly clock: Clock;
  readonly quota?: Quota;
  /** acts of quiet dossiers that stay in memory, for each mission */
  readonly actsAtHand?: number;
  /** begin a new server epoch: after a restore or a migration of the data */
  readonly newEpoch?: boolean;
  readonly step?: (step: Step) => void;
  /** verdicts that a durable receipt tells */
  readonly onTold?: MissionGatewayParts['onTold'];
  /** work that no request waits for has failed */
  readonly onError?: (error: unknown) => void;
  /** another process has started with this gateway's key: this one admits nothing more */
  readonly onSuperseded?: () => void;
}

const FORBIDDEN = 'Only signed records, under the id and revision that follow from them, are kept here.';

export class Gateway {
  readonly kid: Kid;
  readonly missions: readonly MissionCode[];
  readonly databases: ReadonlyMap<DbName, Belonging>;
  readonly reference: Reference;
  readonly epoch: ServerEpoch;
  readonly #gateways = new Map<MissionCode, MissionGateway>();
  readonly #key: CryptoKey;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #background = new Set<Promise<void>>();
  /** lets go of the store's news */
  readonly #leave: (() => void)[] = [];
  #superseded = false;

  private constructor(
    kid: Kid,
    missions: readonly MissionCode[],
    reference: Reference,
    epoch: ServerEpoch,
    { key, clock, onError }: { key: CryptoKey; clock: Clock; onError: (error: unknown) => void },
  ) {
    this.#key = key;
    this.#clock = clock;
    this.kid = kid;
    this.missions = missions;
    this.databases = belongingOf(missions);
    this.reference = reference;
    this.epoch = epoch;
    this.#onError = onError;
  }

  /** Reads what is there, judges again what is on hold, and receipts what no receipt of this epoch names. */
  static async open(options: GatewayOptions): Promise<Gateway> {
    const {
      store,
      ministry,
      clock,
      quota = DEFAULT_QUOTA,
      actsAtHand,
      newEpoch = false,
      step,
      onTold,
      onError = () => {},
      onSuperseded = () => {},
    } = options;
    const epoch = await ServerEpoch.open(store, newEpoch);
    const reference = await Reference.open(store, ministry, onError);
    const kid = parseKid(ministry.gateway.kid);
    if (!reference.keyring.credential(kid)?.roles.includes('gateway'))
      throw new Error('the keyring does not know this gateway');
    if (!counts({ kid, at: isoTime(clock.now()) }, reference.keyring))
      throw new Error('the key of this gateway is revoked: give it its renewed server.json');
    const key: CryptoKey = await importPrivate(ministry.gateway.sig as PrivateJwk, 'sig');
    const incumbent = await Incumbent.begin(store, kid);
    const missions = Object.keys(ministry.missions).map(parseMissionCode);
    const gateway = new Gateway(kid, missions, reference, epoch, { key, clock, onError });
    const homes = new ReceiptHomes();
    for (const mission of missions) {
      const parts = {
        mission,
        homes,
        store,
        reference,
        epoch,
        gateway: { kid, key },
        clock,
        quota,
        actsAtHand,
        step,
        onTold,
      };
      const onKeyring = () => gateway.#others(mission, (other) => other.keyringGrew());
      const stillSigns = async () => {
        if (!(await incumbent.isSuperseded())) return;
        if (!gateway.#superseded) onSuperseded();
        gateway.#superseded = true;
        throw superseded();
      };
      const onRestored = async () => {
        await epoch.raise();
        gateway.#others(null, (other) => other.settle());
      };
      gateway.#gateways.set(
        mission,
        await MissionGateway.open({ ...parts, stillSigns, onKeyring, onRestored }),
      );
    }
    if (store.shared) gateway.#keepFollowing();
    return gateway;
  }

  /**
   * @param carrier the desk whose session brings this
   * @param leaving it is revoked: it hands over what was sealed there, and frees nothing that is on hold
   * @throws StoreError, CouchError
   */
  async write(db: DbName, write: DocsWrite, carrier: string, leaving = false): Promise<readonly DocAnswer[]> {
    if (this.#superseded) throw superseded();
    const place = this.databases.get(db);
    const revs = revisionsOf(write);
    const gateway = place && this.#gateways.get(place.mission);
    // Immutable records have the same revision everywhere: an edit that leaves the revision to the server is none.
    if (!gateway || write.newEdits) return write.docs.map(({ id }) => forbidden(id));
    const read = await Promise.all(write.docs.map((doc) => readOffered(doc, place.kind)));
    const offered = read.map((one) => (leaving && one?.kind === 'lift' ? null : one));
    const records = offered.filter((one) => one !== null);
    const outcomes = await gateway.offer(records, carrier);
    const outcomeOf = new Map(records.map((one, n) => [one, outcomes[n]]));
    return write.docs.map(({ id }, n) => {
      const one = offered[n];
      const kept = one && outcomeOf.get(one) === 'kept';
      return kept ? { id, rev: revs[n] as Rev } : forbidden(id);
    });
  }

  /** This gateway's word, now, that its list of the keyring is the newest; null before there is one. */
  async freshness(): Promise<string | null> {
    const head = this.reference.keyring.head();
    if (!head || this.#superseded) return null;
    return signFreshness({ keyring: head.hash, at: isoTime(this.#clock.now()) }, this.kid, this.#key);
  }

  /** See {@link MissionGateway.heldActs}. */
  async heldActs(mission: MissionCode, limit: number) {
    return (await this.#gateways.get(mission)?.heldActs(limit)) ?? [];
  }

  /** See {@link MissionGateway.receivedSeq}. */
  async receivedSeq(mission: MissionCode, desk: DeskId, epoch: Epoch): Promise<number | undefined> {
    return this.#gateways.get(mission)?.receivedSeq(desk, epoch);
  }

  /** Of the revisions that a database lacks, those that rest in its quarantine. */
  async inQuarantine(db: DbName, lacking: RevsQuery): Promise<RevsQuery> {
    const found = new Map<string, readonly Rev[]>();
    const place = this.databases.get(db);
    const gateway = place && this.#gateways.get(place.mission);
    if (!gateway) return found;
    await gateway.idle();
    for (const [id, revs] of lacking) {
      const there = revs.filter((rev) => gateway.inQuarantine(id, rev));
      if (there.length > 0) found.set(id, there);
    }
    return found;
  }

  /** Resolves when nothing is under way: call it before the store is closed. */
  async idle(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
    for (const gateway of this.#gateways.values()) await gateway.idle();
  }

  /** Takes in what other gateways of the same store have written so far. */
  async follow(): Promise<void> {
    for (const gateway of this.#gateways.values()) await gateway.follow();
  }

  /** Takes in nothing more of what other gateways write: call it before the store is closed, and {@link idle} then. */
  leave(): void {
    for (const leave of this.#leave.splice(0)) leave();
  }

  /** What another gateway of the same store writes may free what waits here. */
  #keepFollowing(): void {
    for (const gateway of this.#gateways.values())
      this.#leave.push(gateway.subscribe(() => this.#behind(gateway.follow())));
  }

  #others(but: MissionCode | null, work: (gateway: MissionGateway) => Promise<void>): void {
    for (const [mission, gateway] of this.#gateways) if (mission !== but) this.#behind(work(gateway));
  }

  #behind(work: Promise<void>): void {
    const run = work.catch(this.#onError);
    this.#background.add(run);
    void run.finally(() => this.#background.delete(run));
  }
}

const superseded = (): StoreError =>
  new StoreError('unavailable', 'another process signs with the key of this gateway');

const forbidden = (id: string): DocAnswer => ({ id, error: 'forbidden', reason: FORBIDDEN });

const revisionsOf = (write: DocsWrite): readonly (Rev | undefined)[] =>
  write.newEdits
    ? write.docs.map(() => undefined)
    : write.docs.map(({ revisions: { start, ids } }) => joinRev(start, ids[0] ?? ''));
