/** What an enrolment without a network gives reaches a real gateway with the new officer's first acts, in any order. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeskId, MissionCode } from '../../../app/acts/ids.ts';
import { readDeskAnswer } from '../../../app/enrolment/desk-answer.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { letterLease } from '../../../app/keyring/letters.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { documentsOf, KEYRING } from '../../../sync-server/admission/databases.ts';
import { approvedDesk, askedDesk } from '../../world/desk-enrolled.ts';
import { MemoryVault, NodeDesk, WORDS } from '../../world/desk-in-node.ts';
import { DeskMedium } from '../../world/desk-medium.ts';
import { approvedBy, asked } from '../../world/enrolled.ts';
import { World } from '../../world/world.ts';
import { Centre, PARIS, SERVICES } from './support.ts';

const LOG = 'mission-ml-par';

let world: World;
let centre: Centre;
beforeEach(async () => {
  world = await World.open(SERVICES);
  centre = await Centre.open(world);
});
afterEach(() => centre.close());

async function inKeyring(of = centre): Promise<SignedDocument[]> {
  const db = await of.store.open(KEYRING);
  const found: SignedDocument[] = [];
  for await (const { id, rev, body } of documentsOf(db!))
    found.push({ _id: id, _rev: rev, jws: String(body.jws) });
  return found;
}

const signed = async (desk: NodeDesk, log: string): Promise<SignedDocument[]> =>
  (await desk.medium.log(log).withPrefix('')).filter((one): one is SignedDocument => 'jws' in one);

/** A new agent at desk B, enrolled by the head of mission at desk A; nothing has been sent by anybody. */
async function enrolled() {
  const b = await NodeDesk.open({ world, desk: 'ML-PAR/B', vault: new MemoryVault() });
  const { pending, words } = await b.desk.askForEnrolment({ initials: 'E. A.', roles: ['agent'] }, null);
  const a = await NodeDesk.open({ world, desk: 'ML-PAR/A' });
  await a.unlock('M. U.');
  await a.desk.confirmSecret(WORDS);
  const until = world.officer('M. U.', 'ML-PAR/A').credential.until;
  const approval = { name: 'ERIKSSON Anna', roles: ['agent'], until } as const;
  const { answer } = await a.desk.approveEnrolment(pending.text, approval);
  const outcome = await b.desk.activateEnrolment(answer, words ?? '');
  if (!('kid' in outcome)) throw new Error('refused');
  await b.desk.unlock(outcome.kid, words ?? '');
  return { a, b, kid: outcome.kid };
}

describe('an officer who was enrolled without a network', () => {
  it('is accepted with their first acts, whichever come first; another desk that pulls knows them', async () => {
    const { a, b, kid } = await enrolled();
    const { dossier, acts } = await b.sealed('ml-laissez-passer');
    const documents = await signed(b, LOG);
    const isAct = ({ _id }: SignedDocument) => /^(act|key):/.test(_id);
    await centre.push(documents.filter(isAct).reverse());
    expect([...(await centre.lastWords()).values()]).toEqual(acts.map(() => 'held AD-102'));
    const answers = await centre.push(documents.filter((one) => !isAct(one)).reverse());
    expect(answers.every((one) => !('error' in one))).toBe(true);
    const words = await centre.lastWords();
    expect(acts.map((act) => words.get(act))).toEqual(acts.map(() => 'accepted AD-000'));

    const pulled = await inKeyring();
    const keyring = await Keyring.from(world.ministry.root.credential.jws, pulled);
    expect(keyring.problems).toEqual([]);
    expect(keyring.credential(kid)?.issuer).toBe(world.officer('M. U.', 'ML-PAR/A').credential.kid);
    const medium = new DeskMedium(Object.keys(world.ministry.plan.missions) as MissionCode[]);
    await medium.log('keyring').put(pulled);
    await medium.log(LOG).put(documents);
    const central = await NodeDesk.open({ world, desk: 'CENTRAL/A', medium });
    await central.unlock('I. S.');
    const view = await central.desk.dossier(dossier);
    expect(view.timeline.map(({ standing }) => standing)).toEqual(['folded', 'folded']);
    expect(JSON.stringify(view.timeline)).toContain('ERIKSSON Anna');
    await Promise.all([a.close(), b.close(), central.close()]);
  }, 120_000);

  it('is the same from the approver’s desk, and survives a restart of the gateway', async () => {
    const { a, b, kid } = await enrolled();
    await centre.push(await signed(a, LOG), PARIS, 'ML-PAR/A');
    await centre.restart();
    expect((await inKeyring()).map(({ _id }) => _id)).toEqual(
      expect.arrayContaining([`credential:${kid}`, `directory:${kid}`]),
    );
    const { acts } = await b.sealed('ml-laissez-passer');
    await centre.push((await signed(b, LOG)).filter(({ _id }) => /^(act|key):/.test(_id)));
    const words = await centre.lastWords();
    expect(acts.map((act) => words.get(act))).toEqual(acts.map(() => 'accepted AD-000'));
    await Promise.all([a.close(), b.close()]);
  }, 120_000);

  it('a name under another officer’s id, or by one who may not say it, is forbidden', async () => {
    const { request } = await asked(world, { desk: 'ML-PAR/B' as DeskId });
    const { documents } = await approvedBy(world, request);
    const entry = documents.find(({ _id }) => _id.startsWith('directory:'))!;
    const other = `directory:${world.supervisor.credential.kid}`;
    const [answer] = await centre.push([{ ...entry, _id: other }]);
    expect(answer).toMatchObject({ error: 'forbidden' });
    await centre.push([entry]);
    expect((await inKeyring()).some(({ _id }) => _id === entry._id)).toBe(false);
    await centre.push(documents);
    expect((await inKeyring()).some(({ _id }) => _id === entry._id)).toBe(true);
  }, 60_000);
});

