/**
 * The desks of a ministry as their gateway knows them, and a desk's own word about itself. Numbers and closed words: what
 * a desk works on, and for whom, is never part of it.
 */
import type { DeskId, Epoch, MissionCode } from '../acts/ids.ts';

/**
 * What a desk says of itself when it has a link: with its handshake (`POST /_session`, member `report`), and after a pass
 * that changed it (`POST /_desk`). Evidence of nothing: receipts are.
 */
export interface DeskReport {
  readonly v: 1;
  /** of the program, SemVer */
  readonly version: string;
  /** the desk's clock when it wrote this, UTC */
  readonly at: string;
  /** last number it sealed for its own mission, in which of its epochs; null before the first */
  readonly journal: JournalHead | null;
  /** sealed there, not answered for by the centre; null while it cannot know: nobody has unlocked it since its start */
  readonly backlog: Backlog | null;
  /** what last went wrong with the link, until a pass has gone well */
  readonly lastError: LinkTrouble | null;
}

export interface JournalHead {
  readonly epoch: Epoch;
  readonly seq: number;
}

export interface Backlog {
  readonly entries: number;
  readonly bytes: number;
  /** claimed time of the oldest of them */
  readonly oldestAt: string | null;
}

export interface LinkTrouble {
  /** LN-0nn */
  readonly code: string;
  readonly at: string;
}

/**
 * `silent`: for longer than its usual rhythm; `never`: enrolled, and has not come yet; `revoked`: no longer let in;
 * `regular`: the rest.
 */
export type DeskState = 'silent' | 'never' | 'regular' | 'revoked';

export interface FleetDesk {
  readonly desk: DeskId;
  readonly mission: MissionCode | 'CENTRAL';
  readonly state: DeskState;
  /** the gateway's time */
  readonly lastContactAt: string | null;
  /** a silence of this many seconds is longer than usual here; null until enough contacts are known */
  readonly usualSilence: number | null;
  /** what the desk said last, and when it was said by the gateway's time; null: a program that tells nothing */
  readonly report: (DeskReport & { readonly receivedAt: string }) | null;
  /** last number of the reported epoch that the gateway has a place for in the chain */
  readonly receivedSeq: number | null;
  /** the desk's clock less the gateway's, in seconds */
  readonly clockOffset: number | null;
}

/** `GET /admin/desks`: for sessions of the central office. */
export interface Fleet {
  /** the gateway's time */
  readonly at: string;
  /** silent ones first, longest silence first; then by backlog */
  readonly desks: readonly FleetDesk[];
}

/** What the console shows: the last answer, and what went wrong since. */
export interface FleetView {
  readonly fleet: Fleet | null;
  /** LN-0nn when the list could not be asked for now: what is shown is of `fleet.at` */
  readonly failure: string | null;
}
