/** A desk's day, played on the real worker: from a draft to what is handed over. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { ActBodies } from '../../../app/acts/bodies.ts';
import type { DossierId, ServiceCode } from '../../../app/acts/ids.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import { fromBase64url, fromUtf8, utf8 } from '../../../app/seal/bytes.ts';
import { parseCompact, verifyCompact } from '../../../app/seal/jws.ts';
import { png } from '../../app/evidence/images.ts';
import { PASSPORT_ANSWERS, SPECIMEN_ANSWERS } from '../../specimens/answers.ts';
import {
  configurationOf,
  NodeDesk,
  type NodeDeskParts,
  openServicesWorld,
} from '../../world/desk-in-node.ts';
import { DeskMedium, MemoryDraftShelf } from '../../world/desk-medium.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import type { World } from '../../world/world.ts';

const PASSPORT = 'ml-passport-ordinary';
const VISA = 'ml-visa-short-stay';
const LAISSEZ_PASSER = 'ml-laissez-passer';
const AGENT = 'A. S.';
const HEAD = 'M. U.';

let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

type DecisionEnded = Extract<DeskEvent, { type: 'decision-ended' }>;
const decisionEnded = (event: DeskEvent): event is DecisionEnded => event.type === 'decision-ended';
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

async function at(desk: string, officer: string, parts: Partial<NodeDeskParts> = {}): Promise<NodeDesk> {
  const opened = await NodeDesk.open({ world, desk, ...parts });
  await opened.unlock(officer);
  return opened;
}
const linked = (centre: MemoryCentre) => ({
  transfer: (medium: DeskMedium, fault: ConstructorParameters<typeof MemoryTransfer>[2]) =>
    new MemoryTransfer(centre, medium, fault),
});

async function decide(
  desk: NodeDesk,
  dossier: DossierId,
  command: Parameters<NodeDesk['desk']['decide']>[1],
): Promise<DecisionEnded['end']> {
  for (const { blob } of (await desk.desk.dossier(dossier)).documents)
    await desk.desk.noteDisplayed(dossier, blob);
  const ended = desk.next(decisionEnded);
  await desk.decide(dossier, command);
  return (await ended).end;
}
const approval: ActBodies['approved'] = { displayed: [], checks: [] };

describe('a draft', () => {
  test.each([PASSPORT, VISA, LAISSEZ_PASSER])('%s: filled, reviewed, sealed, listed', async (service) => {
    const b = await at('ML-PAR/B', AGENT);
    const draft = await b.filled(service);
    expect(await b.desk.reviewDraft(draft.id)).toMatchObject({ issues: [], sealable: true });
    const outcome = await b.desk.sealDraft(draft.id);
    expect(outcome).toMatchObject({ durable: 'journal', ref: expect.stringMatching(/^PAR-B-26-00001-.$/) });
    const view = await b.desk.dossier(outcome.dossier);
    expect(view.timeline.map(({ kind, state, standing }) => [kind, state, standing])).toEqual([
      ['opened', 'sealed', 'folded'],
      ['submitted', 'sealed', 'folded'],
    ]);
    expect(view.answers).toMatchObject({ surname: SPECIMEN_ANSWERS[service]?.surname });
    expect(view.documents.every(({ here }) => here)).toBe(true);
    expect(await b.desk.drafts()).toEqual([]);
    expect(b.medium.drafts.chunkCount).toBe(0);
    expect((await b.desk.list('all', 0, 10)).rows.map(({ id }) => id)).toEqual([outcome.dossier]);
    await b.close();
  });

  test('is there to the letter after kill -9, with its evidence, and never in clear at rest', async () => {
    const b = await at('ML-PAR/B', AGENT);
    const { id } = await b.desk.newDraft(PASSPORT as ServiceCode, 'A12');
    const photo = await b.desk.addEvidence(id, 'photo', 'Photo', 'image/png', png(8, 8));
    for (let length = 1; length <= 8; length += 1)
      await b.desk.saveDraft(id, {
        answers: { ...PASSPORT_ANSWERS, profession: 'Spécimen'.slice(0, length) },
      });
    await b.desk.saveDraft(id, { page: 'documents', urgentReason: 'vol demain' });
    const before = await b.desk.draft(id);
    await b.kill();
    const atRest = [...b.medium.drafts.records.values()].map(({ sealed }) =>
      Buffer.from(sealed).toString('latin1'),
    );
    expect(atRest.join()).not.toContain('ERIKSSON');

    const again = await at('ML-PAR/B', AGENT, { medium: b.medium });
    expect(await again.desk.draft(id)).toEqual(before);
    expect(await again.desk.draftEvidence(id, photo.id)).toEqual({
      here: true,
      mediaType: 'image/png',
      bytes: png(8, 8),
    });
    expect(await again.desk.recovery()).toMatchObject({
      sealed: [],
      notSealed: [{ id, interrupted: false }],
    });
    await again.close();
    const after = await at('ML-PAR/B', AGENT, { medium: b.medium });
    expect(await after.desk.recovery()).toBeNull();
    await after.close();
  });

  test('with what is missing is not sealed, and says what and where', async () => {
    const b = await at('ML-PAR/B', AGENT);
    const { id } = await b.desk.newDraft(PASSPORT as ServiceCode, null);
    const review = await b.desk.reviewDraft(id);
    expect(review.sealable).toBe(false);
    expect(review.issues.some(({ field }) => field === 'surname')).toBe(true);
    expect(await code(b.desk.sealDraft(id))).toBe('SL-003');
    expect(await code(b.desk.addEvidence(id, 'photo', '', 'image/png', new Uint8Array(0)))).toBe('EV-010');
    expect(await code(b.desk.addEvidence(id, 'photo', '', 'image/jpeg', png(8, 8)))).toBe('EV-012');
    await b.close();
  });

  test('a keystroke during sealing is told that it came too late; the draft does not come back', async () => {
    const b = await at('ML-PAR/B', AGENT);
    const draft = await b.filled(PASSPORT);
    const sealing = b.desk.sealDraft(draft.id);
    const late = code(b.desk.saveDraft(draft.id, { page: 'person' }));
    const lateScan = code(b.desk.addEvidence(draft.id, 'photo', '', 'image/png', png(8, 8)));
    const twice = b.desk.sealDraft(draft.id);
    expect(await sealing).toEqual(await twice);
    expect([await late, await lateScan]).toEqual(['DR-001', 'DR-001']);
    expect(await b.desk.drafts()).toEqual([]);
    expect(b.medium.drafts.chunkCount).toBe(0);
    expect((await b.journal.replay(0, 10)).length).toBe(1);
    await b.close();
  });

  test('whose file was opened already is not sealed again, should it come back', async () => {
    const b = await at('ML-PAR/B', AGENT);
    const draft = await b.filled(PASSPORT);
    const kept = new MemoryDraftShelf();
    b.medium.drafts.copyTo(kept);
    await b.desk.sealDraft(draft.id);
    kept.copyTo(b.medium.drafts);
    expect(await code(b.desk.sealDraft(draft.id))).toBe('DR-001');
    expect(b.medium.drafts.records.size).toBe(0);
    expect((await b.journal.replay(0, 10)).length).toBe(1);
    await b.close();
  });
});

describe('numbers', () => {
  test('references and quittances have no gaps and are never given twice, not after the storage was wiped', async () => {
    const b = await at('ML-PAR/B', AGENT);
    const first = await Promise.all([b.sealed(PASSPORT, {}, true), b.sealed(VISA, {}, true), b.sealed(VISA)]);
    const quittances: string[] = [];
    for (const { dossier } of first)
      quittances.push(...(await b.desk.dossier(dossier)).fee.paid.map(({ quittance }) => quittance));
    await b.kill();
    b.medium.wipeIndexedDb();
    const again = await at('ML-PAR/B', AGENT, { medium: b.medium });
    const later = await again.sealed(PASSPORT, {}, true);
    const refs = [...first.map(({ ref }) => ref), later.ref].map((ref) => ref.split('-')[3]);
    expect(refs.sort()).toEqual(['00001', '00002', '00003', '00004']);
    quittances.push(...(await again.desk.dossier(later.dossier)).fee.paid.map(({ quittance }) => quittance));
    expect(quittances.sort()).toEqual(['PAR-Q-26-01001', 'PAR-Q-26-01002', 'PAR-Q-26-01003']);
    await again.close();
  });

  test('two windows on one journal never give one number to two files', async () => {
    const medium = new DeskMedium(configurationOf(world, 'ML-PAR/B' as never, null).missions);
    const one = await at('ML-PAR/B', AGENT, { medium });
    const two = await at('ML-PAR/B', AGENT, { medium, journal: one.journal });
    const drafts = [await one.filled(PASSPORT), await one.filled(VISA), await two.filled(VISA)];
    const sealed = await Promise.all([
      one.desk.sealDraft(drafts[0]?.id as never),
      two.desk.sealDraft(drafts[2]?.id as never),
      two.desk.sealDraft(drafts[1]?.id as never),
    ]);
    expect(sealed.map(({ ref }) => ref.split('-')[3]).sort()).toEqual(['00001', '00002', '00003']);
    await two.close();
    await one.close();
  });

  test('two windows that seal one draft at once seal it once', async () => {
    const medium = new DeskMedium(configurationOf(world, 'ML-PAR/B' as never, null).missions);
    const one = await at('ML-PAR/B', AGENT, { medium });
    const two = await at('ML-PAR/B', AGENT, { medium, journal: one.journal });
    const { id } = await one.filled(PASSPORT);
    const ends = await Promise.allSettled([one.desk.sealDraft(id), two.desk.sealDraft(id)]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const frames = await one.journal.replay(0, 10);
    expect(frames).toHaveLength(1);
    expect(await one.desk.drafts()).toEqual([]);
    await two.close();
    await one.close();
  });
});

describe('a file is found', () => {
  test('by name in Latin, Arabic and Bambara letters typed plainly, by reference, by telephone', async () => {
    const b = await at('ML-PAR/B', AGENT);
    const bambara = {
      surname: { latin: 'KƐLƐTIGI', arabic: 'إريكسون' },
      'given-names': { latin: 'Ɲɛba' },
      phone: '+33 1 99 00 12 34',
    };
    const eriksson = await b.sealed(PASSPORT);
    const other = await b.sealed(VISA, bambara);
    const found = async (text: string) =>
      (await b.desk.search(text, 5)).map(({ id, matched }) => [
        id === other.dossier ? 'other' : 'eriksson',
        matched,
      ]);
    expect(await found('keletigi')).toEqual([['other', 'name']]);
    expect(await found('neba')).toEqual([['other', 'name']]);
    expect(await found('ariksson')).toContainEqual(['eriksson', 'close']);
    expect(await found('اريكسون')).toHaveLength(2);
    expect(await found(eriksson.ref)).toContainEqual(['eriksson', 'reference']);
    expect(await found('990012 34')).toEqual([['other', 'phone']]);
    expect(await found('zzzz')).toEqual([]);
    await b.close();
  });
});

describe('the récépissé', () => {
  test('says what was received, is missing and was paid; its token verifies offline and is short', async () => {
    const b = await at('ML-PAR/B', AGENT);
    const { dossier, ref } = await b.sealed(PASSPORT, {}, true);
    const model = await b.desk.recepisse(dossier);
    expect(model).toMatchObject({ ref, applicant: expect.stringContaining('ERIKSSON'), duplicate: 0 });
    expect(model.fee.quittance).toMatch(/^PAR-Q-26-/);
    expect(Buffer.byteLength(model.token)).toBeLessThanOrEqual(360);
    const parsed = parseCompact(model.token);
    const key = world.keyring.verificationKey(parsed.kid ?? ('' as never));
    expect(key).toBeDefined();
    if (key) await verifyCompact(parsed, key);
    expect(model.token).not.toContain(Buffer.from('ERIKSSON').toString('base64url').slice(1, -2));
    // Scanned at the desk, it opens its file, and nothing else does (tests/app/desk/recepisse-token.test.ts).
    expect(await b.desk.fileOfRecepisse(` ${model.token}\n`)).toBe(dossier);
    const theirs = (await b.desk.recepisse((await b.sealed(PASSPORT)).dossier)).token;
    const payloadOfToken = (text: string) => JSON.parse(fromUtf8(fromBase64url(text.split('.')[1] ?? '')));
    const mixed = { ...payloadOfToken(model.token), act: payloadOfToken(theirs).act };
    const signed = await b.signer.sign('guichet-token+jws', utf8(JSON.stringify(mixed)));
    const nowhere = { ...mixed, act: 'A'.repeat(43) };
    const unheard = await b.signer.sign('guichet-token+jws', utf8(JSON.stringify(nowhere)));
    // Signed by an officer, or by a page of theirs: another day, or another act of that very file.
    const file = await b.desk.dossier(dossier);
    const others = [
      { day: '2020-01-01' },
      { act: file.timeline.find(({ kind }) => kind !== 'opened')?.act ?? 'A'.repeat(43) },
    ];
    for (const change of others) {
      const text = JSON.stringify({ ...payloadOfToken(model.token), ...change });
      const other = await b.signer.sign('guichet-token+jws', utf8(text));
      expect(await code(b.desk.fileOfRecepisse(other)), text).toBe('QR-002');
    }
    const forged = `${model.token.slice(0, -86)}${theirs.slice(-86)}`;
    expect(await code(b.desk.fileOfRecepisse(forged))).toBe('QR-002');
    expect(await code(b.desk.fileOfRecepisse(signed))).toBe('QR-002');
    expect(await code(b.desk.fileOfRecepisse(unheard))).toBe('QR-004');
    expect(await code(b.desk.fileOfRecepisse(model.token.slice(0, -3)))).toBe('QR-001');
    await b.desk.notePrint(dossier, 'recepisse', 'started');
    await b.kill();
    const again = await at('ML-PAR/B', AGENT, { medium: b.medium });
    expect((await again.desk.recovery())?.unprinted).toMatchObject([{ dossier, document: 'recepisse' }]);
    await again.desk.notePrint(dossier, 'recepisse', 'done');
    expect((await again.desk.recepisse(dossier)).duplicate).toBe(1);
    await again.close();
  });
});

describe('a laissez-passer, with no link at all', () => {
  test('decided by the head of mission, issued, handed over', async () => {
    const b = await at('ML-PAR/B', AGENT);
    const { dossier } = await b.sealed(LAISSEZ_PASSER);
    expect(await code(b.decide(dossier, { kind: 'approved', body: approval }))).toBe('DO-003');
    await b.desk.lock();
    await b.unlock(HEAD);
    expect((await b.desk.home()).toDecide.map(({ id }) => id)).toEqual([dossier]);
    expect(await code(b.decide(dossier, { kind: 'approved', body: approval }))).toBe('DO-005');
    expect(await decide(b, dossier, { kind: 'approved', body: approval })).toMatchObject({ end: 'sealed' });
    const issue = {
      kind: 'instrument-issued',
      body: { instrument: 'laissez-passer', number: '', validFrom: '2026-11-21' },
    } as const;
    await b.seal(dossier, issue);
    expect((await b.desk.dossier(dossier)).instrument).toMatchObject({ number: 'PAR001001' });
    await b.seal(dossier, { kind: 'handed-over', body: { to: 'applicant' } });
    const view = await b.desk.dossier(dossier);
    expect(view.row.procedure).toBe('handed-over');
    expect(view.timeline.every(({ state }) => state === 'sealed')).toBe(true);
    expect(await b.desk.drafts()).toEqual([]);
    await b.close();
  });

  test('a decision that is cancelled, or locked away, is not sealed; one cut short is a draft decision', async () => {
    const b = await at('ML-PAR/B', AGENT);
    const { dossier } = await b.sealed(LAISSEZ_PASSER);
    await b.desk.lock();
    await b.unlock(HEAD);
    b.countdown.atOnce = false;
    for (const { blob } of (await b.desk.dossier(dossier)).documents)
      await b.desk.noteDisplayed(dossier, blob);
    const ended = b.next(decisionEnded);
    const pending = await b.decide(dossier, { kind: 'approved', body: approval }, 'ar');
    expect(pending).toMatchObject({ secondsLeft: 8, drawnBy: 'main' });
    expect(await code(b.decide(dossier, { kind: 'approved', body: approval }))).toBe('DO-006');
    await b.desk.cancelDecision(pending.id);
    expect((await ended).end.end).toBe('cancelled');
    expect(await b.desk.drafts()).toEqual([]);
    await b.decide(dossier, { kind: 'approved', body: approval });
    await b.kill();

    const again = await at('ML-PAR/B', HEAD, { medium: b.medium });
    expect(await again.desk.drafts()).toMatchObject([{ interrupted: true }]);
    expect((await again.desk.dossier(dossier)).row.procedure).toBe('submitted');
    await again.close();
  });
});

describe('with the centre', () => {
  test('what was sealed is received only when act, wrap and every chunk are; the reviewer decides; it is handed over', async () => {
    const centre = new MemoryCentre(world);
    const b = await at('ML-PAR/B', AGENT, linked(centre));
    const { dossier } = await b.sealed(PASSPORT);
    const state = async () => (await b.desk.dossier(dossier)).timeline.map((entry) => entry.state);
    expect(await b.desk.link()).toMatchObject({ sealedHere: { entries: 2 }, received: { entries: 0 } });
    expect(await b.desk.sendNow()).toMatchObject({ code: 'done' });
    // acts and wraps went first: the evidence was pushed after the records were pulled
    expect(await state()).toEqual(['sent', 'received']);
    expect(await b.desk.sendNow()).toMatchObject({ code: 'done', received: 1, left: 0 });
    expect(await state()).toEqual(['received', 'received']);

    const centralDesk = await at('CENTRAL/A', 'I. S.', linked(centre));
    await centralDesk.desk.sendNow();
    expect(await centralDesk.desk.takeNext()).toBe(dossier);
    const [scan] = (await centralDesk.desk.dossier(dossier)).documents;
    expect(scan?.here).toBe(false);
    if (scan) expect((await centralDesk.desk.evidence(dossier, scan.blob)).here).toBe(true);
    const item = {
      id: 'a',
      document: 'photo',
      what: 'Photo',
      why: 'floue',
      satisfiedBy: 'une autre',
      dueBy: '2026-12-01',
    };
    const asked = { items: [item, { ...item, id: 'b', document: null }], language: 'fr' };
    await centralDesk.seal(dossier, { kind: 'information-requested', body: asked });
    await centralDesk.desk.sendNow();

    await b.desk.sendNow();
    expect((await b.desk.list('to-resume', 0, 10)).rows.map(({ id }) => id)).toEqual([dossier]);
    const supply = await b.desk.newSupply(dossier);
    expect((await b.desk.newSupply(dossier)).id).toBe(supply.id);
    await b.desk.addEvidence(supply.id, 'photo', 'nouvelle', 'image/png', png(9, 9));
    await b.sealSupply(supply.id, ['a'], '');
    expect((await b.desk.dossier(dossier)).requests.map(({ id, supplied }) => [id, supplied])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    const second = await b.desk.newSupply(dossier);
    await b.sealSupply(second.id, ['b'], 'dit au téléphone');
    await b.desk.sendNow();
    await b.desk.sendNow();

    await centralDesk.desk.sendNow();
    expect(await decide(centralDesk, dossier, { kind: 'approved', body: approval })).toMatchObject({
      end: 'sealed',
    });
    await centralDesk.desk.sendNow();
    await b.desk.sendNow();
    const view = await b.desk.dossier(dossier);
    expect(view).toMatchObject({ row: { procedure: 'approved' }, decision: { outcome: 'approved' } });
    expect(view.timeline.every((entry) => entry.state === 'received')).toBe(true);
    await centralDesk.close();
    await b.close();
  });

  test('contacts are noted and their telephone searched; urgency is recorded and first in the queue', async () => {
    const centre = new MemoryCentre(world);
    const b = await at('ML-PAR/B', AGENT, linked(centre));
    const slow = await b.sealed(PASSPORT);
    const draft = await b.filled(PASSPORT);
    await b.desk.saveDraft(draft.id, { urgentReason: 'obsèques' });
    const urgent = await b.desk.sealDraft(draft.id);
    const note = {
      by: 'telephone',
      direction: 'from-applicant',
      note: 'rappeler',
      phone: '+33 6 55 44 33 22',
    } as const;
    await b.seal(slow.dossier, { kind: 'contact-noted', body: note });
    expect(
      (await b.desk.search('0655443322', 3)).length + (await b.desk.search('655443322', 3)).length,
    ).toBeGreaterThan(0);
    expect(await b.desk.dossier(urgent.dossier)).toMatchObject({
      urgentReason: 'obsèques',
      row: { urgent: true },
    });
    await b.desk.sendNow();
    const centralDesk = await at('CENTRAL/A', 'I. S.', linked(centre));
    await centralDesk.desk.sendNow();
    expect((await centralDesk.desk.queue(0, 10)).rows.map(({ id }) => id)).toEqual([
      urgent.dossier,
      slow.dossier,
    ]);
    await centralDesk.close();
    await b.close();
  });

  test('two desks acting on one state make two versions, shown on both and reconciled by a person', async () => {
    const centre = new MemoryCentre(world);
    const b = await at('ML-PAR/B', AGENT, linked(centre));
    const { dossier } = await b.sealed(PASSPORT);
    await b.desk.sendNow();
    const a = await at('ML-PAR/A', AGENT, linked(centre));
    await a.desk.sendNow();
    const change = (profession: string) =>
      ({ kind: 'amended', body: { answers: { profession }, reason: 'erreur' } }) as const;
    await a.seal(dossier, change('Guichetier'));
    await b.seal(dossier, change('Bibliothécaire'));
    for (const one of [a, b, a]) await one.desk.sendNow();
    for (const one of [a, b]) {
      const view = await one.desk.dossier(dossier);
      expect(view.versions.map(({ answers }) => answers.profession).sort()).toEqual([
        'Bibliothécaire',
        'Guichetier',
      ]);
      expect(view.row.notices.map(({ code: notice }) => notice)).toContain('two-versions');
      expect(view.allowed[0]).toBe('reconciled');
      expect(view.allowed).not.toContain('amended');
    }
    const answers = { ...PASSPORT_ANSWERS, profession: 'Les deux' } as ActBodies['reconciled']['answers'];
    await a.seal(dossier, { kind: 'reconciled', body: { answers, reason: 'demandé' } });
    await a.desk.sendNow();
    await b.desk.sendNow();
    expect(await b.desk.dossier(dossier)).toMatchObject({
      versions: [],
      answers: { profession: 'Les deux' },
    });
    await a.close();
    await b.close();
  });

  test('what the centre holds or refuses is shown with its code, and what stands on it waits', async () => {
    const centre = new MemoryCentre(world);
    centre.unknownReleases.add(world.release);
    const b = await at('ML-PAR/B', AGENT, linked(centre));
    const { dossier, acts } = await b.sealed(PASSPORT);
    await b.desk.sendNow();
    const held = await b.desk.dossier(dossier);
    expect(
      held.timeline.map(({ state, verdictCode, standing }) => [state, verdictCode, standing]).sort(),
    ).toEqual([
      ['held', 'AD-101', 'waiting'],
      ['held', 'AD-103', 'waiting'],
    ]);
    expect((await b.desk.link()).attention.map(({ act, code: why }) => [act, why]).sort()).toEqual(
      [
        [acts[0], 'AD-103'],
        [acts[1], 'AD-101'],
      ].sort(),
    );
    centre.unknownReleases.clear();
    centre.refuse = ({ envelope }) => envelope.kind === 'submitted';
    await centre.judge('ML-PAR' as never);
    await b.desk.sendNow();
    const refused = await b.desk.dossier(dossier);
    expect(refused.timeline.map(({ state, verdictCode }) => [state, verdictCode])).toContainEqual([
      'not-admitted',
      'AD-206',
    ]);
    expect((await b.desk.link()).state).toBe('needs-person');
    await b.close();
  });

  test('while the desk is locked nothing can be read, and the transfer goes on', async () => {
    const centre = new MemoryCentre(world);
    const b = await at('ML-PAR/B', AGENT, linked(centre));
    const { dossier } = await b.sealed(PASSPORT);
    const draft = await b.filled(VISA);
    await b.desk.lock();
    const refusals = await Promise.all([
      code(b.desk.home()),
      code(b.desk.drafts()),
      code(b.desk.draft(draft.id)),
      code(b.desk.list('all', 0, 1)),
      code(b.desk.search('ERIKSSON', 1)),
      code(b.desk.dossier(dossier)),
      code(b.desk.recepisse(dossier)),
      code(b.desk.exportDossier(dossier)),
      code(b.desk.saveDraft(draft.id, { page: 'x' })),
      code(b.desk.sealDraft(draft.id)),
      code(b.desk.rebuild()),
    ]);
    expect(new Set(refusals)).toEqual(new Set(['LK-001']));
    const before = (await b.desk.situation()).lastWordFromCentre;
    expect(await b.desk.sendNow()).toMatchObject({ code: 'done' });
    await b.desk.sendNow();
    expect(centre.mission('ML-PAR' as never).offered.size).toBe(3);
    expect((await b.desk.situation()).lastWordFromCentre).not.toBe(before);
    await b.unlock(AGENT);
    expect((await b.desk.dossier(dossier)).timeline.every(({ state }) => state === 'received')).toBe(true);
    await b.close();
  });

  test('trouble on the link is told, and nothing is lost by it', async () => {
    const centre = new MemoryCentre(world);
    const b = await at('ML-PAR/B', AGENT, linked(centre));
    await b.sealed(PASSPORT);
    const told = [];
    for (const trouble of ['LN-001', 'LN-002', 'LN-003', 'LN-004', 'LN-005', 'LN-006'] as const) {
      centre.trouble = trouble;
      told.push((await b.desk.sendNow()).code);
    }
    expect(told).toEqual([
      'no-link',
      'cut',
      'server-trouble',
      'not-authorised',
      'server-trouble',
      'foreign-answer',
    ]);
    expect((await b.desk.link()).state).toBe('foreign-answer');
    centre.trouble = null;
    await b.desk.sendNow();
    expect(await b.desk.sendNow()).toMatchObject({ code: 'done', left: 0 });
    await b.close();
  });
});

describe('several officers', () => {
  test('a colleague of the mission finishes a draft, which is recorded; one of another mission cannot open it', async () => {
    const b = await at('ML-PAR/B', AGENT);
    const draft = await b.filled(PASSPORT);
    await b.desk.lock();
    await b.unlock(HEAD);
    expect(await b.desk.drafts()).toMatchObject([{ id: draft.id, mine: false }]);
    await b.desk.saveDraft(draft.id, { page: 'person' });
    expect(await b.desk.drafts()).toMatchObject([{ id: draft.id, mine: true }]);
    const log = b.medium.log('mission-ml-par');
    expect(await log.withPrefix('audit:')).toHaveLength(1);
    const record = b.medium.drafts.records.get(draft.id);
    await b.close();

    const dakar = await at('ML-DKR/A', 'E. M.');
    if (record) await dakar.medium.drafts.put(record);
    expect(await dakar.desk.drafts()).toEqual([]);
    expect(await code(dakar.desk.draft(draft.id))).toBe('DR-002');
    await dakar.close();
  });

  test('a lock in the middle of an unlocking wins', async () => {
    const b = await at('ML-PAR/B', AGENT);
    await b.sealed(PASSPORT);
    await b.desk.lock();
    const unlocking = code(b.unlock(AGENT));
    const { kid } = world.officer(AGENT, 'ML-PAR/B').credential;
    await new Promise((resolve) => setImmediate(resolve));
    while ((await b.signer.slots()).length === 0 || !(await isOpen(b, kid))) await new Promise(setImmediate);
    await b.desk.lock();
    expect(['LK-001', 'no error']).toContain(await unlocking);
    expect((await b.desk.situation()).unlocked).toBeNull();
    expect(await code(b.desk.home())).toBe('LK-001');
    await b.close();
  });

  test('a lock in the middle of sealing leaves the draft whole or the file sealed', async () => {
    for (const after of [0, 1, 2, 3, 5, 8, 13]) {
      const b = await at('ML-PAR/B', AGENT);
      const draft = await b.filled(PASSPORT);
      const sealing = b.desk.sealDraft(draft.id).then(
        () => 'sealed',
        (error: unknown) => error,
      );
      const from = b.fault.steps.length;
      while (b.fault.steps.length < from + after) await new Promise(setImmediate);
      await b.desk.lock();
      const end = await sealing;
      await b.unlock(AGENT);
      const frames = await b.journal.replay(0, 10);
      const drafts = await b.desk.drafts();
      expect(frames.length + drafts.length).toBe(1);
      if (end === 'sealed') expect(frames).toHaveLength(1);
      else expect(end instanceof DeskError || (end as { code: string }).code === 'SG-001').toBe(true);
      if (drafts[0]) expect((await b.desk.draft(drafts[0].id)).answers).toEqual(draft.answers);
      await b.close();
    }
  });
});

async function isOpen(b: NodeDesk, _kid: string): Promise<boolean> {
  const token = { v: 1, ref: 'PAR-B-26-00417-6', act: 'A'.repeat(43), day: '2026-11-21' };
  return b.signer.sign('guichet-token+jws', utf8(JSON.stringify(token))).then(
    () => true,
    () => false,
  );
}
