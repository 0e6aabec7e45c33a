/**
 * Carries sealed records to the centre and its words back, whenever there is a link, also while officers are locked out.
 * Two lanes: records (acts, wraps, receipts) and evidence, so that an act never waits behind a scan. Each lane makes one
 * pass after the other; after a failure it waits longer and longer, with jitter, and at once when asked.
 */
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import type { MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { ChunkStore } from '../../app/log/act-log.ts';
import { readU32be } from '../../app/seal/bytes.ts';
import { databaseOf, evidenceOf, LinkError, type LinkErrorCode, type Transfer } from './transfer.ts';

/** Pause between two passes while the link is up. */
const PASS_MS = 2000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;

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
}

export interface ReplicatorParts {
  readonly transfer: Transfer;
  readonly missions: ReadonlyMap<MissionCode, { readonly chunks: ChunkStore }>;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** acts and wraps by document id that the centre has answered for */
  readonly onSent: (ids: readonly string[]) => void;
  /** new documents of the keyring or the catalogue have come */
  readonly onReference: () => Promise<void>;
  readonly onPulled: (mission: MissionCode) => Promise<void>;
  readonly onState: () => void;
}

type LaneName = 'records' | 'evidence';

class Lane {
  running = false;
  failure: LinkErrorCode | null = null;
  failingSince: number | null = null;
  lastContact: number | null = null;
  nextTry: number | null = null;
  retryMs = FIRST_RETRY_MS;
  timer: ReturnType<typeof setTimeout> | null = null;
  pass: Promise<void> | null = null;
}

export class Replicator implements ChunkFetcher {
  readonly #parts: ReplicatorParts;
  readonly #lanes: Record<LaneName, Lane> = { records: new Lane(), evidence: new Lane() };
  #paused = false;
  #stopped = false;

  constructor(parts: ReplicatorParts) {
    this.#parts = parts;
  }

  start(): void {
    for (const name of ['records', 'evidence'] as const) this.#schedule(name, 0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const lane of Object.values(this.#lanes)) if (lane.timer) clearTimeout(lane.timer);
    await Promise.all(Object.values(this.#lanes).map(({ pass }) => pass?.catch(() => {})));
    await this.#parts.transfer.close();
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

  /** One pass of records and one of evidence, now. @throws LinkError what came of it */
  async now(): Promise<void> {
    await this.#run('records', true);
    await this.#run('evidence', true);
  }

  lane(name: LaneName): LaneState {
    const { running, failure, failingSince, lastContact, nextTry } = this.#lanes[name];
    const time = (at: number | null) => (at === null ? null : isoTime(at));
    return {
      running,
      failure,
      failingSince: time(failingSince),
      lastContactAt: time(lastContact),
      nextTryAt: time(nextTry),
    };
  }

  #schedule(name: LaneName, delay: number): void {
    const lane = this.#lanes[name];
    if (this.#stopped) return;
    if (lane.timer) clearTimeout(lane.timer);
    lane.nextTry = delay > 0 && lane.failure ? this.#parts.clock.now() + delay : null;
    lane.timer = setTimeout(() => void this.#run(name, false).catch(() => {}), delay);
  }

  /** One pass; a second call while one is under way waits for that one, and for a further one when `fresh`. */
  async #run(name: LaneName, fresh: boolean): Promise<void> {
    const lane = this.#lanes[name];
    if (lane.pass) {
      await lane.pass.catch(() => {});
      if (!fresh) return;
    }
    if (this.#stopped || (this.#paused && !fresh)) return;
    lane.running = true;
    this.#parts.onState();
    lane.pass = name === 'records' ? this.#records() : this.#evidence();
    try {
      await lane.pass;
      Object.assign(lane, {
        failure: null,
        failingSince: null,
        retryMs: FIRST_RETRY_MS,
        lastContact: this.#parts.clock.now(),
      });
      this.#schedule(name, PASS_MS);
    } catch (error) {
      lane.failure = error instanceof LinkError ? error.code : 'LN-005';
      lane.failingSince ??= this.#parts.clock.now();
      this.#schedule(name, lane.retryMs + this.#jitter(lane.retryMs));
      lane.retryMs = Math.min(LAST_RETRY_MS, lane.retryMs * 2);
      throw error;
    } finally {
      lane.running = false;
      lane.pass = null;
      this.#parts.onState();
    }
  }

  /** up to half as long again: a mission's desks must not all come back in the same second */
  #jitter(milliseconds: number): number {
    return Math.floor((readU32be(this.#parts.random.bytes(4)) / 0x1_0000_0000) * (milliseconds / 2));
  }

  /** Acts, wraps and travelling credentials up first, then what the centre says down. */
  async #records(): Promise<void> {
    const { transfer, missions, onSent, onReference, onPulled } = this.#parts;
    await transfer.open();
    for (const mission of missions.keys()) await transfer.push(databaseOf(mission), onSent);
    const reference = [await transfer.pull('keyring'), await transfer.pull('catalogue')];
    if (reference.some(({ written }) => written > 0)) await onReference();
    for (const mission of missions.keys()) {
      await transfer.pull(databaseOf(mission));
      await onPulled(mission);
    }
  }

  async #evidence(): Promise<void> {
    const { transfer, missions } = this.#parts;
    await transfer.open();
    for (const mission of missions.keys()) await transfer.push(evidenceOf(mission), () => {});
  }

  async fetch(mission: MissionCode, chunks: readonly RecordHash[]): Promise<void> {
    const { transfer, missions } = this.#parts;
    await transfer.open();
    for (const id of chunks) {
      await missions.get(mission)?.chunks.put([{ id, bytes: await transfer.chunk(evidenceOf(mission), id) }]);
    }
  }
}
