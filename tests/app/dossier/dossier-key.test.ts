/** Dossier keys: the opened K must match its commitment; a wrap is a signed, immutable record of one dossier and generation. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  keyCommitment,
  makeWrap,
  openDossierKey,
  readWrap,
  verifyWrap,
} from '../../../app/dossier/dossier-key.ts';
import { type GroupKeys, openGrants } from '../../../app/keyring/grants.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { concat, fromBase64url, fromUtf8, toBase64url, utf8 } from '../../../app/seal/bytes.ts';
import { SealError } from '../../../app/seal/errors.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import { payloadBytes, signCompact } from '../../../app/seal/jws.ts';
import { importPrivate } from '../../../app/seal/keys.ts';
import { BY_CENTRE } from '../../world/definition.ts';
import { highTwin } from '../../world/tamper.ts';
import { type TestDossier, World } from '../../world/world.ts';

let world: World;
let dossier: TestDossier;
let groups: GroupKeys;
beforeAll(async () => {
  world = await World.open();
  dossier = await world.dossier(BY_CENTRE);
  groups = await openGrants(
    world.keyring,
    world.agent.credential,
    await importPrivate(world.agent.enc, 'enc'),
  );
});

const sign = (payload: Uint8Array) =>
  signCompact({
    typ: 'guichet-wrap+jws',
    kid: world.agent.credential.kid,
    payload,
    key: world.agent.signingKey,
  });
const wrapOf = async (key: Uint8Array, names: string[], gen = 1, id = dossier.id) =>
  readWrap((await makeWrap(id, gen, key, names, world.keyring, sign)).jws);
const members = () =>
  JSON.parse(fromUtf8(fromBase64url(dossier.wrap.jws.split('.')[1] ?? ''))) as Record<string, unknown>;
async function refusal(payload: object): Promise<string> {
  try {
    await readWrap(await sign(payloadBytes(payload)));
    return 'read';
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
}
const MINE = 'group:ML-PAR:visas:1';

describe('the commitment', () => {
  it('is over the prefix, the 16 bytes of the dossier, the generation in 32 bits, and K', async () => {
    const id = '00000000000000000000000000' as typeof dossier.id;
    const whole = `${id}0` as typeof dossier.id;
    const bytes = concat(
      utf8('guichet-dk'),
      new Uint8Array(16),
      new Uint8Array([0, 0, 0, 2]),
      new Uint8Array(32).fill(7),
    );
    expect(await keyCommitment(whole, 2, new Uint8Array(32).fill(7))).toBe(await hashOf(bytes));
  });

  it('opens for a group that was wrapped for, and not for another', async () => {
    const wrap = await readWrap(dossier.wrap.jws);
    expect(await openDossierKey([wrap], dossier.commit, groups)).toEqual(dossier.key);
    await expect(openDossierKey([wrap], dossier.commit, new Map())).rejects.toMatchObject({
      code: 'SEAL-013',
    });
    const central = await wrapOf(dossier.key, ['group:CENTRAL:visas:1']);
    await expect(openDossierKey([central], dossier.commit, groups)).rejects.toMatchObject({
      code: 'SEAL-013',
    });
  });

  it('refuses a wrap of another K, of another dossier or generation, and finds the true one beside them', async () => {
    const false_ = await wrapOf(new Uint8Array(32), [MINE]);
    await expect(openDossierKey([false_], dossier.commit, groups)).rejects.toMatchObject({
      code: 'SEAL-012',
    });
    const swapped = await wrapOf(dossier.key, [MINE], 2);
    await expect(openDossierKey([swapped], dossier.commit, groups)).rejects.toMatchObject({
      code: 'SEAL-012',
    });
    const other = await wrapOf(dossier.key, [MINE], 1, (await world.dossier(BY_CENTRE)).id);
    await expect(openDossierKey([other], dossier.commit, groups)).rejects.toMatchObject({ code: 'SEAL-012' });
    const true_ = await readWrap(dossier.wrap.jws);
    expect(await openDossierKey([false_, swapped, other, true_], dossier.commit, groups)).toEqual(
      dossier.key,
    );
  });
});

describe('a wrap', () => {
  it('is its signer’s, under one text', async () => {
    await verifyWrap(await readWrap(dossier.wrap.jws), world.keyring);
    await expect(readWrap(highTwin(dossier.wrap.jws))).rejects.toMatchObject({ code: 'SEAL-005' });
    const empty = await Keyring.from(world.ministry.root.credential.jws, []);
    await expect(verifyWrap(await readWrap(dossier.wrap.jws), empty)).rejects.toMatchObject({
      code: 'SEAL-006',
    });
    const forged = await signCompact({
      typ: 'guichet-wrap+jws',
      kid: world.head.credential.kid,
      payload: payloadBytes(members()),
      key: world.agent.signingKey,
    });
    await expect(verifyWrap(await readWrap(forged), world.keyring)).rejects.toMatchObject({
      code: 'SEAL-006',
    });
  });

  it('refuses members that are missing, more, in another order or not of their type', async () => {
    const { v, gen, jwe } = members();
    const given = members();
    expect(await refusal(given)).toBe('read');
    for (const other of [
      { ...given, more: 1 },
      { v, gen, dossier: given.dossier, jwe },
      { ...given, v: 2 },
      { ...given, gen: 0 },
      { ...given, gen: 1.5 },
      { ...given, gen: 2 ** 32 + 1 },
      { ...given, gen: '1' },
      { ...given, dossier: 'x' },
      { ...given, dossier: null },
    ])
      expect(await refusal(other), JSON.stringify(Object.keys(other))).toBe('SEAL-014');
  });

  it('refuses a JWE that asks to be inflated, or that is not of the prescribed shape', async () => {
    const given = members();
    const jwe = given.jwe as { protected: string; recipients: object[] };
    const header = (value: object) => toBase64url(utf8(JSON.stringify(value)));
    for (const other of [
      null,
      'x',
      { ...jwe, protected: header({ enc: 'A256GCM', zip: 'DEF' }) },
      { ...jwe, protected: header({ enc: 'A128GCM' }) },
      { ...jwe, protected: header({ enc: 'A256GCM', crit: ['x'] }) },
      { ...jwe, protected: 'AAA' },
      { ...jwe, recipients: [] },
      { ...jwe, recipients: Array.from({ length: 65 }, () => jwe.recipients[0]) },
      { ...jwe, recipients: [{ header: {}, encrypted_key: 'AAAA' }] },
      { ...jwe, iv: '' },
      { ...jwe, tag: undefined },
    ])
      expect(await refusal({ ...given, jwe: other }), JSON.stringify(other)?.slice(0, 80)).toBe('SEAL-008');
  });

  it('opens whether it is for one group or for several', async () => {
    for (const names of [[MINE], [MINE, 'group:CENTRAL:visas:1'], ['group:CENTRAL:visas:1', MINE]])
      expect(await openDossierKey([await wrapOf(dossier.key, names)], dossier.commit, groups)).toEqual(
        dossier.key,
      );
    await expect(wrapOf(dossier.key, ['group:ML-PAR:nothing:1'])).rejects.toMatchObject({ code: 'SEAL-013' });
  });
});
