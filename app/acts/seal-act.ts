/** Sealing: an envelope and a body become one signed, immutable text. */
import type { SignedDocument } from '../log/records.ts';
import { actDocumentId } from '../log/records.ts';
import { encryptBody } from '../seal/body.ts';
import { utf8 } from '../seal/bytes.ts';
import { nameOf } from '../seal/hash.ts';
import { type ActBodies, BODY_SCHEMAS } from './bodies.ts';
import { checkBody } from './check-body.ts';
import type { EnvelopeDraft } from './envelope.ts';
import type { ActId, DossierId } from './ids.ts';
import type { ActKind } from './kinds.ts';
import { envelopeHash, envelopeText, withBody } from './payload.ts';

export interface SealedAct {
  readonly id: ActId;
  readonly jws: string;
  readonly document: SignedDocument;
}

/** Signs exactly these payload bytes as an act: the `Signer` port, or a key at hand. */
export type SignAct = (payload: Uint8Array) => Promise<string>;

/**
 * @param draft everything clear, `kind` included; `seq` and `prev` come from the journal's head
 * @param key the dossier key K of generation `draft.keyGen`, 32 bytes
 * @throws SealError SEAL-014 when the body is not of its kind's schema, SEAL-011 when it is too large
 */
export async function sealAct<Kind extends ActKind>(
  draft: EnvelopeDraft & { readonly kind: Kind },
  body: ActBodies[Kind],
  key: Uint8Array,
  sign: SignAct,
): Promise<SealedAct> {
  checkBody(BODY_SCHEMAS[draft.kind], body);
  const text = envelopeText(draft);
  const jwe = await encryptBody(body, key, await envelopeHash(text));
  return nameAct(draft.dossier, await sign(utf8(withBody(text, jwe))));
}

/** The id and document that a sealed text has. */
export async function nameAct(dossier: DossierId, jws: string): Promise<SealedAct> {
  const { hash, rev } = await nameOf(jws);
  const id = hash as string as ActId;
  return { id, jws, document: { _id: actDocumentId(dossier, id), _rev: rev, jws } };
}
