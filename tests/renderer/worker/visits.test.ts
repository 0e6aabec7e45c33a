/** A visit at a real desk: one interview, several applications, each sealed into a dossier of its own. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DraftId, ServiceCode } from '../../../app/acts/ids.ts';
import type { Visitor } from '../../../app/catalogue/carry-over.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import { readServices } from '../../../scripts/ministry/demo-services.ts';
import { jpeg } from '../../app/evidence/images.ts';
import { MemoryVault, NodeDesk } from '../../world/desk-in-node.ts';
import type { DeskMedium } from '../../world/desk-medium.ts';
import { Fault } from '../../world/fault.ts';
import { World } from '../../world/world.ts';

const [CARD, PASSPORT, BIRTH, MARRIAGE] = [
  'ml-consular-card',
  'ml-passport-ordinary',
  'ml-birth-transcription',
  'ml-marriage-transcription',
] as const;
const code = (service: string) => service as ServiceCode;

const ADDRESS = { line1: '1 rue du Spécimen', postalCode: '75000', city: 'Paris', country: 'FRA' };
const CONTACT = { phone: '+33100000042', email: 'anna.eriksson@example.org', address: ADDRESS };
const MOTHER = {
  request: 'lost',
  surname: { latin: 'ERIKSSON', arabic: 'إريكسون' },
  'given-names': { latin: 'Anna Maria', arabic: 'آنا ماريا' },
  sex: 'female',
  'birth-date': '1974-08-12',
  'birth-place': 'Zenith',
  'birth-country': 'UTO',
  nina: '12740000000001A',
  profession: 'Spécimen',
  'civil-status': 'married',
  'married-name-wanted': false,
  processing: 'ordinary',
  'previous-number': 'L898902C3',
  'loss-date': '2026-11-02',
  'loss-place': 'Gare de Lyon',
  'loss-country': 'FRA',
  'loss-circumstances': 'Sac oublié dans un train.',
  ...CONTACT,
};
const child = (name: string, birth: string, nina: string) => ({
  request: 'first',
  processing: 'ordinary',
  surname: { latin: 'ERIKSSON' },
  'given-names': { latin: name },
  sex: 'female',
  'birth-date': birth,
  'birth-place': 'Zenith',
  'birth-country': 'MLI',
  nina,
});
const LENA = child('Lena', '2019-03-02', '12190000000001A');
const KARLA = child('Karla', '2021-04-02', '12210000000001A');
const BORN = {
  'act-origin': 'foreign-act',
  surname: { latin: 'ERIKSSON' },
  'given-names': { latin: 'Lena' },
  sex: 'female',
  'birth-date': '2019-03-02',
  'birth-place': 'Paris',
  'birth-country': 'FRA',
  'multiple-birth': false,
  'act-number': 'SPECIMEN 0042/2019',
  'act-date': '2019-03-04',
  'act-country': 'FRA',
  'act-place': 'Paris',
  'act-authority': 'Officier de l’état civil',
  'act-language': 'french',
  'act-error': false,
  'father-name': 'ERIKSSON Specimen',
  'father-nationality': 'UTO',
  'mother-name': 'ERIKSSON Anna Maria',
  'mother-nationality': 'MLI',
  'parents-married': false,
  'declarant-name': 'ERIKSSON Anna Maria',
  'declarant-relation': 'mother',
  'declarant-birth-date': '1974-08-12',
  ...CONTACT,
};

let world: World;
beforeAll(async () => {
  const asked: readonly string[] = [CARD, PASSPORT, BIRTH, MARRIAGE];
  const services = readServices('ml').filter(({ code: one }) => asked.includes(one));
  world = await World.open(services);
});

const open = async (
  medium?: DeskMedium,
  vault = new MemoryVault(),
  fault = new Fault(),
): Promise<NodeDesk> => {
  const at = await NodeDesk.open({ world, desk: 'ML-PAR/B', vault, fault, ...(medium ? { medium } : {}) });
  await at.unlock('A. S.');
  return at;
};

/** Answers what is still open, and lays in one file for each document that is asked for and not there. */
async function complete(at: NodeDesk, { id }: Draft, answers: object): Promise<void> {
  const { desk } = at;
  await desk.saveDraft(id, { answers: { ...(await desk.draft(id)).answers, ...answers } });
  const { missingDocuments } = await desk.reviewDraft(id);
  for (const { document } of missingDocuments)
    for (let n = 0; n < 2; n++) await desk.addEvidence(id, document, document, 'image/jpeg', jpeg(8, 8));
}

