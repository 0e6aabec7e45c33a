/**
 * A clock that is set while the desk is open is recorded as readings are: an audit record, signed by whoever is there
 * (`clock-changed`). While nobody is, it waits in the facts, and outlives a stop. Between two runs only a step back can be
 * seen: the last look is later than now.
 */
import { isoTime } from '../../app/acts/clock.ts';
import type { MissionCode } from '../../app/acts/ids.ts';
import { ClockWatch, type WatchedClock } from '../../app/audit/clock-watch.ts';
import { CLOCK_TOLERANCE_MS } from '../../app/audit/time-evidence.ts';
import { recordAudit } from './audit.ts';
import type { DeskContext } from './desk-context.ts';
import { anyMission } from './travelling.ts';
import { Turn } from './turn.ts';

const LAST_LOOK = 'clock:last-look';
const WAITING = 'clock:waiting';
const HOUR_MS = 3_600_000;
/** Nobody sets a clock more often between two unlockings; a clock that does so by itself has been shown to. */
const KEPT = 20;

export class ClockWatching {
  readonly #desk: DeskContext;
  readonly #watch: ClockWatch;
  readonly #turn = new Turn();

  constructor(desk: DeskContext, monotonic: () => number) {
    this.#desk = desk;
    const clock: WatchedClock = { now: () => desk.clock.now(), monotonic };
    this.#watch = new ClockWatch(clock);
  }

  noteSleep(): void {
    this.#watch.noteSleep();
  }

  /** At the start: against the last look of the run before. */
  begin(): Promise<void> {
    return this.#turn.run(async () => {
      const last = Number((await this.#desk.stores.facts.get(LAST_LOOK)) ?? Number.NaN);
      const by = this.#desk.clock.now() - last;
      await this.#note(by < -CLOCK_TOLERANCE_MS ? by : null);
    });
  }

  /** Called from time to time, and when somebody has unlocked. Never rejects: what cannot be recorded waits. */
  look(): Promise<void> {
    return this.#turn.run(async () => {
      try {
        await this.#note(this.#watch.look());
        await this.#record();
      } catch (error) {
        this.#desk.trouble(error);
      }
    });
  }

  async #note(by: number | null): Promise<void> {
    const { facts } = this.#desk.stores;
    if (by !== null) {
      const waiting = [...(await this.#waiting()), by].slice(-KEPT);
      await facts.set(WAITING, JSON.stringify(waiting));
      if (by < 0) this.#tell(by);
    }
    await facts.set(LAST_LOOK, String(this.#desk.clock.now()));
  }

  #tell(by: number): void {
    const hours = Math.round((-by / HOUR_MS) * 10) / 10;
    this.#desk.emit({ type: 'trouble', code: 'CK-002', values: { hours } });
  }

  async #record(): Promise<void> {
    const { unlocked, platform, clock } = this.#desk;
    if (!unlocked || !platform.journal) return;
    const { officer } = unlocked.session;
    // An officer of the centre has no mission: what is of none goes with the records of any that they work for.
    const mission = officer.mission === 'CENTRAL' ? anyMission(this.#desk) : officer.mission;
    if (mission === undefined) return;
    for (let waiting = await this.#waiting(); waiting.length > 0; waiting = await this.#waiting()) {
      const [by, ...others] = waiting as [number];
      const expected = isoTime(clock.now() - by);
      await recordAudit(this.#desk, mission as MissionCode, { what: 'clock-changed', expected });
      await this.#desk.stores.facts.set(WAITING, JSON.stringify(others));
    }
  }

  async #waiting(): Promise<readonly number[]> {
    const text = await this.#desk.stores.facts.get(WAITING);
    return text === undefined ? [] : (JSON.parse(text) as number[]);
  }
}
