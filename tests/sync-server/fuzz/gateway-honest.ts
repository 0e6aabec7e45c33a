/** Honest traffic: files, evidence, newcomers whom a head of mission enrols, audit records, words of supervisors. */
import { systemRandom } from '../../../app/acts/clock.ts';
import type { BlobId, Epoch, MissionCode, RecordHash } from '../../../app/acts/ids.ts';
import { issueCredential, readCredential } from '../../../app/keyring/credential.ts';
import { recordDocument } from '../../../app/keyring/records.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { payloadBytes, signCompact } from '../../../app/seal/jws.ts';
import { generateKey, importPrivate } from '../../../app/seal/keys.ts';
import type { OfficerHolder } from '../../../scripts/ministry/create-ministry.ts';
import { demoPlan, type MinistryPlan } from '../../../scripts/ministry/plan.ts';
import type { Dice } from '../../crash/seeded.ts';
import { approval, openedBody, type World } from '../../world/world.ts';
import {
  BY_CENTRE,
  BY_MISSION,
  DAKAR,
  documentsOfActs,
  hashOfChunk,
  lift,
  PARIS,
  wrapOf,
} from '../admission/support.ts';
import { pick } from './make-json.ts';

const desk = (id: string) => id as MinistryPlan['desks'][number];
const CARRIERS: Readonly<Record<string, readonly string[]>> = {
  [PARIS]: [...'ABCDEFGH'].map((letter) => `ML-PAR/${letter}`),
  [DAKAR]: [...'ABCD'].map((letter) => `ML-DKR/${letter}`),
};
const CENTRE = ['CENTRAL/A', 'CENTRAL/B'];

/** The demo's officers, and desks that only carry. */
export const FUZZ_PLAN: MinistryPlan = {
  ...demoPlan('http://127.0.0.1:1'),
  desks: [...Object.values(CARRIERS).flat(), ...CENTRE].map(desk),
};

/** A desk that may write to this mission. */
export const carrierFor = (dice: Dice, mission: MissionCode): string =>
  pick(dice, [...(CARRIERS[mission] ?? []), ...CENTRE]);

/** What belongs together; any part of it may come in any order, again, and by any desk. */
export interface Parcel {
  readonly mission: MissionCode;
  readonly documents: readonly SignedDocument[];
  readonly chunks: readonly Uint8Array[];
}

const plain = ({ _id, _rev, jws }: SignedDocument): SignedDocument => ({ _id, _rev, jws });

export async function honestParcel(world: World, dice: Dice): Promise<Parcel> {
  switch (dice.below(8)) {
    case 0:
      return withEvidence(world, dice);
    case 1:
      return ofNewcomer(world);
    case 2:
      return lifted(world);
    case 3:
      return audited(world, dice);
    case 4:
      return inDakar(world);
    case 5:
      return decided(world, dice);
    default: {
      const { dossier, acts } = await world.lodged(pick(dice, [BY_CENTRE, BY_MISSION]));
      return parcel([...documentsOfActs(acts), wrapOf(dossier)]);
    }
  }
}

const parcel = (
  documents: readonly SignedDocument[],
  mission = PARIS,
  chunks: Uint8Array[] = [],
): Parcel => ({
  mission,
  documents: documents.map(plain),
  chunks,
});

async function withEvidence(world: World, dice: Dice): Promise<Parcel> {
  const chunks = [systemRandom.bytes(1 + dice.below(2000)), systemRandom.bytes(300)];
  const names: RecordHash[] = [];
  for (const chunk of chunks) names.push(await hashOfChunk(chunk));
  const blobs = [{ id: toBase64url(systemRandom.bytes(16)) as BlobId, bytes: 100, chunks: names }];
  const dossier = await world.dossier(BY_CENTRE);
  const act = await world.seal(dossier, world.agent, {
    kind: 'opened',
    prior: [],
    body: openedBody(),
    but: { blobs },
  });
  return parcel([act.document, wrapOf(dossier)], PARIS, chunks);
}

async function decided(world: World, dice: Dice): Promise<Parcel> {
  const { dossier, acts } = await world.lodged(BY_CENTRE);
  const prior = [acts[1]!.id];
  const approved = await world.seal(dossier, world.reviewer, { kind: 'approved', prior, body: approval });
  const note = await world.seal(dossier, world.agent, {
    kind: 'annotated',
    prior: [approved.id],
    body: { note: 'specimen' },
    // A place in its chain that nothing leads to is evidence, and no reason to refuse.
    but: { seq: dice.chance(0.5) ? Number.MAX_SAFE_INTEGER : 1_000_000 + dice.below(1000) },
  });
  return parcel([...documentsOfActs([...acts, approved, note]), wrapOf(dossier)]);
}

async function inDakar(world: World): Promise<Parcel> {
  const by = world.officer('E. M.', 'ML-DKR/A');
  const dossier = await world.dossier(BY_CENTRE, by, DAKAR);
  const act = await world.seal(dossier, by, { kind: 'opened', prior: [], body: openedBody() });
  return parcel([act.document, wrapOf(dossier)], DAKAR);
}

/** Enrolled without a network: the credential comes with the first acts, or after them. */
async function ofNewcomer(world: World): Promise<Parcel> {
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const { head } = world;
  const { scope, desk, from, until } = head.credential;
  const subject = toBase64url(systemRandom.bytes(16));
  const draft = { subject, roles: ['agent' as const], scope, desk, delegates: [], from, until };
  const jws = await issueCredential(
    { ...draft, sig: sig.publicJwk, enc: enc.publicJwk },
    head.credential.kid,
    head.signingKey,
  );
  const { credential } = await readCredential(jws);
  const signingKey = await importPrivate(sig.privateJwk, 'sig');
  const officer: OfficerHolder = { ...head, credential, signingKey };
  const { dossier, acts } = await world.lodged(BY_CENTRE, officer);
  const enrolment = await recordDocument(jws, () => `credential:${credential.kid}`);
  return parcel([...documentsOfActs(acts), enrolment, wrapOf(dossier)]);
}

async function lifted(world: World): Promise<Parcel> {
  const dossier = await world.dossier(BY_CENTRE);
  const act = await world.seal(dossier, world.agent, {
    kind: 'opened',
    prior: [],
    body: openedBody(),
    but: { claimedAt: '2099-01-01T00:00:00Z' },
  });
  return parcel([act.document, wrapOf(dossier), await lift(act.id, 'accepted', world.supervisor)]);
}

/** @param but members set otherwise than an honest desk would */
export async function auditRecord(by: OfficerHolder, but: object = {}): Promise<SignedDocument> {
  const chain = { epoch: toBase64url(systemRandom.bytes(12)) as Epoch, seq: 7, prev: 'A'.repeat(43) };
  const members = { v: 2, mission: PARIS, desk: by.desk, ...chain, what: 'exported', ...but };
  const { signingKey: key, credential } = by;
  const payload = payloadBytes(members);
  const jws = await signCompact({ typ: 'guichet-audit+jws', kid: credential.kid, payload, key });
  return recordDocument(jws, (hash) => `audit:${hash}`);
}

/** In the middle of a chain of which nothing else has come. */
async function audited(world: World, dice: Dice): Promise<Parcel> {
  return parcel([await auditRecord(pick(dice, [world.reviewer, world.agent, world.head]))]);
}