describe('a desk that was put into service without a network', () => {
  const LEASE = 'lease:ML-PAR/A:desk:ML-PAR/P';
  const root = () => world.ministry.root.credential.jws;

  it('brings the lease of its letter, which is stored with its credential: nothing waits, after a restart neither', async () => {
    const { ministry } = world;
    const keyringDocuments = ministry.keyringDocuments.filter(({ _id }) => _id !== LEASE);
    // The gateway’s renewed file has not come to it yet.
    const unaware = Object.assign(Object.create(world), { ministry: { ...ministry, keyringDocuments } });
    const other = await Centre.open(unaware as World);
    const { request } = await askedDesk(world);
    const { answer } = await approvedDesk(world, request);
    const { desk, credential, configuration } = await readDeskAnswer(answer, root());
    const introduction = configuration.introduction ?? [];
    await other.push(introduction.filter(({ _id }) => _id !== LEASE));
    expect((await inKeyring(other)).some(({ _id }) => _id === `credential:${desk.kid}`)).toBe(false);
    const answers = await other.push(introduction);
    expect(answers.every((one) => !('error' in one))).toBe(true);
    await other.restart();
    const keyring = await Keyring.from(root(), await inKeyring(other));
    expect([keyring.problems, keyring.waiting]).toEqual([[], []]);
    for (const { kid } of [desk, credential]) expect(keyring.credential(kid)?.desk).toBe('ML-PAR/P');
    expect(await other.ids('records', 'lease:')).toEqual([LEASE]);
    await other.close();
  }, 60_000);

  it('a lease under another letter’s id, by another than the authority, or of numbers is forbidden', async () => {
    const signed = async (payload: ReturnType<typeof letterLease>, by = world.ministry.authority) =>
      recordDocument(
        await signRecord('guichet-lease+jws', payload, by.credential.kid, by.signingKey),
        () => `lease:${payload.desk}:${payload.series}`,
      );
    const letter = letterLease('ML-PAR/A' as DeskId, 'ML-PAR/R' as DeskId);
    const own = await signed(letter);
    const head = { ...world.ministry.authority, ...world.officer('M. U.', 'ML-PAR/A') };
    for (const one of [
      { ...own, _id: 'lease:ML-PAR/A:desk:ML-PAR/S' },
      await signed(letter, head),
      await signed({ ...letter, series: 'quittance', last: 9000 }),
    ])
      expect((await centre.push([one]))[0], one._id).toMatchObject({ error: 'forbidden' });
    expect((await centre.push([own]))[0]).not.toHaveProperty('error');
    expect((await inKeyring()).some(({ _id }) => _id === own._id)).toBe(true);
  }, 60_000);
});