async function begin(at: NodeDesk, service: string, answers: object): Promise<Draft> {
  const draft = await at.desk.newDraft(code(service), '41');
  await complete(at, draft, answers);
  return at.desk.draft(draft.id);
}

async function add(at: NodeDesk, to: DraftId, service: string, visitor: Visitor, answers: object) {
  const begun = await at.desk.addToVisit(to, code(service), visitor);
  await complete(at, begun, answers);
  return begun;
}

describe('a mother and two minors', () => {
  let at: NodeDesk;
  let mother: Draft;
  let lena: Draft;
  let karla: Draft;
  beforeAll(async () => {
    at = await open();
    mother = await begin(at, PASSPORT, MOTHER);
    lena = await add(at, mother.id, PASSPORT, 'child', {
      ...LENA,
      authority: { name: 'ERIKSSON Anna Maria', relation: 'mother', phone: '+33100000042', shared: false },
    });
    karla = await at.desk.addToVisit(lena.id, code(PASSPORT), 'sibling');
  });
  afterAll(() => at.close());

  test('the first child begins with address, telephone and the mother as who has authority, marked with where they come from', async () => {
    expect(lena.answers).toEqual({
      ...CONTACT,
      authority: { name: 'ERIKSSON Anna Maria', relation: 'mother', phone: '+33100000042' },
    });
    const { dossier } = (await at.desk.draft(lena.id)).reused.address ?? {};
    expect(Object.keys(lena.reused).sort()).toEqual(Object.keys(lena.answers).sort());
    expect(new Set(Object.values(lena.reused).map((one) => one.dossier))).toEqual(new Set([dossier]));
    expect(lena.person).not.toBe(mother.person);
    expect(lena.ticket).toBe('41');
  });

  test('the second is not asked again who has authority, and shows the same identity document', async () => {
    expect(karla.answers).toEqual({
      ...CONTACT,
      authority: { name: 'ERIKSSON Anna Maria', relation: 'mother', phone: '+33100000042', shared: false },
    });
    expect(karla.evidence.map(({ document }) => document)).toContain('authority-identity');
    const [file] = karla.evidence;
    const { here } = await at.desk.draftEvidence(karla.id, file?.id as NonNullable<typeof file>['id']);
    expect(here).toBe(true);
  });

  test('are one list with one sum, and each says what is still to be put right', async () => {
    const { applications, sealed, due } = await at.desk.visit(mother.id);
    expect(applications.map(({ draft }) => draft.id)).toEqual([mother.id, lena.id, karla.id]);
    expect(applications.map(({ issues }) => issues > 0)).toEqual([false, false, true]);
    expect(sealed).toEqual([]);
    // What the third costs is known when its processing is chosen.
    expect(due).toEqual([{ amount: 2 * 55_000, currency: 'XOF' }]);
    // From whichever of them it is opened.
    expect(await at.desk.visit(karla.id)).toEqual(await at.desk.visit(mother.id));
  });

  test('are sealed in one round, each into a dossier of its own; who is not ready stays a draft', async () => {
    const first = await at.desk.sealVisit(lena.id, [mother.id, lena.id, karla.id]);
    expect(first.stopped).toBeNull();
    expect(first.sealed.map(({ draft, applicant }) => [draft, applicant])).toEqual([
      [mother.id, 'ERIKSSON Anna Maria'],
      [lena.id, 'ERIKSSON Lena'],
    ]);
    expect(new Set(first.sealed.map(({ dossier }) => dossier)).size).toBe(2);
    const left = await at.desk.visit(karla.id);
    expect(left.applications.map(({ draft }) => draft.id)).toEqual([karla.id]);
    expect(left.sealed.map(({ id }) => id).sort()).toEqual(first.sealed.map(({ dossier }) => dossier).sort());
    await complete(at, karla, KARLA);
    // Ready now, and the sheet did not list it.
    expect(await at.desk.sealVisit(karla.id, [lena.id])).toEqual({ sealed: [], stopped: null });
    const second = await at.desk.sealVisit(karla.id, [karla.id]);
    // None is a draft any more: only the outcome still says whose receipt it is.
    expect(second.sealed.map(({ applicant }) => applicant)).toEqual(['ERIKSSON Karla']);
    expect(await at.desk.drafts()).toEqual([]);
    for (const { dossier } of [...first.sealed, ...second.sealed]) {
      const { answers, documents } = await at.desk.dossier(dossier);
      expect(answers?.address).toEqual(ADDRESS);
      for (const { blob } of documents) expect((await at.desk.evidence(dossier, blob)).here).toBe(true);
    }
  });
});

