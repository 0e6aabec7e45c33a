/**
 * The two things that admission does to every byte of a record besides verifying it. A port, because every runtime can
 * do them and some can do them several times faster: a server hands in its own, everything else uses `WEB_CODEC`.
 * All implementations give the same answer to every input (tests/sync-server/admission/node-codec.test.ts).
 */
import { fromBase64url } from './bytes.ts';
import { type Digest, type InstantDigest, webDigest } from './hash.ts';

export interface Codec {
  readonly digest: Digest;
  /** @throws SealError SEAL-002 for any text but the canonical one */
  fromBase64url(text: string): Uint8Array;
}

/** One whose digest answers at once, so that a record is read without anything waiting. */
export interface InstantCodec extends Codec {
  readonly digest: InstantDigest;
}

/** Of what every runtime has. */
export const WEB_CODEC: Codec = { digest: webDigest, fromBase64url };
