/**
 * A signed word that a keyring's list was the newest one at a time: what a desk knows is then that fresh, though no list has
 * been signed since (docs/decisions/0019). By the authority, or by a gateway, whose word it is anyway how far the lists are.
 * It comes over the link or in a file, and never replicates.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Kid, RecordHash } from '../acts/ids.ts';
import { SealError } from '../seal/errors.ts';
import { parseCompact, payloadBytes, payloadOf, type SigningKey, signCompact } from '../seal/jws.ts';
import type { Keyring } from './keyring.ts';

const FreshnessPayload = Type.Object(
  {
    v: Type.Literal(1),
    /** hash of the list */
    keyring: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    at: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' }),
  },
  { additionalProperties: false },
);

export interface Freshness {
  readonly keyring: RecordHash;
  /** ISO time */
  readonly at: string;
}

export const signFreshness = ({ keyring, at }: Freshness, by: Kid, key: SigningKey): Promise<string> =>
  signCompact({
    typ: 'guichet-freshness+jws',
    kid: by,
    payload: payloadBytes({ v: 1, keyring, at }),
    key,
  });

/**
 * @param keyring has the list that is spoken of, and whoever speaks
 * @throws SealError SEAL-004, SEAL-006 not signed by one who may, or of a list that is not here; SEAL-014
 */
export async function verifyFreshness(jws: string, keyring: Keyring): Promise<Freshness> {
  const parsed = parseCompact(jws);
  const payload = payloadOf(parsed);
  if (parsed.typ !== 'guichet-freshness+jws' || parsed.kid === null) throw new SealError('SEAL-004');
  if (!Value.Check(FreshnessPayload, payload)) throw new SealError('SEAL-014');
  const { keyring: list, at }: Static<typeof FreshnessPayload> = payload;
  const by = keyring.credential(parsed.kid);
  const mayTell = by?.roles.some((role) => role === 'authority' || role === 'gateway') ?? false;
  const isInTime = by !== undefined && by.from <= at && at < by.until;
  if (!mayTell || !isInTime || keyring.isRevoked(parsed.kid) || !keyring.knowsHead(list as RecordHash))
    throw new SealError('SEAL-006', 'not signed by one who may, or of another list');
  await keyring.verify(parsed);
  return { keyring: list as RecordHash, at };
}