describe('a transcription and the passport that waits for it', () => {
  test('the passport says so in its file; the transcription is sealed first, whichever was begun first', async () => {
    const at = await open();
    const passport = await begin(at, PASSPORT, { ...LENA, 'birth-country': 'FRA', 'birth-place': 'Paris' });
    expect((await at.desk.visit(passport.id)).applications[0]?.waitsFor).toEqual([
      { service: BIRTH, here: false },
    ]);
    const birth = await at.desk.addToVisit(passport.id, code(BIRTH), 'same');
    expect(birth.person).toBe(passport.person);
    expect(birth.answers).toMatchObject({ surname: { latin: 'ERIKSSON' }, 'birth-date': '2019-03-02' });
    await complete(at, passport, {
      ...CONTACT,
      authority: { name: 'ERIKSSON Anna Maria', relation: 'mother', phone: '+33100000042', shared: false },
    });
    const shown = async () =>
      (await at.desk.visit(passport.id)).applications.map((one) => [
        one.draft.service,
        one.state,
        one.waitsFor,
      ]);
    const waits = [{ service: BIRTH, here: true }];
    expect(await shown()).toEqual([
      [BIRTH, 'incomplete', []],
      [PASSPORT, 'waiting', waits],
    ]);
    const both = [passport.id, birth.id];
    expect(await at.desk.sealVisit(passport.id, both)).toEqual({ sealed: [], stopped: null });
    await complete(at, birth, BORN);
    expect(await shown()).toEqual([
      [BIRTH, 'ready', []],
      [PASSPORT, 'ready', waits],
    ]);
    // Listed without the one it waits for, it would lose what says that it waits.
    expect(await at.desk.sealVisit(passport.id, [passport.id])).toEqual({ sealed: [], stopped: null });
    const { sealed, stopped } = await at.desk.sealVisit(passport.id, both);
    expect(stopped).toBeNull();
    const [first, second] = await Promise.all(sealed.map(({ dossier }) => at.desk.dossier(dossier)));
    expect([first?.row.service, first?.row.procedure]).toEqual([BIRTH, 'submitted']);
    expect([second?.row.service, second?.row.procedure]).toEqual([PASSPORT, 'waiting-on-other']);
    await at.close();
  });

  test('a transcription that was discarded is waited for no more, and one begun in its place is', async () => {
    const at = await open();
    const passport = await begin(at, PASSPORT, {
      ...LENA,
      ...CONTACT,
      'birth-country': 'FRA',
      'birth-place': 'Paris',
      authority: { name: 'ERIKSSON Anna Maria', relation: 'mother', phone: '+33100000042', shared: false },
    });
    const last = async () => {
      const { state, waitsFor } = (await at.desk.visit(passport.id)).applications.at(-1) ?? {};
      return [state, waitsFor?.map(({ here }) => here)];
    };
    const birth = await at.desk.addToVisit(passport.id, code(BIRTH), 'same');
    expect(await last()).toEqual(['waiting', [true]]);
    await at.desk.discardDraft(birth.id);
    expect(await last()).toEqual(['ready', [false]]);
    const again = await add(at, passport.id, BIRTH, 'same', BORN);
    expect(await last()).toEqual(['ready', [true]]);
    const { sealed } = await at.desk.sealVisit(passport.id, [passport.id, again.id]);
    const files = await Promise.all(sealed.map(({ dossier }) => at.desk.dossier(dossier)));
    expect(files.map(({ row }) => row.procedure)).toEqual(['submitted', 'waiting-on-other']);
    await at.close();
  });

  test('what was lost or renewed once is not taken over into another request of the same person', async () => {
    const at = await open();
    const passport = await begin(at, PASSPORT, MOTHER);
    const card = await at.desk.addToVisit(passport.id, code(CARD), 'same');
    expect(card.answers).toMatchObject({ surname: MOTHER.surname, nina: MOTHER.nina, address: ADDRESS });
    for (const asked of ['request', 'loss-date', 'loss-place'])
      expect(card.answers).not.toHaveProperty(asked);
    const files = card.evidence.map(({ document }) => document);
    expect(files).toContain('photo');
    // It was laid in for the passport, and no row of the card would show it.
    expect(passport.evidence.map(({ document }) => document)).toContain('loss-report');
    expect(files).not.toContain('loss-report');
    await at.close();
  });

  test('nothing of one act, nor its scan, gets into another act of the same person', async () => {
    const at = await open();
    const birth = await begin(at, BIRTH, BORN);
    expect(birth.evidence.map(({ document }) => document)).toContain('foreign-act');
    for (const service of [MARRIAGE, BIRTH]) {
      const next = await at.desk.addToVisit(birth.id, code(service), 'same');
      expect(next.answers).toMatchObject({ surname: BORN.surname, address: ADDRESS });
      expect(Object.keys(next.answers).filter((one) => one.startsWith('act-'))).toEqual([]);
      expect(next.evidence.map(({ document }) => document)).not.toContain('foreign-act');
    }
    await at.close();
  });
});

