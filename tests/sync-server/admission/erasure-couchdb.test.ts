/**
 * Erasure at a gateway over the Apache CouchDB that COUCHDB_URL names, whose data folder is COUCHDB_DATA: after its
 * compaction none of the server's own files has a byte of the key, and the key does not come back.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCouchdbStore } from '../../../sync-server/stores/couchdb-store.ts';
import { refusal, World } from '../../world/world.ts';
import { isOnDisk } from './on-disk.ts';
import { BY_CENTRE, Centre, documentsOfActs, SERVICES, wrapOf } from './support.ts';

const { COUCHDB_URL, COUCHDB_DATA } = process.env;

describe.skipIf(COUCHDB_URL === undefined || COUCHDB_DATA === undefined)('over Apache CouchDB', () => {
  const folder = COUCHDB_DATA ?? '';
  let world: World;
  let centre: Centre;
  beforeAll(async () => {
    world = await World.open(SERVICES);
    const url = new URL(COUCHDB_URL ?? '');
    url.searchParams.set('prefix', `guichet-erasure-${randomBytes(4).toString('hex')}-`);
    centre = await Centre.open(world, {}, () => openCouchdbStore(url.href));
  });
  afterAll(async () => {
    for (const name of await centre.store.list()) await centre.store.destroy(name);
    await centre.close();
  });

  /** A file that was refused, its key, and what of the key's text may be looked for: its files are cut into blocks. */
  const rested = async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const no = { kind: 'refused', prior: [acts[1]!.id], body: refusal } as const;
    acts.push(await world.seal(dossier, world.reviewer, no));
    const wrap = wrapOf(dossier);
    return { dossier, acts, wrap, traces: [wrap.jws.slice(-40), wrap.jws.slice(-80, -40)] };
  };

  it('takes the key out of every file of the server, also where it had waited, and refuses it ever after', async () => {
    const [file, other] = [await rested(), await rested()];
    // The key comes before what it is for, so that it has lain in quarantine under a false name, too.
    await centre.push([{ ...file.wrap, _rev: `1-${'0'.repeat(32)}` }]);
    await centre.push([file.wrap, other.wrap, ...documentsOfActs([...file.acts, ...other.acts])]);
    expect(await isOnDisk(folder, ...file.traces)).toBe(true);
    const erased = await world.seal(file.dossier, world.supervisor, {
      kind: 'erased',
      prior: [file.acts[2]!.id],
      body: { reason: 'specimen', rule: 'specimen' },
      but: { ground: 'request' },
    });
    await centre.push([erased.document]);
    expect(await centre.words('act', erased.id)).toEqual(['accepted AD-000']);
    expect(await centre.ids('records', `key:${file.dossier.id}`)).toEqual([]);
    // CouchDB removes the files from before its compaction beside its other work.
    await expect.poll(() => isOnDisk(folder, ...file.traces), { timeout: 20_000 }).toBe(false);
    expect(await isOnDisk(folder, ...other.traces)).toBe(true);
    for (const restarted of [false, true]) {
      if (restarted) await centre.restart({ newEpoch: true });
      await centre.push([file.wrap], undefined, 'ML-PAR/A');
      expect((await centre.lastWords('wrap')).get(file.dossier.wrap.hash)).toBe('refused AD-211');
      expect(await centre.ids('quarantine')).toEqual([]);
      expect(await isOnDisk(folder, ...file.traces)).toBe(false);
    }
    expect(await centre.ids('records', `act:${file.dossier.id}`)).toHaveLength(4);
  });

  it('of many that come together, too', async () => {
    const files = await Promise.all(Array.from({ length: 5 }, rested));
    await centre.push(files.flatMap(({ acts, wrap }) => [...documentsOfActs(acts), wrap]));
    const erasures = files.map(({ dossier, acts }) =>
      world.seal(dossier, world.supervisor, {
        kind: 'erased',
        prior: [acts[2]!.id],
        body: { reason: 'specimen', rule: 'specimen' },
        but: { ground: 'request' },
      }),
    );
    await centre.push(documentsOfActs(await Promise.all(erasures)));
    expect(
      (await centre.ids('records', 'key:')).filter((id) =>
        files.some(({ dossier }) => id.includes(dossier.id)),
      ),
    ).toEqual([]);
    const traces = files.flatMap((file) => file.traces);
    await expect.poll(() => isOnDisk(folder, ...traces), { timeout: 20_000 }).toBe(false);
  });
});
