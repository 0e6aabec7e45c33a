/** Right of access at a real desk: who may, what it holds, that it is recorded before it is given. */
import { beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DossierId, MissionCode, RecordHash } from '../../../app/acts/ids.ts';
import { JournalError } from '../../../app/log/durable-journal.ts';
import type { MemoryActLog } from '../../../app/log/memory-act-log.ts';
import { MemoryJournal } from '../../../app/log/memory-journal.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { fromUtf8 } from '../../../app/seal/bytes.ts';
import { databaseOf, evidenceOf } from '../../../renderer/worker/transfer.ts';
import { jpeg } from '../../app/evidence/images.ts';
import { NodeDesk, openServicesWorld, WORDS } from '../../world/desk-in-node.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import type { World } from '../../world/world.ts';

const LAISSEZ_PASSER = 'ml-laissez-passer';
let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

async function open(parts: Partial<Parameters<typeof NodeDesk.open>[0]> = {}): Promise<NodeDesk> {
  const at = await NodeDesk.open({ world, desk: 'ML-PAR/B', ...parts });
  await at.unlock('A. S.');
  return at;
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code,
  );
const copy = async ({ desk }: NodeDesk, dossier: DossierId) => {
  expect((await desk.confirmSecret(WORDS)).confirmed).toBe(true);
  return desk.accessFile(dossier);
};

