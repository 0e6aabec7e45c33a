/** Counting copies: of two ranges, as CouchDB's map of shards tells them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ShardCopies } from '../../../sync-server/stores/couchdb-copies.ts';
import { CouchdbHttp } from '../../../sync-server/stores/couchdb-http.ts';
import { parseCouchdbUrl } from '../../../sync-server/stores/couchdb-url.ts';
import type { Rev } from '../../../sync-server/stores/ids.ts';

const NAME = 'guichet-mission/a';
const LOW = '00000000-7fffffff';
const HIGH = '80000000-ffffffff';

let server: Server;
let copies: ShardCopies;
/** `<node> <range>` of each copy that answers, and what it lacks of what is asked. */
let lacks: Record<string, readonly string[]>;
let suffix: string;
let maps: number;

beforeEach(async () => {
  lacks = {};
  suffix = '.1700000000';
  maps = 0;
  server = createServer(async (request, reply) => {
    const said = (status: number, body: object) => reply.writeHead(status).end(JSON.stringify(body));
    for await (const _ of request);
    if (request.url === `/_node/_local/_dbs/${encodeURIComponent(NAME)}`) {
      maps++;
      const nodes = ['n@1', 'n@2', 'n@3'];
      const letters = [...suffix].map((letter) => letter.charCodeAt(0));
      return said(200, { shard_suffix: letters, by_range: { [LOW]: nodes, [HIGH]: nodes } });
    }
    const [, , node = '', shard = '', what] = (request.url ?? '').split('/');
    const [, range = '', ...name] = decodeURIComponent(shard).split('/');
    const missing = lacks[`${decodeURIComponent(node)} ${range}`];
    if (what !== '_missing_revs' || name.join('/') !== NAME + suffix) return said(404, {});
    if (missing === undefined) return said(500, { error: 'nodedown' });
    return said(200, { missing_revs: Object.fromEntries(missing.map((id) => [id, ['1-a']])) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const http = new CouchdbHttp(parseCouchdbUrl(`http://127.0.0.1:${port}`));
  copies = new ShardCopies(http, NAME, encodeURIComponent(NAME));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const asked = new Map([
  ['x', ['1-a' as Rev]],
  ['y', ['1-a' as Rev]],
]);
const lackingIds = async (): Promise<string[]> => [...(await copies.lacking(asked)).keys()];

it('two of three copies of a range are a majority, whichever range a document is in', async () => {
  for (const node of ['n@1', 'n@2']) lacks[`${node} ${LOW}`] = ['y'];
  for (const node of ['n@2', 'n@3']) lacks[`${node} ${HIGH}`] = ['x'];
  expect(await lackingIds()).toEqual([]);
});

it('one copy in each of two ranges is none', async () => {
  lacks[`n@1 ${LOW}`] = ['y'];
  lacks[`n@2 ${LOW}`] = ['x', 'y'];
  lacks[`n@1 ${HIGH}`] = ['y'];
  expect(await lackingIds()).toEqual(['x', 'y']);
  const scarce = await copies.scarce(asked);
  expect(scarce.map(({ id, holders }) => [id, holders.length])).toEqual([
    ['x', 2],
    ['y', 0],
  ]);
});

it('copies that do not answer have nothing', async () => {
  expect(await lackingIds()).toEqual(['x', 'y']);
});

it('the map is asked once, and again when shards were moved', async () => {
  for (const node of ['n@1', 'n@2']) lacks[`${node} ${LOW}`] = [];
  expect(await lackingIds()).toEqual([]);
  suffix = '.1800000000';
  expect(await lackingIds()).toEqual(['x', 'y']);
  expect(maps).toBe(1);
  copies.forget();
  expect(await lackingIds()).toEqual([]);
});
