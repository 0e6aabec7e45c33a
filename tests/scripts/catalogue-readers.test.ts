/** Who reads the files of a service class that a release brings: those in force whose role and limits allow, and nobody else. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, Kid } from '../../app/acts/ids.ts';
import { openBody } from '../../app/acts/verify-act.ts';
import { openDossierKey, readWrap } from '../../app/dossier/dossier-key.ts';
import type { PrivateJwk } from '../../app/seal/keys.ts';
import { ReferenceData } from '../../renderer/worker/reference-data.ts';
import { writeBuilt } from '../../scripts/catalogue/built.ts';
import { openBooks } from '../../scripts/ministry/books.ts';
import type { Ministry } from '../../scripts/ministry/create-ministry.ts';
import { publish } from '../../scripts/ministry/release.ts';
import { readServices } from '../world/services.ts';
import { openedBody, TestClock, World } from '../world/world.ts';
import { built } from './built.ts';
import { groupsOpenedBy, keyringOf, kitOf, makeFolder, OPERATOR, smallPlan } from './ceremony.ts';
import { enrolledAway } from './enrolled-away.ts';

vi.setConfig({ testTimeout: 120_000 });

const CENTRE = 'CENTRAL/A' as DeskId;
const PARIS = 'ML-PAR/B' as DeskId;
const services = readServices('ml');
const added = { ...services[0]!, code: 'ml-new', class: 'civil-status' };

let folder: string;
let ministry: Ministry;
let away: Awaited<ReturnType<typeof enrolledAway>>;
beforeAll(async () => {
  const plan = smallPlan();
  const limited = { name: 'ERIKSSON Anna', initials: 'A. E.', services: ['visas'] };
  const officers = [
    ...plan.officers,
    { ...limited, roles: ['reviewer' as const], desks: [CENTRE] },
    { ...limited, roles: ['agent' as const], desks: [PARIS] },
    { name: 'SPECIMEN Auditor', initials: 'S. A.', roles: ['auditor' as const], desks: [CENTRE] },
  ];
  ({ folder, ministry } = await makeFolder({ ...plan, officers }));
  away = await enrolledAway(officer('M. U.', PARIS), PARIS);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const officer = (initials: string, desk: DeskId) =>
  ministry.officers.find((one) => one.plan.initials === initials && one.desk === desk)!;
/** Reads nothing of the new class: limited to visas, here and at the centre; or names alone. */
const withoutKeys = () =>
  [officer('A. E.', CENTRE), officer('A. E.', PARIS), officer('S. A.', CENTRE)]
    .map(({ credential }) => credential.kid)
    .sort();

it('without records from desks, says of how many and whom it knows, by key alone', async () => {
  const books = await openBooks(folder, OPERATOR, { clock: { now: () => Date.now() }, random: systemRandom });
  const { json, lines } = await publish(books, 'ML', [...services, added]);
  const all = ministry.officers.length;
  expect(json).toMatchObject({ classes: ['civil-status'], granted: all - 3, without: withoutKeys() });
  for (const kid of withoutKeys()) expect(lines.join('\n')).toContain(kid);
  expect(lines.join('\n')).toContain('enrolled at a desk');
  for (const { plan } of ministry.officers) expect(lines.join('\n')).not.toContain(plan.name);
});

it('with them, whoever is in force opens a file of the new class, whoever is limited to others does not', async () => {
  const carried = await mkdtemp(join(tmpdir(), 'guichet-carried-'));
  await writeBuilt(carried, { country: 'ML', services: [...services, added] });
  const records = join(carried, 'keyring.json');
  await writeFile(records, JSON.stringify({ rows: [{ doc: away.record }] }));
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...[await built('scripts/catalogue.ts'), 'sign', '--out', folder, '--from', carried],
      ...['--records', records, '--json'],
    ],
    { encoding: 'utf8', env: { ...process.env, GUICHET_PASSPHRASE: OPERATOR } },
  );
  expect(stderr).toBe('');
  const all = ministry.officers.length + 1;
  expect(JSON.parse(stdout)).toMatchObject({ granted: all - 3, without: withoutKeys() });
  await rm(carried, { recursive: true });

  const keyring = await keyringOf(folder, PARIS);
  const { newest } = await ReferenceData.open((await kitOf(folder, PARIS)).desk);
  const world = World.after(ministry, keyring, newest!.hash, new TestClock(), [added]);
  const agent = officer('A. S.', PARIS);
  const dossier = await world.dossier(added, agent);
  const opened = await world.seal(dossier, agent, { kind: 'opened', prior: [], body: openedBody() });
  const act = await world.verify(opened);
  const wrap = await readWrap(dossier.wrap.jws);
  const answers = async (kid: Kid, enc: PrivateJwk) => {
    const key = await openDossierKey([wrap], dossier.commit, await groupsOpenedBy(keyring, kid, enc));
    return ((await openBody(act, key)) as ReturnType<typeof openedBody>).answers;
  };
  expect(await answers(away.credential.kid, away.enc)).toEqual(openedBody().answers);
  for (const { credential, enc } of ministry.officers)
    if (withoutKeys().includes(credential.kid))
      await expect(answers(credential.kid, enc)).rejects.toMatchObject({ code: 'SEAL-013' });
    else expect(await answers(credential.kid, enc)).toEqual(openedBody().answers);
});