describe('an applicant’s copy', () => {
  test('holds answers, history and each scan with its bytes; it is recorded, and shows in the traces', async () => {
    const at = await open();
    const { dossier, acts } = await at.sealed(LAISSEZ_PASSER, { 'loss-place': '<i>Gare</i>' });
    await at.seal(dossier, { kind: 'annotated', body: { note: 'a\u202eb' } });
    await at.desk.dossier(dossier);
    // What was given at unlocking is long ago.
    world.clock.time += 16 * 60_000;
    expect(await code(at.desk.accessFile(dossier))).toBe('PN-002');
    expect((await at.desk.traces(dossier)).map(({ what }) => what)).toEqual(['read']);

    const { json, file, scans } = await copy(at, dossier);
    const told = JSON.parse(fromUtf8(json));
    expect(told).toMatchObject({ type: 'guichet-access-file', v: 1, dossier, reference: file.reference });
    expect(told.answers).toMatchObject({ 'loss-place': '<i>Gare</i>', surname: { latin: 'ERIKSSON' } });
    expect(told.history.map(({ kind }: { kind: string }) => kind)).toEqual([
      'opened',
      'submitted',
      'annotated',
    ]);
    expect(told.history[2].body).toEqual({ note: 'a\u202eb' });
    expect(told.history[0]).toMatchObject({ act: acts[0], by: { officer: 1, desk: 'ML-PAR/B' } });
    expect(told.traces).toMatchObject([{ what: 'read', by: { officer: 1 } }]);
    expect(told.madeBy).toMatchObject({ officer: 1, desk: 'ML-PAR/B' });
    expect(told.documents).toHaveLength(4);
    for (const { base64, missing } of told.documents)
      expect([missing, Buffer.from(base64, 'base64')]).toEqual([null, Buffer.from(jpeg(8, 8))]);
    expect(scans).toHaveLength(4);
    expect(told.filingReceipt).toMatchObject({ ref: file.reference });
    expect(told.filingReceipt).not.toHaveProperty('token');

    const traces = await at.desk.traces(dossier);
    expect(traces.map(({ what, by, desk }) => [what, by.name, desk])).toEqual([
      ['read', expect.any(String), 'ML-PAR/B'],
      ['exported-in-clear', expect.any(String), 'ML-PAR/B'],
    ]);
    expect(at.events).toContainEqual({ type: 'dossiers-changed', dossiers: [dossier] });
    await at.close();
  });

  test('that cannot be recorded is not given', async () => {
    const journal = new MemoryJournal(systemRandom);
    const at = await open({ journal });
    const { dossier } = await at.sealed(LAISSEZ_PASSER);
    journal.commitAudit = () => Promise.reject(new JournalError('JRN-002', 'no room'));
    expect(await code(copy(at, dossier))).toBe('JRN-002');
    expect(await at.desk.traces(dossier)).toEqual([]);
    await at.close();
  });

  test('fetches a document that is not here, and names it where there is no link', async () => {
    const centre = new MemoryCentre(world);
    const at = await open({ transfer: (medium, fault) => new MemoryTransfer(centre, medium, fault, 50) });
    const { dossier } = await at.sealed(LAISSEZ_PASSER);
    await at.desk.sendNow();
    const chunks = at.medium.chunks.get(evidenceOf('ML-PAR' as MissionCode));
    const [first] = [...(chunks?.ids ?? [])] as RecordHash[];
    await chunks?.forget([first as RecordHash]);
    const linked = await copy(at, dossier);
    expect(linked.file.documents.map(({ missing }) => missing)).toEqual([null, null, null, null]);
    await at.close();

    const alone = await open({ medium: at.medium });
    await chunks?.forget([first as RecordHash]);
    const { file, json, scans } = await copy(alone, dossier);
    expect(file.documents.filter(({ missing }) => missing === 'not-at-this-desk')).toHaveLength(1);
    expect(scans).toHaveLength(3);
    const told = JSON.parse(fromUtf8(json)) as { documents: { base64?: string }[] };
    expect(told.documents.filter(({ base64 }) => base64 === undefined)).toHaveLength(1);
    await alone.close();
  });

  test('is nobody else’s when the officer changes while it is read', async () => {
    const at = await open();
    const { dossier } = await at.sealed(LAISSEZ_PASSER);
    await at.desk.confirmSecret(WORDS);
    const asked = code(at.desk.accessFile(dossier));
    await at.desk.lock();
    await at.unlock('M. U.');
    expect(await asked).toBe('LK-001');
    expect((await at.desk.traces(dossier)).map(({ what }) => what)).not.toContain('exported-in-clear');
    await at.close();
  });

  test.each([
    ['before it is signed it is not recorded', 'accessFile', 'auditHead', []],
    ['once it is it stays theirs, and is not given', 'accessFile', 'commitAudit', ['A. S.']],
    ['the same of a bundle, before', 'exportDossier', 'auditHead', []],
    ['and after', 'exportDossier', 'commitAudit', ['A. S.']],
  ] as const)('when the officer changes in the recording’s turn: %s', async (_title, way, step, recorded) => {
    const journal = new MemoryJournal(systemRandom);
    const at = await open({ journal });
    const { dossier } = await at.sealed(LAISSEZ_PASSER);
    await at.desk.confirmSecret(WORDS);
    const own = journal[step].bind(journal) as (of: never) => Promise<never>;
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let asked: Promise<string | undefined> | undefined;
    await new Promise<void>((reached) => {
      journal[step] = async (of: never) => {
        reached();
        await gate;
        return own(of);
      };
      asked = code(at.desk[way](dossier));
    });
    await at.desk.lock();
    await at.unlock('M. U.');
    goOn();
    expect(await asked).toBe('LK-001');
    const told = way === 'accessFile' ? 'exported-in-clear' : 'exported';
    const copies = (await at.desk.traces(dossier)).filter(({ what }) => what === told);
    const names = recorded.map((initials) => world.officer(initials, at.id).credential.subject);
    expect(copies.map(({ by }) => by.subject)).toEqual(names);
    await at.close();
  });
});

describe('the traces of a file', () => {
  test('are looked for in a long log with a turn for others after each batch', async () => {
    const at = await open();
    const { dossier } = await at.sealed(LAISSEZ_PASSER);
    await at.desk.dossier(dossier);
    const log = at.medium.logs.get(databaseOf('ML-PAR' as MissionCode)) as MemoryActLog;
    const own = log.withPrefix.bind(log);
    let read = 0;
    const jws = { enumerable: true, get: () => String(read++) };
    const others = Array.from({ length: 1200 }, (_, n) =>
      Object.defineProperty({ _id: `audit:${n}`, _rev: '1-0' } as SignedDocument, 'jws', jws),
    );
    log.withPrefix = async (prefix) => [...(prefix === 'audit:' ? others : []), ...(await own(prefix))];
    let seen = 0;
    let most = 0;
    const look = () => {
      most = Math.max(most, read - seen);
      seen = read;
    };
    let timer = setTimeout(function again() {
      look();
      timer = setTimeout(again);
    });
    await at.desk.traces(dossier);
    clearTimeout(timer);
    look();
    expect([read, most]).toEqual([1200, 500]);
    await expect.poll(async () => (await at.desk.traces(dossier)).map(({ what }) => what)).toEqual(['read']);
    await at.close();
  });
});
