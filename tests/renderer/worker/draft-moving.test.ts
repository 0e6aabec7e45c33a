/** A draft and a later release of its service, on a real desk: nothing moves before a person has said so. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import { releaseDocuments } from '../../../scripts/ministry/release-documents.ts';
import { jpeg } from '../../app/evidence/images.ts';
import { specimenDefinition } from '../../world/definition.ts';
import { NodeDesk } from '../../world/desk-in-node.ts';
import { World } from '../../world/world.ts';

const SERVICE = 'ml-by-mission' as ServiceCode;
const texts = (text: string) => ({ fr: text, en: text, ar: text });
const question = (code: string) => ({ code, type: 'text', label: texts(code), span: 6, optional: true });
const fee = (amount: number) => ({
  code: 'fee',
  label: texts('Fee'),
  amount: { amount, currency: 'XOF' },
  toBeConfirmed: true as const,
});
const photo = {
  code: 'photo',
  title: texts('Photo'),
  required: false,
  original: 'none' as const,
  mediaTypes: ['image/jpeg' as const],
  minimum: 1,
  toBeConfirmed: true as const,
};
function definition(
  version: number,
  questions: string[],
  rest: Partial<ServiceDefinition>,
): ServiceDefinition {
  const one = specimenDefinition(SERVICE, { by: 'mission', roles: ['head-of-mission'] });
  const pages = [{ ...one.pages[0], fields: questions.map(question) }] as never;
  return { ...one, version, pages, person: { surname: 'surname' }, ...rest };
}
const FIRST = definition(1, ['surname', 'job'], { documents: [photo], fees: [fee(1000)] });
const SECOND = definition(2, ['surname', 'town'], { fees: [fee(2000)] });
const OTHER = specimenDefinition('ml-other', { by: 'mission', roles: ['head-of-mission'] });

let world: World;
let desk: NodeDesk;
const arrive = async (n: number, ...definitions: ServiceDefinition[]) => {
  const about = { country: 'ML', n, issuedAt: isoTime(world.clock.now()) };
  const { medium } = desk;
  await medium.log('catalogue').put(await releaseDocuments(world.ministry.catalogue, definitions, about));
  await desk.close();
  desk = await NodeDesk.open({ world, desk: 'ML-PAR/B', medium });
  await desk.unlock('A. S.');
};
async function begun(): Promise<Draft> {
  const { id } = await desk.desk.newDraft(SERVICE, null);
  await desk.desk.addEvidence(id, 'photo', 'photo', 'image/jpeg', jpeg(8, 8));
  await desk.desk.saveDraft(id, {
    answers: { surname: 'SPECIMEN', job: 'Baker' },
    fee: { paid: true, collected: null, means: 'cash' },
  });
  return desk.desk.draft(id);
}

let moving: Draft;
let staying: Draft;
let leaving: Draft;
beforeAll(async () => {
  world = await World.open([FIRST, OTHER]);
  desk = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  await desk.unlock('A. S.');
  [moving, staying, leaving] = [await begun(), await begun(), await begun()];
});
afterAll(() => desk.close());
const offer = async ({ id }: Draft) => (await desk.desk.draft(id)).move;

it('asks nothing while the service says the same', async () => {
  expect(await offer(moving)).toBeNull();
  await arrive(2, FIRST, { ...OTHER, version: 2 });
  expect([await offer(moving), (await desk.desk.draft(moving.id)).release]).toEqual([null, moving.release]);
});

it('keeps the release it was opened with, and says what another would change and what would have no place', async () => {
  await arrive(3, SECOND, { ...OTHER, version: 2 });
  const { release, definition, answers, move } = await desk.desk.draft(moving.id);
  expect([release, definition.version, answers.job]).toEqual([moving.release, 1, 'Baker']);
  expect(move).toMatchObject({ n: 3, from: 1, offered: true, declined: false, filesLost: 1, feeAgain: true });
  expect(move?.lost.map(({ code }) => code)).toEqual(['job']);
  const differences = move?.changes.map(({ part, code, what }) => `${what} ${part} ${code}`);
  expect(differences).toEqual(
    expect.arrayContaining([
      'removed questions job',
      'added questions town',
      'removed documents photo',
      'changed fees fee',
    ]),
  );
});

it('goes over when a person has confirmed what they saw, keeps what has no place, and seals none of it', async () => {
  const { id } = moving;
  await expect(desk.desk.moveDraft(id, moving.release)).rejects.toMatchObject({ code: 'DR-004' });
  const to = (await offer(moving))?.to ?? moving.release;
  await desk.desk.moveDraft(id, to);
  const after = await desk.desk.draft(id);
  expect(after).toMatchObject({ release: to, move: null, filesAside: 1, evidence: [] });
  expect([after.definition.version, after.answers, after.fee.paid]).toEqual([
    2,
    { surname: 'SPECIMEN' },
    false,
  ]);
  expect(after.setAside.map(({ field, answer }) => [field.code, answer])).toEqual([['job', 'Baker']]);
  await desk.desk.saveDraft(id, { answers: { surname: 'SPECIMEN', town: 'Paris' } });
  expect((await desk.desk.draft(id)).setAside).toEqual(after.setAside);
  const { dossier } = await desk.desk.sealDraft(id);
  const file = await desk.desk.dossier(dossier);
  expect([file.answers, file.documents]).toEqual([{ surname: 'SPECIMEN', town: 'Paris' }, []]);
  expect(file.definition?.version).toBe(2);
});

it('takes nothing from a form of the release that it has left, and is not sealed from it', async () => {
  const draft = leaving;
  const to = (await offer(draft))?.to ?? draft.release;
  await desk.desk.moveDraft(draft.id, to);
  const after = await desk.desk.draft(draft.id);
  const old = { answers: { surname: 'MUSTERMANN', job: 'Baker' }, release: draft.release };
  await expect(desk.desk.saveDraft(draft.id, old)).rejects.toMatchObject({ code: 'DR-004' });
  await expect(desk.desk.sealDraft(draft.id, draft.release)).rejects.toMatchObject({ code: 'DR-004' });
  const { savedAt: _, ...kept } = after;
  expect(await desk.desk.draft(draft.id)).toMatchObject(kept);
  await desk.desk.saveDraft(draft.id, { answers: after.answers, release: to });
  await desk.desk.discardDraft(draft.id);
});

it('stays as it is where a person says so, is asked no more of that release, and is sealed under its own', async () => {
  const { id } = staying;
  const to = (await offer(staying))?.to ?? staying.release;
  await desk.desk.keepDraftAsItIs(id, to);
  expect(await offer(staying)).toMatchObject({ declined: true });
  await arrive(4, { ...SECOND, version: 3, summary: texts('Otherwise') }, { ...OTHER, version: 2 });
  expect(await offer(staying)).toMatchObject({ n: 4, declined: false });
  await arrive(5, { ...OTHER, version: 2 });
  expect(await offer(staying)).toMatchObject({ n: 5, offered: false });
  const { dossier } = await desk.desk.sealDraft(id);
  const file = await desk.desk.dossier(dossier);
  expect([file.definition?.version, file.answers]).toEqual([1, { surname: 'SPECIMEN', job: 'Baker' }]);
});

it('is begun only where its service is open and offered at this mission, and goes over to no other', async () => {
  const others = { ...OTHER, version: 2 };
  await arrive(6, { ...SECOND, version: 4 }, others);
  const { id } = await desk.desk.newDraft(SERVICE, null);
  for (const [n, offered] of [
    [7, { open: false }],
    [8, { open: true, missions: ['ML-DKR'] }],
  ] as const) {
    await arrive(n, { ...SECOND, version: n, offer: offered } as ServiceDefinition, others);
    await expect(desk.desk.newDraft(SERVICE, null)).rejects.toMatchObject({ code: 'CT-020' });
    const { move } = await desk.desk.draft(id);
    expect(move).toMatchObject({ n, offered: false });
    await expect(desk.desk.moveDraft(id, move?.to ?? moving.release)).rejects.toMatchObject({
      code: 'DR-004',
    });
  }
  await arrive(9, { ...SECOND, version: 9, offer: { open: true, missions: ['ML-PAR'] } }, others);
  expect(await offer(await desk.desk.draft(id))).toMatchObject({ n: 9, offered: true });
  expect((await desk.desk.newDraft(SERVICE, null)).definition.version).toBe(9);
});
