/**
 * Audit records: what a desk did or saw that is no act (reads, exports, takeovers of drafts, a clock that was set), signed
 * and chained as acts are. Their chain is their own, per (desk, mission, epoch), and it is evidence: a gap shows, and holds or refuses nothing.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import {
  type DeskId,
  type DossierId,
  type Epoch,
  IdError,
  type Kid,
  type MissionCode,
  parseDeskId,
  parseDossierId,
  parseEpoch,
  parseKid,
  parseMissionCode,
  parseRecordHash,
  type RecordHash,
} from '../acts/ids.ts';
import { RECORD_PREFIX, type SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { nameOf } from '../seal/hash.ts';
import { parseCompact, payloadBytes, payloadOf } from '../seal/jws.ts';

/** Records of version 1 have no chain: they stay admitted and kept, and have no reader here. */
export const AUDIT_VERSION = 2;

/**
 * `exported`: as it is, encrypted; `exported-in-clear`: for the applicant, readable by whoever has the files.
 * `erased-here`: this desk's word that it has no key of an erased file any more.
 */
export const AUDITED = [
  'exported',
  'exported-in-clear',
  'draft-taken-over',
  'read',
  'clock-changed',
  'erased-here',
] as const;
export type AuditedEvent = (typeof AUDITED)[number];

/** What a gateway asks of a record of any version: whose it is. */
export const AuditOrigin = Type.Object({
  v: Type.Integer({ minimum: 1 }),
  mission: Type.String({ maxLength: 16 }),
  desk: Type.String({ maxLength: 20 }),
});

const Hash = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const Time = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' });
export const AuditPayload = Type.Object({
  v: Type.Integer({ minimum: AUDIT_VERSION }),
  mission: Type.String({ maxLength: 16 }),
  desk: Type.String({ maxLength: 20 }),
  epoch: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }),
  seq: Type.Integer({ minimum: 1 }),
  prev: Type.Union([Hash, Type.Null()]),
  what: Type.String({ pattern: '^[a-z][a-z-]{1,40}$' }),
  dossier: Type.Optional(Type.String({ maxLength: 27 })),
  from: Type.Optional(Hash),
  expected: Type.Optional(Time),
  keyring: Hash,
  lastReceipt: Type.Union([Hash, Type.Null()]),
  claimedAt: Time,
});

export interface AuditRecord {
  readonly v: number;
  readonly mission: MissionCode;
  readonly desk: DeskId;
  readonly epoch: Epoch;
  /** starts at 1 in each (desk, mission, epoch), and has nothing to do with the acts' */
  readonly seq: number;
  /** the desk's audit record before this one in that chain; null at 1 */
  readonly prev: RecordHash | null;
  /** one of `AUDITED`, or what a newer version records: kept as it came (law 10) */
  readonly what: AuditedEvent | (string & {});
  /** absent in `clock-changed` alone */
  readonly dossier?: DossierId;
  /** whose draft was taken over */
  readonly from?: Kid;
  /**
   * of `clock-changed` alone: what the clock would have shown, by the time that passed since it was last looked at.
   * `claimedAt` is what it showed
   */
  readonly expected?: string;
  /** the desk's keyring head, and the newest receipt it had: what the record cannot be older than */
  readonly keyring: RecordHash;
  readonly lastReceipt: RecordHash | null;
  /** RFC 3339, UTC, seconds: evidence, never an order */
  readonly claimedAt: string;
}

export interface ReadAudit {
  readonly hash: RecordHash;
  readonly kid: Kid;
  readonly record: AuditRecord;
}

export const auditDocumentId = (hash: RecordHash): string => `${RECORD_PREFIX.audit}${hash}`;

/** The payload to sign: its members in their one order. */
export function auditPayload(record: Omit<AuditRecord, 'v'> & { readonly what: AuditedEvent }): Uint8Array {
  const { mission, desk, epoch, seq, prev, what, dossier, from, expected } = record;
  const { keyring, lastReceipt, claimedAt } = record;
  // Absent members are left out by JSON.
  const happened = { what, dossier, from, expected, keyring, lastReceipt, claimedAt };
  return payloadBytes({ v: AUDIT_VERSION, mission, desk, epoch, seq, prev, ...happened });
}

export async function auditDocument(jws: string): Promise<SignedDocument & { readonly hash: RecordHash }> {
  const { hash, rev } = await nameOf(jws);
  return { _id: auditDocumentId(hash), _rev: rev, jws, hash };
}

/**
 * Takes an audit record apart; its signature is not verified.
 * @throws SealError: the text is not the one canonical text of a chained audit record
 */
export async function readAudit(jws: string): Promise<ReadAudit> {
  const parsed = parseCompact(jws);
  if (parsed.typ !== 'guichet-audit+jws' || parsed.kid === null) throw new SealError('SEAL-004');
  const members = payloadOf(parsed);
  if (!Value.Check(AuditPayload, members)) throw new SealError('SEAL-014');
  const { hash } = await nameOf(jws);
  try {
    return { hash, kid: parsed.kid, record: readMembers(members) };
  } catch (cause) {
    throw cause instanceof IdError ? new SealError('SEAL-014', cause.message, { cause }) : cause;
  }
}

function readMembers(members: Static<typeof AuditPayload>): AuditRecord {
  const { v, seq, what, claimedAt, dossier, from, expected } = members;
  const prev = orNull(members.prev);
  if ((prev === null) !== (seq === 1)) throw new SealError('SEAL-014', 'the first has no prev, and no other');
  const ofClock = what === 'clock-changed';
  if ((dossier === undefined) !== ofClock || (expected === undefined) === ofClock)
    throw new SealError('SEAL-014', 'a clock that was set is of no file, and nothing else is');
  return {
    v,
    mission: parseMissionCode(members.mission),
    desk: parseDeskId(members.desk),
    epoch: parseEpoch(members.epoch),
    seq,
    prev,
    what,
    ...(dossier === undefined ? {} : { dossier: parseDossierId(dossier) }),
    ...(from === undefined ? {} : { from: parseKid(from) }),
    ...(expected === undefined ? {} : { expected }),
    keyring: parseRecordHash(members.keyring),
    lastReceipt: orNull(members.lastReceipt),
    claimedAt,
  };
}

const orNull = (hash: string | null): RecordHash | null => (hash === null ? null : parseRecordHash(hash));
