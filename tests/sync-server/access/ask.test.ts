/** A question of a desk to its gateway outside any database, over HTTP. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { World } from '../../world/world.ts';
import { SERVICES } from '../admission/support.ts';
import { deskOf } from './pouch-desk.ts';
import { TestServer } from './support.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start(await World.open(SERVICES));
});
afterAll(() => server.stop());

it('is asked with the desk’s session, and answered in JSON', async () => {
  const { transfer } = deskOf(server, 'ML-PAR/B');
  expect(await transfer.ask('_uuids')).toEqual({ uuids: [expect.any(String)] });
});

it('says that an answer is not there', async () => {
  const { transfer } = deskOf(server, 'ML-PAR/B');
  await expect(transfer.ask('keyring/none')).rejects.toMatchObject({ code: 'LN-005' });
});
