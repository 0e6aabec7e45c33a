/** The auditor at a desk: own journal, journals brought as files, what the centre holds; and the report that is signed. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import { type DeskId, dossierIdFrom } from '../../../app/acts/ids.ts';
import { verifyAuditReport } from '../../../app/audit/audit-report.ts';
import { isFault } from '../../../app/audit/findings.ts';
import type { AuditView, BroughtFile } from '../../../app/desk/audit.ts';
import { DESK_METHODS, type DeskApi } from '../../../app/desk/desk-api.ts';
import { connect, serve } from '../../../app/desk/rpc.ts';
import { portOfEmitter } from '../../../app/desk/rpc-ports.ts';
import { reviveDeskError } from '../../../app/desk/worker-start.ts';
import { readRecord } from '../../../app/keyring/records.ts';
import { fromUtf8 } from '../../../app/seal/bytes.ts';
import type { MinistryPlan } from '../../../scripts/ministry/plan.ts';
import { printedAudit } from '../../../scripts/verify/journal-print.ts';
import { AUDITOR, planWithAuditor } from '../../world/auditor.ts';
import { NodeDesk, WORDS } from '../../world/desk-in-node.ts';
import { bytesIn, type JournalBytes, JournaledDesk } from '../../world/journaled-desk.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import { readServices } from '../../world/services.ts';
import { World } from '../../world/world.ts';

/** The auditor has a credential at the mission's desk, too. */
function plan(): MinistryPlan {
  const made = planWithAuditor();
  const desks = [AUDITOR.desk as DeskId, 'ML-PAR/B' as DeskId];
  const officers = made.officers.map((one) => (one.initials === AUDITOR.initials ? { ...one, desks } : one));
  const reader = { name: 'SPECIMEN Reader', initials: READER, roles: ['auditor', 'supervisor'] as const };
  return { ...made, officers: [...officers, { ...reader, desks: ['ML-PAR/B' as DeskId] }] };
}
/** An auditor who may read the mission's files besides. */
const READER = 'S. R.';

let root: string;
let world: World;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'guichet-auditing-'));
  world = await World.open(readServices('ml'), plan());
});
afterAll(() => rm(root, { recursive: true }));

const open = (desk: string, centre: MemoryCentre | null = null): Promise<NodeDesk> =>
  NodeDesk.open({
    world,
    desk,
    ...(centre && { transfer: (medium, fault) => new MemoryTransfer(centre, medium, fault) }),
  });
const codes = ({ findings }: AuditView): string[] => findings.map(({ code }) => code);
const faults = ({ findings }: AuditView): string[] => findings.filter(isFault).map(({ code }) => code);

/** A file lodged, read and locked: three acts' worth of journal. */
async function worked(at: NodeDesk): Promise<void> {
  await at.unlock('A. S.');
  const { dossier } = await at.sealed('ml-laissez-passer');
  await at.desk.dossier(dossier);
  await at.desk.lock();
}

