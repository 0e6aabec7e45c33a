/** `kill -9` while many write over HTTP: what was answered is there, and no request is there in part. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ask, type Child, folder, remove, startChild } from '../sync-server/couch/support.ts';

const ROUNDS = 3;
const WRITERS = 6;
const DOCS = 15;
/** Answered writes after which a round ends. */
const ENOUGH = 25;

let data: string;
let server: Child;
beforeEach(async () => {
  data = await folder();
});
afterEach(async () => {
  await server.kill();
  await remove(data);
});

const idsOf = (n: number): string[] => Array.from({ length: DOCS }, (_, at) => `${n}-${at}`);
const fileOf = (id: string): string => id.repeat(200);

async function bulk(n: number): Promise<number> {
  const docs = idsOf(n).map((_id) => ({
    _id,
    _attachments: { f: { content_type: 'text/plain', data: Buffer.from(fileOf(_id)).toString('base64') } },
  }));
  return (await ask(`${server.url}/db/_bulk_docs`, 'POST', { docs })).status;
}

it('loses nothing that was answered, and keeps requests whole', async () => {
  const answered: number[] = [];
  let next = 0;
  for (let round = 1; round <= ROUNDS; round++) {
    server = await startChild(data);
    await ask(`${server.url}/db`, 'PUT');
    const enough = answered.length + ENOUGH;
    const writer = async (): Promise<void> => {
      for (;;) {
        const n = next++;
        const status = await bulk(n).catch(() => undefined);
        if (status === undefined) return;
        expect(status).toBe(201);
        answered.push(n);
        if (answered.length >= enough) void server.kill();
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, writer));

    server = await startChild(data);
    const rows = (await ask(`${server.url}/db/_all_docs`)).json.rows as { id: string }[];
    const there = new Set(rows.map(({ id }) => id));
    for (const n of answered) for (const id of idsOf(n)) expect(there).toContain(id);
    for (let n = 0; n < next; n++) {
      expect([0, DOCS]).toContain(idsOf(n).filter((id) => there.has(id)).length);
    }
    for (const n of answered.slice(-5)) {
      for (const id of idsOf(n)) expect((await ask(`${server.url}/db/${id}/f`)).text).toBe(fileOf(id));
    }
    const changes = (await ask(`${server.url}/db/_changes`)).json.results as { id: string }[];
    expect(new Set(changes.map(({ id }) => id))).toEqual(there);
    expect((await ask(`${server.url}/db`)).json.doc_count).toBe(there.size);
    await server.kill();
  }
  expect(answered.length).toBeGreaterThanOrEqual(ROUNDS * ENOUGH);
}, 120_000);
