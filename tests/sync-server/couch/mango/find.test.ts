import { beforeAll, describe, expect, it } from 'vitest';
import { serveDb } from '../serve-db.ts';
import { ask } from '../support.ts';

const DOCS = 450;

const served = serveDb();
let db: string;
beforeAll(async () => {
  db = served.db;
  const docs = Array.from({ length: DOCS }, (_, n) => ({
    _id: `doc${String(n).padStart(3, '0')}`,
    n,
    tens: Math.floor(n / 10),
    ...(n % 2 === 0 && { even: true }),
  }));
  await ask(`${db}/_bulk_docs`, 'POST', { docs });
});

const find = (body: object) => ask(`${db}/_find`, 'POST', body);
const idsOf = (json: Record<string, unknown>): string[] =>
  (json.docs as { _id: string }[]).map(({ _id }) => _id);
const index = (body: object) => ask(`${db}/_index`, 'POST', body);

describe('_find', () => {
  it('without an index goes through all documents by their ids, and says so', async () => {
    const { json } = await find({ selector: { tens: { $gte: 44 } }, fields: ['_id'], limit: 3 });
    expect(json.docs).toEqual([{ _id: 'doc440' }, { _id: 'doc441' }, { _id: 'doc442' }]);
    expect(json.warning).toBe('No matching index found, create an index to optimize query time.');
  });

  it('sorts only as an index does, ties by id, in both directions', async () => {
    const query = { selector: { tens: { $lt: 3 } }, sort: [{ tens: 'desc' }], limit: 500 };
    expect(await find(query)).toMatchObject({ status: 400, json: { error: 'no_usable_index' } });
    expect((await index({ index: { fields: ['tens'] }, ddoc: 'tens', name: 'tens' })).json).toMatchObject({
      result: 'created',
      id: '_design/tens',
    });
    const { json } = await find(query);
    expect(json).not.toHaveProperty('warning');
    const expected = Array.from({ length: 30 }, (_, n) => `doc${String(29 - n).padStart(3, '0')}`);
    expect(idsOf(json)).toEqual(expected);
    expect(idsOf((await find({ ...query, sort: ['tens'] })).json)).toEqual(expected.reverse());
  });

  it('reads on from its bookmark to the end', async () => {
    const ids: string[] = [];
    for (let bookmark: unknown = 'nil'; ; ) {
      const { json } = await find({ selector: { tens: { $gt: 1 } }, sort: ['tens'], limit: 100, bookmark });
      ids.push(...idsOf(json));
      bookmark = json.bookmark;
      if (idsOf(json).length === 0) break;
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(DOCS - 20);
    expect((await find({ selector: {}, bookmark: '!!' })).status).toBe(400);
  });

  it('uses no index that lacks documents the selector means', async () => {
    await index({ index: { fields: ['even'] }, ddoc: 'even', name: 'even' });
    const some = await find({ selector: { $or: [{ even: true }, { n: 1 }] }, limit: 500 });
    expect(idsOf(some.json)).toHaveLength(DOCS / 2 + 1);
    const none = await find({ selector: { even: { $exists: false } }, limit: 500 });
    expect(idsOf(none.json)).toHaveLength(DOCS / 2);
  });

  it('uses a partial index only when it is named', async () => {
    const partial_filter_selector = { n: { $lt: 5 } };
    await index({ index: { fields: ['n'], partial_filter_selector }, ddoc: 'few', name: 'few' });
    const selector = { n: { $gte: 0 } };
    expect(idsOf((await find({ selector, limit: 500 })).json)).toHaveLength(DOCS);
    expect(idsOf((await find({ selector, limit: 500, use_index: 'few' })).json)).toHaveLength(5);
  });

  it.each<[object, string]>([
    [{}, 'missing_required_key'],
    [{ selector: 1 }, 'invalid_selector_json'],
    [{ selector: {}, limit: -1 }, 'invalid_non_neg_integer'],
    [{ selector: {}, fields: [1] }, 'invalid_fields'],
    [{ selector: {}, sort: { n: 'asc' } }, 'invalid_sort_json'],
    [{ selector: {}, sort: [{ n: 'asc' }, { m: 'desc' }] }, 'unsupported_mixed_sort'],
    [{ selector: {}, nonsense: 1 }, 'invalid_key'],
  ])('%j is refused', async (body, error) => {
    expect(await find(body)).toMatchObject({ status: 400, json: { error } });
  });
});

describe('_explain', () => {
  it('tells the index, the selector in full, and that it is a scan', async () => {
    const { json } = await ask(`${db}/_explain`, 'POST', { selector: { tens: 3, n: { $gt: 1 } } });
    expect(json).toMatchObject({
      dbname: 'db',
      index: { ddoc: '_design/tens', name: 'tens', type: 'json', def: { fields: [{ tens: 'asc' }] } },
      selector: { $and: [{ tens: { $eq: 3 } }, { n: { $gt: 1 } }] },
      execution: 'full scan',
    });
  });
});

describe('_index', () => {
  it.each([
    ['names no language', {}],
    ['is of JavaScript', { language: 'javascript' }],
  ])('is not let into a design document that %s', async (what, body) => {
    const ddoc = what.replaceAll(' ', '-');
    expect((await ask(`${db}/_design/${ddoc}`, 'PUT', body)).status).toBe(201);
    expect(await index({ index: { fields: ['n'] }, ddoc, name: 'n' })).toMatchObject({ status: 400 });
  });

  it('makes, lists and removes; the design document goes with its last one', async () => {
    const asked = { index: { fields: ['a'] }, ddoc: 'two' };
    await index({ ...asked, name: 'x' });
    expect((await index({ ...asked, name: 'x' })).json.result).toBe('exists');
    await index({ index: { fields: [{ b: 'desc' }] }, ddoc: 'two', name: 'y' });
    const listed = (await ask(`${db}/_index`)).json.indexes as { ddoc: string | null; name: string }[];
    expect(listed[0]).toMatchObject({ ddoc: null, name: '_all_docs', type: 'special' });
    expect(listed.filter(({ ddoc }) => ddoc === '_design/two').map(({ name }) => name)).toEqual(['x', 'y']);
    expect((await ask(`${db}/_index/_design%2Ftwo/json/x`, 'DELETE')).json).toEqual({ ok: true });
    expect((await ask(`${db}/_index/_design/two/json/y`, 'DELETE')).json).toEqual({ ok: true });
    expect((await ask(`${db}/_design/two`)).status).toBe(404);
    expect((await ask(`${db}/_index/two/json/y`, 'DELETE')).status).toBe(404);
  });

  it.each<[object, number, string]>([
    [{}, 400, 'missing_required_key'],
    [{ index: { fields: [] } }, 400, 'bad_request'],
    [{ index: { fields: ['a', { b: 'desc' }] } }, 400, 'unsupported_mixed_sort'],
    [{ index: { fields: ['a'] }, type: 'text' }, 501, 'not_implemented'],
  ])('%j is refused', async (body, status, error) => {
    expect(await index(body)).toMatchObject({ status, json: { error } });
  });
});

describe('functions of design documents', () => {
  it.each([
    ['_view/known', 501, 'not_implemented'],
    ['_view/none', 404, 'not_found'],
    ['_show/x', 501, 'not_implemented'],
    ['_list/x/known', 501, 'not_implemented'],
    ['_rewrite/x', 501, 'not_implemented'],
  ])('%s is answered with %i', async (path, status, error) => {
    await ask(`${db}/_design/js`, 'PUT', { views: { known: { map: 'function () {}' } } });
    const { json, ...answer } = await ask(`${db}/_design/js/${path}`);
    expect(answer.status).toBe(status);
    expect(json).toMatchObject({ error, reason: expect.any(String) });
    expect((await ask(`${db}/_design/no/_view/x`)).status).toBe(404);
  });
});