describe('one more application', () => {
  test('asked for twice at once is two of one visit', async () => {
    const at = await open();
    const mother = await begin(at, PASSPORT, MOTHER);
    await Promise.all([1, 2].map(() => at.desk.addToVisit(mother.id, code(PASSPORT), 'child')));
    const { applications } = await at.desk.visit(mother.id);
    expect(applications).toHaveLength(3);
    for (const { draft } of applications)
      expect((await at.desk.visit(draft.id)).applications).toEqual(applications);
    await at.close();
  });

  test('whose files cannot be copied leaves no draft behind, and the one before it as it was', async () => {
    const at = await open();
    const passport = await begin(at, PASSPORT, MOTHER);
    const read = vi.spyOn(at.medium.drafts, 'chunk').mockResolvedValue(undefined);
    await expect(at.desk.addToVisit(passport.id, code(CARD), 'same')).rejects.toMatchObject({
      code: 'EV-001',
    });
    read.mockRestore();
    expect((await at.desk.drafts()).map(({ id }) => id)).toEqual([passport.id]);
    expect((await at.desk.draft(passport.id)).inVisit).toBe(false);
    await at.close();
  });
});

describe('a cut in the middle of the round', () => {
  test('leaves what was sealed sealed and the others as drafts; the round goes on, and nothing is sealed twice', async () => {
    const vault = new MemoryVault();
    const prepared = await open(undefined, vault);
    const mother = await begin(prepared, PASSPORT, MOTHER);
    const lena = await add(prepared, mother.id, PASSPORT, 'child', {
      ...LENA,
      authority: { name: 'ERIKSSON Anna Maria', relation: 'mother', phone: '+33100000042', shared: false },
    });
    await prepared.close();
    const outcomes = new Set<number>();
    const told = new Set<string>();
    for (let step = 0, ended = false; !ended; step += 11) {
      const fault = new Fault();
      const at = await open(await prepared.medium.copy(), vault, fault);
      fault.stopIn(step);
      const round = await at.desk.sealVisit(mother.id, [mother.id, lena.id]).catch(() => null);
      if (round) told.add(`${round.sealed.length} ${round.stopped?.code ?? 'whole'}`);
      ended = !fault.stopped;
      await at.kill();

      const again = await open(await at.medium.copy(), vault);
      const drafts = await again.desk.drafts();
      const { total } = await again.desk.list('all', 0, 10);
      expect(drafts.length + total, `cut before step ${step}`).toBe(2);
      outcomes.add(total);
      const [left] = drafts;
      if (left) {
        expect((await again.desk.visit(left.id)).sealed).toHaveLength(total);
        const round = await again.desk.sealVisit(left.id, [mother.id, lena.id]);
        expect(round).toMatchObject({ stopped: null });
      }
      expect((await again.desk.list('all', 0, 10)).total).toBe(2);
      expect(await again.desk.drafts()).toEqual([]);
      await again.close();
    }
    expect(outcomes).toEqual(new Set([0, 1, 2]));
    // Whatever failed, and however it is called: the first one's receipt is not lost with it.
    expect([...told].filter((one) => one.startsWith('1 ') && one !== '1 whole')).not.toEqual([]);
    expect(told).toContain('2 whole');
  });
});
