/** The clear bytes of a document, or how much of it is here. */
import type { BlobManifest } from '../acts/bodies.ts';

export type EvidenceContent =
  | { readonly here: true; readonly mediaType: BlobManifest['mediaType']; readonly bytes: Uint8Array }
  | { readonly here: false; readonly bytes: number; readonly chunksHere: number; readonly chunks: number };
