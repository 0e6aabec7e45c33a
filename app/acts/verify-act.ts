/**
 * Verification. A {@link VerifiedAct} can only come from here: its text is canonical, its signature is of a
 * credential that chains to the root, its document id is its own hash, its body claims this envelope.
 * Whether it was *allowed* is another question (dossier/allowed-acts.ts, admission/).
 */
import type { Credential } from '../keyring/credential.ts';
import type { Delegation } from '../keyring/delegation.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { mayStandIn } from '../keyring/rights.ts';
import type { SignedDocument } from '../log/records.ts';
import { actDocumentId } from '../log/records.ts';
import { bodyHeader, decryptBody } from '../seal/body.ts';
import { fromUtf8, toBase64url } from '../seal/bytes.ts';
import { type Codec, type InstantCodec, WEB_CODEC } from '../seal/codec.ts';
import { SealError } from '../seal/errors.ts';
import { nameOfDigest } from '../seal/hash.ts';
import { parseCompact } from '../seal/jws.ts';
import { type ActBody, BODY_SCHEMAS } from './bodies.ts';
import { checkBody } from './check-body.ts';
import { type ActEnvelope, versionOf } from './envelope.ts';
import type { ActId, Kid } from './ids.ts';
import { isActKind } from './kinds.ts';
import { readPayload } from './payload.ts';

declare const verified: unique symbol;

/** An act whose text is well-formed and canonical; nobody has vouched for its signature yet. */
export interface ReadAct {
  readonly id: ActId;
  readonly kid: Kid;
  readonly jws: string;
  readonly rev: string;
  readonly envelope: ActEnvelope;
  /** hash that the body's header carries and that the envelope has */
  readonly envelopeHash: string;
}

export interface VerifiedAct extends ReadAct {
  readonly signer: Credential;
  /** that it names, where the keyring has it */
  readonly delegation?: Delegation;
  /** where a delegation is known: whether it is its signer's to use (keyring/rights.ts) */
  readonly standsIn?: boolean;
  readonly [verified]: true;
}

/** Marks what {@link readAct} gives, which verifying need not take apart again. A copy, changed or not, has no mark. */
class TakenApart {
  readonly #mark = true;

  static of(act: ReadAct): ReadAct {
    return Object.freeze(Object.assign(new TakenApart(), act));
  }

  static is(act: ReadAct): boolean {
    return #mark in act && act.#mark;
  }
}

/**
 * Takes an act's text apart.
 * @throws SealError: the text is not an act's one canonical text
 */
export async function readAct(jws: string, codec: Codec = WEB_CODEC): Promise<ReadAct> {
  const parts = takeApart(jws, codec);
  // Both at once: where a digest is another thread's work, nobody waits for it twice.
  const [covered, text] = await Promise.all([codec.digest(parts.covered), codec.digest(jws)]);
  return putTogether(parts, covered, text);
}

/** The same without waiting: of a hundred acts that come together, one at a time is in pieces. @throws SealError */
export function readActNow(jws: string, codec: InstantCodec): ReadAct {
  const parts = takeApart(jws, codec);
  return putTogether(parts, codec.digest(parts.covered), codec.digest(jws));
}

interface Parts extends Pick<ReadAct, 'jws' | 'kid' | 'envelope'> {
  /** what the body's header has the hash of */
  readonly covered: string;
  /** the hash that it has */
  readonly claimed: string;
}

function takeApart(jws: string, { fromBase64url }: Codec): Parts {
  const { typ, kid, payload } = parseCompact(jws, fromBase64url);
  if (typ !== 'guichet-act+jws' || kid === null) throw new SealError('SEAL-004');
  const { envelope, covered } = readPayload(fromUtf8(payload));
  return { jws, kid, envelope, covered, claimed: bodyHeader(envelope.body, fromBase64url).envelopeHash };
}

function putTogether(
  { jws, kid, envelope, claimed }: Parts,
  coveredHash: Uint8Array,
  textHash: Uint8Array,
): ReadAct {
  const envelopeHash = toBase64url(coveredHash);
  if (claimed !== envelopeHash) throw new SealError('SEAL-010');
  const { hash, rev } = nameOfDigest(textHash);
  return TakenApart.of({ id: hash as string as ActId, kid, jws, rev, envelope, envelopeHash });
}

/**
 * @throws SealError SEAL-006 when the signature is not its signer's;
 *   `UnknownSigner` when the keyring does not know the signer (not yet: the act waits)
 */
export async function verifyAct(act: ReadAct | string, keyring: Keyring): Promise<VerifiedAct> {
  const read = typeof act === 'string' ? await readAct(act) : act;
  const signer = keyring.credential(read.kid);
  if (!signer) throw new UnknownSigner(read.kid);
  await keyring.verify(TakenApart.is(read) ? read : parseCompact(read.jws));
  return withDelegation({ ...read, signer } as VerifiedAct, keyring);
}

/** The keyring at hand does not hold the signer's credential. Not a refusal: it may arrive later. */
export class UnknownSigner extends Error {
  readonly code = 'AD-102';
  readonly kid: Kid;
  constructor(kid: Kid) {
    super('signer not in the keyring');
    this.name = 'UnknownSigner';
    this.kid = kid;
  }
}

/** Does the document's id and revision follow from its text? */
export const isDocumentOf = (act: ReadAct, document: SignedDocument): boolean =>
  document._id === actDocumentId(act.envelope.dossier, act.id) && document._rev === act.rev;

/** Newer versions and unknown kinds are kept and shown as "needs update", never folded. */
export const isOfThisVersion = (act: ReadAct): boolean =>
  act.envelope.v === versionOf(act.envelope) && isActKind(act.envelope.kind);

/** With the delegation that it names, where that has arrived since it was verified. */
export function withDelegation(act: VerifiedAct, keyring: Keyring): VerifiedAct {
  const { under } = act.envelope;
  if (under === undefined || act.delegation) return act;
  const delegation = keyring.delegations.get(under);
  if (!delegation) return act;
  const { issuer } = act.signer;
  const standsIn = mayStandIn(delegation, issuer === null ? undefined : keyring.credential(issuer));
  return { ...act, delegation, standsIn };
}

/** It names a delegation that has not arrived: not a refusal, it waits. */
export const waitsForDelegation = ({ envelope, delegation }: VerifiedAct): boolean =>
  envelope.under !== undefined && delegation === undefined;

/**
 * Opens a body with its dossier key.
 * @throws SealError SEAL-009 wrong key or altered, SEAL-014 not of its kind's schema
 */
export async function openBody(act: ReadAct, key: Uint8Array): Promise<ActBody> {
  const body = await decryptBody(act.envelope.body, key, act.envelopeHash);
  if (isActKind(act.envelope.kind)) checkBody(BODY_SCHEMAS[act.envelope.kind], body);
  return body as ActBody;
}
