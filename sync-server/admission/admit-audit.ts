/** Audit records (reads, exports, takeovers of drafts): signed by a known officer of this mission or the centre, at their own desk. */
import { Value } from 'typebox/value';
import type { MissionCode } from '../../app/acts/ids.ts';
import { AuditOrigin } from '../../app/audit/audit-record.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { worksFor } from '../../app/keyring/limits.ts';
import { OFFICER_ROLES } from '../../app/keyring/roles.ts';
import { SealError } from '../../app/seal/errors.ts';
import { parseCompact, payloadOf, verifyCompact } from '../../app/seal/jws.ts';
import type { OfferedRecord } from './offered.ts';

const AUDIT_LIMIT = 64 * 1024;

export async function admitAudit(
  one: OfferedRecord,
  mission: MissionCode,
  keyring: Keyring,
): Promise<boolean> {
  if (!one.consistent || one.jws.length > AUDIT_LIMIT) return false;
  try {
    const parsed = parseCompact(one.jws);
    if (parsed.typ !== 'guichet-audit+jws' || parsed.kid === null) return false;
    const signer = keyring.credential(parsed.kid);
    const key = keyring.verificationKey(parsed.kid);
    const officer = signer?.roles.some((role) => (OFFICER_ROLES as readonly string[]).includes(role));
    if (!signer || !key || !officer) return false;
    if (!worksFor(signer, mission)) return false;
    // Of any version, and wherever it stands in its chain: the chain is evidence, never a reason to refuse.
    const payload = payloadOf(parsed);
    if (!Value.Check(AuditOrigin, payload)) return false;
    if (payload.desk !== signer.desk || payload.mission !== mission) return false;
    await verifyCompact(parsed, key);
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}
