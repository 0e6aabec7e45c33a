/**
 * Carries sealed records to the centre and its words back, whenever there is a link, also while officers are locked out.
 * Two lanes: records (acts, wraps, receipts) and evidence, so that an act never waits behind a scan. Each lane makes one
 * pass after the other; after a failure it waits longer and longer, with jitter, and at once when asked.
 */
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import type { MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { ChunkStore } from '../../app/log/act-log.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { readU32be } from '../../app/seal/bytes.ts';
import { Offers } from './offers.ts';
import type { FactShelf } from './stores.ts';
import {
  databaseOf,
  evidenceOf,
  isDenial,
  LinkError,
  type LinkErrorCode,
  type Transfer,
} from './transfer.ts';
import { Turn } from './turn.ts';

/** Pause between two passes while the link is up. */
const PASS_MS = 2000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;
/** After these there is no use in asking for another mission. */
const LINK_IS_DOWN: ReadonlySet<LinkErrorCode> = new Set(['LN-001', 'LN-002', 'LN-006']);

export interface ChunkFetcher {
  /** asks the centre for chunks and keeps those that come. @throws LinkError */
  fetch(mission: MissionCode, chunks: readonly RecordHash[]): Promise<void>;
}

export interface LaneState {
  readonly running: boolean;
  readonly failure: LinkErrorCode | null;
  readonly lastContactAt: string | null;
  readonly nextTryAt: string | null;
  readonly failingSince: string | null;
  /** when the failure came last */
  readonly failedAt: string | null;
}

export interface ReplicatorParts {
  readonly transfer: Transfer;
  readonly missions: ReadonlyMap<MissionCode, { readonly chunks: ChunkStore }>;
  /** whether this desk carries a mission's records: at the centre, while any of its officers works for it */
  readonly carries: (mission: MissionCode) => boolean;
  /** where is kept what was offered of a database */
  readonly facts: Pick<FactShelf, 'get' | 'set' | 'delete'>;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** acts and wraps by document id that the centre has answered for */
  readonly onSent: (mission: MissionCode, ids: readonly string[]) => Promise<void>;
  /** keyring and catalogue are as the centre has them. @param grew something of them is new here */
  readonly onReference: (grew: boolean) => Promise<void>;
  readonly onPulled: (mission: MissionCode) => Promise<void>;
  /** a pass has come to its end: what the centre gives of reference and missions is here */
  readonly onAllPulled: () => Promise<void>;
  /** records with which the centre says that this desk is revoked */
  readonly onRevoked: (documents: readonly SignedDocument[]) => Promise<void>;
  /** this desk is revoked: what it sealed goes up, and nothing comes down */
  readonly isLeaving: () => boolean;
  /** it has been answered for, all of it: the passes end */
  readonly onHandedOver: () => Promise<void>;
  readonly onState: () => void;
  /** a pass of either lane has ended, well or not */
  readonly onPass: () => void;
  /** something failed on this desk, not on the link */
  readonly onTrouble: (error: unknown) => void;
}

type LaneName = 'records' | 'evidence';

class Lane {
  running = false;
  failure: LinkErrorCode | null = null;
  failingSince: number | null = null;
  failedAt: number | null = null;
  lastContact: number | null = null;
  nextTry: number | null = null;
  retryMs = FIRST_RETRY_MS;
  timer: ReturnType<typeof setTimeout> | null = null;
  readonly turn = new Turn();
}

export class Replicator implements ChunkFetcher {
  readonly #parts: ReplicatorParts;
  readonly #lanes: Record<LaneName, Lane> = { records: new Lane(), evidence: new Lane() };
  /** lanes in which a leaving desk has handed over everything */
  readonly #handed = new Set<LaneName>();
  readonly #offers: Offers;
  /** as a pass knew it last */
  #leaves = false;
  #paused = false;
  #stopped = false;

  constructor(parts: ReplicatorParts) {
    this.#parts = parts;
    this.#offers = new Offers(parts.transfer, parts.facts);
  }

  start(): void {
    for (const name of ['records', 'evidence'] as const) this.#schedule(name, 0);
  }

  /** Cuts what is under way: a link that is silent must not hold up the end of the day. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const lanes = Object.values(this.#lanes);
    for (const lane of lanes) if (lane.timer) clearTimeout(lane.timer);
    await this.#parts.transfer.close();
    await Promise.all(lanes.map(({ turn }) => turn.idle));
  }

  get paused(): boolean {
    return this.#paused;
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    if (!paused) this.wake();
    this.#parts.onState();
  }

  /** something was sealed: a pass now rather than at the next turn */
  wake(): void {
    for (const name of ['records', 'evidence'] as const)
      if (!this.#lanes[name].running) this.#schedule(name, 0);
  }

  /** One pass of records and one of evidence, now: also where some records were not taken. @throws LinkError what came of it */
  async now(): Promise<void> {
    this.#offers.again();
    let failure: unknown = null;
    for (const name of ['records', 'evidence'] as const) {
      if (isDown(failure)) break;
      await this.#run(name, true).catch((error) => {
        failure = moreTelling(failure, error);
      });
    }
    if (failure) throw failure;
  }

  lane(name: LaneName): LaneState {
    const { running, failure, failingSince, failedAt, lastContact, nextTry } = this.#lanes[name];
    const time = (at: number | null) => (at === null ? null : isoTime(at));
    return {
      running,
      failure,
      failingSince: time(failingSince),
      failedAt: time(failedAt),
      lastContactAt: time(lastContact),
      nextTryAt: time(nextTry),
    };
  }

  #schedule(name: LaneName, delay: number): void {
    const lane = this.#lanes[name];
    if (this.#stopped) return;
    if (lane.timer) clearTimeout(lane.timer);
    lane.nextTry = delay > 0 && lane.failure ? this.#parts.clock.now() + delay : null;
    // What came of a pass of its own accord is in the lane's state.
    lane.timer = setTimeout(() => void this.#run(name, false).catch(() => {}), delay);
  }

  /** One pass, after the one under way. @param asked by a person: also while paused */
  #run(name: LaneName, asked: boolean): Promise<void> {
    const lane = this.#lanes[name];
    return lane.turn.run(async () => {
      if (this.#stopped || (this.#paused && !asked)) return;
      lane.running = true;
      this.#parts.onState();
      try {
        const handed = await (name === 'records' ? this.#records() : this.#evidence());
        this.#succeeded(lane);
        if (handed) await this.#handedOver(name);
        this.#schedule(name, PASS_MS);
      } catch (error) {
        this.#failed(lane, error);
        this.#schedule(name, this.#pauseAfter(lane, error));
        throw error;
      } finally {
        lane.running = false;
        this.#parts.onState();
        if (!this.#stopped) this.#parts.onPass();
      }
    });
  }

  async #handedOver(name: LaneName): Promise<void> {
    this.#handed.add(name);
    if (this.#handed.size < Object.keys(this.#lanes).length) return;
    await this.#parts.onHandedOver();
    this.#stopped = true;
  }

  #succeeded(lane: Lane): void {
    lane.failure = null;
    lane.failingSince = null;
    lane.failedAt = null;
    lane.retryMs = FIRST_RETRY_MS;
    lane.lastContact = this.#parts.clock.now();
  }

  /** What fails on this desk itself is no word about the link. */
  #failed(lane: Lane, error: unknown): void {
    if (!(error instanceof LinkError)) this.#parts.onTrouble(error);
    lane.failure = error instanceof LinkError ? error.code : 'LN-002';
    lane.failedAt = this.#parts.clock.now();
    lane.failingSince = isDenial(error) ? null : (lane.failingSince ?? lane.failedAt);
  }

  /** What the centre denies is no trouble of the link: the rest went up and came down, and goes on doing so. */
  #pauseAfter(lane: Lane, error: unknown): number {
    if (isDenial(error)) {
      lane.retryMs = FIRST_RETRY_MS;
      lane.lastContact = this.#parts.clock.now();
      return PASS_MS;
    }
    const pause = lane.retryMs + this.#jitter(lane.retryMs);
    lane.retryMs = Math.min(LAST_RETRY_MS, lane.retryMs * 2);
    return pause;
  }

  /** up to half as long again: a mission's desks must not all come back in the same second */
  #jitter(milliseconds: number): number {
    return Math.floor((readU32be(this.#parts.random.bytes(4)) / 0x1_0000_0000) * (milliseconds / 2));
  }

  /**
   * Acts, wraps and travelling credentials up first, then what the centre says down: also where some of it was not taken.
   * @returns whether this was all that is left to do
   */
  async #records(): Promise<boolean> {
    const { transfer, onReference, onPulled, onRevoked } = this.#parts;
    const { epoch, revoked } = await transfer.open();
    if (revoked) await onRevoked(revoked);
    const leaving = this.#leaving();
    const pushed = await this.#eachMission((mission) => this.#pushRecords(mission, epoch), leaving);
    this.#mustGoOn();
    if (leaving) {
      if (pushed) throw pushed;
      return true;
    }
    const reference = [await transfer.pull('keyring'), await transfer.pull('catalogue')];
    await onReference(reference.some(({ written }) => written > 0));
    const pulled = await this.#eachMission(async (mission) => {
      try {
        await transfer.pull(databaseOf(mission));
      } finally {
        // What came before the link broke is here to stay.
        await onPulled(mission);
      }
    });
    if (!pulled) await this.#parts.onAllPulled();
    const failure = moreTelling(pushed, pulled);
    if (failure) throw failure;
    return false;
  }

  /** What was denied before is offered once more when leaving begins: later there is no key to come with. */
  #leaving(): boolean {
    const leaving = this.#parts.isLeaving();
    if (leaving && !this.#leaves) this.#offers.again();
    this.#leaves = leaving;
    return leaving;
  }

  async #pushRecords(mission: MissionCode, epoch: string): Promise<void> {
    const answered: string[] = [];
    try {
      await this.#offers.offer(databaseOf(mission), epoch, (ids) => answered.push(...ids));
    } finally {
      await this.#parts.onSent(mission, answered);
    }
  }

  async #evidence(): Promise<boolean> {
    const { epoch } = await this.#parts.transfer.open();
    const leaving = this.#leaving();
    const offer = (mission: MissionCode) => this.#offers.offer(evidenceOf(mission), epoch, () => {});
    const failure = await this.#eachMission(offer, leaving);
    if (failure) throw failure;
    return leaving;
  }

  /**
   * One mission's trouble does not keep the others waiting.
   * @param leaving what the centre denies of a desk that leaves, it will deny always: that is handed over, too
   * @returns the failure that is to be told in the end. @throws LinkError where the link is down
   */
  async #eachMission(
    work: (mission: MissionCode) => Promise<void>,
    leaving = false,
  ): Promise<LinkError | null> {
    let failure: LinkError | null = null;
    for (const mission of this.#parts.missions.keys()) {
      this.#mustGoOn();
      if (!this.#parts.carries(mission)) continue;
      try {
        await work(mission);
      } catch (error) {
        if (!(error instanceof LinkError) || isDown(error)) throw error;
        if (!(leaving && isDenial(error))) failure = moreTelling(failure, error);
      }
    }
    return failure;
  }

  #mustGoOn(): void {
    if (this.#stopped) throw new LinkError('LN-001');
  }

  async fetch(mission: MissionCode, chunks: readonly RecordHash[]): Promise<void> {
    const { transfer, missions } = this.#parts;
    await transfer.open();
    for (const id of chunks) {
      await missions.get(mission)?.chunks.put([{ id, bytes: await transfer.chunk(evidenceOf(mission), id) }]);
    }
  }
}

const isDown = (error: unknown): boolean => error instanceof LinkError && LINK_IS_DOWN.has(error.code);

/** The first of two failures, but no denial where there is another: a denial is said until it is lifted, and hides nothing. */
const moreTelling = <T>(first: T | null, then: T | null): T | null =>
  first === null || (isDenial(first) && then !== null) ? then : first;
