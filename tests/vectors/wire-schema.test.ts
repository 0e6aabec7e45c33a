/** The wire is pinned: what peers exchange cannot change without somebody having decided so. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { BODY_SCHEMAS } from '../../app/acts/bodies.ts';
import { ACT_VERSION } from '../../app/acts/envelope.ts';
import { ACT_KINDS } from '../../app/acts/kinds.ts';
import { ActPayload } from '../../app/acts/payload.ts';
import { ReceiptPayload } from '../../app/admission/receipt.ts';
import { VERDICT_CODES } from '../../app/admission/verdict-codes.ts';
import { AuditPayload } from '../../app/audit/audit-record.ts';
import { AuditReportPayload } from '../../app/audit/audit-report.ts';
import { ReleaseManifest } from '../../app/catalogue/release.ts';
import { BUNDLE_VERSION, LINE_TYPES } from '../../app/export/bundle.ts';
import { CredentialPayload, LimitedCredentialPayload } from '../../app/keyring/credential.ts';
import { RECORDS } from '../../app/keyring/records.ts';
import { OFFICER_ROLES, TECHNICAL_ROLES } from '../../app/keyring/roles.ts';
import { RECORD_PREFIX } from '../../app/log/records.ts';
import { WIRE_VERSION } from '../../app/replication/wire-version.ts';
import { JWS_TYPES } from '../../app/seal/jws.ts';

/** The hash of each version that was ever released; only ever appended to. */
const PINNED: Readonly<Record<number, string>> = {
  1: 'oG6sovcYSRNGEFRx4kdk4xpQzM-W0Z4jRIf6agiWkZQ',
  2: 'F3HxzSnGADwAfDTGUk5Z_P2d8fs0T4jVLVUaXbM_Kw4',
  3: '3yPBbJs3fpbZeLg7_5z7nzn7O5Ra7iivvO1-0s9Cs40',
  4: '75386bRrdIvq5hnz587iCvF-ApQJZHL7Rjw_Tmk5ELM',
};

const wire = {
  versions: { act: ACT_VERSION, bundle: BUNDLE_VERSION },
  types: JWS_TYPES,
  prefixes: RECORD_PREFIX,
  kinds: ACT_KINDS,
  act: ActPayload,
  bodies: BODY_SCHEMAS,
  credential: [CredentialPayload, LimitedCredentialPayload],
  roles: [OFFICER_ROLES, TECHNICAL_ROLES],
  records: RECORDS,
  receipt: ReceiptPayload,
  audit: AuditPayload,
  auditReport: AuditReportPayload,
  codes: VERDICT_CODES,
  release: ReleaseManifest,
  lines: LINE_TYPES,
};

it('is the wire of its version', () => {
  const hash = createHash('sha256').update(JSON.stringify(wire)).digest('base64url');
  expect(
    hash,
    'What peers exchange has changed. Raise WIRE_VERSION in app/replication/wire-version.ts by one, pin this hash under ' +
      'it here beside the former ones, add golden records of the new shape with tests/vectors/generate-records.ts into a ' +
      'folder of their own, and keep every older golden record reading.',
  ).toBe(PINNED[WIRE_VERSION]);
});
