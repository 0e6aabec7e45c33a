/**
 * Records of a newer version: they cannot be read here, and wait for an update instead of being taken for forged (law 10).
 * Their signature must hold all the same, or anything could call itself newer.
 */
import type { SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { nameOf } from '../seal/hash.ts';
import { type ParsedJws, parseCompact, payloadOf } from '../seal/jws.ts';

/** The newest version of each that this one reads; of others, 1. */
const NEWEST: Readonly<Record<string, number>> = { 'guichet-credential+jws': 2 };

/**
 * Does this text claim to be of a newer version, under the id and revision that follow from it?
 * @returns null where it does not: what is wrong with it is wrong
 */
export async function claimsNewerVersion({ _id, _rev, jws }: SignedDocument): Promise<ParsedJws | null> {
  try {
    const parsed = parseCompact(jws);
    const [type = '', name] = _id.split(':');
    if (parsed.kid === null || parsed.typ !== `guichet-${type}+jws`) return null;
    const { v } = payloadOf(parsed);
    if (typeof v !== 'number' || v <= (NEWEST[parsed.typ] ?? 1)) return null;
    const { hash, rev } = await nameOf(jws);
    return _rev === rev && (type !== 'credential' || name === hash) ? parsed : null;
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/**
 * Those of a newer version, and what waits for one of them: whoever they are of is not known before an update.
 * @param waiting ids of documents, each with the id of the one that it waits for
 */
export function waitsForUpdate(
  newer: Iterable<string>,
  waiting: Iterable<readonly [string, string]>,
): ReadonlySet<string> {
  const found = new Set(newer);
  const rest = [...waiting];
  for (let grew = true; grew; ) {
    const before = found.size;
    for (const [id, awaited] of rest) if (found.has(awaited)) found.add(id);
    grew = found.size > before;
  }
  return found;
}
