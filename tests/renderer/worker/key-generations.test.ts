/** Open dossiers go to the next generation of their key when their readers do: real desks, real keys, all bytes. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { DeskId, DossierId, MissionCode } from '../../../app/acts/ids.ts';
import { type ReadAct, readAct } from '../../../app/acts/verify-act.ts';
import { keyStep } from '../../../app/dossier/key-generation.ts';
import { readBundle, writeBundle } from '../../../app/export/bundle.ts';
import { verifyBundle } from '../../../app/export/verify-bundle.ts';
import { openGrants } from '../../../app/keyring/grants.ts';
import type { JournalCommit } from '../../../app/log/durable-journal.ts';
import { importPrivate } from '../../../app/seal/keys.ts';
import { MissionBook } from '../../../renderer/worker/mission-book.ts';
import { ReferenceData } from '../../../renderer/worker/reference-data.ts';
import type { OfficerHolder } from '../../../scripts/ministry/create-ministry.ts';
import { demoPlan } from '../../../scripts/ministry/plan.ts';
import { png } from '../../app/evidence/images.ts';
import { configurationOf, NodeDesk } from '../../world/desk-in-node.ts';
import type { DeskMedium } from '../../world/desk-medium.ts';
import type { Fault } from '../../world/fault.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import { moveOn } from '../../world/moving-on.ts';
import { readServices } from '../../world/services.ts';
import { World } from '../../world/world.ts';

const LAISSEZ_PASSER = 'ml-laissez-passer';
const PARIS = 'ML-PAR' as MissionCode;
const LOG = 'mission-ml-par';
const NOTE = { kind: 'annotated', body: { note: 'SPECIMEN' } } as const;

let world: World;
let centre: MemoryCentre;
let leaver: OfficerHolder;
beforeAll(async () => {
  const demo = demoPlan('http://127.0.0.1:1');
  const erika = {
    name: 'MUSTERMANN Erika',
    initials: 'E. M.',
    roles: ['agent' as const],
    desks: ['ML-PAR/B' as DeskId],
  };
  world = await World.open(readServices('ml'), { ...demo, officers: [...demo.officers, erika] });
  centre = new MemoryCentre(world);
  leaver = world.officer('E. M.', 'ML-PAR/B');
});

async function at(desk: string, initials: string): Promise<NodeDesk> {
  const transfer = (medium: DeskMedium, fault: Fault) => new MemoryTransfer(centre, medium, fault, 50);
  const one = await NodeDesk.open({ world, desk, transfer });
  await one.desk.sendNow();
  await one.unlock(initials);
  return one;
}

/** The file as whoever holds this officer's keys and every byte of the centre reads it. */
async function readBy({ credential, enc }: OfficerHolder, dossier: DossierId) {
  const reference = await ReferenceData.open(configurationOf(world, 'CENTRAL/A' as DeskId, null));
  await reference.add(world.ministry.keyringDocuments);
  const groups = await openGrants(reference.keyring, credential, await importPrivate(enc, 'enc'));
  return new MissionBook(PARIS, centre.mission(PARIS).log, reference).load(dossier, groups);
}

async function actsOf(desk: NodeDesk, dossier: DossierId): Promise<ReadAct[]> {
  const documents = await desk.medium.log(LOG).withPrefix(`act:${dossier}:`);
  return Promise.all(documents.flatMap((one) => ('jws' in one ? [readAct(one.jws)] : [])));
}
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

