/** What is held durably and what is said of it: chunks, repetition, quotas, restarts, epochs, restored copies. */
import { cp, rm } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isoTime, systemRandom } from '../../../app/acts/clock.ts';
import type { BlobId } from '../../../app/acts/ids.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import { MAX_CHUNK_BYTES } from '../../../app/evidence/blob.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { documentsOf } from '../../../sync-server/admission/databases.ts';
import { SEQ_START, type StoreSeq } from '../../../sync-server/stores/ids.ts';
import { StoreError } from '../../../sync-server/stores/replica-store.ts';
import { openedBody, World } from '../../world/world.ts';
import {
  BY_CENTRE,
  Centre,
  chunkRevision,
  DAKAR,
  documentsOfActs,
  hashOfChunk,
  lift,
  revocation,
  SERVICES,
  wrapOf,
} from './support.ts';

let world: World;
let centre: Centre;
beforeAll(async () => {
  world = await World.open(SERVICES);
});
beforeEach(async () => {
  centre = await Centre.open(world);
});
afterEach(() => centre.close());

async function withEvidence(chunks: readonly Uint8Array[]) {
  const dossier = await world.dossier(BY_CENTRE);
  const names = await Promise.all(chunks.map(hashOfChunk));
  const blobs = [{ id: toBase64url(systemRandom.bytes(16)) as BlobId, bytes: 1000, chunks: names }];
  const act = await world.seal(dossier, world.agent, {
    kind: 'opened',
    prior: [],
    body: openedBody(),
    but: { blobs },
  });
  return { names, act, wrap: wrapOf(dossier) };
}

describe('chunks', () => {
  it('rest in quarantine as AD-109 until an accepted act lists them, and are then the same bytes', async () => {
    const bytes = systemRandom.bytes(5000);
    const { act, wrap, names } = await withEvidence([bytes]);
    const name = names[0]!;
    await centre.pushChunks([bytes]);
    expect(await centre.words('chunk', name)).toEqual(['held AD-109']);
    expect(await centre.ids('evidence')).toEqual([]);
    await centre.push([act.document]);
    expect(await centre.words('chunk', name)).toEqual(['held AD-109']);
    await centre.push([wrap]);
    expect(await centre.words('chunk', name)).toEqual(['held AD-109', 'accepted AD-000']);
    expect(await centre.ids('evidence')).toEqual([`chunk:${name}`]);
    expect(await centre.ids('quarantine')).toEqual([]);
    const read = await (await centre.db('evidence')).attachment(`chunk:${name}`, 'chunk');
    const parts: Uint8Array[] = [];
    for await (const part of read!.open()) parts.push(part);
    expect(new Uint8Array(Buffer.concat(parts))).toEqual(bytes);
  });

  it('are taken at once when the act came first; a wrong name or size is refused', async () => {
    const bytes = systemRandom.bytes(100);
    const large = new Uint8Array(MAX_CHUNK_BYTES + 1).fill(7);
    const { act, wrap, names } = await withEvidence([bytes, large]);
    await centre.push([act.document, wrap]);
    await centre.pushChunks([bytes, large]);
    expect(await centre.words('chunk', names[0]!)).toEqual(['accepted AD-000']);
    expect(await centre.words('chunk', names[1]!)).toEqual(['refused AD-208']);
    const db = (await centre.db('evidence')).name;
    const other = await chunkRevision(systemRandom.bytes(10));
    const wrong = { ...(await chunkRevision(systemRandom.bytes(10))), id: other.id };
    const [answer] = await centre.gateway.write(db, { newEdits: false, docs: [wrong] }, 'ML-PAR/B');
    expect(answer).not.toHaveProperty('error');
    expect((await centre.receipts()).at(-1)!.items.map(([, , , code]) => code)).toEqual(['AD-209']);
    expect(await centre.words('chunk', other.id.slice('chunk:'.length))).toEqual([]);
    const nothing = { ...other, attachments: new Map() };
    const answers = await centre.gateway.write(db, { newEdits: false, docs: [nothing] }, 'ML-PAR/B');
    expect(answers).toMatchObject([{ error: 'forbidden' }]);
  });
});

describe('repetition', () => {
  it('says nothing twice, and counts receipts without a gap', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const all = [...documentsOfActs(acts), wrapOf(dossier)];
    await centre.push([...all, ...all]);
    await centre.push(all);
    await Promise.all([centre.push(all), centre.push(all)]);
    const receipts = await centre.receipts();
    expect(receipts.map(({ n }) => n)).toEqual([1]);
    expect(receipts[0]!.items).toHaveLength(3);
  });

  it('reports what rests in quarantine as present, and nothing else', async () => {
    const { acts } = await world.lodged(BY_CENTRE);
    const [first, second] = documentsOfActs(acts) as [SignedDocument, SignedDocument];
    await centre.push([second]);
    const { name } = await centre.db('records');
    const lacking = new Map([first, second].map(({ _id, _rev }) => [_id, [_rev as never]]));
    expect([...(await centre.gateway.inQuarantine(name, lacking)).keys()]).toEqual([second._id]);
  });
});

