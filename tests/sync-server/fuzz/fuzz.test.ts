import { afterAll, beforeAll, expect, it } from 'vitest';
import { folder, remove } from '../couch/support.ts';
import { fuzzServer } from './fuzz-server.ts';

const REQUESTS = 5_000;

let data: string;
beforeAll(async () => {
  data = await folder();
});
afterAll(() => remove(data));

it(`${REQUESTS} requests of which most are wrong: CouchDB-like answers, a living server, a whole store`, async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  const { statuses, faults } = await fuzzServer(data, seed, REQUESTS);
  expect(faults, `seed ${seed}`).toEqual([]);
  // It is no fuzzing when everything is refused for the same reason.
  for (const status of [200, 201, 400, 404, 405, 409, 412, 413, 415])
    expect([...statuses.keys()]).toContain(status);
});
