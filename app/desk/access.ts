/** A file's copy for its applicant (right of access), and who has seen or taken the file: as screens ask for them. */
import type { BlobManifest } from '../acts/bodies.ts';
import type { BlobId, DeskId, DossierId, MissionCode } from '../acts/ids.ts';
import type { AuditedEvent } from '../audit/audit-record.ts';
import type { AccessFile } from '../export/access-file.ts';
import type { OfficerRole } from '../keyring/roles.ts';

/** What an audit record of this file tells. */
export interface Trace {
  /** the record's hash */
  readonly record: string;
  readonly what: AuditedEvent | (string & {});
  readonly by: {
    readonly subject: string;
    readonly name: string | null;
    readonly roles: readonly OfficerRole[];
  };
  readonly mission: MissionCode;
  readonly desk: DeskId;
  readonly claimedAt: string;
}

/** A document as a print shows it. */
export interface AccessScan {
  readonly blob: BlobId;
  readonly mediaType: BlobManifest['mediaType'];
  readonly bytes: Uint8Array;
}

export interface AccessExport {
  /** the file that machines read, its documents in it as base64 */
  readonly json: Uint8Array;
  /** the same without the documents' bytes */
  readonly file: AccessFile;
  /** documents that are here, in the order of `file.documents` */
  readonly scans: readonly AccessScan[];
}

export interface AccessApi {
  /** Audit records of a file that verify, oldest first, as far as they have come to this desk. */
  traces(dossier: DossierId): Promise<readonly Trace[]>;
  /**
   * The whole file in clear, for the applicant. Documents that are not here are fetched first, or named as missing; that it
   * left is recorded before it is given. Refused with PN-002 (the secret first), AX-001 (this officer does not read it all),
   * AX-002 (erased), AX-003 (a part is of a newer version).
   */
  accessFile(dossier: DossierId): Promise<AccessExport>;
}
