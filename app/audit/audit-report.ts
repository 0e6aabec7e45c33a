/**
 * An auditor's report as a record: what was read, what was found, who did what, signed by a credential that has the role
 * `auditor`. It carries the credentials that its signer chains through, so that it verifies against the root alone.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Kid } from '../acts/ids.ts';
import type { Credential } from '../keyring/credential.ts';
import { Keyring } from '../keyring/keyring.ts';
import { recordDocument } from '../keyring/records.ts';
import type { SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { parseCompact, payloadBytes, payloadOf, signCompact } from '../seal/jws.ts';
import type { CryptoKey } from '../seal/keys.ts';
import { isFault } from './findings.ts';

export const AUDIT_REPORT_VERSION = 1;

const Hash = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const Time = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' });
const Count = Type.Integer({ minimum: 0 });
const Text = Type.String({ maxLength: 400 });
const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const Of = Type.Union([Type.Literal('acts'), Type.Literal('audits')]);
const Counts = Type.Record(Type.String(), Count);

export const AuditReportPayload = Type.Object({
  v: Type.Literal(AUDIT_REPORT_VERSION),
  /** when, by the auditor's clock */
  at: Time,
  whole: Type.Boolean(),
  /** the root that was believed, and the newest list of the keyring that was at hand */
  root: Hash,
  keyring: OrNull(Hash),
  /** what was read: each file's length and SHA-256, so that the same bytes can be read again */
  journals: Type.Array(
    Type.Object({
      desk: OrNull(Text),
      files: Type.Array(
        Type.Object({
          name: Type.Union([Type.Literal('acts'), Type.Literal('wraps'), Type.Literal('evidence')]),
          bytes: Count,
          sha256: Hash,
        }),
      ),
    }),
  ),
  /** how many receipts, and how many records of others, it was held against */
  receipts: Count,
  copies: Count,
  chains: Type.Array(
    Type.Object({
      journal: Count,
      of: Of,
      desk: Text,
      mission: OrNull(Text),
      epoch: Text,
      first: Count,
      last: Count,
      records: Count,
      head: Hash,
      branch: Type.Boolean(),
      withoutReceipt: OrNull(Count),
    }),
  ),
  findings: Type.Array(
    Type.Object({
      code: Type.String({ pattern: '^AU-\\d{3}$' }),
      journal: Count,
      of: OrNull(Of),
      desk: OrNull(Text),
      mission: OrNull(Text),
      epoch: OrNull(Text),
      seq: OrNull(Count),
      until: OrNull(Count),
      record: OrNull(Hash),
      detail: Text,
    }),
  ),
  officers: Type.Array(
    Type.Object({
      kid: Hash,
      subject: OrNull(Text),
      roles: Type.Array(Text),
      desk: Text,
      acts: Counts,
      audits: Counts,
      from: Time,
      until: Time,
    }),
  ),
  deeds: Type.Array(
    Type.Object({
      group: Text,
      kind: Text,
      kid: Hash,
      desk: Text,
      mission: Text,
      epoch: Text,
      seq: Count,
      record: Hash,
      dossier: Text,
      ref: OrNull(Text),
      claimedAt: Time,
    }),
  ),
  /** compact JWS of the signer's credential and of those it chains through, but for the root */
  credentials: Type.Array(Type.String({ maxLength: 8192 }), { minItems: 1, maxItems: 8 }),
});
export type AuditReport = Static<typeof AuditReportPayload>;

export const REPORT_FAULTS = {
  'AU-301': 'not a signed report of an auditor, or its text was altered',
  'AU-302': 'its signer does not chain to the root, or the signature is not theirs',
  'AU-303': 'its signer is no auditor, or was none at that time',
  'AU-304': 'its signer has been revoked',
} as const;

export class AuditReportError extends Error {
  readonly code: keyof typeof REPORT_FAULTS;
  constructor(code: AuditReportError['code'], options?: { cause?: unknown }) {
    super(REPORT_FAULTS[code], options);
    this.name = 'AuditReportError';
    this.code = code;
  }
}

