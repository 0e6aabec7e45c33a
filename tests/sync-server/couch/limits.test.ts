/** Limits that CouchDB has, with its answers; and what a query may cost. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, folder, remove, type Server, startServer } from './support.ts';

const COUCH = {
  bodyBytes: 20_000,
  documentBytes: 5_000,
  attachmentBytes: 3_000,
  bulkDocs: 50,
  bulkGet: 20,
  findMs: 1_500,
  findDocuments: 60,
};

let data: string;
let server: Server;
let db: string;
beforeAll(async () => {
  data = await folder();
  server = await startServer(data, { couch: COUCH });
  db = `${server.url}/db`;
  await ask(db, 'PUT');
});
afterAll(async () => {
  await server.app.close();
  await remove(data);
});

const pad = (length: number): string => 'x'.repeat(length);
const bulk = (docs: object[]) => ask(`${db}/_bulk_docs`, 'POST', { docs });
const file = (length: number) => ({ data: Buffer.alloc(length).toString('base64') });

describe('what is too large', () => {
  it('as a body, is 413 too_large', async () => {
    expect(await ask(`${db}/body`, 'PUT', { pad: pad(21_000) })).toMatchObject({
      status: 413,
      json: { error: 'too_large', reason: 'the request entity is too large' },
    });
  });

  it('as a document, is 413 document_too_large with its id, and none of its request is written', async () => {
    expect((await ask(`${db}/doc`, 'PUT', { pad: pad(5_100) })).json).toEqual({
      error: 'document_too_large',
      reason: 'doc',
    });
    const many = await bulk([{ _id: 'before' }, { _id: 'large', pad: pad(5_100) }, { _id: 'after' }]);
    expect(many).toMatchObject({ status: 413, json: { error: 'document_too_large', reason: 'large' } });
    for (const id of ['before', 'large', 'after']) expect((await ask(`${db}/${id}`)).status).toBe(404);
    // Several that are each small enough are not one that is too large; nor does a file count as the document.
    expect((await bulk([{ pad: pad(4_000) }, { pad: pad(4_000) }])).status).toBe(201);
    const files = { a: file(2_900), b: file(2_900) };
    expect((await ask(`${db}/files`, 'PUT', { _attachments: files })).status).toBe(201);
  });

  it('as a file, is 413 attachment_too_large with its name', async () => {
    const wrong = { status: 413, json: { error: 'attachment_too_large', reason: 'scan' } };
    expect(await ask(`${db}/inline`, 'PUT', { _attachments: { scan: file(3_001) } })).toMatchObject(wrong);
    expect(await ask(`${db}/own/scan`, 'PUT', pad(3_001))).toMatchObject(wrong);
    expect((await ask(`${db}/own/scan`, 'PUT', pad(3_000))).status).toBe(201);
  });

  it('as a number of documents, is 413', async () => {
    const docs = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ _id: `many${n}`, id: `many${n}` }));
    expect((await bulk(docs(50))).status).toBe(201);
    expect(await bulk(docs(51))).toMatchObject({
      status: 413,
      json: { error: 'max_bulk_docs_count_exceeded' },
    });
    const get = (count: number) => ask(`${db}/_bulk_get`, 'POST', { docs: docs(count) });
    expect((await get(20)).status).toBe(200);
    expect(await get(21)).toMatchObject({ status: 413, json: { error: 'max_bulk_get_count_exceeded' } });
  });
});

describe('a query by selector', () => {
  beforeAll(async () => {
    await ask(`${server.url}/find`, 'PUT');
    // Against each text the pattern works for tens of milliseconds, and comes to an end.
    const docs = Array.from({ length: 50 }, (_, n) => ({ _id: `doc${n}`, text: `${'a'.repeat(22)}!` }));
    await ask(`${server.url}/find/_bulk_docs`, 'POST', { docs });
  });
  const find = (body: object) => ask(`${server.url}/find/_find`, 'POST', body);
  const SLOW = { selector: { text: { $regex: '^(a+)+$' } } };

  it('that is too much work ends with timeout, and says what to do', async () => {
    const heavy = { selector: { $or: Array.from({ length: 12 }, () => SLOW.selector) } };
    const answer = await find(heavy);
    expect(answer).toMatchObject({ status: 503, json: { error: 'timeout' } });
    expect(answer.json.reason).toMatch(
      /reasonable amount of time: \d+ documents were looked at\. Ask for less/,
    );
  });

  it('lets others in while it works', async () => {
    const started = performance.now();
    const slow = find(SLOW).then((answer) => ({ answer, took: performance.now() - started }));
    await pause(50);
    await ask(`${server.url}/find/doc1`);
    // From the beginning of all: who asks is in this process too, and would not have asked before.
    const waited = performance.now() - started;
    const { took } = await slow;
    expect(took).toBeGreaterThan(300);
    expect(waited).toBeLessThan(took / 2);
  });

  it('that looks at too many documents ends as well', async () => {
    expect((await find({ selector: { none: 1 } })).status).toBe(200);
    const more = Array.from({ length: 20 }, (_, n) => ({ _id: `more${n}` }));
    await ask(`${server.url}/find/_bulk_docs`, 'POST', { docs: more });
    expect(await find({ selector: { none: 1 } })).toMatchObject({ status: 503, json: { error: 'timeout' } });
    expect((await find({ selector: { _id: 'doc1' }, limit: 1 })).status).toBe(200);
  });

  it('ends a feed by selector too, before it hogs the server', async () => {
    const heavy = { $or: Array.from({ length: 12 }, () => SLOW.selector) };
    const answer = await ask(`${server.url}/find/_changes?filter=_selector`, 'POST', { selector: heavy });
    expect(answer).toMatchObject({ status: 503, json: { error: 'timeout' } });
  });
});
