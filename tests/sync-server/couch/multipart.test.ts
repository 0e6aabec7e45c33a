import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { boundaryOf, readParts } from '../../../sync-server/couch/multipart-read.ts';
import { serveDb } from './serve-db.ts';
import { ask } from './support.ts';

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Bytes that look like boundaries and line ends, as a file's may. */
const FILE = utf8(`\r\n--x\r\n--abc\r\n\r\n${'scan'.repeat(20_000)}`);
const digestOf = (bytes: Uint8Array): string => `md5-${createHash('md5').update(bytes).digest('base64')}`;

const served = serveDb();
let db: string;
beforeAll(() => {
  db = served.db;
});

/** A body as CouchDB's replicator writes it. */
function related(
  doc: object,
  files: readonly [headers: string[], bytes: Uint8Array][],
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [
    utf8(`--frontier\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(doc)}`),
  ];
  for (const [headers, bytes] of files) {
    parts.push(utf8(`\r\n--frontier\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`), bytes);
  }
  parts.push(utf8('\r\n--frontier--'));
  return new Uint8Array(Buffer.concat(parts));
}

const put = (id: string, body: Uint8Array<ArrayBuffer>) =>
  fetch(`${db}/${id}?new_edits=false`, {
    method: 'PUT',
    headers: { 'content-type': 'multipart/related; boundary="frontier"' },
    body,
  });

const stored = async (path: string): Promise<Buffer> =>
  Buffer.from(await (await fetch(`${db}/${path}`)).arrayBuffer());

describe('a document with its files after it (multipart/related)', () => {
  const follows = (bytes: Uint8Array) => ({
    content_type: 'image/jpeg',
    revpos: 1,
    digest: digestOf(bytes),
    length: bytes.length,
    follows: true,
  });
  const revision = (_attachments: object) => ({ _rev: '1-a', _attachments });

  it('is stored with every file, also one that arrives gzipped', async () => {
    const zipped = new Uint8Array(gzipSync(FILE));
    const doc = revision({
      'plain.jpg': follows(FILE),
      'zipped.jpg': {
        ...follows(zipped),
        length: FILE.length,
        encoding: 'gzip',
        encoded_length: zipped.length,
      },
    });
    const answer = await put(
      'act',
      related(doc, [
        [['Content-Type: image/jpeg'], FILE],
        [[], zipped],
      ]),
    );
    expect(answer.status).toBe(201);
    expect((await stored('act/plain.jpg')).equals(FILE)).toBe(true);
    expect((await stored('act/zipped.jpg')).equals(FILE)).toBe(true);
    const { json } = await ask(`${db}/act`);
    expect(json._attachments).toMatchObject({
      'zipped.jpg': { digest: digestOf(FILE), length: FILE.length },
    });
  });

  it('whose stub names a file that its sender keeps gzipped goes on from ours', async () => {
    const stub = {
      stub: true,
      revpos: 1,
      digest: digestOf(new Uint8Array(gzipSync(FILE))),
      encoding: 'gzip',
    };
    const next = {
      _revisions: { start: 2, ids: ['b', 'a'] },
      _rev: '2-b',
      _attachments: { 'zipped.jpg': stub },
    };
    expect((await put('act', related(next, []))).status).toBe(201);
    expect((await stored('act/zipped.jpg')).equals(FILE)).toBe(true);
  });

  it('takes parts by the names they give, in any order', async () => {
    const doc = revision({
      10: { content_type: 'text/plain', follows: true },
      9: { content_type: 'text/plain', follows: true },
    });
    const part = (name: string): [string[], Uint8Array] => [
      [`Content-Disposition: attachment; filename="${name}"`],
      utf8(name),
    ];
    await put('named', related(doc, [part('10'), part('9')]));
    expect((await stored('named/10')).toString()).toBe('10');
    expect((await stored('named/9')).toString()).toBe('9');
  });

  it.each([
    ['a part missing', related(revision({ f: follows(FILE) }), []), 'bad_request'],
    ['a part too many', related(revision({}), [[[], FILE]]), 'bad_request'],
    ['another length', related(revision({ f: { follows: true, length: 3 } }), [[[], FILE]]), 'bad_request'],
    ['another digest', related(revision({ f: follows(utf8('x')) }), [[[], FILE]]), 'content_md5_mismatch'],
    ['no gzip', related(revision({ f: { follows: true, encoding: 'gzip' } }), [[[], FILE]]), 'bad_request'],
    ['no end', related(revision({}), []).subarray(0, -4), 'bad_request'],
    ['no JSON', utf8('--frontier\r\n\r\n{\r\n--frontier--'), 'bad_request'],
    ['nothing', new Uint8Array(), 'bad_request'],
  ])('is refused with %s, and nothing is written', async (_what, body, error) => {
    const answer = await put('refused', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error });
    expect((await ask(`${db}/refused`)).status).toBe(404);
  });

  it('is sent to who accepts it, files younger than atts_since only', async () => {
    const first = await ask(`${db}/sent`, 'PUT', {
      _attachments: { old: { data: Buffer.from('old').toString('base64') } },
    });
    const second = await ask(`${db}/sent/new?rev=${first.json.rev}`, 'PUT', 'new');
    const url = `${db}/sent?attachments=true&atts_since=["${first.json.rev}"]`;
    const answer = await fetch(url, { headers: { accept: 'multipart/related, application/json' } });
    const type = answer.headers.get('content-type') ?? '';
    const [json, ...files] = readParts(Buffer.from(await answer.arrayBuffer()), boundaryOf(type));
    expect(JSON.parse(String(json?.body))).toMatchObject({
      _rev: second.json.rev,
      _attachments: { old: { stub: true }, new: { follows: true } },
    });
    expect(files.map(({ body }) => body.toString())).toEqual(['new']);
    const inline = await ask(url);
    expect(inline.json._attachments).toMatchObject({ old: { stub: true }, new: { data: 'bmV3' } });
    expect(inline.json).not.toHaveProperty('_revisions');
    const bulk = await ask(`${db}/_bulk_get?attachments=true`, 'POST', {
      docs: [{ id: 'sent', rev: second.json.rev, atts_since: [first.json.rev] }],
    });
    expect(bulk.json.results).toEqual([{ id: 'sent', docs: [{ ok: inline.json }] }]);
  });
});

