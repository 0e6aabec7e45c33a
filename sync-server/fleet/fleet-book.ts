/**
 * What the gateway knows of each desk: kept in documents of the server's own database that are no part of any sequence, one
 * a desk, so that several gateways of one store share it and nothing of it grows. Nobody waits for it, and nothing is
 * admitted or refused by it: a store in trouble makes it older, no more.
 */
import { type Clock, isoTime } from '../../app/acts/clock.ts';
import type { DeskId, Epoch, MissionCode } from '../../app/acts/ids.ts';
import type { DeskReport, DeskState, Fleet, FleetDesk } from '../../app/desk/fleet.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { openDatabase, SERVER } from '../admission/databases.ts';
import type { JsonObject } from '../stores/json.ts';
import type { ReplicaDb, ReplicaStore } from '../stores/replica-store.ts';
import { readReport } from './report.ts';
import { heardAt, isSilent, type Rhythm, usualSilence } from './rhythm.ts';

/** Contacts closer than this are one in the book. */
const CONTACT_MS = 5 * 60_000;
const WRITE_EVERY_MS = 30_000;
/** Kept while the store cannot take them. */
const CONTACTS = 100;
/** A break of all gateways that is longer than this is a time in which nobody could come. */
const BREAK_MS = 15 * 60_000;
const SERVING = 'serving';

const documentOf = (desk: DeskId): string => `desk:${desk}`;

/** What is written down of a desk. */
interface Known {
  readonly rhythm: Rhythm;
  readonly report: FleetDesk['report'];
  /** seconds */
  readonly clockOffset: number | null;
}

/** What this process has heard and not written down yet. */
interface Heard {
  /** each at least {@link CONTACT_MS} after the one before, but for the last */
  readonly contacts: readonly number[];
  readonly report: DeskReport | null;
  readonly reportAt: number;
}

export interface FleetBookParts {
  readonly store: ReplicaStore;
  readonly keyring: Keyring;
  readonly clock: Clock;
  /** last number of a desk's epoch that admission has a place for; undefined where it knows nothing of it */
  readonly receivedSeq: (mission: MissionCode, desk: DeskId, epoch: Epoch) => Promise<number | undefined>;
  /** writing it down has failed; it is tried again */
  readonly onError: (error: unknown) => void;
}

