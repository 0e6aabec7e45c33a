/** Audit records: signed and replicated as acts are, but no acts. Written before what they record happens. */
import { isoTime } from '../../app/acts/clock.ts';
import type { DossierId, MissionCode } from '../../app/acts/ids.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { payloadBytes } from '../../app/seal/jws.ts';
import type { DeskContext } from './desk-context.ts';

export interface Audited {
  readonly what: 'exported' | 'draft-taken-over';
  readonly dossier: DossierId;
  /** whose draft it was */
  readonly from?: string;
}

export async function recordAudit(desk: DeskContext, mission: MissionCode, audited: Audited): Promise<void> {
  const at = isoTime(desk.clock.now());
  const { what, dossier, from } = audited;
  const payload = payloadBytes({
    v: 1,
    mission,
    desk: desk.desk,
    what,
    dossier,
    at,
    ...(from ? { from } : {}),
  });
  const jws = await desk.platform.signer.sign('guichet-audit+jws', payload);
  const { hash, rev } = await nameOf(jws);
  const document: SignedDocument = { _id: `audit:${hash}`, _rev: rev, jws };
  await desk.book(mission).log.put([document]);
}
