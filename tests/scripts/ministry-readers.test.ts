/** Who reads what after the ministry's commands: a limited officer, one who was enrolled elsewhere, and both when they leave. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, Kid } from '../../app/acts/ids.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { openSlot } from '../../app/vault/slot-file.ts';
import { type Books, changesOf, openBooks } from '../../scripts/ministry/books.ts';
import { carryOut, type Outcome } from '../../scripts/ministry/commit.ts';
import type { Ministry } from '../../scripts/ministry/create-ministry.ts';
import { grantOfficer } from '../../scripts/ministry/grant.ts';
import { listMinistry } from '../../scripts/ministry/list.ts';
import { enrolOfficer, revokeOfficer } from '../../scripts/ministry/officers.ts';
import { parseOfficerPlan } from '../../scripts/ministry/plan-file.ts';
import type { OfficerWords } from '../../scripts/ministry/write-ministry.ts';
import { CHEAP, groupsOf, groupsOpenedBy, keyringOf, kitOf, makeFolder, OPERATOR } from './ceremony.ts';
import { enrolledAway } from './enrolled-away.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let made: Ministry;
beforeAll(async () => {
  ({ folder, ministry: made } = await makeFolder());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A command as the script runs it, in this process. */
async function run(
  command: (books: Books) => Promise<Outcome>,
  records: readonly SignedDocument[] = [],
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it knows to be there
): Promise<any> {
  const ground = { clock: { now: () => Date.now() }, random: systemRandom };
  const books = await openBooks(folder, OPERATOR, ground, records);
  const { json } = await command(books);
  await carryOut(folder, await changesOf(books));
  return json;
}

const officer = (but: object = {}) =>
  parseOfficerPlan({
    name: 'ERIKSSON Anna',
    initials: 'A. E.',
    roles: ['reviewer'],
    desks: ['CENTRAL/A'],
    ...but,
  });
const enrol = async (but: object): Promise<OfficerWords> => {
  const { officers } = await run((books) => enrolOfficer(books, officer(but), false, CHEAP));
  return officers[0];
};
const read = async (told: OfficerWords): Promise<string[]> =>
  [...(await groupsOf(folder, told)).keys()].sort();
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

it('an officer limited to a mission and a class is granted these keys, has lists of their own, and is told apart', async () => {
  const told = await enrol({ missions: ['ML-PAR'], services: ['visas'] });
  expect(await read(told)).toEqual(['group:ML-PAR:directory:1', 'group:ML-PAR:visas:1']);
  const keyring = await keyringOf(folder, 'CENTRAL/A');
  expect(keyring.credential(told.kid as Kid)?.limits).toEqual({
    missions: ['ML-PAR'],
    classes: ['visas'],
    services: null,
  });
  const { slots } = await kitOf(folder, 'CENTRAL/A');
  const slot = slots.find(({ kid }) => kid === told.kid)!;
  const { readModelKeys } = await openSlot(slot, told.words);
  expect(readModelKeys.CENTRAL).toMatch(/^[\w-]{43}$/);
  expect(readModelKeys.CENTRAL).not.toBe(made.readModelKeys.get('CENTRAL'));
  // Again: nothing is to be done. With other limits: that is another right.
  const again = (but: object) => run((books) => enrolOfficer(books, officer(but), false, CHEAP));
  expect((await again({ missions: ['ML-PAR'], services: ['visas'] })).officers).toEqual([]);
  for (const but of [{}, { missions: ['ML-PAR'] }, { services: ['visas'] }])
    expect(await code(again(but))).toBe('MN-007');
  const { officers } = await run(listMinistry);
  expect(officers.find((one: { kid: string }) => one.kid === told.kid).limits.missions).toEqual(['ML-PAR']);
});

it('single services bring the keys of their class; names that are neither, or both kinds, are refused', async () => {
  const told = await enrol({ initials: 'B. E.', name: 'ERIKSSON Berta', services: ['ml-passport-ordinary'] });
  expect(await read(told)).toEqual(['group:CENTRAL:directory:1', 'group:CENTRAL:travel-documents:1']);
  const limits = (await keyringOf(folder, 'CENTRAL/A')).credential(told.kid as Kid)?.limits;
  expect(limits).toEqual({
    missions: null,
    classes: ['travel-documents'],
    services: ['ml-passport-ordinary'],
  });
  const wrong = (but: object) => code(enrol({ initials: 'C. E.', name: 'ERIKSSON Carl', ...but }));
  expect(await wrong({ services: ['ml-nothing'] })).toBe('MN-005');
  expect(await wrong({ services: ['visas', 'ml-passport-ordinary'] })).toBe('MN-005');
  expect(await wrong({ missions: ['ML-XXX'] })).toBe('MN-006');
  expect(await wrong({ missions: ['ML-PAR'], desks: ['ML-PAR/B'], roles: ['agent'] })).toBe('MN-005');
});

it('an auditor is granted names alone, and lists of their own', async () => {
  const told = await enrol({ initials: 'S. A.', name: 'SPECIMEN Auditor', roles: ['auditor'] });
  expect(await read(told)).toEqual(['group:CENTRAL:directory:1']);
  const slot = (await kitOf(folder, 'CENTRAL/A')).slots.find(({ kid }) => kid === told.kid)!;
  const { readModelKeys } = await openSlot(slot, told.words);
  expect(readModelKeys.CENTRAL).not.toBe(made.readModelKeys.get('CENTRAL'));
});

it('when a limited officer leaves, the groups of their missions go on, and who is limited to the same reads them', async () => {
  const stays = await enrol({ initials: 'D. E.', name: 'ERIKSSON Dora', missions: ['ML-PAR'] });
  const { groups } = await run((books) =>
    revokeOfficer(books, { officer: 'A. E.@CENTRAL/A' }, false, { reason: 'left' }),
  );
  expect([...groups].sort()).toEqual([
    'group:ML-PAR:directory:2',
    'group:ML-PAR:travel-documents:2',
    'group:ML-PAR:visas:2',
  ]);
  expect(await read(stays)).toEqual([
    'group:ML-PAR:directory:1',
    'group:ML-PAR:directory:2',
    'group:ML-PAR:travel-documents:1',
    'group:ML-PAR:travel-documents:2',
    'group:ML-PAR:visas:1',
    'group:ML-PAR:visas:2',
  ]);
});

it('who was enrolled away from the ministry is granted all that their role reads, once their record is there', async () => {
  const head = made.officers.find(({ plan }) => plan.initials === 'M. U.')!;
  const { credential, record, enc } = await enrolledAway(head, 'ML-PAR/B' as DeskId);
  const who = { kid: credential.kid };
  expect(await code(run((books) => grantOfficer(books, who)))).toBe('MN-006');
  const { granted } = await run((books) => grantOfficer(books, who), [record]);
  expect(granted).toHaveLength(1);
  const opened = await groupsOpenedBy(await keyringOf(folder, 'ML-PAR/B'), credential.kid, enc);
  expect(opened.size).toBe(6);
  expect((await run((books) => grantOfficer(books, who))).granted).toEqual([]);
});
