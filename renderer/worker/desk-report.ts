/** What this desk says of itself to its gateway: when a session is opened, and after a pass that changed it. */
import { isoTime } from '../../app/acts/clock.ts';
import type { DeskReport, JournalHead, LinkTrouble } from '../../app/desk/fleet.ts';
import type { DeskContext } from './desk-context.ts';
import type { Transfer } from './transfer.ts';

interface ReportGround {
  readonly desk: Pick<DeskContext, 'configuration' | 'platform' | 'clock' | 'waiting' | 'unlocked'>;
  readonly version: string;
  readonly transfer: Pick<Transfer, 'tell'>;
  readonly lastError: () => LinkTrouble | null;
}

export class DeskReports {
  readonly #ground: ReportGround;
  /** the gist of what was told last */
  #told: string | null = null;
  #telling = false;
  #hasSealed = false;

  constructor(ground: ReportGround) {
    this.#ground = ground;
  }

  /** For the handshake. Where that fails there is no session, and the next one is opened with another. */
  async atHandshake(): Promise<DeskReport> {
    const report = await this.#report();
    this.#told = gistOf(report);
    return report;
  }

  /** Tells what is another now than was told last. No pass waits for it; what fails is tried again after the next. */
  async afterPass(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    try {
      const report = await this.#report();
      const gist = gistOf(report);
      if (gist !== this.#told && (await this.#ground.transfer.tell(report))) this.#told = gist;
    } catch {
      // A word about the desk is worth no trouble to its officers.
    } finally {
      this.#telling = false;
    }
  }

  async #report(): Promise<DeskReport> {
    const { desk, version, lastError } = this.#ground;
    return {
      v: 1,
      version,
      at: isoTime(desk.clock.now()),
      journal: await this.#journalHead(),
      backlog: await desk.waiting.backlog(desk.unlocked?.model.rows.values() ?? null),
      lastError: lastError(),
    };
  }

  async #journalHead(): Promise<JournalHead | null> {
    const { platform, configuration } = this.#ground.desk;
    const { journal } = platform;
    if (!journal || configuration.mission === 'CENTRAL') return null;
    // To ask for a head starts the first epoch: a desk that has sealed nothing is not asked.
    this.#hasSealed ||= (await journal.replay(0, 1)).length > 0;
    if (!this.#hasSealed) return null;
    const { epoch, seq } = await journal.head(configuration.mission);
    return seq > 0 ? { epoch, seq } : null;
  }
}

/** What makes a report worth telling: all but its time, and the errors' times. */
const gistOf = ({ version, journal, backlog, lastError }: DeskReport): string =>
  JSON.stringify([version, journal, backlog, lastError?.code ?? null]);
