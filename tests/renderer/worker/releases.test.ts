/** A desk and the releases of its services: what arrives broken is told, and what was in force goes on. */
import { expect, it } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { releaseDocuments } from '../../../scripts/ministry/release-documents.ts';
import { SPECIMEN_DEFINITIONS } from '../../world/definition.ts';
import { NodeDesk } from '../../world/desk-in-node.ts';
import { World } from '../../world/world.ts';

const LAST = 'ml-two-signatures';
const told = async ({ desk }: NodeDesk) =>
  (await desk.link()).attention.map(({ code, values }) => [code, values.n, values.service]);
const versions = async ({ desk }: NodeDesk) => (await desk.services()).map(({ version }) => version);

it('keeps what it has where a newer release is broken, says so in the link panel, and takes the next', async () => {
  const world = await World.open();
  const next = (definitions: readonly ServiceDefinition[], n: number) =>
    releaseDocuments(world.ministry.catalogue, definitions, {
      country: 'ML',
      n,
      issuedAt: isoTime(world.clock.now()),
    });
  const raised = SPECIMEN_DEFINITIONS.map((one) => ({ ...one, version: 2 }));
  const first = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  const { medium } = first;
  await first.unlock('A. S.');
  expect([await versions(first), await told(first)]).toEqual([[1, 1, 1], []]);
  await first.close();

  const broken = raised.map((one) => (one.code === LAST ? { ...one, checks: [] } : one));
  await medium.log('catalogue').put(await next(broken, 2));
  const second = await NodeDesk.open({ world, desk: 'ML-PAR/B', medium });
  await second.unlock('A. S.');
  expect(await versions(second)).toEqual([1, 1, 1]);
  expect(await told(second)).toEqual([['CT-030', 2, LAST]]);
  expect((await second.desk.newDraft(LAST as ServiceCode, null)).definition.version).toBe(1);
  await second.close();

  await medium.log('catalogue').put(await next(raised, 3));
  const third = await NodeDesk.open({ world, desk: 'ML-PAR/B', medium });
  await third.unlock('A. S.');
  expect([await versions(third), await told(third)]).toEqual([[2, 2, 2], []]);
  expect((await third.desk.service(LAST as ServiceCode)).version).toBe(2);
  await expect(third.desk.service('ml-none' as ServiceCode)).rejects.toMatchObject({ code: 'CT-020' });
  await third.close();
});
