/**
 * A dossier as a bundle: everything that a verifier needs who knows the ministry's root and nothing else, encrypted as
 * it is. Exporting is recorded before the bytes are given.
 */
import type { DossierId, Kid, RecordHash } from '../../app/acts/ids.ts';
import { mayLift } from '../../app/admission/lifts.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import { type BundleLine, chunkLine, type LineType, writeBundle } from '../../app/export/bundle.ts';
import { readRecord } from '../../app/keyring/records.ts';
import type { LogDocument } from '../../app/log/records.ts';
import { parseCompact } from '../../app/seal/jws.ts';
import { recordAudit } from './audit.ts';
import type { DeskContext } from './desk-context.ts';
import type { DossierFile, MissionBook } from './mission-book.ts';
import type { ReferenceData } from './reference-data.ts';

/** @throws DeskError LK-001 whoever asked for it has left meanwhile: it is recorded under nobody else, and given to nobody */
export async function exportDossier(desk: DeskContext, id: DossierId): Promise<Uint8Array> {
  const { unlocked } = desk;
  const { mission } = desk.row(id);
  const book = desk.book(mission);
  const file = await book.load(id, desk.session.groups);
  const lines: BundleLine[] = [];
  const add = (type: LineType, texts: Iterable<string>) => {
    for (const text of texts) lines.push({ type, text });
  };
  const wraps = wrapsOfStarters(file);
  const named = [...file.acts.map((act) => act.id as string), ...wraps.map(({ hash }) => hash as string)];
  const receipts = await book.receiptsNaming(named);
  const lifts = await liftsOf(book, desk.reference, file);
  const catalogue = releasesOf(desk, file);
  const signers = [
    ...[...file.acts, ...wraps, ...receipts, ...lifts].map(({ kid }) => kid),
    ...desk.reference.keyring
      .credentials()
      .filter(({ roles }) => roles.includes('catalogue'))
      .map(({ kid }) => kid),
  ];
  const delegations = await delegationsOf(desk, file);
  signers.push(...delegations.flatMap(({ kid }) => kid ?? []));
  const revocations = await revocationsOf(desk, signers);
  add('credential', chainsOf(desk, [...signers, ...revocations.flatMap(({ kids }) => kids)]));
  add(
    'revocation',
    revocations.map(({ jws }) => jws),
  );
  for (const { type, jws } of delegations) add(type, [jws]);
  add('keyring', signedTexts(await desk.stores.keyring.withPrefix('keyring:')));
  add('release', catalogue.manifests);
  add('definition', catalogue.definitions);
  add(
    'act',
    file.acts.map(({ jws }) => jws),
  );
  add(
    'wrap',
    wraps.map(({ parsed }) => parsed.jws),
  );
  add(
    'receipt',
    receipts.map(({ jws }) => jws),
  );
  add(
    'lift',
    lifts.map(({ jws }) => jws),
  );
  for (const chunk of new Set(
    file.acts.flatMap(({ envelope }) => envelope.blobs.flatMap((blob) => blob.chunks)),
  )) {
    const bytes = await desk.chunks(mission).get(chunk);
    if (bytes) lines.push(chunkLine(bytes));
  }
  await recordAudit(desk, mission, { what: 'exported', dossier: id }, unlocked);
  if (desk.unlocked !== unlocked) throw new DeskError('LK-001');
  return writeBundle({ dossier: id, lines });
}

const signedTexts = (documents: readonly LogDocument[]): string[] =>
  documents.flatMap((document) => ('jws' in document ? [document.jws] : []));

/** A generation's wraps are its starter's; one that somebody else made for it proves nothing and is left behind. */
function wrapsOfStarters(file: DossierFile) {
  const starters = new Set(
    file.acts
      .filter(({ envelope }) => envelope.keyCommit)
      .map(({ kid, envelope }) => `${envelope.keyGen} ${kid}`),
  );
  return file.wraps.filter(({ gen, kid }) => starters.has(`${gen} ${kid}`));
}

/** The words of those who may lift the act: what counts for nothing proves nothing, and is left behind. */
async function liftsOf(
  { log }: MissionBook,
  { keyring }: ReferenceData,
  file: DossierFile,
): Promise<{ jws: string; kid: Kid }[]> {
  const ofAct = async ({ id, kid: signedBy, envelope }: DossierFile['acts'][number]) => {
    const signer = keyring.credential(signedBy);
    return signedTexts(await log.withPrefix(`lift:${id}`)).flatMap((jws) => {
      const { kid } = readRecord('guichet-lift+jws', jws).parsed;
      const by = kid === null ? undefined : keyring.credential(kid);
      const counts = kid && by && signer && mayLift(by, { ...envelope, signer });
      return counts ? [{ jws, kid }] : [];
    });
  };
  return (await Promise.all(file.acts.map(ofAct))).flat();
}

/** The delegations that its acts name, and their ends, with those who signed them. */
async function delegationsOf({ stores }: DeskContext, { acts }: DossierFile) {
  const named = new Set(acts.flatMap(({ envelope }) => envelope.under ?? []));
  const found: { type: 'delegation' | 'delegation-end'; jws: string; kid: Kid | null }[] = [];
  for (const id of named) {
    for (const jws of signedTexts(await stores.keyring.withPrefix(`delegation:${id}`)))
      found.push({ type: 'delegation', jws, kid: parseCompact(jws).kid });
  }
  const ends = named.size === 0 ? [] : signedTexts(await stores.keyring.withPrefix('delegation-end:'));
  for (const jws of ends) {
    const { payload, parsed } = readRecord('guichet-delegation-end+jws', jws);
    if (named.has(payload.delegation as RecordHash))
      found.push({ type: 'delegation-end', jws, kid: parsed.kid });
  }
  return found;
}

/** Revocations that touch a signer or one it chains through, with those whom verifying them asks for. */
async function revocationsOf(
  desk: DeskContext,
  signers: readonly Kid[],
): Promise<{ jws: string; kids: Kid[] }[]> {
  const { keyring } = desk.reference;
  const concerned = new Set(signers.flatMap((kid) => keyring.chain(kid).map((credential) => credential.kid)));
  return signedTexts(await desk.stores.keyring.withPrefix('revocation:')).flatMap((jws) => {
    const { payload, parsed } = readRecord('guichet-revocation+jws', jws);
    const revoked = payload.kid as Kid;
    return parsed.kid && concerned.has(revoked) ? [{ jws, kids: [revoked, parsed.kid] }] : [];
  });
}

function releasesOf(
  { reference }: DeskContext,
  file: DossierFile,
): { manifests: string[]; definitions: string[] } {
  const hashes = new Set(file.acts.map(({ envelope }) => envelope.release));
  const releases = [...hashes].flatMap((hash) => reference.release(hash) ?? []);
  const service = file.acts[0]?.envelope.service;
  return {
    manifests: releases.map(({ jws }) => jws),
    definitions: releases.flatMap((release) => (service && release.text(service)) ?? []),
  };
}

/** Each signer's credential and those it chains through, the root left out: the verifier brings it. */
const chainsOf = ({ reference }: DeskContext, kids: readonly Kid[]): Set<string> =>
  new Set(
    kids.flatMap((kid) => reference.keyring.chain(kid).flatMap(({ issuer, jws }) => (issuer ? [jws] : []))),
  );
