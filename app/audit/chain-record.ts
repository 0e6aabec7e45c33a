/** An act or an audit record as an auditor sees it: its envelope, whether it verifies, and never what is encrypted. */
import type { DeskId, DossierId, Epoch, MissionCode, RecordHash } from '../acts/ids.ts';
import { isDocumentOf, readAct, UnknownSigner, verifyAct } from '../acts/verify-act.ts';
import { revokedAt } from '../admission/timely.ts';
import { isOfSigner } from '../dossier/sealed-rightly.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { worksFor } from '../keyring/limits.ts';
import { isOfficerRole } from '../keyring/roles.ts';
import { RECORD_PREFIX, type SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { parseCompact } from '../seal/jws.ts';
import { auditDocument, readAudit } from './audit-record.ts';
import type { FindingCode } from './findings.ts';

export interface ChainRecord {
  readonly of: 'acts' | 'audits';
  readonly id: string;
  readonly kid: string;
  readonly mission: MissionCode;
  readonly desk: DeskId;
  readonly epoch: Epoch;
  readonly seq: number;
  readonly prev: string | null;
  /** an act's kind, or what an audit record records */
  readonly kind: string;
  /** null where it is of no file: a clock that was set */
  readonly dossier: DossierId | null;
  /** the human reference; audit records have none */
  readonly ref: string | null;
  readonly lastReceipt: RecordHash | null;
  readonly claimedAt: string;
  /** of a clock that was set: what it would have shown */
  readonly expected: string | null;
  /** of an act: from when on what it rests on was revoked; null where nothing is, or no keyring tells */
  readonly revokedAt: string | null;
}

/** Where it stands, for a finding. */
export const placeOf = ({ of, desk, mission, epoch, seq }: ChainRecord) => ({
  of,
  desk,
  mission,
  epoch,
  seq,
  until: seq,
});

export interface JudgedRecord {
  /** null when the text is none of either */
  readonly record: ChainRecord | null;
  /** why it is not what it should be; its place in the chain is judged all the same */
  readonly fault: { readonly code: FindingCode; readonly detail: string } | null;
}

/** @param keyring null where nobody has said which root to believe: then signatures are not looked at */
export async function judgeRecord(document: SignedDocument, keyring: Keyring | null): Promise<JudgedRecord> {
  try {
    return document._id.startsWith(RECORD_PREFIX.audit)
      ? await judgeAudit(document, keyring)
      : await judgeAct(document, keyring);
  } catch (error) {
    if (error instanceof SealError)
      return { record: null, fault: { code: 'AU-102', detail: `${error.code} ${error.message}` } };
    throw error;
  }
}

async function judgeAct(document: SignedDocument, keyring: Keyring | null): Promise<JudgedRecord> {
  const read = await readAct(document.jws);
  const { mission, desk, epoch, seq, prev, kind, dossier, ref, lastReceipt, claimedAt } = read.envelope;
  const of = 'acts' as const;
  const names = { of, id: read.id, kid: read.kid, mission, desk, epoch, seq, prev };
  const record = { ...names, kind, dossier, ref, lastReceipt, claimedAt, expected: null, revokedAt: null };
  if (!isDocumentOf(read, document)) return { record, fault: misnamed };
  let revoked: string | null = null;
  const right = async (known: Keyring) => {
    const act = await verifyAct(read, known);
    revoked = revokedAt(act, known) ?? null;
    return isOfSigner(act);
  };
  const fault = keyring && (await faultOf(() => right(keyring)));
  return { record: { ...record, revokedAt: revoked }, fault };
}

async function judgeAudit(document: SignedDocument, keyring: Keyring | null): Promise<JudgedRecord> {
  const { hash, kid, record: read } = await readAudit(document.jws);
  const { mission, desk, epoch, seq, prev, what, dossier, lastReceipt, claimedAt } = read;
  const of = 'audits' as const;
  const names = { of, id: hash, kid, mission, desk, epoch, seq, prev };
  const happened = {
    kind: what,
    dossier: dossier ?? null,
    ref: null,
    expected: read.expected ?? null,
    revokedAt: null,
  };
  const record = { ...names, ...happened, lastReceipt, claimedAt };
  const due = await auditDocument(document.jws);
  if (document._id !== due._id || document._rev !== due._rev) return { record, fault: misnamed };
  const right = async (known: Keyring) => {
    const signer = known.credential(kid);
    if (!signer) throw new UnknownSigner(kid);
    await known.verify(parseCompact(document.jws));
    return worksFor(signer, mission) && signer.desk === desk && signer.roles.some(isOfficerRole);
  };
  return { record, fault: keyring && (await faultOf(() => right(keyring))) };
}

const misnamed = { code: 'AU-102', detail: 'its document is not named after it' } as const;

async function faultOf(isRight: () => Promise<boolean>): Promise<JudgedRecord['fault']> {
  try {
    if (await isRight()) return null;
    return { code: 'AU-104', detail: 'the signer’s credential is for another mission or desk' };
  } catch (error) {
    if (error instanceof UnknownSigner) return { code: 'AU-104', detail: 'the signer is not in the keyring' };
    if (error instanceof SealError) return { code: 'AU-103', detail: `${error.code} ${error.message}` };
    throw error;
  }
}
