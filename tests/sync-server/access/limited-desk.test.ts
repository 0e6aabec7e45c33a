/** A desk of the centre whose officers are all limited to missions: of other missions there is nothing for it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { MissionCode } from '../../../app/acts/ids.ts';
import { LIMITED_DESK, planWithLimited } from '../../world/limited.ts';
import { openedBody, World } from '../../world/world.ts';
import { BY_MISSION, revocation, SERVICES, wrapOf } from '../admission/support.ts';
import { TestServer } from './support.ts';

let world: World;
let server: TestServer;
beforeAll(async () => {
  world = await World.open(SERVICES, planWithLimited());
  server = await TestServer.start(world);
});
afterAll(() => server.stop());

const databases = ['mission-ml-par', 'mission-ml-par-evidence', 'mission-ml-dkr', 'mission-ml-dkr-evidence'];
const statuses = async (desk: string, path: string) => {
  const token = await server.token(desk);
  return Promise.all(databases.map((db) => server.status(token, `${db}${path}`)));
};

it('reads and writes the databases of their missions; any other does not exist for it', async () => {
  for (const path of ['', '/_changes', '/_all_docs'])
    expect(await statuses(LIMITED_DESK, path), path).toEqual([200, 200, 404, 404]);
  const token = await server.token(LIMITED_DESK);
  const push = { method: 'POST', body: JSON.stringify({ new_edits: false, docs: [] }) };
  expect(await server.status(token, 'mission-ml-par/_bulk_docs', push)).toBe(201);
  expect(await server.status(token, 'mission-ml-dkr/_bulk_docs', push)).toBe(404);
});

it('hears of what is on hold in their missions only', async () => {
  const at = isoTime(world.clock.now());
  for (const [mission, by] of [
    ['ML-PAR', world.agent],
    ['ML-DKR', world.officer('E. M.', 'ML-DKR/A')],
  ] as const) {
    const database = `mission-${mission.toLowerCase()}`;
    const push = async (...docs: readonly object[]) => {
      const body = JSON.stringify({ new_edits: false, docs });
      const token = await server.token(`${mission}/A`);
      expect(await server.status(token, `${database}/_bulk_docs`, { method: 'POST', body })).toBe(201);
    };
    await push(await revocation(by.credential.kid, at, world.ministry.authority));
    const dossier = await world.dossier(BY_MISSION, by, mission as MissionCode);
    const opened = await world.seal(dossier, by, { kind: 'opened', prior: [], body: openedBody() });
    await push(opened.document, wrapOf(dossier));
  }
  const held = async (desk: string) => {
    const headers = { authorization: `Bearer ${await server.token(desk)}` };
    const reply = await fetch(`${server.url}/admin/held`, { headers });
    return ((await reply.json()) as { acts: { mission: string }[] }).acts
      .map(({ mission }) => mission)
      .sort();
  };
  expect(await held(LIMITED_DESK)).toEqual(['ML-PAR']);
  expect(await held('CENTRAL/A')).toEqual(['ML-DKR', 'ML-PAR']);
});

it('a desk with an officer who is limited to none has them all', async () => {
  expect(await statuses('CENTRAL/A', '')).toEqual([200, 200, 200, 200]);
  expect(await statuses('ML-PAR/B', '')).toEqual([200, 200, 404, 404]);
});