describe('the auditor at a mission', () => {
  test('finds this desk’s own journal whole, with who did what by name, readings too', async () => {
    const at = await open('ML-PAR/B');
    await worked(at);
    await at.unlock(AUDITOR.initials);
    const view = await at.desk.audit({ of: 'own' });
    expect(view).toMatchObject({ of: 'own', whole: true, findings: [] });
    expect(view.journals).toMatchObject([
      { desk: 'ML-PAR/B', files: [{ name: 'acts' }, { name: 'wraps' }, { name: 'evidence' }] },
    ]);
    expect(view.records.map(({ of, kind }) => `${of} ${kind}`)).toEqual([
      'acts opened',
      'acts submitted',
      'audits read',
    ]);
    const [opened, , read] = view.records;
    expect(read?.ref).toBe(opened?.ref);
    expect(read?.dossier).toBe(opened?.dossier);
    expect(view.officers).toEqual([{ kid: world.agent.credential.kid, name: 'SPECIMEN Awa' }]);
    await at.close();
  });

  test('says what was done to the files: a byte, and an end that the log still knows', async () => {
    const at = await open('ML-PAR/B');
    await worked(at);
    await at.unlock(AUDITOR.initials);
    const raw = async (name: 'acts' | 'wraps' | 'evidence') => {
      const { size } = await at.journal.raw(name, 0, 0);
      return (await at.journal.raw(name, 0, size)).bytes.slice();
    };
    const bytes = { acts: await raw('acts'), wraps: await raw('wraps'), evidence: await raw('evidence') };
    expect(faults(await at.desk.audit(brought(bytes)))).toEqual([]);
    const edited = { ...bytes, acts: bytes.acts.slice() };
    edited.acts[Math.floor(edited.acts.length / 2)]! ^= 1;
    const found = await at.desk.audit(brought(edited));
    expect(found.whole).toBe(false);
    expect(faults(found)).toContain('AU-101');
    // All of the acts' file is gone but its beginning; the kit beside it tells whose it was.
    const kit = fileOf('desk/desk.json', new TextEncoder().encode('{"desk":"ML-PAR/B"}'));
    const { files } = brought({ ...bytes, acts: bytes.acts.slice(0, 700) }, 'journal/');
    const short = await at.desk.audit({ of: 'files', files: [...files, kit] });
    expect(short.findings.map(({ code, of, seq, until }) => [code, of, seq, until])).toEqual(
      expect.arrayContaining([
        ['AU-109', 'acts', 1, 2],
        ['AU-109', 'audits', 1, 1],
      ]),
    );
    await at.close();
  });

  test('exports a report that verifies against the root, and gives the secret for each', async () => {
    const at = await open('ML-PAR/B');
    await worked(at);
    await at.unlock(AUDITOR.initials);
    await expect(at.desk.auditReport()).rejects.toMatchObject({ code: 'AU-403' });
    const view = await at.desk.audit({ of: 'own' });
    await expect(at.desk.auditReport()).rejects.toMatchObject({ code: 'PN-002' });
    expect(await at.desk.confirmSecret(WORDS)).toMatchObject({ confirmed: true });
    const text = fromUtf8(await at.desk.auditReport());
    await expect(at.desk.auditReport()).rejects.toMatchObject({ code: 'PN-002' });
    const { report, by } = await verifyAuditReport(text.trim(), world.ministry.root.credential.jws);
    expect(by.kid).toBe(world.officer(AUDITOR.initials, 'ML-PAR/B').credential.kid);
    expect(report).toMatchObject({ whole: true, at: view.at, journals: [{ desk: 'ML-PAR/B' }] });
    const { createHash } = await import('node:crypto');
    const { bytes } = await at.journal.raw('acts', 0, 1 << 20);
    expect(report.journals[0]?.files[0]).toEqual({
      name: 'acts',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('base64url'),
    });
    await at.desk.lock();
    await at.unlock(AUDITOR.initials);
    await expect(at.desk.auditReport()).rejects.toMatchObject({ code: 'AU-403' });
    await at.close();
  });

  test('is the only one who may: an agent is refused, and the signer signs no agent’s report', async () => {
    const at = await open('ML-PAR/B');
    await at.unlock('A. S.');
    await expect(at.desk.audit({ of: 'own' })).rejects.toMatchObject({ code: 'DO-003' });
    await expect(at.desk.auditableDesks()).rejects.toMatchObject({ code: 'DO-003' });
    await expect(at.desk.auditReport()).rejects.toMatchObject({ code: 'DO-003' });
    await at.desk.confirmSecret(WORDS);
    await expect(at.signer.sign('guichet-audit-report+jws', new Uint8Array(2))).rejects.toMatchObject({
      code: expect.stringMatching(/^SG-00[35]$/),
    });
    await at.close();
  });

  test('ends when it is told to, and when the desk is locked', async () => {
    const at = await open('ML-PAR/B');
    await worked(at);
    await at.unlock(AUDITOR.initials);
    const told = at.next(
      (event): event is typeof event & { type: 'audit-progress' } => event.type === 'audit-progress',
    );
    const cancelled = at.desk.audit({ of: 'own' });
    const outcome = expect(cancelled).rejects.toMatchObject({ code: 'AU-401' });
    await told;
    await at.desk.cancelAudit();
    await outcome;
    const again = at.next(
      (event): event is typeof event & { type: 'audit-progress' } => event.type === 'audit-progress',
    );
    const locked = expect(at.desk.audit({ of: 'own' })).rejects.toMatchObject({ code: 'AU-401' });
    await again;
    await at.desk.lock();
    await locked;
    await at.close();
  });

  test('takes files over the channel between page and worker, and answers over it', async () => {
    const at = await open('ML-PAR/B');
    await at.unlock(AUDITOR.initials);
    const { port1, port2 } = new MessageChannel();
    const server = serve<DeskApi>(portOfEmitter(port1), at.desk, DESK_METHODS);
    const client = connect<DeskApi>(portOfEmitter(port2), DESK_METHODS, reviveDeskError);
    const view = await client.api.audit(brought(await otherJournal()));
    expect(view).toMatchObject({
      of: 'files',
      journals: [{ desk: 'ML-PAR/B', files: [{ name: 'acts' }, {}, {}] }],
    });
    await expect(client.api.audit({ of: 'files', files: [] })).rejects.toMatchObject({ code: 'AU-402' });
    client.close();
    server.close();
    await at.close();
  });

  test('is told when files hold no journal, or a dossier that is none', async () => {
    const at = await open('ML-PAR/B');
    await at.unlock(AUDITOR.initials);
    for (const files of [[], [fileOf('acts.txt', new Uint8Array(9))]])
      await expect(at.desk.audit({ of: 'files', files })).rejects.toMatchObject({ code: 'AU-402' });
    const bad = [...brought(await otherJournal()).files, fileOf('a.guichet', new Uint8Array(9))];
    await expect(at.desk.audit({ of: 'files', files: bad })).rejects.toMatchObject({ code: 'AU-402' });
    await at.close();
  });
});

