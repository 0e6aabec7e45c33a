/** Enrolment of an officer without a network: the real worker, signer, keys and journal on both sides. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { DeskId } from '../../../app/acts/ids.ts';
import type { OfficerRole } from '../../../app/keyring/roles.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { databaseOf } from '../../../renderer/worker/transfer.ts';
import { demoPlan, type MinistryPlan } from '../../../scripts/ministry/plan.ts';
import { MemoryVault, NodeDesk, type NodeDeskParts, WORDS } from '../../world/desk-in-node.ts';
import { readServices } from '../../world/services.ts';
import { World } from '../../world/world.ts';

const LAISSEZ_PASSER = 'ml-laissez-passer';
const PARIS = 'ML-PAR';
const DAY = 86_400_000;

/** The demo's ministry, and an enrolment officer of the centre. */
function plan(): MinistryPlan {
  const demo = demoPlan('http://127.0.0.1:1');
  const officer = {
    name: 'MUSTERMANN Max',
    initials: 'M. M.',
    roles: ['enrolment' as const],
    delegates: ['agent' as const, 'reviewer' as const],
    desks: ['CENTRAL/A' as DeskId],
  };
  return { ...demo, officers: [...demo.officers, officer] };
}

let world: World;
beforeAll(async () => {
  world = await World.open(readServices('ml'), plan());
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

const opened = (desk: string, parts: Partial<NodeDeskParts> = {}) => NodeDesk.open({ world, desk, ...parts });
async function head(desk = 'ML-PAR/A'): Promise<NodeDesk> {
  const one = await opened(desk);
  await one.unlock('M. U.');
  return one;
}
const until = (days = 30) => new Date(world.clock.time + days * DAY).toISOString();
const wish = (roles: readonly OfficerRole[] = ['agent'], initials = 'E. A.') => ({ initials, roles });
const approval = (change: object = {}) => ({
  name: 'ERIKSSON Anna',
  roles: ['agent'] as const,
  until: until(),
  ...change,
});

async function approved(by: NodeDesk, text: string, change: object = {}): Promise<string> {
  expect(await by.desk.confirmSecret(WORDS)).toMatchObject({ confirmed: true });
  return (await by.desk.approveEnrolment(text, approval(change))).answer;
}

async function idsIn(desk: NodeDesk, database: string, prefix: string): Promise<string[]> {
  return (await desk.medium.log(database).withPrefix(prefix)).map(({ _id }) => _id);
}

describe('an officer of a mission, enrolled by its head without a network', () => {
  test('asks, is approved elsewhere, activates with the same words, reads and seals at once', async () => {
    const earlier = await opened('ML-PAR/B');
    await earlier.unlock('A. S.');
    const old = await earlier.sealed(LAISSEZ_PASSER);
    await earlier.desk.lock();

    const { pending, words } = await earlier.desk.askForEnrolment(wish(), null);
    expect(words).toMatch(/^[a-z]{4}(-[a-z]{4}){5}$/);
    expect(pending.fingerprint).toMatch(/^\d{4}( \d{4}){7}$/);
    expect(pending.text.length).toBeLessThanOrEqual(1200);
    expect(await earlier.desk.pendingEnrolments()).toEqual([pending]);

    const a = await head();
    const view = await a.desk.readEnrolmentRequest(`${pending.text}\n`);
    expect(view).toMatchObject({
      id: pending.id,
      desk: 'ML-PAR/B',
      mission: PARIS,
      initials: 'E. A.',
      roles: ['agent'],
      fingerprint: pending.fingerprint,
      mayGive: ['agent'],
      refusal: null,
      approvedBefore: false,
      longestUntil: world.officer('M. U.', 'ML-PAR/A').credential.until,
    });
    const answer = await approved(a, pending.text);
    expect(answer).not.toContain('ERIKSSON');
    expect((await a.desk.readEnrolmentRequest(pending.text)).approvedBefore).toBe(true);

    const outcome = await earlier.desk.activateEnrolment(answer, words ?? '');
    if (!('kid' in outcome)) throw new Error('refused');
    expect(await earlier.desk.pendingEnrolments()).toEqual([]);
    const unlocked = await earlier.desk.unlock(outcome.kid, words ?? '');
    expect(unlocked).toMatchObject({
      outcome: 'unlocked',
      officer: { name: 'ERIKSSON Anna', roles: ['agent'], mission: PARIS, desk: 'ML-PAR/B' },
    });
    // The grants of the head's own generations, and the desk's own lists.
    expect((await earlier.desk.dossier(old.dossier)).answers).toMatchObject({
      surname: { latin: 'ERIKSSON' },
    });
    expect((await earlier.sealed(LAISSEZ_PASSER)).durable).toBe('journal');
    await earlier.close();
    await a.close();
  });

  test('is known after a restart, and after the browser’s storage was reset: the journal brings it back', async () => {
    const vault = new MemoryVault();
    const b = await opened('ML-PAR/B', { vault });
    const { pending, words } = await b.desk.askForEnrolment(wish(), null);
    const a = await head();
    const outcome = await b.desk.activateEnrolment(await approved(a, pending.text), words ?? '');
    if (!('kid' in outcome)) throw new Error('refused');
    await b.close();
    b.medium.wipeIndexedDb();
    const again = await opened('ML-PAR/B', { vault, medium: b.medium });
    expect(await again.desk.unlock(outcome.kid, words ?? '')).toMatchObject({ outcome: 'unlocked' });
    expect(await idsIn(again, databaseOf(PARIS as never), 'credential:')).toContain(
      `credential:${outcome.kid}`,
    );
    await again.close();

    // The approver's desk keeps what it gave, too.
    await a.close();
    a.medium.wipeIndexedDb();
    const approver = await opened('ML-PAR/A', { medium: a.medium });
    expect(await idsIn(approver, databaseOf(PARIS as never), '')).toEqual(
      expect.arrayContaining([`credential:${outcome.kid}`, `directory:${outcome.kid}`]),
    );
    await approver.close();
  });

  test('who has a credential already stays the same person', async () => {
    const b = await opened('ML-PAR/B');
    const { pending } = await b.desk.askForEnrolment(wish(), null);
    const a = await head();
    await approved(a, pending.text, { name: ' specimen  awa' });
    const [given] = (await a.medium.log('keyring').withPrefix('credential:')).filter(
      ({ _id }) => !world.keyring.credential(_id.slice('credential:'.length) as never),
    );
    const { subject } = JSON.parse(
      Buffer.from((given as SignedDocument).jws.split('.')[1] ?? '', 'base64url').toString(),
    ) as { subject: string };
    expect(subject).toBe(world.officer('A. S.', 'ML-PAR/A').credential.subject);
    await a.close();
    await b.close();
  });

  test('a wrong secret is told with a growing delay, and the right one is good afterwards', async () => {
    const b = await opened('ML-PAR/B');
    const { pending, words } = await b.desk.askForEnrolment(wish(), null);
    const a = await head();
    const answer = await approved(a, pending.text);
    expect(await b.desk.activateEnrolment(answer, WORDS)).toMatchObject({ waitUntil: expect.any(String) });
    expect(await b.desk.pendingEnrolments()).toHaveLength(1);
    expect(await b.desk.activateEnrolment(answer, words ?? '')).toMatchObject({ kid: expect.any(String) });
    await a.close();
    await b.close();
  });
});

describe('an enrolment officer of the centre', () => {
  test('enrols for a mission, grants nothing that they could not read, and names the officer', async () => {
    const dakar = await opened('ML-DKR/A');
    const { pending, words } = await dakar.desk.askForEnrolment(wish(), null);
    const centre = await opened('CENTRAL/A');
    await centre.unlock('M. M.');
    expect(await centre.desk.readEnrolmentRequest(pending.text)).toMatchObject({
      mayGive: ['agent'],
      refusal: null,
    });
    const answer = await approved(centre, pending.text);
    expect(answer).not.toContain('"grant:');
    const outcome = await dakar.desk.activateEnrolment(answer, words ?? '');
    if (!('kid' in outcome)) throw new Error('refused');
    expect(await dakar.desk.unlock(outcome.kid, words ?? '')).toMatchObject({ outcome: 'unlocked' });
    // Works at once, and reads what is sealed only when somebody who holds the keys has granted them.
    const { dossier } = await dakar.sealed(LAISSEZ_PASSER);
    expect((await dakar.desk.dossier(dossier)).answers).not.toHaveProperty('surname');
    await dakar.close();
    await centre.close();
  });

  test('enrols at the centre, with the grants of the directory alone where they hold no more', async () => {
    const other = await opened('CENTRAL/B');
    const { pending, words } = await other.desk.askForEnrolment(wish(['reviewer', 'supervisor']), null);
    const centre = await opened('CENTRAL/A');
    await centre.unlock('M. M.');
    expect(await centre.desk.readEnrolmentRequest(pending.text)).toMatchObject({ mayGive: ['reviewer'] });
    const answer = await approved(centre, pending.text, { roles: ['reviewer'] });
    expect(await other.desk.activateEnrolment(answer, words ?? '')).toMatchObject({
      kid: expect.any(String),
    });
    await other.close();
    await centre.close();
  });
});

describe('is refused', () => {
  test('EN-001: what is no request and no answer, whatever its size', async () => {
    const a = await head();
    const { pending } = await a.desk.askForEnrolment(wish(), null);
    const [header, payload, signature] = pending.text.split('.') as [string, string, string];
    const other = await a.desk.askForEnrolment(wish(), null);
    for (const text of [
      '',
      'x',
      'x'.repeat(2 << 20),
      `${header}.${payload}`,
      `${header}.${payload}.${other.pending.text.split('.')[2]}`,
      `${header}.${other.pending.text.split('.')[1]}.${signature}`,
      world.agent.credential.jws,
    ])
      expect(await code(a.desk.readEnrolmentRequest(text))).toBe('EN-001');
    for (const text of ['', '{}', '{"v":1,"answer":"x"}', pending.text, 'x'.repeat(2 << 20)])
      expect(await code(a.desk.activateEnrolment(text, WORDS))).toBe('EN-001');
    const answer = await approved(a, pending.text);
    for (const text of [
      `${answer}{"_id":"act:x","_rev":"1-x","jws":"x"}\n`,
      answer.replace('{"v":1,', '{"v":1, '),
      answer.replace('{"_id"', '{"more":1,"_id"'),
    ])
      expect(await code(a.desk.activateEnrolment(text, WORDS))).toBe('EN-001');
    await a.close();
  });

  test('EN-002: an answer for another request; EN-006: none waits, activated or withdrawn', async () => {
    const b = await opened('ML-PAR/B');
    const a = await head();
    const first = await b.desk.askForEnrolment(wish(), null);
    const second = await b.desk.askForEnrolment(wish(['agent'], 'S. S.'), null);
    const answer = await approved(a, first.pending.text);
    await b.desk.withdrawEnrolment(first.pending.id);
    expect(await code(b.desk.activateEnrolment(answer, first.words ?? ''))).toBe('EN-002');
    expect(await code(b.desk.withdrawEnrolment(first.pending.id))).toBe('EN-006');
    const other = await approved(a, second.pending.text, { name: 'SPECIMEN Sara' });
    expect(await b.desk.activateEnrolment(other, second.words ?? '')).toMatchObject({
      kid: expect.any(String),
    });
    expect(await code(b.desk.activateEnrolment(other, second.words ?? ''))).toBe('EN-006');
    expect(await code(b.desk.activateEnrolment(answer, first.words ?? ''))).toBe('EN-006');

    // An answer for another desk finds no request there, and one that was put together from two fits none.
    const c = await opened('ML-PAR/A');
    expect(await code(c.desk.activateEnrolment(answer, first.words ?? ''))).toBe('EN-006');
    const third = await c.desk.askForEnrolment(wish(), null);
    const fits = await approved(a, third.pending.text, { name: 'SPECIMEN Tom' });
    const mixed = [fits.split('\n')[0], ...answer.split('\n').slice(1)].join('\n');
    expect(await code(c.desk.activateEnrolment(mixed, third.words ?? ''))).toBe('EN-003');
    await Promise.all([a.close(), b.close(), c.close()]);
  });

  test('EN-003, EN-005: another ministry’s request and answer', async () => {
    const foreign = await World.open(readServices('ml'), plan());
    const b = await opened('ML-PAR/B');
    const { pending, words } = await b.desk.askForEnrolment(wish(), null);
    const a = await NodeDesk.open({ world: foreign, desk: 'ML-PAR/A' });
    await a.unlock('M. U.');
    expect(await code(a.desk.readEnrolmentRequest(pending.text))).toBe('EN-005');
    await a.desk.confirmSecret(WORDS);
    expect(await code(a.desk.approveEnrolment(pending.text, approval()))).toBe('EN-005');
    const there = await a.desk.askForEnrolment(wish(), null);
    const answer = await approved(a, there.pending.text);
    expect(await code(b.desk.activateEnrolment(answer, words ?? ''))).toBe('EN-002');
    const own = await approved(await head(), pending.text);
    const mixed = [own.split('\n')[0], ...answer.split('\n').slice(1)].join('\n');
    expect(await code(b.desk.activateEnrolment(mixed, words ?? ''))).toBe('EN-003');
    const cut = own
      .split('\n')
      .filter((line) => !line.includes(`credential:${world.ministry.authority.credential.kid}`));
    expect(await code(b.desk.activateEnrolment(cut.join('\n'), words ?? ''))).toBe('EN-003');
    await Promise.all([a.close(), b.close()]);
  });

  test('EN-004: more than may be given, longer, to oneself, or nobody', async () => {
    const b = await opened('ML-PAR/B');
    const { pending } = await b.desk.askForEnrolment(wish(['agent', 'cashier', 'head-of-mission']), null);
    const a = await head();
    expect((await a.desk.readEnrolmentRequest(pending.text)).mayGive).toEqual(['agent', 'cashier']);
    await a.desk.confirmSecret(WORDS);
    for (const change of [
      { roles: [] },
      { roles: ['head-of-mission'] },
      { roles: ['agent', 'head-of-mission'] },
      { roles: ['reviewer'] },
      { until: until(800) },
      { until: until(-1) },
      { until: 'tomorrow' },
      { name: ' ' },
      { name: 'UTOPIAN Moussa' },
    ])
      expect(
        await code(a.desk.approveEnrolment(pending.text, approval(change))),
        JSON.stringify(change),
      ).toBe('EN-004');
    await Promise.all([a.close(), b.close()]);
  });

  test('whom it is not for: an agent, another mission, the centre’s reviewer', async () => {
    const b = await opened('ML-PAR/B');
    const { pending } = await b.desk.askForEnrolment(wish(), null);
    await b.unlock('A. S.');
    expect(await b.desk.readEnrolmentRequest(pending.text)).toMatchObject({
      mayGive: [],
      refusal: 'not-yours',
    });
    await b.desk.confirmSecret(WORDS);
    expect(await code(b.desk.approveEnrolment(pending.text, approval()))).toBe('EN-004');
    const dakar = await opened('ML-DKR/A');
    const elsewhere = await dakar.desk.askForEnrolment(wish(), null);
    const a = await head();
    expect(await a.desk.readEnrolmentRequest(elsewhere.pending.text)).toMatchObject({
      mayGive: [],
      refusal: 'other-mission',
    });
    await Promise.all([a.close(), b.close(), dakar.close()]);
  });

  test('PN-002: without the secret given again, and for a second credential on one secret', async () => {
    const b = await opened('ML-PAR/B');
    const { pending } = await b.desk.askForEnrolment(wish(), null);
    const a = await head();
    expect(await code(a.desk.approveEnrolment(pending.text, approval()))).toBe('PN-002');
    await approved(a, pending.text);
    expect(await code(a.desk.approveEnrolment(pending.text, approval()))).toBe('PN-002');
    await Promise.all([a.close(), b.close()]);
  });

  test('LK-001: reading and approving while locked', async () => {
    const a = await opened('ML-PAR/A');
    const { pending } = await a.desk.askForEnrolment(wish(), null);
    expect(await code(a.desk.readEnrolmentRequest(pending.text))).toBe('LK-001');
    expect(await code(a.desk.approveEnrolment(pending.text, approval()))).toBe('LK-001');
    await a.close();
  });
});
