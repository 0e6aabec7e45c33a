/** The truth about the link, and what sending answers with. */
import type { ActId, DossierId, RecordHash, Reference } from '../acts/ids.ts';
import type { ReleaseErrorCode } from '../catalogue/release.ts';

export interface LinkStatus {
  readonly state:
    | 'received'
    | 'waiting'
    | 'sending'
    | 'no-link'
    | 'paused'
    | 'foreign-answer'
    | 'needs-person'
    | 'not-configured';
  readonly sealedHere: LinkCount;
  readonly onStick: LinkCount;
  readonly sent: LinkCount;
  readonly received: LinkCount;
  readonly bytesToSend: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** when the centre last answered */
  readonly lastContactAt: string | null;
  readonly lastReceivedAt: string | null;
  readonly noLinkSince: string | null;
  readonly nextTryAt: string | null;
  readonly current: {
    readonly what: 'entries' | 'documents';
    readonly done: number;
    readonly of: number;
  } | null;
  /** what a person has to do something about, first in the panel */
  readonly attention: readonly {
    readonly dossier: DossierId | null;
    readonly ref: Reference | null;
    readonly act: ActId | null;
    readonly verdict: 'held' | 'refused' | 'problem';
    readonly code: string;
    readonly values: Readonly<Record<string, string | number>>;
  }[];
}

/** A release of the catalogue that this desk does not work with, though no later one has taken its place. */
export interface RefusedRelease {
  readonly hash: RecordHash;
  /** as its manifest says; null where that cannot be read */
  readonly n: number | null;
  readonly code: ReleaseErrorCode;
  /** the service at fault; empty where it is none */
  readonly service: string;
}

export interface LinkCount {
  readonly entries: number;
  readonly oldestAt: string | null;
}

/** What "Envoyer maintenant" answers with: what happened, never a hope. */
export interface SendOutcome {
  readonly received: number;
  readonly left: number;
  readonly code: 'done' | 'cut' | 'no-link' | 'foreign-answer' | 'server-trouble' | 'not-authorised';
  readonly at: string;
}