describe('numbers of quittances', () => {
  test('are looked at by an auditor who reads the files: one that was skipped is told, and one given twice', async () => {
    const at = await open('ML-PAR/B');
    await at.unlock('A. S.');
    const { dossier } = await at.sealed('ml-passport-ordinary', {}, true);
    const { due, paid } = (await at.desk.dossier(dossier)).fee;
    const first = Number(paid[0]?.quittance.slice(-5));
    const quittance = (number: number) => `PAR-Q-26-${String(number).padStart(5, '0')}`;
    const collect = (number: number) => {
      const body = { legal: due!, collected: due!, means: 'cash', quittance: quittance(number) };
      return at.seal(dossier, { kind: 'fee-collected', body });
    };
    await at.desk.lock();
    const read = async () => {
      await at.unlock(READER);
      const { findings, whole } = await at.desk.audit({ of: 'own' });
      await at.desk.lock();
      expect(whole).toBe(true);
      return findings.map(({ code, detail }) => `${code} ${detail}`);
    };
    expect(await read()).toEqual([]);
    await at.unlock('A. S.');
    await collect(first + 2);
    await collect(first + 2);
    await at.desk.lock();
    expect(await read()).toEqual([`AU-215 quittance ${first + 2}: twice`, `AU-214 quittance ${first + 1}`]);
    // Who reads names only is told that nobody has looked.
    await at.unlock(AUDITOR.initials);
    expect((await at.desk.audit({ of: 'own' })).findings).toMatchObject([
      { code: 'AU-216', desk: 'ML-PAR/B', journal: 1, detail: '3 acts' },
    ]);
    await at.close();
  });
});

