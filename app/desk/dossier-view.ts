/** One file as its page shows it. */
import type { ActBodies, BlobManifest, Money, RequestedItem } from '../acts/bodies.ts';
import type { ErasureGround } from '../acts/envelope.ts';
import type { ActId, BlobId, DeskId, RecordHash } from '../acts/ids.ts';
import type { ActKind } from '../acts/kinds.ts';
import type { TimelineOddity } from '../audit/timeline-oddities.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { EntryState } from '../dossier/status.ts';
import type { OfficerRole } from '../keyring/roles.ts';
import type { Answers } from './answers.ts';
import type { DossierRow } from './dossier-row.ts';
import type { Language } from './language.ts';

export interface TimelineEntry {
  readonly act: ActId;
  readonly kind: ActKind | (string & {});
  readonly by: {
    readonly subject: string;
    readonly name: string | null;
    readonly roles: readonly OfficerRole[];
  };
  /** under a delegation of signature: in whose place it was done */
  readonly inPlaceOf: { readonly subject: string; readonly name: string | null } | null;
  readonly desk: DeskId;
  readonly claimedAt: string;
  /** newest word from the centre that the signer had seen: evidence for the claimed time */
  readonly lastReceiptAt: string | null;
  readonly receivedAt: string | null;
  readonly state: EntryState;
  /** verdict's code when held or not admitted, such as `AD-101` */
  readonly verdictCode: string | null;
  /** folded into the state shown above, or waiting, or left out */
  readonly standing: 'folded' | 'waiting' | 'left-out';
  /** of its claimed time and its place in its desk's chain; empty for nearly every entry */
  readonly oddities: readonly TimelineOddity[];
  readonly body: ActBodies[ActKind] | null;
}

export interface DossierDocument {
  readonly blob: BlobId;
  readonly act: ActId;
  readonly document: string;
  readonly mediaType: BlobManifest['mediaType'];
  readonly bytes: number;
  readonly label: string;
  /** all chunks are on this desk */
  readonly here: boolean;
  readonly state: EntryState;
}

export interface RequestView extends RequestedItem {
  readonly supplied: boolean;
}

export interface DossierView {
  readonly row: DossierRow;
  readonly definition: ServiceDefinition | null;
  readonly release: RecordHash;
  /** what a command on this file passes as `seen` while it is this view that the officer looks at */
  readonly heads: readonly ActId[];
  /** of these, the newest acts that do not commute: another set means that the file has moved */
  readonly mainHeads: readonly ActId[];
  /** answers as folded; `versions` when two heads compete, one each */
  readonly answers: Answers;
  readonly versions: readonly {
    readonly head: ActId;
    readonly by: string | null;
    readonly at: string;
    readonly answers: Answers;
  }[];
  readonly documents: readonly DossierDocument[];
  readonly missing: readonly { readonly document: string; readonly dueBy: string }[];
  readonly originalsKept: readonly { readonly document: string; readonly until: string }[];
  readonly requests: readonly RequestView[];
  readonly language: Language;
  readonly phones: readonly string[];
  readonly urgentReason: string | null;
  readonly fee: {
    readonly due: Money | null;
    readonly paid: readonly {
      readonly quittance: string;
      readonly collected: Money;
      readonly at: string;
      readonly voided: boolean;
    }[];
  };
  readonly decision: {
    readonly outcome: 'approved' | 'refused';
    readonly at: string;
    readonly by: string | null;
    readonly grounds: readonly string[];
    readonly explanation: string;
    readonly appeal: string;
  } | null;
  readonly instrument: {
    readonly instrument: string;
    readonly number: string;
    readonly validFrom: string;
    readonly validUntil: string | null;
    readonly voided: boolean;
  } | null;
  readonly timeline: readonly TimelineEntry[];
  /** in the order in which they should be offered; the first is the screen's primary action */
  readonly allowed: readonly ActKind[];
  /** kinds that ask for the PIN again (decide, issue, countersign, void, erase) */
  readonly secretNeeded: readonly ActKind[];
  readonly lodgedByMe: boolean;
  /** the law keeps it: nobody erases it */
  readonly legalHold: boolean;
  /** first day on which its retention is over; null while it is open, or where no time is set */
  readonly retentionEnds: string | null;
  /** why it was erased; null while it is not */
  readonly erasedFor: ErasureGround | null;
}
