/** What leaves the desk in a bundle, beyond what the verifier's own tests say of it. */
import { expect, test } from 'vitest';
import type { ActId } from '../../../app/acts/ids.ts';
import { readBundle } from '../../../app/export/bundle.ts';
import { verifyBundle } from '../../../app/export/verify-bundle.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
import type { OfficerHolder } from '../../../scripts/ministry/create-ministry.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';

test('every word of those who may lift an act goes along, and no other', async () => {
  const world = await openServicesWorld();
  const at = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  await at.unlock('A. S.');
  const { dossier, acts } = await at.sealed('ml-laissez-passer');
  const lift = async ({ credential, signingKey }: OfficerHolder, reason: string) => {
    const word = { v: 1 as const, act: acts[0] as ActId, verdict: 'accepted' as const, reason };
    const jws = await signRecord('guichet-lift+jws', word, credential.kid, signingKey);
    return recordDocument(jws, (hash) => `lift:${word.act}:${hash}`);
  };
  const [first, second] = [await lift(world.supervisor, 'a'), await lift(world.supervisor, 'b')];
  const log = at.medium.log('mission-ml-par');
  await log.put([first, second, await lift(world.agent, 'c')]);

  const bundle = readBundle(await at.desk.exportDossier(dossier));
  const { faults } = await verifyBundle(bundle, world.ministry.root.credential.jws);
  expect(faults).toEqual([]);
  const words = bundle.lines.filter(({ type }) => type === 'lift').map(({ text }) => text);
  expect(words.sort()).toEqual([first.jws, second.jws].sort());
  await at.close();
});
