/** Requests to the protocol layer: each of a known shape, with something wrong in most of them. */
import type { Dice } from '../../crash/seeded.ts';
import { anyId, anyJson, anyRev, deepJson, docJson, FILES, object, pick, selectorJson } from './make-json.ts';
import { DBS, dbPath, docPath, encode, query } from './make-path.ts';
import { spoil } from './spoil.ts';

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
  /** Ids that only this request names: all of them are there afterwards, or none, but for those that it is told of. */
  readonly together?: readonly string[];
}

interface Shape {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly together?: readonly string[];
}

const METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'COPY', 'PATCH', 'OPTIONS', 'PROPFIND', 'TRACE'];
const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  '',
  'a',
  'multipart/related',
];
const text = (value: string): string => JSON.stringify(value);

const many = (dice: Dice, most: number, make: (n: number) => string): string =>
  `[${Array.from({ length: dice.below(most) }, (_, n) => make(n)).join(',')}]`;

/** Some documents of its own, between which one may be wrong. */
function bulk(dice: Dice, n: number): Shape {
  const newEdits = dice.chance(0.5);
  const together = [`own-${n}-a`, `own-${n}-b`];
  const own = together.map((id) => object(dice, { _id: text(id), _rev: newEdits ? undefined : text('1-a') }));
  // What was spoilt may have lost its id, or have another.
  const whole = together.every(
    (id, at) =>
      own[at]?.includes(text(id)) && own[at]?.split('"_id"').length === 2 && !own[at]?.includes('_deleted'),
  );
  const others = Array.from({ length: dice.below(3) }, () => docJson(dice, anyId(dice)));
  const docs = `[${[own[0], ...others, own[1]].join(',')}]`;
  const body = object(dice, { docs, new_edits: newEdits ? undefined : 'false' });
  const path = `/${encodeURIComponent(pick(dice, DBS))}/_bulk_docs`;
  return { method: 'POST', path, body, ...(whole && { together }) };
}

function related(dice: Dice): Shape {
  const boundary = pick(dice, ['b', 'a b', '', 'x'.repeat(300)]);
  const doc = docJson(dice, undefined);
  const parts = Array.from({ length: dice.below(3) }, () => {
    const head = pick(dice, ['', 'content-disposition: attachment; filename="a"\r\n', 'x\r\n']);
    return `--b\r\n${head}\r\nbytes\r\n`;
  });
  const end = pick(dice, ['--b--', '--b', '', '--b--\r\nmore']);
  const type = `multipart/related; boundary="${boundary}"`;
  return { method: 'PUT', path: docPath(dice), body: `--b\r\n\r\n${doc}\r\n${parts.join('')}${end}`, type };
}

const find = (dice: Dice): string =>
  object(dice, {
    selector: selectorJson(dice),
    limit: String(dice.below(30)),
    skip: dice.chance(0.2) ? '2' : undefined,
    sort: dice.chance(0.3)
      ? pick(dice, ['["_id"]', '[{"n":"desc"}]', '[{"n":"up"}]', '["n",{"a":"desc"}]'])
      : undefined,
    fields: dice.chance(0.2) ? '["_id","value.a","__proto__"]' : undefined,
    bookmark: dice.chance(0.1) ? pick(dice, ['"nil"', '"WyJhIl0"', '"***"']) : undefined,
    use_index: dice.chance(0.1) ? '"a"' : undefined,
  });

