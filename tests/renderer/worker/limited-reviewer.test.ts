/** A reviewer who is limited to a mission and a class of services, at a real desk: what they see, read, decide and carry. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { DossierId, MissionCode } from '../../../app/acts/ids.ts';
import { signReceipt } from '../../../app/admission/receipt.ts';
import { expectedDesks } from '../../../app/erasure/desks.ts';
import { writeUnsent } from '../../../app/export/unsent-bundle.ts';
import { writeKeyringFile } from '../../../app/keyring/keyring-file.ts';
import { utf8 } from '../../../app/seal/bytes.ts';
import { PASSPORT_ANSWERS } from '../../specimens/answers.ts';
import { NodeDesk, WORDS } from '../../world/desk-in-node.ts';
import type { DeskMedium } from '../../world/desk-medium.ts';
import type { Fault } from '../../world/fault.ts';
import { LIMITED, LIMITED_AGENT, LIMITED_DESK, OF_PARIS, planWithLimited } from '../../world/limited.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import { revocationOf } from '../../world/revoked.ts';
import { readServices } from '../../world/services.ts';
import { World } from '../../world/world.ts';

const [VISA, PASSPORT] = ['ml-visa-short-stay', 'ml-passport-ordinary'];
let world: World;
let centre: MemoryCentre;
let desk: NodeDesk;
const wires: MemoryTransfer[] = [];
const files: Record<'visa' | 'passport' | 'dakar', DossierId> = {} as never;

const transfer = (medium: DeskMedium, fault: Fault) => {
  const wire = new MemoryTransfer(centre, medium, fault, 50);
  wires.push(wire);
  return wire;
};
async function at(name: string, initials: string): Promise<NodeDesk> {
  const one = await NodeDesk.open({ world, desk: name, transfer });
  await one.desk.sendNow();
  await one.unlock(initials);
  return one;
}

beforeAll(async () => {
  world = await World.open(readServices('ml'), { ...planWithLimited(), gateways: 2 });
  centre = new MemoryCentre(world);
  const paris = await at('ML-PAR/B', 'A. S.');
  files.visa = (await paris.sealed(VISA)).dossier;
  files.passport = (await paris.sealed(PASSPORT)).dossier;
  const dakar = await at('ML-DKR/A', 'E. M.');
  files.dakar = (await dakar.sealed(VISA)).dossier;
  for (const one of [paris, dakar]) {
    await one.desk.sendNow();
    await one.close();
  }
  desk = await at(LIMITED_DESK, LIMITED);
});
afterAll(() => desk.close());

test('the desk carries the records of their mission only', () => {
  const calls = wires.at(-1)?.calls ?? [];
  expect(calls).toContain('push mission-ml-par start');
  expect(calls.filter((call) => call.includes('ml-dkr'))).toEqual([]);
});

test('the queue, the lists and the search show what they may work on, and nothing else', async () => {
  const shown = async () => ({
    queue: (await desk.desk.queue(0, 10)).rows.map(({ id }) => id),
    list: (await desk.desk.list('all', 0, 10)).rows.map(({ id }) => id),
    count: (await desk.desk.list('at-centre', 0, 10)).counts.all,
  });
  expect(await shown()).toEqual({ queue: [files.visa], list: [files.visa], count: 1 });
  expect((await desk.desk.search('eriksson', 10)).map(({ id }) => id)).toEqual([files.visa]);
  const typed = { surname: { latin: 'ERICSON' }, givenNames: { latin: 'Anna' }, birthDate: '1974-08-12' };
  for (const persons of [await desk.desk.persons('eriksson', 10), await desk.desk.likePersons(typed, 10)])
    expect(persons.flatMap((person) => person.files.map(({ id }) => id))).toEqual([files.visa]);
  // What only a file beyond theirs says makes nobody found, and nobody alike.
  expect(await desk.desk.persons(String(PASSPORT_ANSWERS.nina), 10)).toEqual([]);
});

test('a file beyond them stays closed, whoever asks for it, and nothing can be sealed on it', async () => {
  const view = await desk.desk.dossier(files.passport);
  expect(view.timeline.map(({ body }) => body)).toEqual([null, null]);
  expect([view.allowed, view.answers, view.row.applicant]).toEqual([[], {}, null]);
  const sealing = desk.seal(files.passport, { kind: 'annotated', body: { note: 'SPECIMEN' } });
  await expect(sealing).rejects.toMatchObject({ code: 'DO-003' });
});

test('a stick of a mission that the desk does not carry is not taken over: nothing of it would be sent', async () => {
  const stick = (mission: string) =>
    writeUnsent(`${mission}/A` as never, [
      { mission: mission as never, documents: [], chunks: [utf8('a scan')] },
    ]);
  await expect(desk.desk.takeUnsent(stick('ML-DKR'))).rejects.toMatchObject({ code: 'HO-003' });
  expect(await desk.desk.takeUnsent(stick('ML-PAR'))).toBe(0);
});

test('an agent who is limited is offered, and lodges, what they work on and nothing else', async () => {
  const counter = await NodeDesk.open({ world, desk: 'ML-PAR/A', transfer });
  await counter.unlock(LIMITED_AGENT);
  expect((await counter.desk.services()).map(({ code }) => code)).toEqual([VISA]);
  const refused = counter.desk.newDraft(PASSPORT as never, null);
  await expect(refused).rejects.toMatchObject({ code: 'DO-003' });
  // Nor is what they may not read taken over from there.
  const about = { known: files.passport, typed: null, compared: [] };
  await expect(counter.desk.newDraft(VISA as never, null, about)).rejects.toMatchObject({ code: 'DO-001' });
  expect((await counter.sealed(VISA)).acts.length).toBeGreaterThan(0);
  await counter.close();
});

test('of a file of another mission nobody awaits the desk’s word that it is erased', () => {
  const at = isoTime(world.clock.now());
  const awaited = (mission: string) =>
    expectedDesks(world.keyring, mission as MissionCode, at).map(({ desk: one }) => one);
  expect(awaited('ML-PAR')).toContain(LIMITED_DESK);
  expect(awaited('ML-DKR')).toEqual(['CENTRAL/A', 'CENTRAL/B', 'ML-DKR/A']);
});

test('of a file beyond them they make no copy for its applicant; of one within they do, its scans fetched', async () => {
  expect((await desk.desk.confirmSecret(WORDS)).confirmed).toBe(true);
  await expect(desk.desk.accessFile(files.passport)).rejects.toMatchObject({ code: 'AX-001' });
  const { file, scans } = await desk.desk.accessFile(files.visa);
  expect(file.documents.filter(({ missing }) => missing !== null)).toEqual([]);
  expect(scans).toHaveLength(5);
  const traces = await desk.desk.traces(files.passport);
  expect(traces.map(({ what }) => what)).not.toContain('exported-in-clear');
});

test('within them they take, read and decide, and the centre accepts it', async () => {
  expect(await desk.desk.takeNext()).toBe(files.visa);
  await desk.displayAll(files.visa);
  const ended = desk.next((event) => event.type === 'decision-ended');
  await desk.decide(files.visa, { kind: 'approved', body: { displayed: [], checks: [] } });
  expect(await ended).toMatchObject({ end: { end: 'sealed' } });
  await desk.desk.sendNow();
  await desk.desk.sendNow();
  const { row, timeline } = await desk.desk.dossier(files.visa);
  expect([row.procedure, new Set(timeline.map(({ state }) => state))]).toEqual([
    'approved',
    new Set(['received']),
  ]);
});

test('a colleague at the same desk who reads more leaves them nothing to read: lists are not shared', async () => {
  await desk.desk.lock();
  await desk.unlock(OF_PARIS);
  expect((await desk.desk.dossier(files.passport)).row.applicant).toContain('ERIKSSON');
  await desk.desk.lock();
  await desk.unlock(LIMITED);
  const closed = await desk.desk.dossier(files.passport);
  expect([closed.row.applicant, closed.row.id]).toEqual([null, files.passport]);
});

test('neither computes the lists anew at a change of hands: each finds their own as they left them', async () => {
  const chains = () => [...desk.medium.rows.chains.values()].map(({ chain }) => chain[0]?.nonce);
  const before = chains();
  expect(before).toHaveLength(2);
  for (const initials of [OF_PARIS, LIMITED]) {
    await desk.desk.lock();
    desk.events.length = 0;
    await desk.unlock(initials);
    expect((await desk.desk.list('all', 0, 10)).rows.length).toBeGreaterThan(0);
    expect(desk.events.filter(({ type }) => type === 'dossiers-changed')).toEqual([]);
  }
  expect(chains()).toEqual(before);
});

test('what no receipt that counts says any more is shown as received in no list, whoever was here when it was learned', async () => {
  const states = async () => (await desk.desk.list('all', 0, 10)).rows.map(({ entry }) => entry);
  // The other gateway's word stands, and says nothing of the files.
  const [, { credential, signingKey } = world.ministry.gateway] = world.ministry.gateways;
  const content = { epoch: centre.epoch, n: 1, at: isoTime(world.clock.now()), items: [], chains: [] };
  const { hash: _, ...other } = await signReceipt(content, credential.kid, signingKey);
  await centre.mission('ML-PAR' as MissionCode).log.put([other]);
  await desk.desk.sendNow();
  expect(await states()).toContain('received');
  await desk.unlock(OF_PARIS);
  const documents = [await revocationOf(world, world.ministry.gateway.credential.kid)];
  await desk.desk.importKeyring(writeKeyringFile({ freshness: null, documents }));
  for (const initials of [OF_PARIS, LIMITED]) {
    await desk.unlock(initials);
    expect((await states()).length).toBeGreaterThan(0);
    expect(await states()).not.toContain('received');
  }
});