describe('numbers of quittances at the beginning of a lease', () => {
  test('are told where they were skipped and all that the desk sealed is here', async () => {
    const at = await open('ML-PAR/B');
    await at.unlock('A. S.');
    const { dossier } = await at.sealed('ml-passport-ordinary');
    const { due } = (await at.desk.dossier(dossier)).fee;
    const lease = world.ministry.keyringDocuments.find(({ _id }) => _id === 'lease:ML-PAR/B:quittance')!;
    const { first } = readRecord('guichet-lease+jws', lease.jws).payload;
    const quittance = `PAR-Q-26-${String(first + 2).padStart(5, '0')}`;
    const body = { legal: due!, collected: due!, means: 'cash', quittance } as const;
    await at.seal(dossier, { kind: 'fee-collected', body });
    await at.desk.lock();
    await at.unlock(READER);
    expect((await at.desk.audit({ of: 'own' })).findings).toMatchObject([
      { code: 'AU-214', desk: 'ML-PAR/B', detail: `quittance ${first} to ${first + 1}` },
    ]);
    await at.close();
  });
});

describe('the auditor at the centre', () => {
  test('sees of each desk what the centre holds, and no file’s content', async () => {
    const centre = new MemoryCentre(world);
    const mission = await open('ML-PAR/B', centre);
    await mission.unlock('A. S.');
    const { dossier } = await mission.sealed('ml-passport-ordinary');
    await mission.desk.dossier(dossier);
    // A lock waits for the reading to be recorded.
    await mission.desk.lock();
    await mission.unlock('A. S.');
    await mission.desk.sendNow();
    const central = await open(AUDITOR.desk, centre);
    await central.unlock(AUDITOR.initials);
    await central.desk.sendNow();
    expect(await central.desk.auditableDesks()).toContain('ML-PAR/B');
    const view = await central.desk.audit({ of: 'centre', desk: null });
    expect(view).toMatchObject({ whole: true, journals: [{ desk: 'ML-PAR/B', files: [] }] });
    expect(view.receipts).toBeGreaterThan(0);
    expect(view.records.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['opened', 'submitted', 'read']),
    );
    expect(view.records.every(({ desk }) => desk === 'ML-PAR/B')).toBe(true);
    expect((await central.desk.audit({ of: 'centre', desk: 'ML-PAR/A' })).records).toEqual([]);
    await central.desk.audit({ of: 'centre', desk: 'ML-PAR/B' });
    expect(view.officers.map(({ name }) => name)).toEqual(['SPECIMEN Awa']);
    await central.desk.confirmSecret(WORDS);
    const jws = fromUtf8(await central.desk.auditReport()).trim();
    const { report } = await verifyAuditReport(jws, world.ministry.root.credential.jws);
    expect(report).toMatchObject({ whole: true, journals: [{ desk: 'ML-PAR/B', files: [] }] });
    expect(printedAudit(report, true, 'fr')).toContain('d’après ce que le centre détient');
    // The applicant's names are in every body, and in no envelope.
    expect(JSON.stringify(view)).not.toMatch(/ERIKSSON|Anna/i);
    await mission.close();
    await central.close();
  });

  test('audits a journal that was brought beside what the centre holds of that desk', async () => {
    const central = await open(AUDITOR.desk, new MemoryCentre(world));
    await central.unlock(AUDITOR.initials);
    const view = await central.desk.audit(brought(await otherJournal(), 'usb/profile/journal/'));
    expect(faults(view)).toEqual([]);
    expect(codes(view)).toEqual([]);
    expect(view.journals).toMatchObject([{ desk: 'ML-PAR/B' }]);
    await central.close();
  });
});

const fileOf = (path: string, bytes: Uint8Array): BroughtFile => ({
  path,
  file: new Blob([bytes as Uint8Array<ArrayBuffer>]),
});
const brought = (bytes: JournalBytes, place = '') => ({
  of: 'files' as const,
  files: (['acts', 'wraps', 'evidence'] as const).map((name) =>
    fileOf(`${place}${name}.journal`, bytes[name]),
  ),
});

let journals = 0;
async function otherJournal(): Promise<JournalBytes> {
  journals += 1;
  const place = join(root, `journal-${journals}`);
  const desk = await JournaledDesk.open(world, place);
  await desk.audit('read', dossierIdFrom(systemRandom.bytes(16)));
  await desk.journal.close();
  return bytesIn(place);
}
