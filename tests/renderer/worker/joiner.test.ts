/** An officer who was enrolled where nobody had keys to give reads what is there as soon as grants come, and not before. */
import { beforeAll, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode } from '../../../app/acts/ids.ts';
import { parseReference } from '../../../app/acts/reference.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { closeKeyring, grantAll } from '../../../scripts/ministry/issue.ts';
import { demoPlan } from '../../../scripts/ministry/plan.ts';
import { MemoryVault, NodeDesk, WORDS } from '../../world/desk-in-node.ts';
import type { DeskMedium, MemoryRowShelf } from '../../world/desk-medium.ts';
import type { Fault } from '../../world/fault.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import { moveOn } from '../../world/moving-on.ts';
import { readServices } from '../../world/services.ts';
import { World } from '../../world/world.ts';

const LAISSEZ_PASSER = 'ml-laissez-passer';
const DAKAR = 'ML-DKR' as MissionCode;
const DAY = 86_400_000;

let world: World;
let centre: MemoryCentre;
beforeAll(async () => {
  const demo = demoPlan('http://127.0.0.1:1');
  const enrolling = {
    name: 'MUSTERMANN Max',
    initials: 'M. M.',
    roles: ['enrolment' as const],
    delegates: ['agent' as const],
    desks: ['CENTRAL/A' as DeskId],
  };
  world = await World.open(readServices('ml'), { ...demo, officers: [...demo.officers, enrolling] });
  centre = new MemoryCentre(world);
});

const transfer = (medium: DeskMedium, fault: Fault) => new MemoryTransfer(centre, medium, fault, 50);
const opened = (desk: string, more = {}) => NodeDesk.open({ world, desk, transfer, ...more });

/** The authority grants what the credential's roles allow: `npm run ministry -- officer grant` does this. */
async function grant(kid: Kid): Promise<void> {
  const { ministry, keyring, clock } = world;
  const documents = ministry.keyringDocuments as SignedDocument[];
  const making = { clock, random: systemRandom, documents };
  const credential = keyring.credential(kid);
  if (!credential) throw new Error('the credential has not come');
  await grantAll(making, ministry.authority, credential, ministry.groupKeys);
  await closeKeyring(making, ministry.authority, (keyring.head()?.n ?? 0) + 1);
  await keyring.add(documents);
}

test('the desk that is unlocked reads at once: lists, search and files, of every generation', async () => {
  // Before the officer comes there are two generations, and a file of each.
  const earlier = await opened('ML-DKR/A');
  await earlier.unlock('E. M.');
  const first = await earlier.sealed(LAISSEZ_PASSER);
  await moveOn(world, DAKAR);
  await earlier.desk.sendNow();
  const second = await earlier.sealed(LAISSEZ_PASSER, { surname: { latin: 'SPECIMEN', arabic: null } });
  await earlier.desk.sendNow();
  await earlier.close();

  const vault = new MemoryVault();
  const desk = await opened('ML-DKR/A', { vault });
  const { pending, words } = await desk.desk.askForEnrolment({ initials: 'E. A.', roles: ['agent'] }, null);
  const approver = await opened('CENTRAL/A');
  await approver.unlock('M. M.');
  await approver.desk.confirmSecret(WORDS);
  const until = new Date(world.clock.time + 30 * DAY).toISOString();
  const { answer } = await approver.desk.approveEnrolment(pending.text, {
    name: 'ERIKSSON Anna',
    roles: ['agent'],
    until,
  });
  await approver.close();
  const outcome = await desk.desk.activateEnrolment(answer, words ?? '');
  if (!('kid' in outcome)) throw new Error('refused');
  await desk.desk.unlock(outcome.kid, words ?? '');
  await desk.desk.sendNow();

  const applicants = async () =>
    (await desk.desk.list('all', 0, 10)).rows.map(({ applicant }) => applicant).sort();
  expect(await applicants()).toEqual([null, null]);
  expect(await desk.desk.search('eriksson', 10)).toEqual([]);

  // What the desk sent has brought the credential to the centre.
  await world.keyring.add(await centre.mission(DAKAR).log.withPrefix('credential:'));
  await grant(outcome.kid);
  const told = desk.next((event) => event.type === 'dossiers-changed');
  await desk.desk.sendNow();
  expect(await told).toMatchObject({ dossiers: expect.arrayContaining([first.dossier, second.dossier]) });
  expect(await applicants()).toEqual([
    expect.stringContaining('ERIKSSON'),
    expect.stringContaining('SPECIMEN'),
  ]);
  const [hit] = await desk.desk.search('eriksson', 10);
  expect(hit?.ref && parseReference(hit.ref)).toBe(first.ref);
  expect((await desk.desk.dossier(first.dossier)).timeline.every(({ body }) => body !== null)).toBe(true);
  await desk.close();
});

test('grants that came while nobody was unlocked are taken in at the next unlocking', async () => {
  // A generation that the officer is left out of, and a colleague's file under it.
  const grants = world.ministry.keyringDocuments.length;
  await moveOn(world, DAKAR);
  const newer = world.ministry.keyringDocuments.slice(grants);
  const withheld = newer.filter(({ _id }) => _id.startsWith('grant:'));
  const documents = world.ministry.keyringDocuments as SignedDocument[];
  documents.splice(0, documents.length, ...documents.filter((one) => !withheld.includes(one)));
  const desk = await opened('ML-DKR/A');
  await desk.desk.sendNow();
  await desk.unlock('E. M.');
  const { dossier } = await desk.sealed(LAISSEZ_PASSER);
  expect((await desk.desk.list('all', 0, 10)).rows.find(({ id }) => id === dossier)?.applicant).toBeNull();
  await desk.desk.lock();
  const before = structuredClone(desk.medium.rows.last?.chain ?? []);
  documents.push(...withheld);
  await desk.desk.sendNow();
  await desk.unlock('E. M.');
  expect((await desk.desk.list('all', 0, 10)).rows.find(({ id }) => id === dossier)?.applicant).toContain(
    'ERIKSSON',
  );
  await desk.close();
  // The power went before the rows that were looked at again had reached the disk: they are looked at once more.
  const { medium } = desk;
  (medium.rows.last as MemoryRowShelf).chain = before;
  const again = await opened('ML-DKR/A', { medium });
  await again.unlock('E. M.');
  expect((await again.desk.list('all', 0, 10)).rows.find(({ id }) => id === dossier)?.applicant).toContain(
    'ERIKSSON',
  );
  await again.close();
});
