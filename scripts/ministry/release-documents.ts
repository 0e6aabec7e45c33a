/** A release as it replicates: the signed manifest, and each definition as canonical text. */
import type { Kid } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import {
  buildRelease,
  canonicalText,
  type ReleaseManifest,
  signRelease,
} from '../../app/catalogue/release.ts';
import { recordDocument } from '../../app/keyring/records.ts';
import type { DefinitionDocument, SignedDocument } from '../../app/log/records.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { signCompact } from '../../app/seal/jws.ts';
import type { Holder } from './issue.ts';

/** @param definitions of one country, each without a finding */
export async function releaseDocuments(
  catalogue: Holder,
  definitions: readonly ServiceDefinition[],
  about: Pick<ReleaseManifest, 'country' | 'n' | 'issuedAt'>,
): Promise<(SignedDocument | DefinitionDocument)[]> {
  const manifest = await buildRelease(definitions, about);
  const sign = (typ: 'guichet-release+jws', kid: Kid, payload: Uint8Array) =>
    signCompact({ typ, kid, payload, key: catalogue.signingKey });
  const release = await recordDocument(
    await signRelease(manifest, catalogue.credential.kid, sign),
    (hash) => `release:${hash}`,
  );
  const documents = await Promise.all(
    definitions.map(async (definition) => {
      const json = canonicalText(definition);
      const { hash, rev } = await nameOf(json);
      return { _id: `definition:${hash}`, _rev: rev, json };
    }),
  );
  return [release, ...documents];
}
