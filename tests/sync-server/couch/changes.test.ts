import { beforeAll, describe, expect, it } from 'vitest';
import { serveDb } from './serve-db.ts';
import { ask } from './support.ts';

const DOCS = 450;

const served = serveDb();
let db: string;
beforeAll(async () => {
  db = served.db;
  const docs = Array.from({ length: DOCS }, (_, n) => ({
    _id: `doc${String(n).padStart(3, '0')}`,
    n,
    odd: n % 2,
  }));
  await ask(`${db}/_bulk_docs`, 'POST', { docs });
});

interface Row {
  readonly seq: string | null;
  readonly id: string;
}
const rowsOf = (json: Record<string, unknown>): Row[] => json.results as Row[];
const select = (query: string, selector: object) =>
  ask(`${db}/_changes?filter=_selector&${query}`, 'POST', { selector });

describe('the feed', () => {
  it('goes down from the newest to the oldest, all of them', async () => {
    const rows = rowsOf((await ask(`${db}/_changes?descending=true`)).json);
    expect(rows).toHaveLength(DOCS);
    expect([rows[0]?.id, rows.at(-1)?.id]).toEqual(['doc449', 'doc000']);
    const three = rowsOf((await ask(`${db}/_changes?descending=true&limit=3`)).json);
    expect(three).toEqual(rows.slice(0, 3));
  });

  it('tells the place of every nth row only, and where to read on', async () => {
    const { json } = await ask(`${db}/_changes?seq_interval=100`);
    const told = rowsOf(json).flatMap(({ seq }, at) => (seq === null ? [] : [at]));
    expect(told).toEqual([0, 100, 200, 300, 400]);
    expect((await ask(`${db}/_changes?since=${json.last_seq}`)).json.results).toEqual([]);
  });

  it('of a selector gives what it means, and reading on misses nothing', async () => {
    const ids: string[] = [];
    let since = '0';
    for (;;) {
      const { json } = await select(`limit=40&since=${since}`, { n: { $gte: 100 }, odd: 1 });
      const rows = rowsOf(json);
      ids.push(...rows.map(({ id }) => id));
      since = String(json.last_seq);
      if (rows.length === 0) break;
    }
    expect(ids).toHaveLength((DOCS - 100) / 2);
    expect(new Set(ids).size).toBe(ids.length);
    const withDocs = await select('include_docs=true&limit=1', { odd: 1 });
    expect(rowsOf(withDocs.json)[0]).toMatchObject({ id: 'doc001', doc: { n: 1 } });
  });

  it('of a selector that is none is refused, with the reason', async () => {
    expect(await select('', { n: { $nothing: 1 } })).toMatchObject({
      status: 400,
      json: { error: 'bad_request', reason: 'Invalid operator: $nothing' },
    });
  });

  it('of design documents has no others', async () => {
    const { json } = await ask(`${db}/_design/d`, 'PUT', { filters: { there: 'function () {}' } });
    const { results } = (await ask(`${db}/_changes?filter=_design`)).json;
    expect(results).toMatchObject([{ id: '_design/d', changes: [{ rev: json.rev }] }]);
  });

  it.each([
    ['filter=none/name', 404, 'not_found'],
    ['filter=d/name', 404, 'not_found'],
    ['filter=d/there', 501, 'not_implemented'],
    ['filter=d', 400, 'bad_request'],
    ['filter=_view', 400, 'bad_request'],
    ['filter=_view&view=d/v', 404, 'not_found'],
    ['filter=_doc_ids', 400, 'bad_request'],
    ['filter=_selector', 400, 'bad_request'],
    ['feed=none', 400, 'bad_request'],
  ])('%s is refused', async (query, status, error) => {
    expect(await ask(`${db}/_changes?${query}`)).toMatchObject({ status, json: { error } });
  });

  it('of events goes on from the last one a browser saw', async () => {
    const { json } = await ask(`${db}/_changes?limit=449`);
    const response = await fetch(`${db}/_changes?feed=eventsource&include_docs=true&heartbeat=1000`, {
      headers: { 'last-event-id': String(json.last_seq) },
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
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
    await until(/^data: \{.*"id":"doc449".*\}\nid: \S+\n\n/m);
    await ask(`${db}/live`, 'PUT', {});
    await until(/^data: \{.*"id":"live".*\}\nid: \S+\n\n/m);
    await until(/event: heartbeat\ndata: \n\n/);
    expect(text).not.toContain('doc448');
    await reader.cancel();
  });
});

describe('the databases', () => {
  it('are listed in ranges, both ways', async () => {
    for (const name of ['list-a', 'list-b', 'list-c']) await ask(`${served.server}/${name}`, 'PUT');
    const list = async (query: string) => JSON.parse((await ask(`${served.server}/_all_dbs?${query}`)).text);
    expect(await list('start_key="list-a"&end_key="list-b"')).toEqual(['list-a', 'list-b']);
    expect(await list('start_key="list-c"&descending=true&limit=2')).toEqual(['list-c', 'list-b']);
  });
});

describe('settings of a database', () => {
  it('the limit of histories is kept to', async () => {
    const limited = `${served.server}/limited`;
    await ask(limited, 'PUT');
    expect((await ask(`${limited}/_revs_limit`)).text).toBe('1000\n');
    expect((await ask(`${limited}/_revs_limit`, 'PUT', '3')).status).toBe(200);
    expect((await ask(`${limited}/_revs_limit`, 'PUT', '0')).status).toBe(400);
    let rev: unknown;
    for (let n = 0; n < 6; n++) rev = (await ask(`${limited}/a`, 'PUT', { n, _rev: rev })).json.rev;
    const { json } = await ask(`${limited}/a?revs=true`);
    expect(json._revisions).toMatchObject({ start: 6, ids: { length: 3 } });
  });

  it('the security object is kept, when it is one', async () => {
    const security = { admins: { names: ['a'], roles: [] }, members: { names: [], roles: ['r'] } };
    expect((await ask(`${db}/_security`)).json).toEqual({});
    expect((await ask(`${db}/_security`, 'PUT', security)).json).toEqual({ ok: true });
    expect((await ask(`${db}/_security`)).json).toEqual(security);
    expect((await ask(`${db}/_security`, 'PUT', { admins: { names: 'a' } })).status).toBe(400);
  });

  it('compaction answers at once and is seen to end', async () => {
    const { json: first } = await ask(`${db}/old`, 'PUT', { n: 1 });
    const { json: second } = await ask(`${db}/old`, 'PUT', { n: 2, _rev: first.rev });
    expect(await ask(`${db}/_compact`, 'POST')).toMatchObject({ status: 202, json: { ok: true } });
    for (;;) if ((await ask(db)).json.compact_running === false) break;
    expect((await ask(`${db}/old?rev=${first.rev}`)).status).toBe(404);
    const { json } = await ask(`${db}/old?revs_info=true`);
    expect(json._revs_info).toEqual([
      { rev: second.rev, status: 'available' },
      { rev: first.rev, status: 'missing' },
    ]);
  });
});
