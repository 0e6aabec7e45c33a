import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, folder, remove, type Server, startServer } from './support.ts';

describe('what is wrong gets the answer that CouchDB gives', () => {
  let data: string;
  let server: Server;
  let db: string;

  beforeAll(async () => {
    data = await folder();
    server = await startServer(data);
    db = `${server.url}/db`;
    expect((await ask(db, 'PUT')).status).toBe(201);
    await ask(`${db}/known`, 'PUT', { n: 1 });
  });
  afterAll(async () => {
    await server.app.close();
    await remove(data);
  });

  const deep = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

  const cases: [what: string, method: string, path: string, body: unknown, status: number, error: string][] =
    [
      ['a database that is there', 'PUT', '', undefined, 412, 'file_exists'],
      ['no database', 'GET', '/../none', undefined, 404, 'not_found'],
      ['a database name with capitals', 'PUT', '/../Capital', undefined, 400, 'illegal_database_name'],
      ['a path that is not offered', 'GET', '/_shards', undefined, 501, 'not_implemented'],
      ['a view', 'GET', '/_design/x/_view/y', undefined, 404, 'not_found'],
      ['a method that does not fit', 'PUT', '/_bulk_docs', {}, 405, 'method_not_allowed'],
      ['a method nobody has', 'PATCH', '/known', {}, 405, 'method_not_allowed'],
      ['no document', 'GET', '/none', undefined, 404, 'not_found'],
      ['no revision', 'GET', '/known?rev=9-none', undefined, 404, 'not_found'],
      ['a revision that is none', 'GET', '/known?rev=nonsense', undefined, 400, 'bad_request'],
      ['an edit without its parent', 'PUT', '/known', { n: 2 }, 409, 'conflict'],
      ['JSON that stops', 'PUT', '/x', '{"a":', 400, 'bad_request'],
      ['no body', 'PUT', '/x', '', 400, 'bad_request'],
      ['a list for a document', 'PUT', '/x', [], 400, 'bad_request'],
      ['another id that is none', 'PUT', '/x', { _id: '_y' }, 400, 'illegal_docid'],
      ['an unknown special member', 'PUT', '/x', { _zip: 1 }, 400, 'doc_validation'],
      ['a reserved id', 'POST', '', { _id: '_x' }, 400, 'illegal_docid'],
      ['a number for an id', 'POST', '', { _id: 7 }, 400, 'illegal_docid'],
      ['an empty id', 'POST', '', { _id: '' }, 400, 'illegal_docid'],
      ['half a character in an id', 'POST', '', '{"_id":"\\ud800"}', 400, 'bad_request'],
      ['half a character in a text', 'PUT', '/x', '{"text":"\\udc00"}', 400, 'bad_request'],
      ['half a character in a name', 'PUT', '/x', '{"\\udc00":1}', 400, 'bad_request'],
      ['a number beyond all numbers', 'PUT', '/x', '{"n":[-1e400]}', 400, 'bad_request'],
      ['a mark of byte order', 'PUT', '/x', '\ufeff{}', 400, 'bad_request'],
      ['a word for whether it is deleted', 'PUT', '/x', { _deleted: 'no' }, 400, 'doc_validation'],
      [
        'all or nothing',
        'POST',
        '/_bulk_docs',
        { docs: [], all_or_nothing: true },
        417,
        'expectation_failed',
      ],
      ['a database of some revision', 'DELETE', '?rev=1-a', undefined, 400, 'bad_request'],
      ['a path that nobody has', 'GET', '/_nothing', undefined, 404, 'not_found'],
      ['a document there', 'PUT', '/_nothing', {}, 400, 'illegal_docid'],
      [
        'half a character in an index',
        'POST',
        '/_index',
        '{"index":{"fields":["n"]},"ddoc":"\\udc00"}',
        400,
        'bad_request',
      ],
      ['a stub of nothing', 'PUT', '/x', { _attachments: { f: { stub: true } } }, 412, 'missing_stub'],
      ['base64 that is none', 'PUT', '/x', { _attachments: { f: { data: '***' } } }, 400, 'bad_request'],
      ['a list of attachments', 'PUT', '/x', { _attachments: [] }, 400, 'doc_validation'],
      ['bulk without docs', 'POST', '/_bulk_docs', {}, 400, 'bad_request'],
      ['bulk with a number', 'POST', '/_bulk_docs', { docs: [1] }, 400, 'bad_request'],
      [
        'a revision without its rev',
        'POST',
        '/_bulk_docs',
        { docs: [{ _id: 'x' }], new_edits: false },
        400,
        'bad_request',
      ],
      [
        'a history longer than its start',
        'POST',
        '/_bulk_docs',
        { docs: [{ _id: 'x', _revisions: { start: 1, ids: ['b', 'a'] } }], new_edits: false },
        400,
        'doc_validation',
      ],
      ['revs_diff of no list', 'POST', '/_revs_diff', { a: 'x' }, 400, 'bad_request'],
      ['revs_diff of no revisions', 'POST', '/_revs_diff', { a: [{}] }, 400, 'bad_request'],
      ['a limit of words', 'GET', '/_changes?limit=many', undefined, 400, 'query_parse_error'],
      ['an unknown feed', 'GET', '/_changes?feed=pigeon', undefined, 400, 'bad_request'],
      ['a filter function', 'GET', '/_changes?filter=a/b', undefined, 404, 'not_found'],
      ['keys that are none', 'POST', '/_all_docs', { keys: [1] }, 400, 'bad_request'],
      ['a key that is no JSON', 'GET', '/_all_docs?startkey=abc', undefined, 400, 'bad_request'],
      ['no attachment', 'GET', '/known/none', undefined, 404, 'not_found'],
      ['an attachment on an old revision', 'PUT', '/known/f?rev=1-old', 'x', 409, 'conflict'],
      ['no checkpoint', 'GET', '/_local/none', undefined, 404, 'not_found'],
    ];

  it.each(cases)('%s', async (_what, method, path, body, status, error) => {
    const answer = await ask(db + path, method, body);
    expect(answer.json).toMatchObject({ error, reason: expect.any(String) });
    expect(answer.status).toBe(status);
  });

  it('bytes that are no UTF-8', async () => {
    const response = await fetch(`${db}/x`, { method: 'PUT', body: new Uint8Array([0x22, 0xff, 0x22]) });
    expect(response.status).toBe(400);
    expect((await ask(`${server.url}/%ff`)).json).toMatchObject({ error: 'bad_request' });
  });

  it('the wrong content type', async () => {
    const answer = await ask(`${db}/_bulk_docs`, 'POST', { docs: [] }, { 'content-type': 'text/plain' });
    expect(answer).toMatchObject({ status: 415, json: { error: 'bad_content_type' } });
  });

  it('nesting a thousand levels deep is data; deeper, nobody could work on it', async () => {
    expect((await ask(`${db}/deep`, 'PUT', deep(999))).status).toBe(201);
    const strings = JSON.stringify({ a: '[{'.repeat(2000), b: '\\"[['.repeat(2000) });
    expect((await ask(`${db}/strings`, 'PUT', strings)).status).toBe(201);
    for (const depth of [1000, 5000, 1_000_000]) {
      const answer = await ask(`${db}/deeper`, 'PUT', deep(depth));
      expect(answer).toMatchObject({ status: 400, json: { error: 'bad_request' } });
    }
    const find = { selector: { a: { $eq: JSON.parse(deep(900)).a } }, sort: [{ _id: 'asc' }] };
    expect((await ask(`${db}/_find`, 'POST', find)).status).toBe(200);
  });

  it('prototype keys are data, and refused where CouchDB refuses every key that begins like it', async () => {
    const inside = '{"a":{"__proto__":{"admin":true}},"constructor":{"prototype":1}}';
    expect((await ask(`${db}/proto`, 'PUT', inside)).status).toBe(201);
    expect((await ask(`${db}/proto`)).text).toContain('"__proto__":{"admin":true}');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    const atTop = await ask(`${db}/top`, 'PUT', '{"__proto__":{"admin":true}}');
    const reason = 'Bad special document member: __proto__';
    expect(atTop).toMatchObject({ status: 400, json: { error: 'doc_validation', reason } });
  });

  it('one wrong document of many: the others are written, and it is named', async () => {
    const docs = [{ _id: 'one' }, { _id: 'known', n: 2 }, { _id: 'two' }];
    const { status, json } = await ask(`${db}/_bulk_docs`, 'POST', { docs });
    expect(status).toBe(201);
    expect(json).toMatchObject([
      { ok: true, id: 'one' },
      { id: 'known', error: 'conflict' },
      { ok: true, id: 'two' },
    ]);
  });

  it('gzip is read; broken gzip and bombs are not', async () => {
    const send = (body: Uint8Array<ArrayBuffer>) =>
      fetch(`${db}/_bulk_docs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body,
      });
    expect((await send(new Uint8Array(gzipSync('{"docs":[{"_id":"zipped"}]}')))).status).toBe(201);
    expect((await ask(`${db}/zipped`)).status).toBe(200);
    expect((await send(new TextEncoder().encode('not gzip'))).status).toBe(400);
  });

  it('a body that stops half way writes nothing and harms nobody', async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('PUT /db/half HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"a":"');
    socket.resetAndDestroy();
    await once(socket, 'close');
    expect((await ask(`${db}/half`)).status).toBe(404);
  });

  it('a revision is what its history says, whatever else it says of itself', async () => {
    const doc = { _id: 'lies', _rev: '1-a', _revisions: { start: 1, ids: ['b'] } };
    await ask(`${db}/_bulk_docs`, 'POST', { docs: [doc], new_edits: false });
    expect((await ask(`${db}/lies`)).json._rev).toBe('1-b');
  });

  it('a question that is none does not keep the others of a _bulk_get from their answers', async () => {
    const docs = [{}, { id: 'known' }, { id: 'known', rev: 'bad' }, { id: '' }, 1, { id: 'known' }];
    const { status, json } = await ask(`${db}/_bulk_get`, 'POST', { docs });
    expect(status).toBe(200);
    const results = json.results as {
      id: unknown;
      docs: { ok?: { n: number }; error?: { error: string } }[];
    }[];
    expect(results.map(({ id, docs: [one] }) => [id, one?.ok?.n ?? one?.error?.error])).toEqual([
      [null, 'illegal_docid'],
      ['known', 1],
      ['known', 'bad_request'],
      ['', 'illegal_docid'],
      [null, 'illegal_docid'],
      ['known', 1],
    ]);
  });

  it('a long poll ends when the server stops, and says where it was', async () => {
    const other = await folder();
    const { app, url } = await startServer(other);
    await ask(`${url}/db`, 'PUT');
    const waiting = await fetch(`${url}/db/_changes?feed=longpoll&heartbeat=1000`);
    const closed = app.close();
    expect(JSON.parse(await waiting.text())).toMatchObject({ results: [], last_seq: '0' });
    await closed;
    await remove(other);
  });

  it('a continuous feed tells each change, beats, and ends with the database', async () => {
    await ask(`${server.url}/feed`, 'PUT');
    const response = await fetch(
      `${server.url}/feed/_changes?feed=continuous&heartbeat=1000&include_docs=true`,
    );
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = '';
    const until = async (wanted: RegExp): Promise<void> => {
      while (!wanted.test(text)) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`the feed ended: ${text}`);
        text += decoder.decode(value, { stream: true });
      }
    };
    await ask(`${server.url}/feed/a`, 'PUT', { n: 1 });
    await until(/"id":"a".*"n":1/);
    await until(/\n\n/);
    await ask(`${server.url}/feed`, 'DELETE');
    await until(/"last_seq"/);
    expect((await reader.read()).done).toBe(true);
  });
});
