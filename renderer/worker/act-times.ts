/** The evidence for a file's times: the receipts at hand, and the record before each act in its chain. */
import type { ActId, DossierId, RecordHash } from '../../app/acts/ids.ts';
import { readAct, type VerifiedAct } from '../../app/acts/verify-act.ts';
import { revokedAt } from '../../app/admission/timely.ts';
import { acceptedDespite } from '../../app/audit/after-revocation.ts';
import type { TimedRecord } from '../../app/audit/time-evidence.ts';
import { type TimelineOddity, timelineOddities } from '../../app/audit/timeline-oddities.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { SealError } from '../../app/seal/errors.ts';
import type { MissionBook } from './mission-book.ts';

/** @param acts of one mission's file, in their causal order */
export async function odditiesOf(
  acts: readonly VerifiedAct[],
  book: MissionBook,
  keyring: Keyring,
): Promise<ReadonlyMap<string, readonly TimelineOddity[]>> {
  const { receipts } = book;
  const placed = acts.map((act) => {
    const { id, envelope } = act;
    const { desk, epoch, seq, prev, claimedAt, lastReceipt } = envelope;
    const keyringReplacedAt = keyring.replacedAt(envelope.keyring);
    const revoked = revokedAt(act, keyring) ?? null;
    const despite = acceptedDespite(claimedAt, revoked, receipts.said(id))?.revokedAt ?? null;
    return {
      id,
      desk,
      epoch,
      seq,
      prev,
      claimedAt,
      lastReceipt,
      keyringReplacedAt,
      acceptedDespite: despite,
    };
  });
  const own = new Set<string>(acts.map(({ id }) => id));
  const before = new Map<string, TimedRecord>();
  for (const { envelope } of acts) {
    const { prev } = envelope;
    if (prev === null || own.has(prev) || before.has(prev)) continue;
    const record = await recordBefore(prev, book);
    if (record) before.set(prev, record);
  }
  const times = {
    timeOf: (receipt: string) => receipts.timeOf(receipt as RecordHash),
    coveredAt: (act: string) => receipts.coveredAt(act as ActId),
  };
  const chainOf = (desk: string, epoch: string) => receipts.chain(desk, epoch as never);
  return timelineOddities(placed, before, times, chainOf);
}

/**
 * It stands in another file. The act behind it names its hash under its own signature: text that has this hash is what
 * was signed there.
 */
async function recordBefore(id: ActId, book: MissionBook): Promise<TimedRecord | null> {
  const [dossier] = book.dossiersOf([id]);
  const document = dossier && (await book.log.get(documentId(dossier, id)));
  if (!document || !('jws' in document)) return null;
  try {
    const read = await readAct(document.jws);
    const { seq, claimedAt, lastReceipt } = read.envelope;
    return read.id === id ? { seq, id, claimedAt, lastReceipt } : null;
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

const documentId = (dossier: DossierId, act: ActId): string => `act:${dossier}:${act}`;