describe('a full quarantine', () => {
  it('takes what is accepted, answers 507 for the rest, and keeps every byte of what it holds', async () => {
    await centre.restart({ quota: { bytes: 1_000_000, documents: 2 } });
    const orphans = await Promise.all(
      [1, 2, 3].map(async () => (await world.lodged(BY_CENTRE)).acts[1]!.document),
    );
    await centre.push(orphans.slice(0, 2));
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const good = [...documentsOfActs(acts), wrapOf(dossier)];
    await expect(centre.push([...good, orphans[2]!])).rejects.toMatchObject({ status: 507 });
    expect((await centre.words('act', acts[0]!.id)).at(-1)).toBe('accepted AD-000');
    expect(await centre.ids('quarantine')).toHaveLength(2);
    await expect(centre.push([orphans[2]!], undefined, 'ML-PAR/A')).resolves.toHaveLength(1);
  });
});

describe('a batch that fails half-way', () => {
  it('frees what waited for it all the same, though its client finds everything there when it tries again', async () => {
    let fails = false;
    await centre.close();
    centre = await Centre.open(world, {
      step: (step) => {
        if (!fails || step !== 'records-kept') return;
        fails = false;
        throw new StoreError('unavailable', 'no node answers');
      },
    });
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const [first, second] = documentsOfActs(acts) as [SignedDocument, SignedDocument];
    await centre.push([second]);
    fails = true;
    await expect(centre.push([first, wrapOf(dossier)])).rejects.toMatchObject({ code: 'unavailable' });
    await centre.push([first, wrapOf(dossier)]);
    for (const { id } of acts) expect((await centre.words('act', id)).at(-1)).toBe('accepted AD-000');
  });

  it('leaves nothing in the keyring on which a verdict rests and which the next start does not know', async () => {
    let fails = false;
    const own = await World.open(SERVICES);
    await centre.close();
    centre = await Centre.open(own, {
      step: (step) => {
        if (!fails || step !== 'judged') return;
        fails = false;
        throw new StoreError('unavailable', 'no node answers');
      },
    });
    const { kid } = own.agent.credential;
    const at = isoTime(own.clock.now());
    fails = true;
    const revoked = centre.push([await revocation(kid, at, own.ministry.authority)]);
    await expect(revoked).rejects.toMatchObject({ code: 'unavailable' });
    const { dossier, acts } = await own.lodged(BY_CENTRE);
    await centre.push([...documentsOfActs(acts), wrapOf(dossier)]);
    expect(await centre.words('act', acts[0]!.id)).toEqual(['held AD-108']);
    await centre.restart();
    expect(centre.gateway.reference.keyring.revocation(kid)).toMatchObject({ at });
    expect(await centre.words('act', acts[0]!.id)).toEqual(['held AD-108']);
  });
});

