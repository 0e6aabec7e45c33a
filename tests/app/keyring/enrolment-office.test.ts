/** An enrolment officer of the centre: what they may give in any mission, and everything that stays forbidden. */
import { beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode } from '../../../app/acts/ids.ts';
import {
  type Credential,
  type CredentialDraft,
  issueCredential,
  readCredential,
} from '../../../app/keyring/credential.ts';
import { makeGrant } from '../../../app/keyring/grants.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
import type { Role } from '../../../app/keyring/roles.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { type CryptoKey, generateKey, importPrivate } from '../../../app/seal/keys.ts';
import { World } from '../../world/world.ts';

interface Made {
  readonly credential: Credential;
  readonly signingKey: CryptoKey;
  readonly document: SignedDocument;
}
type Signer = Pick<Made, 'credential' | 'signingKey'>;

let world: World;
let office: Made;
beforeAll(async () => {
  world = await World.open();
  office = await made(world.ministry.authority, {
    roles: ['enrolment'],
    scope: 'CENTRAL',
    desk: 'CENTRAL/A' as DeskId,
    delegates: ['agent', 'cashier'],
  });
});

async function made(by: Signer, but: Partial<CredentialDraft>): Promise<Made> {
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const { from, until } = world.head.credential;
  const draft: CredentialDraft = {
    subject: toBase64url(systemRandom.bytes(16)),
    roles: ['agent'],
    scope: 'ML-DKR' as MissionCode,
    desk: 'ML-DKR/A' as DeskId,
    delegates: [],
    from,
    until,
    sig: sig.publicJwk,
    enc: enc.publicJwk,
    ...but,
  };
  const document = await recordDocument(
    await issueCredential(draft, by.credential.kid, by.signingKey),
    (hash) => `credential:${hash}`,
  );
  const { credential } = await readCredential(document.jws);
  return { credential, signingKey: await importPrivate(sig.privateJwk, 'sig'), document };
}

async function problemWith(document: SignedDocument, ...before: Made[]): Promise<string | undefined> {
  const known = [...world.ministry.keyringDocuments, office.document, ...before.map((one) => one.document)];
  const keyring = await Keyring.from(world.ministry.root.credential.jws, [...known, document]);
  return keyring.problems.find(({ id }) => id === document._id)?.code;
}
const named = async (by: Signer, kid: Kid): Promise<SignedDocument> => {
  const payload = { v: 1 as const, kid, jwe: { by: by.credential.kid } };
  const jws = await signRecord('guichet-directory+jws', payload, by.credential.kid, by.signingKey);
  return recordDocument(jws, () => `directory:${kid}`);
};

describe('an enrolment officer of the centre', () => {
  it('enrols within their delegates at a desk of any mission, and of the centre', async () => {
    for (const desk of ['ML-PAR/B', 'ML-DKR/A', 'CENTRAL/B'] as DeskId[]) {
      const scope = desk.slice(0, desk.indexOf('/')) as MissionCode;
      const { document } = await made(office, { desk, scope, roles: ['cashier', 'agent'] });
      expect(await problemWith(document)).toBeUndefined();
    }
  });

  it.each<[string, () => Partial<CredentialDraft>]>([
    ['another role', () => ({ roles: ['reviewer'] })],
    ['a role beside those they may give', () => ({ roles: ['agent', 'head-of-mission'] })],
    ['their own role', () => ({ roles: ['enrolment'] })],
    ['a technical role', () => ({ roles: ['gateway'] })],
    ['a transport key', () => ({ roles: ['transport'] })],
    ['the authority', () => ({ roles: ['authority'], scope: '*', desk: null })],
    ['the ministry as a whole', () => ({ scope: '*', desk: null })],
    ['a mission without a desk', () => ({ desk: null })],
    ['delegates', () => ({ delegates: ['agent'] })],
    ['an earlier start', () => ({ from: '2020-01-01T00:00:00Z' })],
    ['a later end', () => ({ until: '2099-01-01T00:00:00Z' })],
  ])('does not give %s', async (_, but) => {
    expect(await problemWith((await made(office, but())).document)).toBe('SEAL-006');
  });

  it('has no delegate: whom they enrolled enrols nobody, also as an enrolment officer of a mission', async () => {
    const given = await made(office, {});
    expect(await problemWith((await made(given, {})).document, given)).toBe('SEAL-006');
    const ofMission = await made(world.ministry.authority, { roles: ['enrolment'], delegates: ['agent'] });
    expect(await problemWith((await made(ofMission, {})).document, ofMission)).toBeUndefined();
    const paris = { scope: 'ML-PAR' as MissionCode, desk: 'ML-PAR/B' as DeskId };
    expect(await problemWith((await made(ofMission, paris)).document, ofMission)).toBe('SEAL-006');
  });

  it.each<[string, Role[], Role[]]>([
    ['a reviewer of the centre with delegates', ['reviewer'], ['agent']],
    ['a supervisor of the centre with delegates', ['supervisor'], ['agent']],
    ['an enrolment officer without delegates', ['enrolment'], []],
  ])('is the only one beyond a mission: %s enrols nobody there', async (_, roles, delegates) => {
    const desk = 'CENTRAL/A' as DeskId;
    const other = await made(world.ministry.authority, { roles, delegates, scope: 'CENTRAL', desk });
    expect(await problemWith((await made(other, {})).document, other)).toBe('SEAL-006');
  });

  it('names whom they enrolled in a mission, and nobody else there', async () => {
    const given = await made(office, {});
    expect(await problemWith(await named(office, given.credential.kid), given)).toBeUndefined();
    const dakar = world.officer('E. M.', 'ML-DKR/A').credential.kid;
    expect(await problemWith(await named(office, dakar))).toBe('SEAL-006');
    expect(await problemWith(await named(office, world.head.credential.kid))).toBe('SEAL-006');
  });

  it('grants nothing to an officer of a mission, whatever group key they hold, and revokes nobody there', async () => {
    const given = await made(office, {});
    for (const group of ['group:ML-DKR:directory', 'group:CENTRAL:directory', 'group:ML-PAR:directory']) {
      const key = world.ministry.groupKeys.get(`${group}:1`);
      if (!key) throw new Error('no such group');
      const jws = await makeGrant(group, 1, key, given.credential, office.credential, office.signingKey);
      expect(await problemWith(await recordDocument(jws, (hash) => `grant:${hash}`), given), group).toBe(
        'SEAL-006',
      );
    }
    const payload = {
      v: 1 as const,
      kid: given.credential.kid,
      reason: 'specimen',
      at: '2026-11-21T12:00:00Z',
    };
    const jws = await signRecord('guichet-revocation+jws', payload, office.credential.kid, office.signingKey);
    expect(await problemWith(await recordDocument(jws, (hash) => `revocation:${hash}`), given)).toBe(
      'SEAL-006',
    );
  });
});