const SHAPES: readonly (readonly [weight: number, make: (dice: Dice, n: number) => Shape])[] = [
  [12, (dice) => ({ method: 'GET', path: docPath(dice) + query(dice) })],
  [14, (dice) => ({ method: 'PUT', path: docPath(dice) + query(dice), body: docJson(dice, undefined) })],
  [4, (dice) => ({ method: 'POST', path: dbPath(dice) + query(dice), body: docJson(dice, anyId(dice)) })],
  [4, (dice) => ({ method: 'DELETE', path: docPath(dice) + query(dice) })],
  [
    2,
    (dice) => ({ method: 'COPY', path: docPath(dice), headers: { destination: encode(dice, anyId(dice)) } }),
  ],
  [16, bulk],
  [4, (dice) => ({ method: 'POST', path: `${dbPath(dice)}/_bulk_docs`, body: anyJson(dice) })],
  [
    6,
    (dice) => ({
      method: 'POST',
      path: `${dbPath(dice)}/_bulk_get${query(dice)}`,
      body: object(dice, {
        docs: many(dice, 5, () => object(dice, { id: text(anyId(dice)), rev: text(anyRev(dice)) })),
      }),
    }),
  ],
  [
    6,
    (dice) => ({
      method: 'POST',
      path: `${dbPath(dice)}/${pick(dice, ['_revs_diff', '_missing_revs'])}`,
      body: object(dice, { a: '["1-a"]', [anyId(dice)]: many(dice, 4, () => text(anyRev(dice))) }),
    }),
  ],
  [5, (dice) => ({ method: 'GET', path: `${dbPath(dice)}/_all_docs${query(dice)}` })],
  [
    2,
    (dice) => ({
      method: 'POST',
      path: `${dbPath(dice)}/_all_docs${query(dice)}`,
      body: object(dice, { keys: many(dice, 6, () => text(anyId(dice))) }),
    }),
  ],
  [
    7,
    (dice) => {
      const feed = pick(dice, [
        '',
        'feed=normal',
        'feed=longpoll',
        'feed=continuous',
        'feed=eventsource',
        'feed=x',
      ]);
      return { method: 'GET', path: `${dbPath(dice)}/_changes${query(dice, `timeout=1&${feed}`)}` };
    },
  ],
  [
    3,
    (dice) => ({
      method: 'POST',
      path: `${dbPath(dice)}/_changes${query(dice, pick(dice, ['filter=_selector', 'filter=_doc_ids', 'filter=a/b']))}`,
      body: object(dice, { selector: selectorJson(dice), doc_ids: many(dice, 4, () => text(anyId(dice))) }),
    }),
  ],
  [
    8,
    (dice) => ({
      method: 'POST',
      path: `${dbPath(dice)}/${pick(dice, ['_find', '_explain'])}`,
      body: find(dice),
    }),
  ],
  [
    3,
    (dice) => ({
      method: pick(dice, ['POST', 'GET']),
      path: `${dbPath(dice)}/_index`,
      body: object(dice, {
        index: object(dice, { fields: pick(dice, ['["n"]', '[{"n":"asc"}]', '[]', '["a.b"]']) }),
        ddoc: text(pick(dice, ['a', 'q', '__proto__', 'a/b'])),
        name: text(pick(dice, ['n', '__proto__', 'x'])),
      }),
    }),
  ],
  [
    1,
    (dice) => ({
      method: 'DELETE',
      path: `${dbPath(dice)}/_index/${encode(dice, pick(dice, ['q', 'a']))}/json/n`,
    }),
  ],
  [
    6,
    (dice) => ({
      method: pick(dice, ['PUT', 'GET', 'DELETE', 'HEAD']),
      path: `${docPath(dice)}/${encode(dice, pick(dice, FILES))}${query(dice)}`,
      body: String.fromCharCode(...dice.bytes(dice.below(60))),
      type: pick(dice, TYPES),
      headers: dice.chance(0.2)
        ? { range: pick(dice, ['bytes=0-4', 'bytes=9-1', 'bytes=-0', 'x', 'bytes=99-']) }
        : {},
    }),
  ],
  [
    4,
    (dice) => ({
      method: pick(dice, ['PUT', 'GET', 'DELETE']),
      path: `${dbPath(dice)}/_local/${encode(dice, anyId(dice))}`,
      body: docJson(dice, undefined),
    }),
  ],
  [5, related],
  [2, (dice) => ({ method: 'PUT', path: dbPath(dice) })],
  [0.3, (dice) => ({ method: 'DELETE', path: `/other${query(dice)}` })],
  [
    2,
    (dice) => ({
      method: pick(dice, ['GET', 'PUT', 'POST']),
      path: `${dbPath(dice)}/${pick(dice, ['_revs_limit', '_security', '_compact', '_ensure_full_commit', ''])}`,
      body: anyJson(dice),
    }),
  ],
  [3, (dice) => ({ method: pick(dice, METHODS), path: docPath(dice) + query(dice), body: anyJson(dice) })],
  [
    1,
    (dice) => ({
      method: pick(dice, ['GET', 'POST']),
      path: pick(dice, [
        '/',
        '/_up',
        '/_uuids?count=3',
        '/_uuids?count=x',
        '/_all_dbs',
        '/_session',
        '/_x',
        '//',
        '/%',
      ]),
    }),
  ],
  [
    1,
    (dice) => ({ method: 'PUT', path: docPath(dice), body: deepJson(pick(dice, [10, 990, 1001, 20_000])) }),
  ],
];

const TOTAL = SHAPES.reduce((sum, [weight]) => sum + weight, 0);

/** The `n`th request. */
export function makeRequest(dice: Dice, n: number): FuzzRequest {
  let at = dice.next() * TOTAL;
  const [, make] =
    SHAPES.find(([weight]) => {
      at -= weight;
      return at < 0;
    }) ?? (SHAPES[0] as (typeof SHAPES)[number]);
  const { method, path, body, type = 'application/json', headers = {}, together } = make(dice, n);
  const asked = {
    'content-type': dice.chance(0.03) ? pick(dice, TYPES) : type,
    ...(dice.chance(0.05) && { 'accept-encoding': 'gzip' }),
    ...(dice.chance(0.05) && { accept: pick(dice, ['multipart/mixed', 'multipart/related', 'text/html']) }),
    ...(dice.chance(0.05) && { 'if-match': pick(dice, ['"1-a"', '1-a', 'W/"1-b"', '*', '']) }),
    ...(dice.chance(0.03) && { 'if-none-match': pick(dice, ['"1-a"', '*']) }),
    ...headers,
  };
  const sent = { method, path, ...(together && { together }) };
  if (body === undefined) return { ...sent, headers: asked, body: undefined };
  return { ...sent, ...spoil(dice, asked, new TextEncoder().encode(body)) };
}
