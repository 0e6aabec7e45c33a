/**
 * Three hundred requests, good and bad, one after the other to one database, with the status and the name of the error
 * that Apache CouchDB 3.5.0 (one node) gave to each. Ours are the same but where it is said why not. Where `COUCHDB_URL`
 * names a CouchDB, what is recorded is asked again.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serveDb } from './serve-db.ts';

interface Recorded {
  /** method and path, as they are sent */
  readonly ask: string;
  readonly body?: string;
  readonly base64?: string;
  /** JSON where absent; null: none is said */
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly error?: string;
}

interface Said {
  readonly status: number | undefined;
  readonly error: string | undefined;
}

const RECORDED = readFileSync(join(import.meta.dirname, 'couchdb-answers.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

/** Where ours is another answer, and why. The beginning of method, path and body; the status of ours. */
const OTHERWISE: readonly (readonly [asked: string, status: number, why: string])[] = [
  [
    'POST /answers {"a":[[[',
    400,
    'a depth of 1000 is the limit here, so that nothing that works by recursion ends the process',
  ],
  [
    'PUT /answers/b {"_attachments":{"x":1}}',
    400,
    'refused for what it says before it is seen that it is a conflict',
  ],
  ['GET /answers/e?revs=x', 400, 'a flag is true or false'],
  ['POST /answers/e {}', 405, 'CouchDB takes this for a form of a browser, and asks for its referrer'],
  [
    'PUT /answers/%FF {}',
    400,
    'the server refuses the address before anything reads it: the status is the same',
  ],
  ['PUT /answers/att/f.txt?rev=1-0 x', 409, 'the name of the error is that of the status'],
  ['DELETE /answers/att/none?rev=1-0', 409, 'the name of the error is that of the status'],
  ['GET /answers/att/f.txt', 206, 'CouchDB keeps text gzipped, and then gives no part of it'],
  [
    'POST /answers/_bulk_docs {"docs":[{"n":1}],"all_or_nothing":true}',
    417,
    'CouchDB says the same once for each document',
  ],
  ['GET /answers/_all_docs?key="a"&keys=["a"]', 400, 'one of the two would be left out of account'],
  ['GET /answers/_changes?limit=-1', 400, 'CouchDB takes it for no limit'],
  [
    'GET /answers/_changes?since=x',
    200,
    'a place that nobody knows: from the start, so that nothing is missed',
  ],
  ['GET /answers/_changes?since=99999999', 200, 'the same'],
  ['GET /answers/_changes?since=-1', 200, 'the same'],
  ['GET /answers/_changes?style=x', 200, 'CouchDB fails; any style but all_docs is main_only'],
  ['POST /answers/_find {"selector":{"n":{"$type":"nope"}}}', 400, 'a type that there is not'],
  ['POST /answers/_index {"index":{"fields":[]}}', 400, 'an index of nothing'],
  ['DELETE /answers/_index/d/text/i', 501, 'no indexes of texts are offered'],
  ['PUT /answers/_design/v {"views":1}', 201, 'design documents are kept and not run'],
  ['PUT /answers/_design/v {"language":"query"}', 409, 'since the last one was kept'],
  ['GET /answers/_design/v/_info', 501, 'design documents are kept and not run'],
  ['GET /answers/_local_docs', 501, 'left out'],
  ['GET /answers/_design_docs', 501, 'left out'],
  ['POST /answers/_all_docs/queries', 501, 'left out'],
  ['POST /answers/_view_cleanup', 501, 'left out: there are no views'],
  ['GET /answers/_shards', 501, 'left out: there are no shards'],
  ['GET /answers/_purged_infos_limit', 501, 'left out: nothing is purged'],
  ['POST /_replicate {}', 501, 'left out: clients replicate'],
];

const nameOf = ({ ask, body }: Recorded): string => (body === undefined ? ask : `${ask} ${body}`);

function send(url: URL, { ask, body, base64, type, headers }: Recorded): Promise<Said> {
  const [method = '', path = ''] = ask.split(' ', 2);
  const bytes = base64 === undefined ? body : Buffer.from(base64, 'base64');
  const contentType = type === undefined ? bytes !== undefined && 'application/json' : type;
  const { username, password } = url;
  return new Promise((resolve, reject) => {
    const out = request({
      host: url.hostname,
      port: url.port,
      method,
      path,
      headers: {
        accept: 'application/json',
        ...(username !== '' && {
          authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        }),
        ...(contentType && { 'content-type': contentType }),
        ...headers,
      },
    });
    out.on('error', reject).on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, error: errorOf(text) }));
    });
    if (bytes !== undefined) out.write(bytes);
    out.end();
  });
}

function errorOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { error?: string }).error;
  } catch {
    return undefined;
  }
}

const served = serveDb();

it('answers as CouchDB does, or it is said why not', async () => {
  const found: string[] = [];
  const used = new Set<string>();
  for (const recorded of RECORDED) {
    const { status, error } = await send(new URL(served.server), recorded);
    const name = nameOf(recorded);
    const otherwise = OTHERWISE.find(([asked]) => name.startsWith(asked));
    // Where CouchDB itself fails, any refusal that names what is wrong is better.
    const fails = recorded.status >= 500 && status !== undefined && status >= 400 && status < 500;
    if (status === recorded.status && (error ?? null) === (recorded.error ?? null)) continue;
    if (fails) continue;
    if (otherwise !== undefined && otherwise[1] === status) used.add(otherwise[0]);
    else found.push(`${name.slice(0, 120)}: ${recorded.status} ${recorded.error}, ours ${status} ${error}`);
  }
  expect(found).toEqual([]);
  expect(OTHERWISE.map(([asked]) => asked).filter((asked) => !used.has(asked))).toEqual([]);
}, 120_000);

it.runIf(process.env.COUCHDB_URL)(
  'has recorded what a CouchDB answers',
  async () => {
    const couchdb = new URL(process.env.COUCHDB_URL ?? '');
    for (const db of ['answers', 'a.b', 'a%2Fb']) await send(couchdb, { ask: `DELETE /${db}`, status: 200 });
    const found: string[] = [];
    for (const recorded of RECORDED) {
      const { status, error } = await send(couchdb, recorded);
      if (status !== recorded.status || (error ?? null) !== (recorded.error ?? null))
        found.push(`${nameOf(recorded).slice(0, 120)}: ${status} ${error}`);
    }
    expect(found).toEqual([]);
  },
  120_000,
);