const TYP = 'guichet-audit-report+jws';

/**
 * May this credential sign a report of that time? A revocation ends it, whenever it was: no receipt covers a report.
 * @throws AuditReportError AU-303, AU-304
 */
export function requireAuditor(auditor: Credential, at: string, keyring: Keyring): void {
  if (!auditor.roles.includes('auditor')) throw new AuditReportError('AU-303');
  if (keyring.isRevoked(auditor.kid)) throw new AuditReportError('AU-304');
  if (keyring.chain(auditor.kid).some(({ from, until }) => at < from || at > until))
    throw new AuditReportError('AU-303');
}

/** What a report says beside its signer: as it was found. */
export type ReportContent = Omit<AuditReport, 'v' | 'root' | 'keyring' | 'credentials'>;

/**
 * The payload to sign: its members in their one order.
 * @param keyring that the report was made with: gives the credentials
 * @throws AuditReportError AU-303, AU-304
 */
export function auditReportPayload(report: ReportContent, keyring: Keyring, auditor: Credential): Uint8Array {
  requireAuditor(auditor, report.at, keyring);
  const chain = keyring.chain(auditor.kid).filter(({ issuer }) => issuer !== null);
  const { at, whole, journals, receipts, copies, chains, findings, officers, deeds } = report;
  return payloadBytes({
    v: AUDIT_REPORT_VERSION,
    at,
    whole,
    root: keyring.root.kid,
    keyring: keyring.head()?.hash ?? null,
    journals,
    receipts,
    copies,
    chains,
    findings,
    officers,
    deeds,
    credentials: chain.map(({ jws }) => jws),
  });
}

/** @throws AuditReportError AU-303, AU-304 */
export async function signAuditReport(
  report: ReportContent,
  keyring: Keyring,
  auditor: Credential,
  key: CryptoKey,
): Promise<string> {
  const payload = auditReportPayload(report, keyring, auditor);
  return signCompact({ typ: TYP, kid: auditor.kid, payload, key });
}

/** Does this text claim to be one? Nothing of it is verified. */
export function claimsToBeReport(text: string): boolean {
  if (!text.startsWith('eyJ')) return false;
  try {
    return parseCompact(text).typ === TYP;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

/**
 * Verifies a report against the root.
 * @param documents of a keyring at hand: they can tell of a revocation, which a report cannot
 * @throws AuditReportError; SealError when `rootJws` is no root
 */
export async function verifyAuditReport(
  jws: string,
  rootJws: string,
  documents: readonly SignedDocument[] = [],
): Promise<{ readonly report: AuditReport; readonly by: Credential }> {
  const { report, kid, parsed } = readReport(jws);
  const carried = await Promise.all(
    report.credentials.map((text) => recordDocument(text, (hash) => `credential:${hash}`)),
  );
  const keyring = await Keyring.from(rootJws, [...carried, ...documents]);
  const by = keyring.credential(kid);
  if (!by || report.root !== keyring.root.kid) throw new AuditReportError('AU-302');
  try {
    await keyring.verify(parsed);
  } catch (cause) {
    throw cause instanceof SealError ? new AuditReportError('AU-302', { cause }) : cause;
  }
  requireAuditor(by, report.at, keyring);
  return { report, by };
}

function readReport(jws: string) {
  try {
    const parsed = parseCompact(jws);
    const payload = payloadOf(parsed);
    const kid = parsed.kid as Kid | null;
    if (parsed.typ !== TYP || kid === null || !Value.Check(AuditReportPayload, payload))
      throw new SealError('SEAL-014');
    // Its conclusion follows from what it lists: one who signs another has signed no report.
    if (payload.whole === payload.findings.some(isFault)) throw new SealError('SEAL-014');
    return { report: payload, kid, parsed };
  } catch (cause) {
    throw cause instanceof SealError ? new AuditReportError('AU-301', { cause }) : cause;
  }
}
