/** A desk of the centre whose officers are all limited to missions: of other missions there is nothing for it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LIMITED_DESK, planWithLimited } from '../../world/limited.ts';
import { World } from '../../world/world.ts';
import { SERVICES } from '../admission/support.ts';
import { TestServer } from './support.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start(await World.open(SERVICES, planWithLimited()));
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

it('a desk with an officer who is limited to none has them all', async () => {
  expect(await statuses('CENTRAL/A', '')).toEqual([200, 200, 200, 200]);
  expect(await statuses('ML-PAR/B', '')).toEqual([200, 200, 404, 404]);
});