export class FleetBook {
  readonly #parts: FleetBookParts;
  readonly #db: ReplicaDb;
  readonly #heard = new Map<DeskId, Heard>();
  /** when this process last wrote a contact of a desk down */
  readonly #noted = new Map<DeskId, number>();
  #servedSince: number;
  #servingNoted = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(parts: FleetBookParts, db: ReplicaDb, servedSince: number) {
    this.#parts = parts;
    this.#db = db;
    this.#servedSince = servedSince;
  }

  /** @throws StoreError */
  static async open(parts: FleetBookParts): Promise<FleetBook> {
    const db = await openDatabase(parts.store, SERVER);
    const now = parts.clock.now();
    const book = new FleetBook(parts, db, servedSince((await db.getLocal(SERVING))?.body, now));
    book.#timer = setInterval(() => void book.write().catch(parts.onError), WRITE_EVERY_MS).unref();
    return book;
  }

  /** A request of this desk's session has come. */
  contact(desk: DeskId): void {
    const at = this.#parts.clock.now();
    const heard = this.#heard.get(desk);
    if (heard) this.#heard.set(desk, { ...heard, contacts: withContact(heard.contacts, at) });
    else if (Math.abs(at - (this.#noted.get(desk) ?? 0)) >= CONTACT_MS)
      this.#heard.set(desk, { contacts: [at], report: null, reportAt: 0 });
  }

  /** @param value what the desk says of itself; anything else than a report is a contact only */
  report(desk: DeskId, value: unknown): void {
    const at = this.#parts.clock.now();
    const heard = this.#heard.get(desk);
    const contacts = withContact(heard?.contacts ?? [], at);
    const report = readReport(value);
    if (report) this.#heard.set(desk, { contacts, report, reportAt: at });
    else this.#heard.set(desk, { report: null, reportAt: 0, ...heard, contacts });
  }

  /** Writes down what was heard. @throws StoreError; what was not written is kept for the next time */
  write(): Promise<void> {
    const run = this.#writing.catch(() => {}).then(() => this.#write());
    this.#writing = run;
    return run;
  }

  async #write(): Promise<void> {
    const now = this.#parts.clock.now();
    if (Math.abs(now - this.#servingNoted) >= CONTACT_MS) {
      // Another gateway may have been there all the time that this one was not.
      this.#servedSince = Math.min(
        this.#servedSince,
        servedSince((await this.#db.getLocal(SERVING))?.body, now),
      );
      await this.#put(SERVING, { since: this.#servedSince, until: now });
      this.#servingNoted = now;
    }
    for (const [desk, heard] of [...this.#heard]) {
      const known = this.#after(await this.#known(desk), heard);
      await this.#put(documentOf(desk), known as unknown as JsonObject);
      this.#noted.set(desk, heard.contacts.at(-1) ?? now);
      if (this.#heard.get(desk) === heard) this.#heard.delete(desk);
    }
  }

  async #put(id: string, body: JsonObject): Promise<void> {
    await this.#db.putLocal(id, body, (await this.#db.getLocal(id))?.rev);
  }

  async #known(desk: DeskId): Promise<Known | undefined> {
    return (await this.#db.getLocal(documentOf(desk)))?.body as unknown as Known | undefined;
  }

  #after(known: Known | undefined, { contacts, report, reportAt }: Heard): Known {
    const [first = reportAt, ...later] = contacts;
    const rhythm = later.reduce(
      (before, at) => heardAt(before, at, this.#servedSince),
      heardAt(known?.rhythm, first, this.#servedSince),
    );
    if (report === null) return { report: null, clockOffset: null, ...known, rhythm };
    const clockOffset = Math.round((Date.parse(report.at) - reportAt) / 1000);
    return { rhythm, report: { ...report, receivedAt: isoTime(reportAt) }, clockOffset };
  }

  /** All desks of the ministry, as this and other gateways know them. @throws StoreError */
  async list(): Promise<Fleet> {
    const now = this.#parts.clock.now();
    const desks = await Promise.all(this.#enrolled().map((desk) => this.#one(desk, now)));
    return { at: isoTime(now), desks: desks.sort((a, b) => compare(a, b, now)) };
  }

  #enrolled(): { desk: DeskId; mission: FleetDesk['mission']; revoked: boolean }[] {
    const { keyring } = this.#parts;
    const found = new Map<DeskId, { desk: DeskId; mission: FleetDesk['mission']; revoked: boolean }>();
    for (const { desk, scope, roles, kid } of keyring.credentials()) {
      if (desk === null || !roles.includes('transport')) continue;
      // One that only a revoked signer has revoked works on.
      const revoked = keyring.ending(kid) !== undefined && (found.get(desk)?.revoked ?? true);
      found.set(desk, { desk, mission: scope as FleetDesk['mission'], revoked });
    }
    return [...found.values()];
  }

  async #one(
    { desk, mission, revoked }: { desk: DeskId; mission: FleetDesk['mission']; revoked: boolean },
    now: number,
  ): Promise<FleetDesk> {
    const stored = await this.#known(desk);
    const heard = this.#heard.get(desk);
    const known = heard ? this.#after(stored, heard) : stored;
    const usual = known ? usualSilence(known.rhythm) : null;
    const journal = known?.report?.journal;
    const received =
      journal && mission !== 'CENTRAL'
        ? await this.#parts.receivedSeq(mission, desk, journal.epoch)
        : undefined;
    return {
      desk,
      mission,
      state: revoked ? 'revoked' : stateOf(known?.rhythm, now, this.#servedSince),
      lastContactAt: known ? isoTime(known.rhythm.last) : null,
      usualSilence: usual === null ? null : Math.round(usual / 1000),
      report: known?.report ?? null,
      receivedSeq: received ?? (journal && mission !== 'CENTRAL' ? 0 : null),
      clockOffset: known?.clockOffset ?? null,
    };
  }

  /** Writes down what was heard last. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.write().catch(this.#parts.onError);
  }
}

function withContact(contacts: readonly number[], at: number): readonly number[] {
  const before = contacts.at(-2) ?? Number.NEGATIVE_INFINITY;
  const last = contacts.at(-1) ?? before;
  // The last one moves on until it is far enough from the one before it to be one of its own.
  const isOne = Math.abs(at - last) >= CONTACT_MS || Math.abs(last - before) >= CONTACT_MS;
  return isOne ? [...contacts, at].slice(-CONTACTS) : [...contacts.slice(0, -1), at];
}

/** Since when gateways have been there without a break, by what the last of them wrote. */
function servedSince(body: JsonObject | undefined, now: number): number {
  const { since, until } = body ?? {};
  if (typeof since !== 'number' || typeof until !== 'number') return now;
  return Math.abs(now - until) <= BREAK_MS ? Math.min(since, now) : now;
}

const stateOf = (rhythm: Rhythm | undefined, now: number, since: number): DeskState => {
  if (rhythm === undefined) return 'never';
  return isSilent(rhythm, now, since) ? 'silent' : 'regular';
};

const ORDER: readonly DeskState[] = ['silent', 'never', 'regular', 'revoked'];

function compare(a: FleetDesk, b: FleetDesk, now: number): number {
  const order = ORDER.indexOf(a.state) - ORDER.indexOf(b.state);
  if (order !== 0) return order;
  const silence = ({ lastContactAt }: FleetDesk) => now - Date.parse(lastContactAt ?? isoTime(now));
  const longest = a.state === 'silent' ? silence(b) - silence(a) : 0;
  const entries = ({ report }: FleetDesk) => report?.backlog?.entries ?? 0;
  return longest || entries(b) - entries(a) || (a.desk < b.desk ? -1 : 1);
}