describe('somebody leaves while a file is open', () => {
  test('its next act starts a new key with its wrap in one frame, and the leaver reads nothing from there on', async () => {
    const [b, a, central] = [
      await at('ML-PAR/B', 'A. S.'),
      await at('ML-PAR/A', 'M. U.'),
      await at('CENTRAL/A', 'I. S.'),
    ];
    const { dossier } = await b.sealed(LAISSEZ_PASSER);
    await b.desk.sendNow();
    const before = await readBy(leaver, dossier);
    expect(before.bodies.size).toBe(2);

    await moveOn(world, PARIS, [leaver]);
    for (const desk of [b, a, central]) await desk.desk.sendNow();
    const draft = await b.desk.newSupply(dossier);
    await b.desk.addEvidence(draft.id, 'photo', '', 'image/png', png(5, 5));
    const commits: JournalCommit[] = [];
    const commit = b.journal.commit.bind(b.journal);
    b.journal.commit = (one) => {
      commits.push(one);
      return commit(one);
    };
    const { acts } = await b.sealAttachment(draft.id, '');
    // One commit of the journal: act and wrap, or neither.
    expect(commits.map((one) => [one.acts.length, one.wraps.length])).toEqual([[1, 1]]);
    // The same generation goes on: one wrap for each, not for each act.
    await b.seal(dossier, NOTE);
    const own = await actsOf(b, dossier);
    expect(own.map(({ envelope }) => [envelope.keyGen, envelope.keyCommit !== undefined]).sort()).toEqual([
      [1, false],
      [1, true],
      [2, false],
      [2, true],
    ]);
    await b.desk.sendNow();

    // All old grants, all bytes: what was open stays open, its documents too; nothing of what came after.
    const after = await readBy(leaver, dossier);
    expect(after.acts).toHaveLength(4);
    expect([...after.bodies.keys()].sort()).toEqual([...before.bodies.keys()].sort());
    expect(after.data?.documents.map(({ id }) => id)).toEqual(before.data?.documents.map(({ id }) => id));
    expect(after.bodies.has(acts[0]!)).toBe(false);
    // Those who stay, at the mission and at the centre, read all of it.
    for (const desk of [b, a, central]) {
      await desk.desk.sendNow();
      const { timeline } = await desk.desk.dossier(dossier);
      expect(timeline.map(({ body, standing }) => [body !== null, standing])).toEqual(
        Array.from({ length: 4 }, () => [true, 'folded']),
      );
    }
    await b.desk.sendNow();
    expect(new Set((await b.desk.dossier(dossier)).timeline.map(({ state }) => state))).toEqual(
      new Set(['received']),
    );
    for (const desk of [b, a, central]) await desk.close();
  });

  test('two desks that start the same generation at once: both keys open, and the next act has one key again', async () => {
    const [b, a] = [await at('ML-PAR/B', 'A. S.'), await at('ML-PAR/A', 'M. U.')];
    const { dossier } = await b.sealed(LAISSEZ_PASSER);
    await b.desk.sendNow();
    await a.desk.sendNow();
    await moveOn(world, PARIS);
    // Both hear of the generation, neither of the other's act.
    for (const desk of [b, a]) await desk.desk.sendNow();
    await b.seal(dossier, NOTE);
    await a.seal(dossier, NOTE);
    for (const desk of [b, a, b, a]) await desk.desk.sendNow();

    const commits = (await actsOf(a, dossier)).filter(({ envelope }) => envelope.keyGen === 2);
    expect(new Set(commits.map(({ envelope }) => envelope.keyCommit)).size).toBe(2);
    for (const desk of [b, a]) {
      const { timeline } = await desk.desk.dossier(dossier);
      expect(timeline.map(({ body, state }) => [body !== null, state])).toEqual(
        Array.from({ length: 4 }, () => [true, 'received']),
      );
    }
    await a.seal(dossier, NOTE);
    await a.seal(dossier, NOTE);
    for (const desk of [a, b]) await desk.desk.sendNow();
    const third = (await actsOf(b, dossier)).filter(({ envelope }) => envelope.keyGen === 3);
    expect(third.map(({ envelope }) => envelope.keyCommit !== undefined).sort()).toEqual([false, true]);
    const { timeline } = await b.desk.dossier(dossier);
    expect(timeline.every(({ body, standing }) => body !== null && standing === 'folded')).toBe(true);

    // A bundle with the wrap of one of the two only does not pass for whole.
    const { root } = world.ministry;
    const bundle = readBundle(await b.desk.exportDossier(dossier));
    expect((await verifyBundle(bundle, root.credential.jws)).faults).toEqual([]);
    const wraps = bundle.lines.filter(({ type }) => type === 'wrap');
    expect(wraps).toHaveLength(4);
    const faults = await Promise.all(
      wraps.map(async (wrap) => {
        const lines = bundle.lines.filter((line) => line !== wrap);
        const cut = readBundle(writeBundle({ ...bundle, lines }));
        return (await verifyBundle(cut, root.credential.jws)).faults.map((fault) => fault.code);
      }),
    );
    expect(faults).toEqual(wraps.map(() => ['EX-108']));
    for (const desk of [b, a]) await desk.close();
  });

  test('a desk that has not heard of the generation gives the file back to nobody: it waits for the keyring', async () => {
    const [b, central] = [await at('ML-PAR/B', 'A. S.'), await at('CENTRAL/A', 'I. S.')];
    const { dossier } = await b.sealed(LAISSEZ_PASSER);
    await moveOn(world, PARIS);
    await b.desk.sendNow();
    await b.seal(dossier, NOTE);
    // The records come by another way than the keyring.
    await central.medium.log(LOG).put(await b.medium.log(LOG).dossier(dossier));
    await central.desk.rebuild();
    expect((await central.desk.dossier(dossier)).timeline.at(-1)?.body).toMatchObject(NOTE.body);
    expect(await code(central.seal(dossier, NOTE))).toBe('KR-012');
    await central.desk.sendNow();
    expect(await code(central.seal(dossier, NOTE))).toBe('no error');
    for (const desk of [b, central]) await desk.close();
  });
});

describe('the step of a key', () => {
  const ids = (...list: string[]) => list.map((id) => ({ id }));
  test.each([
    [['group:ML-PAR:visas:1', 'group:CENTRAL:visas:1'], 'same'],
    [['group:ML-PAR:visas:1', 'group:CENTRAL:visas:2'], 'behind'],
    [['group:CENTRAL:visas:1'], 'next'],
    [[], 'next'],
    [['group:ML-PAR:visas:1', 'group:CENTRAL:visas:1', 'group:ML-DKR:visas:9'], 'same'],
  ] as const)('of a key held by %j is %s', (holders, step) => {
    expect(keyStep(holders, ids('group:ML-PAR:visas:1', 'group:CENTRAL:visas:1'))).toBe(step);
  });

  test('one group behind keeps the file from being given back, whatever the other says', () => {
    const holders = ['group:ML-PAR:visas:3', 'group:CENTRAL:visas:1'];
    expect(keyStep(holders, ids('group:ML-PAR:visas:2', 'group:CENTRAL:visas:2'))).toBe('behind');
    // Of generation 10 and 9 the greater counts, as a number.
    expect(keyStep(['group:ML-PAR:visas:9', 'group:ML-PAR:visas:10'], ids('group:ML-PAR:visas:10'))).toBe(
      'same',
    );
  });
});
