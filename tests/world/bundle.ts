/** A dossier exported whole, as a desk would: decided, with evidence, wraps, receipts and a lift. */
import type { BlobManifest } from '../../app/acts/bodies.ts';
import { isoTime, systemRandom } from '../../app/acts/clock.ts';
import type { Kid } from '../../app/acts/ids.ts';
import type { SealedAct } from '../../app/acts/seal-act.ts';
import { type ReceiptItem, signReceipt } from '../../app/admission/receipt.ts';
import { type EncryptedBlob, encryptBlob } from '../../app/evidence/blob.ts';
import { type BundleLine, chunkLine, type LineType, writeBundle } from '../../app/export/bundle.ts';
import type { Credential } from '../../app/keyring/credential.ts';
import { signRecord } from '../../app/keyring/records.ts';
import { BY_CENTRE } from './definition.ts';
import { approval, openedBody, type TestDossier, type World } from './world.ts';

export interface Exported {
  readonly bytes: Uint8Array;
  readonly lines: readonly BundleLine[];
  readonly dossier: TestDossier;
  readonly acts: readonly SealedAct[];
  readonly blob: EncryptedBlob;
}

export const EPOCH = 'AAAAAAAAAAAAAAAA';

/** A gateway's receipt that says `accepted` of all of these. */
export function receiptOf(
  world: World,
  n: number,
  items: readonly ReceiptItem[],
  at = isoTime(world.clock.now()),
) {
  const { credential, signingKey } = world.ministry.gateway;
  return signReceipt({ epoch: EPOCH, n, at, items: [...items], chains: [] }, credential.kid, signingKey);
}

/** @param clearBytes length of the one scan */
export async function exported(world: World, clearBytes = 3000): Promise<Exported> {
  const dossier = await world.dossier(BY_CENTRE);
  const blob = await encryptBlob(systemRandom.bytes(clearBytes), systemRandom);
  const scan: BlobManifest = { ...blob.manifest, document: 'photo', mediaType: 'image/jpeg' };
  const opened = await world.seal(dossier, world.agent, {
    kind: 'opened',
    prior: [],
    body: { ...openedBody(), documents: [scan] },
    but: { blobs: [blob.listing] },
  });
  const submitted = await world.seal(dossier, world.agent, {
    kind: 'submitted',
    prior: [opened.id],
    body: {},
  });
  const approved = await world.seal(dossier, world.reviewer, {
    kind: 'approved',
    prior: [submitted.id],
    body: approval,
  });
  const acts = [opened, submitted, approved];
  const accepted = (type: ReceiptItem[0], id: string): ReceiptItem => [type, id, 'accepted', 'AD-000'];
  const first = await receiptOf(world, 1, [
    ...acts.slice(0, 2).map(({ id }) => accepted('act', id)),
    accepted('wrap', dossier.wrap.hash),
    ...blob.chunks.map(({ id }) => accepted('chunk', id)),
  ]);
  const second = await receiptOf(world, 2, [['act', approved.id, 'held', 'AD-107']]);
  const lift = await signRecord(
    'guichet-lift+jws',
    { v: 1, act: approved.id, verdict: 'accepted', reason: 'specimen' },
    world.supervisor.credential.kid,
    world.supervisor.signingKey,
  );
  const third = await receiptOf(world, 3, [accepted('act', approved.id)]);
  const { ministry } = world;
  const line =
    (type: LineType) =>
    (text: string): BundleLine => ({ type, text });
  const signers = [world.agent, world.reviewer, world.supervisor, ministry.gateway, ministry.catalogue];
  const jwsOf = (prefix: string) =>
    [...ministry.keyringDocuments, ...ministry.catalogueDocuments].flatMap((document) =>
      document._id.startsWith(prefix) ? ['jws' in document ? document.jws : document.json] : [],
    );
  const lines = [
    ...chains(
      world,
      signers.map(({ credential }) => credential),
    ).map(line('credential')),
    ...jwsOf('keyring:').map(line('keyring')),
    ...jwsOf('release:').map(line('release')),
    ...jwsOf('definition:')
      .filter((json) => json.includes(`"code":"${BY_CENTRE.code}"`))
      .map(line('definition')),
    ...acts.map(({ jws }) => line('act')(jws)),
    line('wrap')(dossier.wrap.jws),
    ...[first, second, third].map(({ jws }) => line('receipt')(jws)),
    line('lift')(lift),
    ...blob.chunks.map(({ bytes }) => chunkLine(bytes)),
  ];
  return { bytes: writeBundle({ dossier: dossier.id, lines }), lines, dossier, acts, blob };
}

/** The root is left out: the verifier brings it. */
const chains = (world: World, signers: readonly Credential[]): string[] => [
  ...new Set(
    signers.flatMap(({ kid }: { kid: Kid }) =>
      world.keyring.chain(kid).flatMap((credential) => (credential.issuer ? [credential.jws] : [])),
    ),
  ),
];
