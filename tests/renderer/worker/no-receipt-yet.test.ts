/** Acts of which no receipt speaks are believed no further than the centre would: a stick and a gateway bring anything. */
import { beforeAll, expect, test } from 'vitest';
import type { DossierId, MissionCode } from '../../../app/acts/ids.ts';
import { writeUnsent } from '../../../app/export/unsent-bundle.ts';
import { writeKeyringFile } from '../../../app/keyring/keyring-file.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { NodeDesk, openServicesWorld, WORDS } from '../../world/desk-in-node.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import { revocationOf } from '../../world/revoked.ts';
import type { World } from '../../world/world.ts';

const PARIS = 'ML-PAR' as MissionCode;
const DAY = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

/** What a desk shows of the approval, and whether it would go on from it. */
async function shown(at: NodeDesk, dossier: DossierId) {
  const { row, timeline, allowed } = await at.desk.dossier(dossier);
  const approval = timeline.find(({ kind }) => kind === 'approved');
  return {
    procedure: row.procedure,
    entry: row.entry,
    code: approval?.verdictCode,
    standing: approval?.standing,
    issues: allowed.includes('instrument-issued'),
  };
}
const waiting = (code: string) => ({
  procedure: 'submitted',
  entry: 'held',
  code,
  standing: 'waiting',
  issues: false,
});

async function approve(at: NodeDesk, dossier: DossierId): Promise<SignedDocument[]> {
  const { documents } = await at.desk.dossier(dossier);
  for (const { blob } of documents) await at.desk.noteDisplayed(dossier, blob);
  await at.desk.confirmSecret(WORDS);
  const ended = at.next((event) => event.type === 'decision-ended');
  await at.decide(dossier, { kind: 'approved', body: { displayed: [], checks: [] } } as never);
  expect(await ended).toMatchObject({ end: { outcome: { dossier } } });
  return (await at.medium.log('mission-ml-par').dossier(dossier)) as SignedDocument[];
}

test.each([
  ['the revocation is known before the stick comes', true],
  ['and where it is heard of afterwards', false],
] as const)('a stolen desk’s head of mission approves by a stick: %s', async (_title, known) => {
  const b = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  await b.unlock('A. S.');
  const { dossier } = await b.sealed('ml-laissez-passer');
  await b.desk.lock();
  const thief = await NodeDesk.open({ world, desk: 'ML-PAR/B', medium: await b.medium.copy() });
  const a = await NodeDesk.open({ world, desk: 'ML-PAR/A' });
  await a.unlock('A. S.');
  const hears = async () => {
    const documents = [await revocationOf(world, world.head.credential.kid)];
    await a.desk.importKeyring(writeKeyringFile({ freshness: null, documents }));
  };
  if (known) await hears();
  world.clock.time += DAY;
  await thief.unlock('M. U.');
  const documents = await approve(thief, dossier);
  await a.desk.takeUnsent(writeUnsent('ML-PAR/B' as never, [{ mission: PARIS, documents, chunks: [] }]));
  if (!known) {
    expect(await shown(a, dossier)).toMatchObject({ procedure: 'approved', issues: true });
    await hears();
  }
  expect(await shown(a, dossier)).toMatchObject(waiting('AD-108'));
  for (const desk of [a, b, thief]) await desk.close();
});

test.each([
  ['is revoked', 'AD-108'],
  ['has expired', 'AD-107'],
] as const)('a gateway plants the approval of a reviewer who %s, without a receipt', async (how, code) => {
  const centre = new MemoryCentre(world);
  const transfer: NonNullable<Parameters<typeof NodeDesk.open>[0]['transfer']> = (medium, fault) =>
    new MemoryTransfer(centre, medium, fault);
  const b = await NodeDesk.open({ world, desk: 'ML-PAR/B', transfer });
  await b.unlock('A. S.');
  const { dossier } = await b.sealed('ml-passport-ordinary');
  await b.desk.sendNow();
  await b.desk.sendNow();
  const { kid, until } = world.reviewer.credential;
  if (how === 'is revoked') {
    const documents = [await revocationOf(world, kid)];
    await b.desk.importKeyring(writeKeyringFile({ freshness: null, documents }));
  }
  const thief = await NodeDesk.open({ world, desk: 'CENTRAL/A', transfer });
  await thief.unlock('I. S.');
  await thief.desk.sendNow();
  const now = world.clock.time;
  if (how === 'has expired') world.clock.time = Date.parse(until) + DAY;
  const documents = await approve(thief, dossier);
  await centre.mission(PARIS).log.put(documents);
  await b.desk.sendNow();
  const before = await shown(b, dossier);
  expect(before).toMatchObject(waiting(code));
  world.clock.time = now;
  for (const desk of [b, thief]) await desk.close();
});
