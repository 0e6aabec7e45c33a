/** Person before paper, at a real desk: who is known, who may be the same, and what a new file takes from an earlier one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DossierId, ServiceCode } from '../../../app/acts/ids.ts';
import { readAudit } from '../../../app/audit/audit-record.ts';
import type { TypedPerson } from '../../../app/desk/persons.ts';
import { MemoryJournal } from '../../../app/log/memory-journal.ts';
import { NO_TRAITS } from '../../../app/person/traits.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';

const [VISA, PASSPORT] = ['ml-visa-short-stay', 'ml-passport-ordinary'] as readonly string[] as [
  ServiceCode,
  ServiceCode,
];
const ANNA: TypedPerson = {
  surname: { latin: 'ERIKSSON', arabic: '' },
  givenNames: { latin: 'Anna Maria', arabic: '' },
  birthDate: '1974-08-12',
};
const OF_ANNA = ['birth-date', 'birth-place', 'email', 'given-names', 'phone', 'sex', 'surname'];

const journal = new MemoryJournal(systemRandom);
let at: NodeDesk;
let visa: DossierId;
let max: DossierId;
beforeAll(async () => {
  at = await NodeDesk.open({ world: await openServicesWorld(), desk: 'ML-PAR/B', journal });
  await at.unlock('A. S.');
  visa = (await at.sealed(VISA)).dossier;
  max = (
    await at.sealed(VISA, {
      surname: { latin: 'MUSTERMANN' },
      'given-names': { latin: 'Max' },
      'birth-date': '1955-05-05',
      'travel-document-number': 'C01X00T47',
    })
  ).dossier;
});
afterAll(() => at.close());

const named = async (text: string) =>
  (await at.desk.persons(text, 5)).map(({ files }) => files.map(({ id }) => id));

describe('a person is found', () => {
  test.each([
    ['the beginning of a name', 'eriks'],
    ['a name in Arabic', 'إريكسون'],
    ['two names, spelt otherwise and turned', 'ana ericson'],
    ['a birth date', '12/08/1974'],
    ['the same as eight digits', '12081974'],
    ['the number of a passport', 'L898902C3'],
  ])('by %s', async (_, text) => {
    expect(await named(text)).toEqual([[visa]]);
  });

  test('with when and by whom they were last seen; nobody is, where nobody is known', async () => {
    const [person] = await at.desk.persons('mustermann', 5);
    expect(person?.files.map(({ id }) => id)).toEqual([max]);
    // No more than lists show.
    expect(person?.traits).toEqual({
      ...NO_TRAITS,
      surname: 'MUSTERMANN',
      givenNames: 'Max',
      birthDate: '1955-05-05',
    });
    expect(person?.lastBy).toMatch(/SPECIMEN/);
    expect(await named('zzzzzz')).toEqual([]);
    expect(await named('01/01/1901')).toEqual([]);
  });
});

describe('somebody who is typed', () => {
  test('is compared with whoever may be the same, and why', async () => {
    const typed = { ...ANNA, surname: { latin: 'ERICSON', arabic: '' }, birthDate: '1974-12-08' };
    const alike = await at.desk.likePersons(typed, 5);
    expect(alike).toMatchObject([
      { files: [{ id: visa }], verdict: 'probable', reasons: ['spelling', 'day-month-swapped'] },
    ]);
    expect(await at.desk.likePersons(ANNA, 5)).toMatchObject([{ verdict: 'probable' }]);
    const stranger = { ...ANNA, surname: { latin: 'UTOPIAN' }, givenNames: { latin: 'Moussa' } };
    expect(await at.desk.likePersons({ ...stranger, birthDate: '1990-11-23' }, 5)).toEqual([]);
  });

  test('and is somebody else: what was typed is in the draft, and that they were compared', async () => {
    const compared = [{ dossier: visa, same: false }];
    const { id } = await at.desk.newDraft(PASSPORT, null, { known: null, typed: ANNA, compared });
    const draft = await at.desk.draft(id);
    expect(draft.answers).toEqual({
      surname: { latin: 'ERIKSSON' },
      'given-names': { latin: 'Anna Maria' },
      'birth-date': '1974-08-12',
    });
    expect(draft.reused).toEqual({});
    const { ref } = (await at.desk.dossier(visa)).row;
    expect(draft.compared).toEqual([{ dossier: visa, ref, same: false }]);
    await at.desk.discardDraft(id);
  });
});

describe('somebody who is known', () => {
  test('begins a file with their own answers, marked with the day they come from, and one less when it is confirmed', async () => {
    const { answers } = await at.desk.dossier(visa);
    const draft = await at.desk.newDraft(PASSPORT, '12', { known: visa, typed: null, compared: [] });
    expect(Object.keys(draft.answers).sort()).toEqual(OF_ANNA);
    for (const code of OF_ANNA) expect(draft.answers[code]).toEqual(answers[code]);
    const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    expect(draft.reused).toEqual(Object.fromEntries(OF_ANNA.map((code) => [code, { dossier: visa, day }])));
    const { surname: _, ...reused } = draft.reused;
    await at.desk.saveDraft(draft.id, { reused });
    expect(Object.keys((await at.desk.draft(draft.id)).reused)).not.toContain('surname');
    await at.desk.discardDraft(draft.id);
  });

  test('has a second file under the same person: they are one in the search, the newest first', async () => {
    const { id } = await at.filled(VISA, {}, false, { known: visa, typed: null, compared: [] });
    const { dossier } = await at.desk.sealDraft(id);
    expect(await named('eriksson')).toEqual([[dossier, visa]]);
    expect(await at.desk.likePersons(ANNA, 5)).toHaveLength(1);
  });

  test('is read in their file, when they are compared or taken over: that is recorded', async () => {
    await at.desk.lock();
    await at.unlock('A. S.');
    const before = (await journal.audits()).length;
    await at.desk.persons('eriksson', 5);
    const [anna] = await at.desk.likePersons(ANNA, 5);
    const { id } = await at.desk.newDraft(PASSPORT, null, { known: max, typed: null, compared: [] });
    await at.desk.discardDraft(id);
    await at.desk.lock();
    const records = await Promise.all(
      (await journal.audits()).slice(before).map(({ jws }) => readAudit(jws)),
    );
    expect(records.map(({ record: { what, dossier } }) => ({ what, dossier }))).toEqual([
      { what: 'read', dossier: anna?.files[0]?.id },
      { what: 'read', dossier: max },
    ]);
    await expect(at.desk.persons('max', 5)).rejects.toMatchObject({ code: 'LK-001' });
    await expect(at.desk.likePersons(ANNA, 5)).rejects.toMatchObject({ code: 'LK-001' });
  });
});
