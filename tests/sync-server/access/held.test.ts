/** A supervisor at a desk of the centre lifts what a revocation holds: real gateway, real signer, the desk's own code. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { ActId } from '../../../app/acts/ids.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import type { HeldEntry } from '../../../app/desk/held.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { parseCompact, payloadBytes, payloadOf } from '../../../app/seal/jws.ts';
import { NodeDesk, WORDS } from '../../world/desk-in-node.ts';
import { planWithTwoSupervisors, secondSupervisor } from '../../world/two-supervisors.ts';
import { refusal, World } from '../../world/world.ts';
import {
  BY_CENTRE,
  BY_MISSION,
  documentsOfActs,
  revocation,
  SERVICES,
  wrapOf,
} from '../admission/support.ts';
import { deskOf } from './pouch-desk.ts';
import { TestServer } from './support.ts';

const LOG = 'mission-ml-par';
let world: World;
let server: TestServer;
let central: NodeDesk;
let acts: SealedAct[];
beforeAll(async () => {
  world = await World.open(SERVICES, planWithTwoSupervisors());
  server = await TestServer.start(world);
  const lodged = await world.lodged(BY_MISSION);
  acts = lodged.acts;
  world.clock.time += 1000;
  const at = isoTime(world.clock.now());
  await push([await revocation(world.agent.credential.kid, at, world.ministry.authority)]);
  await push([...documentsOfActs(acts), wrapOf(lodged.dossier)]);
  central = await NodeDesk.open({
    world,
    desk: 'CENTRAL/A',
    transfer: () => deskOf(server, 'CENTRAL/A').transfer,
  });
});
afterAll(async () => {
  await central.close();
  await server.stop();
});

async function push(docs: readonly object[], desk = 'CENTRAL/A'): Promise<void> {
  const body = JSON.stringify({ docs, new_edits: false });
  const token = await server.token(desk);
  expect(await server.status(token, `${LOG}/_bulk_docs`, { method: 'POST', body })).toBe(201);
}
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );
const held = async (): Promise<readonly HeldEntry[]> => central.desk.held();

describe('what a revocation holds', () => {
  it('is seen by a supervisor, verified, with who sealed it and why it waits', async () => {
    await central.unlock('I. S.');
    expect(await code(held())).toBe('LF-002');
    await central.desk.lock();
    await central.unlock('F. U.');
    const entries = await held();
    expect(entries.map(({ act, code: why, mayLift, by }) => [act, why, mayLift, by])).toEqual([
      [acts[0]!.id, 'AD-108', 'yes', 'SPECIMEN Awa'],
      // The second stands on the first, and is freed with it.
    ]);
    expect(entries[0]).toMatchObject({ mission: 'ML-PAR', desk: 'ML-PAR/B', kind: 'opened' });
  });

  it('is lifted with a reason of the list and the secret, each anew; the gateway then admits it', async () => {
    const act = acts[0]!.id as ActId;
    expect(await code(central.desk.lift(act, 'accepted', 'not-genuine'))).toBe('LF-001');
    // Unlocking is no word on an entry: the signer wants the secret for it.
    expect(await code(central.desk.lift(act, 'accepted', 'sealed-before'))).toBe('PN-002');
    await central.desk.confirmSecret(WORDS);
    await central.desk.lift(act, 'accepted', 'sealed-before');
    const [word] = (await central.medium.log(LOG).withPrefix('lift:')) as SignedDocument[];
    await push([word!]);
    // Now the second waits for a word of its own: it was sealed under the same credential.
    const [next] = await held();
    expect(next?.act).toBe(acts[1]!.id);
    expect(await code(central.desk.lift(next!.act, 'accepted', 'confirmed'))).toBe('PN-002');
    await central.desk.confirmSecret(WORDS);
    await central.desk.lift(next!.act, 'refused', 'not-confirmed');
    const words = (await central.medium.log(LOG).withPrefix(`lift:${next!.act}`)) as SignedDocument[];
    await push(words);
    expect(await held()).toEqual([]);
  });
});

describe('an erasure that a hold stays', () => {
  it('is not admitted by a word while the hold is in force; one that saw it lifted names what it saw, and counts', async () => {
    // The other credential of this officer is revoked here.
    const { dossier, acts: lodging } = await world.lodged(BY_CENTRE, world.otherAgent);
    const [, submitted] = lodging as [SealedAct, SealedAct];
    const no = { kind: 'refused', prior: [submitted.id], body: refusal } as const;
    const refused = await world.seal(dossier, world.reviewer, no);
    const body = { reason: 'specimen', rule: 'specimen' };
    const on = refused.id;
    const hold = await world.seal(dossier, world.supervisor, { kind: 'held-by-law', prior: [on], body });
    const erasing = { kind: 'erased', prior: [on], body, but: { ground: 'request' } } as const;
    const erased = await world.seal(dossier, secondSupervisor(world), erasing);
    await central.desk.lock();
    await central.unlock('F. U.');
    await push([...documentsOfActs([...lodging, refused, hold, erased]), wrapOf(dossier)]);
    const entry = async () => (await held()).find(({ act }) => act === erased.id);
    // The file is not here yet: nobody here can see whether a hold is left.
    expect(await entry()).toMatchObject({ code: 'AD-113', mayLift: 'refuse-only' });
    const log = central.medium.log(LOG);
    await log.put([...documentsOfActs([...lodging, refused, hold]), wrapOf(dossier)]);
    expect(await entry()).toMatchObject({ mayLift: 'refuse-only' });
    await central.desk.confirmSecret(WORDS);
    expect(await code(central.desk.lift(erased.id, 'accepted', 'confirmed'))).toBe('LF-003');
    expect(await log.withPrefix(`lift:${erased.id}`)).toEqual([]);

    const off = { kind: 'hold-lifted', prior: [hold.id], body } as const;
    const lifted = await world.seal(dossier, world.supervisor, off);
    await push([lifted.document]);
    await log.put([lifted.document]);
    expect(await entry()).toMatchObject({ mayLift: 'yes' });
    await central.desk.confirmSecret(WORDS);
    await central.desk.lift(erased.id, 'accepted', 'confirmed');
    const words = (await log.withPrefix(`lift:${erased.id}`)) as SignedDocument[];
    expect(words.map(({ jws }) => payloadOf(parseCompact(jws)).seen)).toEqual([[lifted.id]]);
    await push(words);
    expect(await entry()).toBeUndefined();
  });
});

describe('the signer', () => {
  it('signs no lift for whoever is no supervisor, without the secret, or with a reason of somebody’s own', async () => {
    const payload = (reason: string) => payloadBytes({ v: 1, act: acts[0]!.id, verdict: 'accepted', reason });
    const sign = (reason = 'confirmed') =>
      code(central.signer.sign('guichet-lift+jws', payload(reason)) as Promise<unknown>);
    expect(await sign()).toBe('SG-004');
    await central.signer.confirmSecret(WORDS);
    expect(await sign('he said so')).toBe('SG-005');
    expect(await sign()).toBe('done');
    expect(await sign()).toBe('SG-004');
    await central.desk.lock();
    await central.unlock('I. S.');
    await central.signer.confirmSecret(WORDS);
    expect(await sign()).toBe('SG-003');
  });
});

describe('the gateway', () => {
  it('shows a mission’s desk its own mission only, and nobody without a session anything', async () => {
    expect((await fetch(`${server.url}/admin/held`)).status).toBe(401);
    const { acts: more } = await world.lodged(BY_MISSION);
    await push(documentsOfActs(more.slice(0, 1)));
    const of = async (desk: string) => {
      const headers = { authorization: `Bearer ${await server.token(desk)}` };
      return (await (await fetch(`${server.url}/admin/held`, { headers })).json()) as { acts: object[] };
    };
    expect((await of('ML-PAR/A')).acts).toHaveLength(1);
    expect((await of('ML-DKR/A')).acts).toHaveLength(0);
  });
});
