/**
 * A gateway that turns on its desks, over PouchDB's own replication: what it takes back, edits, hides or plants is not
 * taken over, and what is sound still comes in. (That receipts and acts verify: tests/app; that it signs no act: it has no key.)
 */
import memoryAdapter from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signReceipt } from '../../app/admission/receipt.ts';
import type { LogDocument, SignedDocument } from '../../app/log/records.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { PouchActLog } from '../../renderer/worker/pouch-act-log.ts';
import type { PouchDatabase, Replicable } from '../../renderer/worker/pouch-database.ts';
import { PouchTransfer } from '../../renderer/worker/pouch-transfer.ts';
import { SessionFetch } from '../../renderer/worker/session-fetch.ts';
import { documentsOfActs, wrapOf } from '../sync-server/admission/support.ts';
import { SPECIMEN_DEFINITIONS } from '../world/definition.ts';
import { World } from '../world/world.ts';

PouchDB.plugin(memoryAdapter).plugin(replication);

const MISSION = 'mission-ml-par';
let world: World;
let act: SignedDocument;
let wrap: SignedDocument;
let later: SignedDocument;
beforeAll(async () => {
  world = await World.open();
  const { dossier, acts } = await world.lodged(SPECIMEN_DEFINITIONS[0]!);
  [act, later] = documentsOfActs(acts) as [SignedDocument, SignedDocument];
  wrap = wrapOf(dossier);
});

let made = 0;
const database = (): PouchDB.Database => {
  made += 1;
  return new PouchDB(`pull-${process.pid}-${made}`, { adapter: 'memory' });
};

let local: PouchDB.Database;
let log: PouchActLog;
let gateway: PouchDB.Database;
let transfer: PouchTransfer;
beforeEach(async () => {
  local = database();
  log = new PouchActLog(local as unknown as PouchDatabase);
  gateway = database();
  const nobody = { kid: 'x', credential: 'x', sign: async () => 'x' } as never;
  transfer = new PouchTransfer(
    new SessionFetch('http://127.0.0.1:9', async () => true, nobody),
    () => local as unknown as Replicable,
    () => gateway,
  );
  await log.put([act, wrap]);
});

/** As a gateway that wrote what it likes into its own store. */
const plants = (...documents: readonly object[]) =>
  gateway.bulkDocs([...documents] as never, { new_edits: false });
const hashPart = ({ _rev }: LogDocument): string => _rev.slice(2);
const pulled = (): Promise<string> =>
  transfer.pull(MISSION).then(
    () => 'sound',
    (error: { code: string }) => error.code,
  );
const here = async (): Promise<readonly LogDocument[]> => log.withPrefix('');
const byId = (...documents: readonly LogDocument[]) =>
  [...documents].sort((a, b) => (a._id < b._id ? -1 : 1));

describe('a gateway that turns on its desks', () => {
  it('takes back no wrap and no act: its tombstones are left out, as an honest store’s are', async () => {
    const tombstones = [wrap, act].map((document) => ({
      _id: document._id,
      _rev: `2-${'f'.repeat(32)}`,
      _deleted: true,
      _revisions: { start: 2, ids: ['f'.repeat(32), hashPart(document)] },
    }));
    await plants(...tombstones, later);
    expect(await pulled()).toBe('sound');
    expect(await here()).toEqual(byId(act, wrap, later));
  });

  it('hides no record behind another text under its id, whatever revision it gives that', async () => {
    const other = 'another text';
    const { rev } = await nameOf(other);
    for (const _rev of [`1-${'f'.repeat(32)}`, rev]) {
      await plants({ _id: act._id, _rev, jws: other });
      expect(await pulled(), _rev).toBe('LN-005');
    }
    expect(await log.get(act._id)).toEqual(act);
    expect(await here()).toEqual(byId(act, wrap));
  });

  it('brings back no key that was erased here, and is not told of it: to push again is no trouble', async () => {
    await log.forget([wrap._id]);
    await plants(later);
    expect(await pulled()).toBe('sound');
    const sent: string[] = [];
    await transfer.push(MISSION, (ids) => sent.push(...ids), 'start');
    expect(await pulled()).toBe('sound');
    expect(await here()).toEqual(byId(act, later));
    expect(await local.get(wrap._id, { rev: wrap._rev }).then(Boolean, () => false)).toBe(false);
  });

  it('edits nothing, and what is sound beside it still comes in', async () => {
    const edit = {
      _id: wrap._id,
      _rev: `2-${'f'.repeat(32)}`,
      _revisions: { start: 2, ids: ['f'.repeat(32), hashPart(wrap)] },
      jws: wrap.jws,
    };
    await plants(edit, later);
    expect(await pulled()).toBe('LN-005');
    expect(await here()).toEqual(byId(act, wrap, later));
  });

  it('plants no member of its own beside a record’s text', async () => {
    await plants({ ...later, note: 'x' }, { ...wrap, _id: `${wrap._id}x` });
    expect(await pulled()).toBe('LN-005');
    expect(await here()).toEqual(byId(act, wrap, later));
    expect(Object.keys(await local.get(later._id)).sort()).toEqual(['_id', '_rev', 'jws']);
  });

  it('that signs two receipts under one number is read twice: neither hides the other', async () => {
    const { credential, signingKey } = world.ministry.gateway;
    const receipts = await Promise.all(
      (['accepted', 'refused'] as const).map((verdict) =>
        signReceipt(
          {
            epoch: 'A'.repeat(16),
            n: 1,
            at: '2026-11-21T10:00:00Z',
            items: [
              ['act', act._id.split(':')[2] ?? '', verdict, verdict === 'accepted' ? 'AD-000' : 'AD-206'],
            ],
            chains: [],
          },
          credential.kid,
          signingKey,
        ),
      ),
    );
    const documents = receipts.map(({ _id, _rev, jws }) => ({ _id, _rev, jws }));
    expect(new Set(documents.map(({ _id }) => _id)).size).toBe(1);
    await plants(...documents);
    expect(await pulled()).toBe('sound');
    const texts = (found: readonly LogDocument[]) =>
      found
        .filter(({ _id }) => _id.startsWith('receipt:'))
        .map(({ _rev }) => _rev)
        .sort();
    const both = documents.map(({ _rev }) => _rev).sort();
    expect(texts(await here())).toEqual(both);
    expect(texts((await log.changes(null, 100)).documents)).toEqual(both);
  });
});
