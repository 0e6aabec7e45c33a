import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { serveDb } from './serve-db.ts';
import { ask } from './support.ts';

const served = serveDb();
let db: string;
beforeAll(async () => {
  db = served.db;
  const docs = Array.from({ length: 300 }, (_, n) => ({
    _id: `doc${n}`,
    text: 'again and again '.repeat(20),
  }));
  await ask(`${db}/_bulk_docs`, 'POST', { docs });
});

/** As it comes over the wire: `fetch` would unpack it. */
async function raw(path: string, encoding = 'gzip', headers = {}, method = 'GET'): Promise<IncomingMessage> {
  const asked = request(`${db}${path}`, { method, headers: { 'accept-encoding': encoding, ...headers } });
  asked.end();
  const [reply] = (await once(asked, 'response')) as [IncomingMessage];
  return reply;
}

const bytesOf = async (reply: IncomingMessage) => new Uint8Array(await buffer(reply));

describe('answers', () => {
  it.each([
    '/_all_docs?include_docs=true',
    '/_changes?include_docs=true',
    '/doc1?attachments=true&revs=true',
  ])('%s comes gzipped, and is the same', async (path) => {
    await ask(`${db}/doc1`, 'PUT', {
      _rev: (await ask(`${db}/doc1`)).json._rev,
      text: 'again and again '.repeat(100),
    });
    const zipped = await raw(path);
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    const bytes = await bytesOf(zipped);
    const plain = await raw(path, 'identity');
    expect(plain.headers).not.toHaveProperty('content-encoding');
    const text = await bytesOf(plain);
    expect(gunzipSync(bytes).equals(text)).toBe(true);
    expect(bytes.length).toBeLessThan(text.length / 2);
  });

  it.each([
    ['short ones', '/doc0?revs=true', 'gzip'],
    ['who takes none', '/_all_docs', 'gzip;q=0, br'],
    ['who says nothing', '/_all_docs', ''],
  ])('stay plain: %s', async (_what, path, encoding) => {
    const reply = await raw(path, encoding);
    expect(reply.headers).not.toHaveProperty('content-encoding');
    reply.resume();
  });

  it.each(['continuous', 'eventsource', 'longpoll'])('%s is never held back', async (feed) => {
    const since = (await ask(`${db}/_changes?since=now`)).json.last_seq;
    const reply = await raw(`/_changes?feed=${feed}&since=${since}&heartbeat=30000&include_docs=true`);
    expect(reply.headers).not.toHaveProperty('content-encoding');
    expect(reply.headers['cache-control']).toContain('no-transform');
    let text = '';
    const told = new Promise<void>((resolve) => {
      reply.on('data', (chunk: Buffer) => {
        text += chunk;
        if (text.includes(`live-${feed}`)) resolve();
      });
    });
    await ask(`${db}/live-${feed}`, 'PUT', {});
    await told;
    reply.destroy();
  });
});

describe('files', () => {
  const FILE = new TextEncoder().encode('a line of text\n'.repeat(1000));

  it('that arrive gzipped are kept as their sender had them', async () => {
    const reply = await fetch(`${db}/file/text`, {
      method: 'PUT',
      headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync(FILE)),
    });
    expect(reply.status).toBe(201);
    expect((await ask(`${db}/file`)).json._attachments).toMatchObject({ text: { length: FILE.length } });
  });

  it('of text go out gzipped, but not in ranges', async () => {
    const zipped = await raw('/file/text');
    expect(zipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(await bytesOf(zipped)).equals(FILE)).toBe(true);
    const part = await raw('/file/text', 'gzip', { range: 'bytes=2-5' });
    expect(part.headers).toMatchObject({
      'content-range': `bytes 2-5/${FILE.length}`,
      'content-length': '4',
    });
    expect(String(await buffer(part))).toBe('line');
    const head = await raw('/file/text', 'gzip', {}, 'HEAD');
    expect(head.headers['content-length']).toBe(String(FILE.length));
    head.resume();
  });

  it('that a client has already are not sent again', async () => {
    const etag = (await raw('/file/text')).headers.etag as string;
    const reply = await raw('/file/text', 'gzip', { 'if-none-match': etag });
    expect(reply.statusCode).toBe(304);
    const doc = await raw('/file');
    expect((await raw('/file', 'gzip', { 'if-none-match': doc.headers.etag })).statusCode).toBe(304);
  });

  it('in an encoding that is not known are refused', async () => {
    expect(await ask(`${db}/x`, 'PUT', {}, { 'content-encoding': 'br' })).toMatchObject({
      status: 415,
      json: { error: 'bad_content_type' },
    });
  });
});
