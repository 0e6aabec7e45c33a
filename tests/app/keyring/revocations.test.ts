/** Who ends a key, and who only puts it on hold (docs/decisions/0019). */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kid, MissionCode } from '../../../app/acts/ids.ts';
import { expectedDesks } from '../../../app/erasure/desks.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { proofOfRevocations, readProof } from '../../../app/keyring/revocation-proof.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { revocationOf } from '../../world/revoked.ts';
import { World } from '../../world/world.ts';

let world: World;
let byHead: SignedDocument;
let ofHead: SignedDocument;
let byAuthority: SignedDocument;
const agent = (): Kid => world.agent.credential.kid;
beforeAll(async () => {
  world = await World.open();
  byHead = await revocationOf(world, agent(), world.head);
  ofHead = await revocationOf(world, world.head.credential.kid);
  byAuthority = await revocationOf(world, agent());
});

const root = () => world.ministry.root.credential.jws;
const ring = (...documents: readonly SignedDocument[]) =>
  Keyring.from(root(), [...world.ministry.keyringDocuments, ...documents]);
const proofIn = async (keyring: Keyring) => proofOfRevocations(keyring, [agent()]);

describe('a key that a delegate has revoked', () => {
  it('ends on the word of one who stands, and only waits on that of one who is revoked, in whatever order it came', async () => {
    expect((await ring(byHead)).ending(agent())?.document).toEqual(byHead);
    for (const order of [
      [byHead, ofHead],
      [ofHead, byHead],
    ]) {
      const keyring = await ring(...order);
      expect(keyring.ending(agent())).toBeUndefined();
      expect(await proofIn(keyring)).toEqual([]);
      // What it signs waits all the same: that is mended by a lift, a destroyed key by nothing.
      expect(keyring.revocation(agent())?.document).toEqual(byHead);
      expect(keyring.isRevoked(agent())).toBe(true);
    }
  });

  it('ends when the authority says it too; whoever reads the proof sees that by itself', async () => {
    const keyring = await ring(byHead, ofHead, byAuthority);
    expect(keyring.ending(agent())?.document).toEqual(byAuthority);
    const proof = await proofIn(keyring);
    expect(proof).toContainEqual(byAuthority);
    expect(proof).not.toContainEqual(byHead);
    expect((await readProof(root(), proof)).ending(agent())?.by).toBe(
      world.ministry.authority.credential.kid,
    );
    const doubtful = [...(await proofIn(await ring(byHead))), ofHead];
    expect((await readProof(root(), doubtful)).ending(agent())).toBeUndefined();
  });
});

it('a desk whose keys only wait is awaited when a file is erased; one whose keys have ended is not', async () => {
  const desk = 'ML-PAR/A';
  const own = (await ring()).credentials().filter((one) => one.desk === desk);
  const { kid: one } = world.otherAgent.credential;
  const signer = (kid: Kid) => (kid === one ? world.head : world.ministry.authority);
  const words = await Promise.all(own.map(({ kid }) => revocationOf(world, kid, signer(kid))));
  const isRevoked = async (...documents: readonly SignedDocument[]) =>
    expectedDesks(await ring(...documents), 'ML-PAR' as MissionCode, '9999').find((one) => one.desk === desk)
      ?.revoked;
  expect(await isRevoked()).toBe(false);
  expect(await isRevoked(...words)).toBe(true);
  expect(await isRevoked(...words, ofHead)).toBe(false);
});
