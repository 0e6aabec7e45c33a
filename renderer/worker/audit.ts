/**
 * Audit records: signed, chained and journaled as acts are, but no acts. Journal and log have one before what it records
 * happens, so that nothing is exported or taken over that is not written down; a reading alone is recorded beside the
 * screen (readings.ts).
 */
import { isoTime } from '../../app/acts/clock.ts';
import type { DossierId, Kid, MissionCode } from '../../app/acts/ids.ts';
import { type AuditedEvent, auditDocument, auditPayload } from '../../app/audit/audit-record.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { AuditHead, DurableJournal } from '../../app/log/durable-journal.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import type { DeskContext } from './desk-context.ts';
import type { SealingGround } from './sealing.ts';

export interface Audited {
  readonly what: AuditedEvent;
  /** of everything but `clock-changed` */
  readonly dossier?: DossierId;
  /** whose draft it was */
  readonly from?: Kid;
  /** of `clock-changed`: what the clock would have shown */
  readonly expected?: string;
}

/** Heads taken by another window are few; a journal that conflicts more often is broken. */
const TRIES = 5;

/**
 * @param by who has asked, where nobody else may sign for them: the signer signs for whoever is at the desk by then
 * @throws DeskError SL-001 no durable journal, SL-002 the journal's head never stands still, KR-004 no keyring head,
 * LK-001 `by` has left
 */
export async function recordAudit(
  desk: DeskContext,
  mission: MissionCode,
  audited: Audited,
  by?: DeskContext['unlocked'],
): Promise<void> {
  const { journal } = desk.platform;
  if (!journal) throw new DeskError('SL-001');
  const ground = desk.sealingGround(mission);
  const stays = (): void => {
    if (by !== undefined && desk.unlocked !== by) throw new DeskError('LK-001');
  };
  const document = await ground.turn.run(() => journaled(journal, mission, audited, ground, stays));
  await ground.log.put([document]);
}

async function journaled(
  journal: DurableJournal,
  mission: MissionCode,
  audited: Audited,
  ground: SealingGround,
  stays: () => void,
): Promise<SignedDocument> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    // A copy of a past moment learns here, as before an act, that its epoch has gone on without it.
    await ground.head();
    const expected = await journal.auditHead(mission);
    stays();
    const { hash, ...document } = await signed(expected, audited, ground);
    stays();
    const { outcome } = await journal.commitAudit({ expected, document, hash });
    if (outcome === 'committed') return document;
  }
  throw new DeskError('SL-002');
}

async function signed(head: AuditHead, { what, dossier, from, expected }: Audited, ground: SealingGround) {
  const keyring = ground.keyring.head();
  if (!keyring) throw new DeskError('KR-004');
  const payload = auditPayload({
    mission: head.mission,
    desk: ground.desk,
    epoch: head.epoch,
    seq: head.seq + 1,
    prev: head.prev,
    what,
    ...(dossier ? { dossier } : {}),
    ...(from ? { from } : {}),
    ...(expected ? { expected } : {}),
    keyring: keyring.hash,
    lastReceipt: ground.lastReceipt,
    claimedAt: isoTime(ground.clock.now()),
  });
  return auditDocument(await ground.signer.sign('guichet-audit+jws', payload));
}
