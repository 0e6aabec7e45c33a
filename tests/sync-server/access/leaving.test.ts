/** A revoked desk at a real gateway: it hands over what it sealed, with the desk's own transfer, and gets nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoTime, systemRandom } from '../../../app/acts/clock.ts';
import type { ActId, BlobId, DeskId } from '../../../app/acts/ids.ts';
import { verifyFreshness } from '../../../app/keyring/freshness.ts';
import { readProof } from '../../../app/keyring/revocation-proof.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { nameOf } from '../../../app/seal/hash.ts';
import { openedBody, World } from '../../world/world.ts';
import { BY_MISSION, documentsOfActs, lift, revocation, SERVICES, wrapOf } from '../admission/support.ts';
import { deskOf } from './pouch-desk.ts';
import { TestServer } from './support.ts';

const DESK = 'ML-PAR/B' as DeskId;
const LOG = 'mission-ml-par';
let world: World;
let server: TestServer;
let token: string;
beforeAll(async () => {
  world = await World.open(SERVICES);
  server = await TestServer.start(world);
  const centre = await server.token('CENTRAL/A');
  const { ministry } = world;
  const own = ministry.transports.get(DESK)!.credential.kid;
  world.clock.time += 1000;
  const at = isoTime(world.clock.now());
  const docs = await Promise.all(
    [own, world.agent.credential.kid, world.supervisor.credential.kid].map((kid) =>
      revocation(kid, at, ministry.authority),
    ),
  );
  const body = JSON.stringify({ docs, new_edits: false });
  expect(await server.status(centre, `${LOG}/_bulk_docs`, { method: 'POST', body })).toBe(201);
  token = await server.token(DESK);
});
afterAll(() => server.stop());

const bulk = (docs: readonly SignedDocument[]) => ({
  method: 'POST',
  body: JSON.stringify({ docs, new_edits: false }),
});
const answers = async (docs: readonly SignedDocument[]): Promise<{ error?: string }[]> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (await (await fetch(`${server.url}/${LOG}/_bulk_docs`, { ...bulk(docs), headers })).json()) as never;
};

describe('a revoked desk', () => {
  it('is told so with records that verify back to the root, and nobody else is', async () => {
    const told = await (await server.post(await server.proof(DESK))).json();
    const proof = await readProof(world.ministry.root.credential.jws, told.revoked);
    const { kid } = world.ministry.transports.get(DESK)!.credential;
    expect(proof.revocation(kid)?.reason).toBe('specimen');
    // Only the holder of the key learns it; another desk is told nothing.
    const { proof: signed } = await server.proof('ML-PAR/A');
    expect((await server.post({ ...(await server.proof(DESK)), proof: signed })).status).toBe(401);
    expect(await (await server.post(await server.proof('ML-PAR/A'))).json()).not.toHaveProperty('revoked');
  });

  it('hands over acts, wraps and chunks with its own transfer: on hold, receipted, none dropped', async () => {
    const { local, transfer } = deskOf(server, DESK);
    const chunk = systemRandom.bytes(9000);
    const { hash, rev } = await nameOf(chunk);
    const dossier = await world.dossier(BY_MISSION);
    const blobs = [{ id: toBase64url(systemRandom.bytes(16)) as BlobId, bytes: 8000, chunks: [hash] }];
    const act = await world.seal(dossier, world.agent, {
      kind: 'opened',
      prior: [],
      body: openedBody(),
      but: { blobs },
    });
    await local(LOG).bulkDocs([...documentsOfActs([act]), wrapOf(dossier)], { new_edits: false });
    const attachment = { content_type: 'application/octet-stream', data: Buffer.from(chunk) };
    await local(`${LOG}-evidence`).bulkDocs(
      [{ _id: `chunk:${hash}`, _rev: rev, _attachments: { chunk: attachment } }],
      { new_edits: false },
    );
    expect((await transfer.open()).revoked).toHaveLength(3);
    const sent: string[] = [];
    await transfer.push(LOG, (ids) => sent.push(...ids), 'start');
    await transfer.push(`${LOG}-evidence`, (ids) => sent.push(...ids), 'start');
    expect(sent).toHaveLength(3);
    const centre = await server.token('CENTRAL/A');
    const headers = { authorization: `Bearer ${centre}` };
    const { rows } = (await (
      await fetch(`${server.url}/${LOG}/_all_docs?include_docs=true&startkey="receipt:"&endkey="receipt:~"`, {
        headers,
      })
    ).json()) as { rows: { doc: { jws: string } }[] };
    const items = rows.flatMap(
      ({ doc }) =>
        JSON.parse(Buffer.from(doc.jws.split('.')[1]!, 'base64url').toString()).items as string[][],
    );
    const said = new Map(items.map(([, id, , word]) => [id, word]));
    expect([said.get(act.id), said.get(hash)]).toEqual(['AD-108', 'AD-109']);
    await expect(transfer.pull(LOG)).rejects.toMatchObject({ code: 'LN-004' });
    await expect(transfer.pull('keyring')).rejects.toMatchObject({ code: 'LN-004' });
    await transfer.close();
  });

  it('reads nothing, of its own mission neither, and learns of no other desk', async () => {
    const forbidden = [
      `${LOG}/_all_docs`,
      `${LOG}/_changes`,
      `${LOG}/_find`,
      `${LOG}/_bulk_get`,
      `${LOG}/act:x`,
      `${LOG}-evidence/chunk:x/chunk`,
      'admin/desks',
      '_freshness',
      'keyring',
      'keyring/_all_docs',
      'catalogue/_changes',
    ];
    for (const path of forbidden) {
      const init = /_find|_bulk_get/.test(path) ? { method: 'POST', body: '{}' } : {};
      expect(await server.status(token, path, init), path).toBe(403);
    }
    for (const path of ['mission-ml-dkr', `${LOG}-quarantine`])
      expect(await server.status(token, path), path).toBe(404);
    expect(await server.status(token, LOG)).toBe(200);
  });

  it('frees nothing that is on hold: the lift of a supervisor is not taken from it', async () => {
    const { acts } = await world.lodged(BY_MISSION);
    const word = await lift(acts[0]!.id as ActId, 'accepted', world.officer('F. U.', 'CENTRAL/B'));
    expect((await answers([word]))[0]).toMatchObject({ error: 'forbidden' });
  });
});

describe('the word that the keyring is fresh', () => {
  it('is signed by the gateway for desks in session, of the list that it has', async () => {
    expect((await fetch(`${server.url}/_freshness`)).status).toBe(401);
    const headers = { authorization: `Bearer ${await server.token('ML-PAR/A')}` };
    const reply = await fetch(`${server.url}/_freshness`, { headers });
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const { freshness } = (await reply.json()) as { freshness: string };
    const { keyring, at } = await verifyFreshness(freshness, world.keyring);
    expect(keyring).toBe(world.keyring.head()!.hash);
    expect(Math.abs(Date.parse(at) - world.clock.time)).toBeLessThan(10_000);
  });
});
