/**
 * Audit records: signed, chained and journaled as acts are, but no acts. Journal and log have one before what it records
 * happens, so that nothing is exported or taken over that is not written down.
 */
import { isoTime } from '../../app/acts/clock.ts';
import type { DossierId, Kid, MissionCode } from '../../app/acts/ids.ts';
import { type AuditedEvent, auditDocument, auditPayload } from '../../app/audit/audit-record.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { AuditHead, DurableJournal } from '../../app/log/durable-journal.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import type { DeskContext } from './desk-context.ts';

export interface Audited {
  readonly what: AuditedEvent;
  readonly dossier: DossierId;
  /** whose draft it was */
  readonly from?: Kid;
}

/** Heads taken by another window are few; a journal that conflicts more often is broken. */
const TRIES = 5;

/** @throws DeskError SL-001 no durable journal, SL-002 the journal's head never stands still */
export async function recordAudit(desk: DeskContext, mission: MissionCode, audited: Audited): Promise<void> {
  const { journal } = desk.platform;
  if (!journal) throw new DeskError('SL-001');
  const document = await desk.auditing.run(() => journaled(desk, journal, mission, audited));
  await desk.book(mission).log.put([document]);
}

async function journaled(
  desk: DeskContext,
  journal: DurableJournal,
  mission: MissionCode,
  audited: Audited,
): Promise<SignedDocument> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const expected = await journal.auditHead(mission);
    const { hash, ...document } = await signed(desk, expected, audited);
    const { outcome } = await journal.commitAudit({ expected, document, hash });
    if (outcome === 'committed') return document;
  }
  throw new DeskError('SL-002');
}

async function signed(desk: DeskContext, head: AuditHead, { what, dossier, from }: Audited) {
  const payload = auditPayload({
    mission: head.mission,
    desk: desk.desk,
    epoch: head.epoch,
    seq: head.seq + 1,
    prev: head.prev,
    what,
    dossier,
    ...(from ? { from } : {}),
    claimedAt: isoTime(desk.clock.now()),
  });
  return auditDocument(await desk.platform.signer.sign('guichet-audit+jws', payload));
}
