/**
 * Dossier keys: K, its commitment in the act that starts a generation, and its wraps for the groups entitled.
 * A JWE alone authenticates nobody: the opened K must match `keyCommit` (FORMATS.md, "Dossier keys and evidence").
 */
import { crockfordDecode } from '../acts/crockford.ts';
import type { DossierId, Kid, RecordHash } from '../acts/ids.ts';
import { parseDossierId } from '../acts/ids.ts';
import type { GroupKeys } from '../keyring/grants.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { SignedDocument } from '../log/records.ts';
import { wrapDocumentId } from '../log/records.ts';
import { concat, u32be, utf8 } from '../seal/bytes.ts';
import { SealError } from '../seal/errors.ts';
import { type GroupJwe, openFor, readGroupJwe, recipientsOf, wrapFor } from '../seal/group-jwe.ts';
import { hashOf, nameOf } from '../seal/hash.ts';
import { type ParsedJws, parseCompact, payloadBytes, payloadOf } from '../seal/jws.ts';
import { importPublic } from '../seal/keys.ts';

/** SHA-256("guichet-dk" ‖ 16 bytes of the dossier id ‖ gen as u32 ‖ K) */
export const keyCommitment = (dossier: DossierId, gen: number, key: Uint8Array): Promise<RecordHash> =>
  hashOf(concat(utf8('guichet-dk'), crockfordDecode(dossier), u32be(gen), key));

/** The commitment holds the generation in 32 bits: a greater one would pass for a small one. */
const MAX_GENERATION = 0xffffffff;

export interface Wrap {
  readonly dossier: DossierId;
  readonly gen: number;
  readonly hash: RecordHash;
  readonly rev: string;
  readonly kid: Kid;
  readonly jwe: GroupJwe;
  readonly groups: readonly string[];
  readonly parsed: ParsedJws;
}

/**
 * @param groups ids of the group generations entitled; each must be in the keyring
 * @param sign signs the payload with typ `guichet-wrap+jws`
 */
export async function makeWrap(
  dossier: DossierId,
  gen: number,
  key: Uint8Array,
  groups: readonly string[],
  keyring: Keyring,
  sign: (payload: Uint8Array) => Promise<string>,
): Promise<SignedDocument & { hash: RecordHash }> {
  const recipients = await Promise.all(
    groups.map(async (name) => {
      const group = keyring.group(name);
      if (!group) throw new SealError('SEAL-013', 'a group is not in the keyring');
      return { name, key: await importPublic(group.enc, 'enc') };
    }),
  );
  const jws = await sign(payloadBytes({ v: 1, dossier, gen, jwe: await wrapFor(key, recipients) }));
  const { hash, rev } = await nameOf(jws);
  return { _id: wrapDocumentId(dossier, gen, hash), _rev: rev, jws, hash };
}

/** @throws SealError when the text is not a wrap's one canonical text */
export async function readWrap(jws: string): Promise<Wrap> {
  const parsed = parseCompact(jws);
  const payload = payloadOf(parsed);
  if (parsed.typ !== 'guichet-wrap+jws' || parsed.kid === null) throw new SealError('SEAL-004');
  const gen = payload.gen;
  const exact = Object.keys(payload).join() === 'v,dossier,gen,jwe' && payload.v === 1;
  if (!exact || typeof gen !== 'number' || !Number.isInteger(gen) || gen < 1 || gen > MAX_GENERATION)
    throw new SealError('SEAL-014');
  const { hash, rev } = await nameOf(jws);
  const jwe = readGroupJwe(payload.jwe);
  return {
    dossier: dossierOf(payload.dossier),
    gen,
    hash,
    rev,
    kid: parsed.kid,
    jwe,
    groups: recipientsOf(jwe),
    parsed,
  };
}

function dossierOf(value: unknown): DossierId {
  try {
    return parseDossierId(value);
  } catch (cause) {
    throw new SealError('SEAL-014', undefined, { cause });
  }
}

export const isDocumentOfWrap = (wrap: Wrap, document: SignedDocument): boolean =>
  document._id === wrapDocumentId(wrap.dossier, wrap.gen, wrap.hash) && document._rev === wrap.rev;

/** @throws SealError SEAL-006 */
export async function verifyWrap(wrap: Wrap, keyring: Keyring): Promise<void> {
  await keyring.verify(wrap.parsed);
}

/** K, and who is known to hold it besides. */
export interface HeldKey {
  readonly bytes: Uint8Array;
  /** ids of the group generations that it is wrapped for, in every wrap that this officer opens to it */
  readonly groups: ReadonlySet<string>;
}

/**
 * Opens K with whatever group this officer belongs to, and checks it against the commitment.
 * @throws SealError SEAL-013 no wrap for this officer, SEAL-012 none matches its commitment
 */
export async function openHeldKey(
  wraps: readonly Wrap[],
  commitment: RecordHash,
  groups: GroupKeys,
): Promise<HeldKey> {
  let failure = new SealError('SEAL-013');
  let bytes: Uint8Array | null = null;
  const holders = new Set<string>();
  for (const wrap of wraps) {
    for (const name of wrap.groups) {
      const key = groups.get(name);
      if (!key) continue;
      try {
        const opened = await openFor(wrap.jwe, name, key);
        if ((await keyCommitment(wrap.dossier, wrap.gen, opened)) === commitment) {
          bytes ??= opened;
          for (const holder of wrap.groups) holders.add(holder);
          break;
        }
        failure = new SealError('SEAL-012');
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
        failure = error;
      }
    }
  }
  if (bytes === null) throw failure;
  return { bytes, groups: holders };
}

/** The same where only K is asked for. @throws SealError SEAL-012, SEAL-013 */
export const openDossierKey = async (
  wraps: readonly Wrap[],
  commitment: RecordHash,
  groups: GroupKeys,
): Promise<Uint8Array> => (await openHeldKey(wraps, commitment, groups)).bytes;