describe('open revisions (multipart/mixed)', () => {
  it('come with their files, and what is missing is said', async () => {
    await ask(`${db}/open`, 'PUT', { _attachments: { f: { data: Buffer.from(FILE).toString('base64') } } });
    const { json: winner } = await ask(`${db}/open`);
    await ask(`${db}/_bulk_docs`, 'POST', { new_edits: false, docs: [{ _id: 'open', _rev: '1-0', n: 2 }] });
    const revs = JSON.stringify([winner._rev, '1-0', '7-none']);
    const answer = await fetch(`${db}/open?revs=true&open_revs=${revs}`, {
      headers: { accept: 'multipart/mixed' },
    });
    const outer = boundaryOf(answer.headers.get('content-type') ?? '');
    const [whole, plain, none] = readParts(Buffer.from(await answer.arrayBuffer()), outer);
    const inner = readParts(whole?.body as Buffer, boundaryOf(whole?.headers.get('content-type') ?? ''));
    expect(JSON.parse(String(inner[0]?.body))).toMatchObject({ _rev: winner._rev, _revisions: { start: 1 } });
    expect(inner[1]?.headers.get('content-disposition')).toBe('attachment; filename="f"');
    expect(inner[1]?.body.equals(FILE)).toBe(true);
    expect(JSON.parse(String(plain?.body))).toMatchObject({ _rev: '1-0', n: 2 });
    expect(none?.headers.get('content-type')).toBe('application/json; error="true"');
    expect(JSON.parse(String(none?.body))).toEqual({ missing: '7-none' });
  });

  it('are JSON for who does not ask otherwise', async () => {
    const { text } = await ask(`${db}/open?open_revs=all`);
    expect(JSON.parse(text)).toHaveLength(2);
  });
});

describe('a multipart body', () => {
  it('gives back any parts, and never anything but an error for any other bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1 }), (parts) => {
        const body = Buffer.concat([
          ...parts.flatMap((part) => [utf8('\r\n--frontier\r\n\r\n'), part]),
          utf8('\r\n--frontier--'),
        ]);
        expect(readParts(body, 'frontier').map((part) => new Uint8Array(part.body))).toEqual(parts);
      }),
    );
    const pieces = fc.constantFrom('--frontier', '\r\n--frontier', '--', '\r\n', '\r\n\r\n', ':', 'x');
    fc.assert(
      fc.property(fc.array(pieces), (text) => {
        try {
          readParts(Buffer.from(text.join('')), 'frontier');
        } catch (error) {
          expect(error).toMatchObject({ error: 'bad_request' });
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a copy', () => {
  it('takes the files along, and needs the revision it replaces', async () => {
    await ask(`${db}/from`, 'PUT', { n: 1, _attachments: { f: { data: 'bmV3' } } });
    const copy = (destination: string) => ask(`${db}/from`, 'COPY', undefined, { destination });
    const first = await copy('to');
    expect(first.status).toBe(201);
    expect((await stored('to/f')).toString()).toBe('new');
    expect((await copy('to')).status).toBe(409);
    expect((await copy(`to?rev=${first.json.rev}`)).status).toBe(201);
    expect((await ask(`${db}/from`, 'COPY')).status).toBe(400);
  });
});
