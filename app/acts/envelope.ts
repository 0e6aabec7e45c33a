/**
 * The clear part of an act: what the gateway may check, order, count and route without reading personal data.
 * Member order is fixed (FORMATS.md, "Act"); `body` is the last, so that the hashed bytes are a prefix.
 */
import type {
  ActId,
  BlobId,
  DeskId,
  DossierId,
  Epoch,
  MissionCode,
  RecordHash,
  Reference,
  ServiceCode,
} from './ids.ts';
import type { ActKind } from './kinds.ts';

/** The newest that is read here. */
export const ACT_VERSION = 2;
/**
 * An act under a delegation is of version 2: whoever knows none would judge it by its signer's own right, and refuse it
 * for good. Every other act stays what it was.
 */
export const versionOf = ({ under }: Pick<ActEnvelope, 'under'>): number =>
  under === undefined ? 1 : ACT_VERSION;

/**
 * Why a file is erased: a closed list, for it stays readable. `retention`: the service's time is over; `request`: the
 * person asked, and the law gives them that; `mistake`: opened by mistake or twice; `order`: by order of an authority.
 */
export const ERASURE_GROUNDS = ['retention', 'request', 'mistake', 'order'] as const;
export type ErasureGround = (typeof ERASURE_GROUNDS)[number];

/** What evidence an act needs, so that anyone can tell what is missing. `bytes`: length of the clear file. */
export interface BlobListing {
  readonly id: BlobId;
  readonly bytes: number;
  readonly chunks: readonly RecordHash[];
}

export interface ActEnvelope {
  readonly v: number;
  readonly mission: MissionCode;
  readonly desk: DeskId;
  readonly dossier: DossierId;
  readonly ref: Reference;
  readonly service: ServiceCode;
  /** an unknown kind is kept as it came: law 10 */
  readonly kind: ActKind | (string & {});
  readonly prior: readonly ActId[];
  readonly epoch: Epoch;
  /** starts at 1 in each (desk, mission, epoch) */
  readonly seq: number;
  readonly prev: ActId | null;
  readonly release: RecordHash;
  readonly keyring: RecordHash;
  readonly lastReceipt: RecordHash | null;
  /** RFC 3339, UTC, seconds: shown with its evidence, never used to order */
  readonly claimedAt: string;
  readonly priority?: 'normal' | 'urgent';
  /** `assigned` only: subject of the officer, or null to free the file */
  readonly assignee?: string | null;
  /** the delegation by whose right it is sealed, where it is not its signer's own */
  readonly under?: RecordHash;
  /** `erased` only, and always there: the body cannot be read afterwards, so why it was done stands in clear */
  readonly ground?: ErasureGround;
  readonly keyGen: number;
  readonly keyCommit?: RecordHash;
  readonly blobs: readonly BlobListing[];
  /** compact JWE under the dossier key */
  readonly body: string;
}

/** The envelope while its body is not yet encrypted. */
export type EnvelopeDraft = Omit<ActEnvelope, 'v' | 'body'>;
