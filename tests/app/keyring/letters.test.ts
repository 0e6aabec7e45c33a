/** Who may put a desk into service, and which letter it gets: nobody's word but the authority's (docs/decisions/0023). */
import { beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DeskId, MissionCode } from '../../../app/acts/ids.ts';
import {
  type Credential,
  type CredentialDraft,
  issueCredential,
  readCredential,
} from '../../../app/keyring/credential.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { letterLease } from '../../../app/keyring/letters.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
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
const desk = (id: string): DeskId => id as DeskId;

let world: World;
let head: Signer;
beforeAll(async () => {
  world = await World.open();
  head = world.officer('M. U.', 'ML-PAR/A');
});

async function made(by: Signer, but: Partial<CredentialDraft> = {}): Promise<Made> {
  const sig = await generateKey('sig');
  const { from, until } = head.credential;
  const draft: CredentialDraft = {
    subject: toBase64url(systemRandom.bytes(16)),
    roles: ['transport'],
    scope: 'ML-PAR' as MissionCode,
    desk: desk('ML-PAR/P'),
    delegates: [],
    from,
    until,
    sig: sig.publicJwk,
    enc: null,
    ...but,
  };
  const jws = await issueCredential(draft, by.credential.kid, by.signingKey);
  const document = await recordDocument(jws, (hash) => `credential:${hash}`);
  const signingKey = await importPrivate(sig.privateJwk, 'sig');
  return { credential: (await readCredential(jws)).credential, signingKey, document };
}

/** An officer of the authority's, with keys of their own. */
async function officer(but: Partial<CredentialDraft>): Promise<Made> {
  const { publicJwk } = await generateKey('enc');
  return made(world.ministry.authority, { enc: publicJwk, delegates: ['agent', 'transport'], ...but });
}

async function lease(holder: string, letter: string, by: Signer = world.ministry.authority) {
  const payload = letterLease(desk(holder), desk(letter));
  const jws = await signRecord('guichet-lease+jws', payload, by.credential.kid, by.signingKey);
  return recordDocument(jws, () => `lease:${payload.desk}:${payload.series}`);
}

/** `in`, `waits`, or the code that says why it is out. */
async function standing(document: SignedDocument, ...others: SignedDocument[]): Promise<string> {
  const all = [...world.ministry.keyringDocuments, ...others];
  const answers = new Set<string>();
  for (const order of [
    [document, ...all],
    [...all, document],
  ]) {
    const keyring = await Keyring.from(world.ministry.root.credential.jws, order);
    const code = keyring.problems.find(({ id }) => id === document._id)?.code;
    answers.add(code ?? (keyring.waiting.includes(document._id) ? 'waits' : 'in'));
  }
  return [...answers].join();
}

describe('a desk’s own credential', () => {
  it('is given by a head of mission with a letter that is laid aside for their desk, whichever comes first', async () => {
    expect(await standing((await made(head)).document)).toBe('in');
    expect(world.keyring.lettersOf(desk('ML-PAR/A'))).toEqual(['ML-PAR/P', 'ML-PAR/Q']);
    expect(world.keyring.lettersOf(desk('ML-PAR/B'))).toEqual([]);
  });

  it('of a letter that is not laid aside, or for another desk, waits for the authority’s word and for no other’s', async () => {
    const { document } = await made(head, { desk: desk('ML-PAR/R') });
    expect(await standing(document)).toBe('waits');
    expect(await standing(document, await lease('ML-PAR/B', 'ML-PAR/R'))).toBe('waits');
    expect(await standing(document, await lease('ML-PAR/A', 'ML-PAR/R', head))).toBe('waits');
    expect(await standing(document, await lease('ML-PAR/A', 'ML-PAR/R'))).toBe('in');
    // The same officer at another desk has other letters: none.
    const elsewhere = world.officer('M. U.', 'ML-PAR/B');
    const { from, until } = elsewhere.credential;
    expect(await standing((await made(elsewhere, { from, until })).document)).toBe('waits');
  });

  it('of a letter whose lease was given another name is out, and its lease, too', async () => {
    const real = await lease('ML-PAR/A', 'ML-PAR/R');
    const { document } = await made(head, { desk: desk('ML-PAR/S') });
    const renamed = { ...real, _id: 'lease:ML-PAR/A:desk:ML-PAR/S' };
    expect(await standing(document, renamed)).toBe('waits');
    expect(await standing(renamed)).toBe('SEAL-014');
  });

  it.each<[string, () => Partial<CredentialDraft>]>([
    ['a role beside', () => ({ roles: ['transport', 'agent'] })],
    ['a gateway’s', () => ({ roles: ['gateway'] })],
    ['no desk', () => ({ desk: null })],
    ['another mission', () => ({ scope: 'ML-DKR' as MissionCode, desk: desk('ML-DKR/P') })],
    ['the centre', () => ({ scope: 'CENTRAL', desk: desk('CENTRAL/P') })],
    ['delegates', () => ({ delegates: ['agent'] })],
    ['a later end', () => ({ until: '2099-01-01T00:00:00Z' })],
    ['an earlier start', () => ({ from: '2020-01-01T00:00:00Z' })],
    ['a key to be written to', () => ({ enc: world.agent.credential.enc })],
  ])('with %s is not a head of mission’s to give', async (_, but) => {
    const { document } = await made(head, but());
    expect(await standing(document, await lease('ML-PAR/A', 'ML-DKR/P'))).toBe('SEAL-006');
  });

  it('is given by nobody who has no « transport » among their delegates, nor by the limited, nor by a desk', async () => {
    const at = { scope: 'ML-PAR' as MissionCode, desk: desk('ML-PAR/A') };
    const plain = await officer({ ...at, roles: ['head-of-mission'], delegates: ['agent'] });
    const limits = { missions: null, classes: ['visas'], services: null };
    const limited = await officer({ ...at, roles: ['head-of-mission'], limits });
    const given = await made(head);
    for (const by of [plain, limited, given])
      expect(await standing((await made(by, { desk: desk('ML-PAR/Q') })).document, by.document)).toBe(
        'SEAL-006',
      );
  });

  it('is given in any mission by an enrolment officer of the centre, with the letters of their desk', async () => {
    const office = await officer({ scope: 'CENTRAL', desk: desk('CENTRAL/A'), roles: ['enrolment'] });
    const dakar = { scope: 'ML-DKR' as MissionCode, desk: desk('ML-DKR/P') };
    const { document } = await made(office, dakar);
    expect(await standing(document, office.document)).toBe('waits');
    const letter = await lease('CENTRAL/A', 'ML-DKR/P');
    expect(await standing(document, office.document, letter)).toBe('in');
    // Who is limited gives none, be it by missions alone and within them.
    const limits = { missions: [dakar.scope], classes: null, services: null };
    const limited = await officer({
      scope: 'CENTRAL',
      desk: desk('CENTRAL/A'),
      roles: ['enrolment'],
      limits,
    });
    expect(await standing((await made(limited, dakar)).document, limited.document, letter)).toBe('SEAL-006');
  });
});