describe('a restart', () => {
  it('knows verdicts, chains and what is on hold, and goes on counting', async () => {
    const own = await World.open(SERVICES); // a desk whose chain begins here
    await centre.close();
    centre = await Centre.open(own);
    const { dossier, acts } = await own.lodged(BY_CENTRE);
    const [first, second] = documentsOfActs(acts) as [SignedDocument, SignedDocument];
    await centre.push([second, wrapOf(dossier)]);
    await centre.restart();
    await centre.push([first]);
    expect(await centre.words('act', acts[1]!.id)).toEqual(['held AD-101', 'accepted AD-000']);
    const receipts = await centre.receipts();
    expect(receipts.map(({ n }) => n)).toEqual([1, 2]);
    const [, , contiguousTo, head] = receipts[1]!.chains[0]!;
    expect(head).toBe(acts[1]!.id);
    expect(contiguousTo).toBe(2);
    await centre.restart();
    expect(await centre.receipts()).toHaveLength(2);
  });

  it('remembers every word that was said of one act, and hears the one who refuses', async () => {
    const { acts, dossier } = await world.lodged(BY_CENTRE);
    const [act] = acts as [SealedAct];
    // Each signature differs, so that each is a record of its own: had they one id, a restart would read one of them.
    for (let i = 0; i < 8; i += 1) await centre.push([await lift(act.id, 'accepted', world.supervisor)]);
    await centre.push([await lift(act.id, 'refused', world.supervisor)]);
    await centre.restart();
    await centre.push([...documentsOfActs([act]), wrapOf(dossier)]);
    expect(await centre.words('act', act.id)).toEqual(['refused AD-206']);
  });

  it('reads a word under the id that the first wire gave it', async () => {
    const { acts, dossier } = await world.lodged(BY_CENTRE);
    const [act] = acts as [SealedAct];
    const word = await lift(act.id, 'refused', world.supervisor);
    await centre.push([{ ...word, _id: `lift:${act.id}` }]);
    await centre.restart();
    await centre.push([...documentsOfActs([act]), wrapOf(dossier)]);
    expect(await centre.words('act', act.id)).toEqual(['refused AD-206']);
  });

  it('with a new epoch says everything again, and takes feed tokens of the old one for the beginning', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const { acts: others } = await world.lodged(BY_CENTRE);
    await centre.push([...documentsOfActs(acts), wrapOf(dossier), others[1]!.document]);
    const before = await centre.lastWords();
    const { epoch } = centre.gateway;
    const old = epoch.value;
    const token = epoch.mapSeq('12-abc' as StoreSeq);
    expect(epoch.parseSeq(token)).toBe('12-abc');
    await centre.restart({ newEpoch: true });
    expect(centre.gateway.epoch.value).not.toBe(old);
    expect(centre.gateway.epoch.parseSeq(token)).toBe(SEQ_START);
    const fresh = (await centre.receipts()).filter((receipt) => receipt.epoch !== old);
    expect(fresh.map(({ n }) => n)).toEqual([1]);
    expect(fresh[0]!.items).toHaveLength(4);
    expect(await centre.lastWords()).toEqual(before);
  });
});

describe('a restored copy', () => {
  it('takes back the receipts that desks kept, finds out that it is one, and raises its epoch by itself', async () => {
    const first = await world.lodged(BY_CENTRE);
    await centre.push([...documentsOfActs(first.acts), wrapOf(first.dossier)]);
    const backup = `${centre.folder}-backup`;
    await centre.restart();
    await centre.gateway.idle();
    await centre.store.close();
    await cp(centre.folder, backup, { recursive: true });
    await centre.restart();
    const second = await world.lodged(BY_CENTRE);
    const later = [...documentsOfActs(second.acts), wrapOf(second.dossier)];
    await centre.push(later);
    const kept: SignedDocument[] = [];
    for await (const { id, rev, body } of documentsOf(await centre.db('records'), 'receipt:'))
      kept.push({ _id: id, _rev: rev, jws: String(body.jws) });
    const old = centre.gateway.epoch.value;
    await centre.gateway.idle();
    await centre.store.close();
    await rm(centre.folder, { recursive: true });
    await cp(backup, centre.folder, { recursive: true });
    await rm(backup, { recursive: true });
    await centre.restart();
    expect(await centre.receipts()).toHaveLength(1);
    const answers = await centre.push(kept);
    expect(answers.some((answer) => 'error' in answer)).toBe(false);
    await centre.gateway.idle();
    expect(centre.gateway.epoch.value).not.toBe(old);
    await centre.push(later);
    const newest = (await centre.receipts())
      .filter(({ epoch }) => epoch !== old)
      .flatMap(({ items }) => items);
    expect(newest.map(([, id]) => id).sort()).toEqual(
      [...first.acts, ...second.acts, ...[first, second].map(({ dossier }) => ({ id: dossier.wrap.hash }))]
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('takes no receipt of another mission for a sign of it', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    await centre.push([...documentsOfActs(acts), wrapOf(dossier)]);
    await centre.push([acts[0]!.document], DAKAR);
    const { value } = centre.gateway.epoch;
    const foreign: SignedDocument[] = [];
    for await (const { id, rev, body } of documentsOf(await centre.db('records', DAKAR), 'receipt:'))
      foreign.push({ _id: id, _rev: rev, jws: String(body.jws) });
    expect(foreign).toHaveLength(1);
    expect(await centre.push(foreign)).toMatchObject([{ error: 'forbidden' }]);
    expect(centre.gateway.epoch.value).toBe(value);
  });

  it('takes no receipt that is not a gateway’s', async () => {
    const [receipt] = await (async () => {
      const { dossier, acts } = await world.lodged(BY_CENTRE);
      await centre.push([...documentsOfActs(acts), wrapOf(dossier)]);
      const found: SignedDocument[] = [];
      for await (const { id, rev, body } of documentsOf(await centre.db('records'), 'receipt:'))
        found.push({ _id: id, _rev: rev, jws: String(body.jws) });
      return found;
    })();
    const forged = { ...receipt!, jws: receipt!.jws.replace(/\.[^.]*$/, `.${'A'.repeat(86)}`) };
    expect(await centre.push([forged])).toMatchObject([{ error: 'forbidden' }]);
  });
});
