/**
 * Law 3 at the counter: what an officer seals stands on what their screen showed, not on what arrived behind it. Decision
 * 0008. Two desks and a centre that admits as the gateway does.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ActBodies } from '../../../app/acts/bodies.ts';
import type { ActId, DossierId } from '../../../app/acts/ids.ts';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import { png } from '../../app/evidence/images.ts';
import { PASSPORT_ANSWERS } from '../../specimens/answers.ts';
import { NodeDesk, type NodeDeskParts, openServicesWorld } from '../../world/desk-in-node.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import type { World } from '../../world/world.ts';

const PASSPORT = 'ml-passport-ordinary';
const AGENT = 'A. S.';
const HEAD = 'M. U.';
const REVIEWER = 'I. S.';

let world: World;
let centre: MemoryCentre;
let opened: NodeDesk[] = [];
beforeAll(async () => {
  world = await openServicesWorld();
});
beforeEach(() => {
  centre = new MemoryCentre(world);
});
afterEach(async () => {
  for (const desk of opened) await desk.close();
  opened = [];
});

type DecisionEnded = Extract<DeskEvent, { type: 'decision-ended' }>;
const decisionEnded = (event: DeskEvent): event is DecisionEnded => event.type === 'decision-ended';
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

async function at(id: string, officer: string): Promise<NodeDesk> {
  const transfer: NodeDeskParts['transfer'] = (medium, fault) => new MemoryTransfer(centre, medium, fault);
  const desk = await NodeDesk.open({ world, desk: id, transfer });
  await desk.unlock(officer);
  opened.push(desk);
  await desk.desk.sendNow();
  return desk;
}
/** Everybody sends and fetches until all is everywhere. */
const exchange = async (...desks: NodeDesk[]) => {
  for (const desk of [...desks, ...desks, ...desks]) await desk.desk.sendNow();
};
const change = (profession: string) =>
  ({ kind: 'amended', body: { answers: { profession }, reason: 'erreur' } }) as const;
const note = {
  kind: 'contact-noted',
  body: { by: 'counter', direction: 'from-applicant', note: 'x' },
} as const;
const approval: ActBodies['approved'] = { displayed: [], checks: [] };
const approve = { kind: 'approved', body: approval } as const;
const priorOf = (act: ActId | undefined): readonly ActId[] | undefined => {
  for (const { act: known } of centre.mission('ML-PAR' as never).judged.values())
    if (known?.id === act) return known?.envelope.prior;
  return undefined;
};
/** What the centre said of every act of the file. */
const verdicts = () => [
  ...new Set(
    [...centre.mission('ML-PAR' as never).judged.values()].map(({ admission }) => admission.verdict),
  ),
];

async function twoDesks(service = PASSPORT): Promise<{ a: NodeDesk; b: NodeDesk; dossier: DossierId }> {
  const b = await at('ML-PAR/B', AGENT);
  const { dossier } = await b.sealed(service);
  await exchange(b);
  return { a: await at('ML-PAR/A', AGENT), b, dossier };
}

describe('what arrived behind the screen', () => {
  test('an amendment stands beside the one that arrived; both are kept, told, and reconciled', async () => {
    const { a, b, dossier } = await twoDesks();
    const screen = await a.desk.dossier(dossier);
    const theirs = await b.seal(dossier, change('Bibliothécaire'));
    await exchange(b, a);
    expect((await a.desk.dossier(dossier)).answers.profession).toBe('Bibliothécaire');

    const mine = await a.desk.seal(dossier, change('Guichetier'), screen.heads);
    expect(mine.meanwhile).toEqual(theirs.acts);
    await exchange(a, b);
    expect(priorOf(mine.acts[0])).toEqual(screen.heads);
    expect(verdicts()).toEqual(['accepted']);
    const both = [...mine.acts, ...theirs.acts].sort();
    for (const desk of [a, b]) {
      const view = await desk.desk.dossier(dossier);
      expect([view.heads, view.mainHeads]).toEqual([both, both]);
      expect(view.versions.map(({ head }) => head).sort()).toEqual(both);
    }
    const answers = { ...PASSPORT_ANSWERS, profession: 'Les deux' } as ActBodies['reconciled']['answers'];
    const one = await b.seal(dossier, { kind: 'reconciled', body: { answers, reason: 'demandé' } });
    expect(one.meanwhile).toEqual([]);
    await exchange(b, a);
    expect(await a.desk.dossier(dossier)).toMatchObject({
      heads: one.acts,
      versions: [],
      answers: { profession: 'Les deux' },
    });
  });

  test('a note of a call competes with nothing, and stands on what was seen; the next act lists both', async () => {
    const { a, b, dossier } = await twoDesks();
    const screen = await a.desk.dossier(dossier);
    const theirs = await b.seal(dossier, change('Bibliothécaire'));
    await exchange(b, a);
    const noted = await a.desk.seal(dossier, note, screen.heads);
    expect(noted.meanwhile).toEqual([]);
    await exchange(a, b);
    expect(priorOf(noted.acts[0])).toEqual(screen.heads);
    expect(verdicts()).toEqual(['accepted']);
    const view = await a.desk.dossier(dossier);
    expect(view).toMatchObject({ mainHeads: theirs.acts, versions: [] });
    expect(view.heads).toEqual([...noted.acts, ...theirs.acts].sort());
    const next = await b.seal(dossier, change('Les deux'));
    await exchange(b, a);
    expect(priorOf(next.acts[0])).toEqual(view.heads);
    expect((await a.desk.dossier(dossier)).heads).toEqual(next.acts);
  });

  test('what commutes is listed, seen or not, and makes no version', async () => {
    const { a, b, dossier } = await twoDesks();
    const screen = await a.desk.dossier(dossier);
    const theirs = await b.seal(dossier, note);
    await exchange(b, a);
    const mine = await a.desk.seal(dossier, change('Guichetier'), screen.heads);
    expect(mine.meanwhile).toEqual([]);
    await exchange(a, b);
    expect(priorOf(mine.acts[0])).toEqual(theirs.acts);
    expect(await b.desk.dossier(dossier)).toMatchObject({ heads: mine.acts, versions: [] });
  });

  test('what was attached while others amended is kept, with both', async () => {
    const { a, b, dossier } = await twoDesks();
    const screen = await a.desk.dossier(dossier);
    const draft = await a.desk.newSupply(dossier);
    await a.desk.addEvidence(draft.id, 'bank-receipt', '', 'image/png', png(7, 9));
    await b.seal(dossier, change('Bibliothécaire'));
    await exchange(b, a);
    const attached = await a.desk.sealAttachment(draft.id, '', screen.heads);
    await exchange(a, b);
    expect(priorOf(attached.acts[0])).toEqual(screen.heads);
    expect(verdicts()).toEqual(['accepted']);
    const view = await b.desk.dossier(dossier);
    expect(view.documents.some(({ document }) => document === 'bank-receipt')).toBe(true);
    expect(view.answers.profession).toBe('Bibliothécaire');
  });

  test('heads of no view of this file are refused, and nothing is sealed', async () => {
    const { a, b, dossier } = await twoDesks();
    const other = await b.sealed(PASSPORT);
    const { heads, timeline } = await a.desk.dossier(dossier);
    const wrong = [[], other.acts.slice(-1), timeline.map(({ act }) => act), [...heads, ...other.acts]];
    for (const seen of wrong) expect(await code(a.desk.seal(dossier, note, seen))).toBe('DO-032');
    expect((await a.desk.dossier(dossier)).timeline).toHaveLength(2);
  });
});

describe('what cannot be taken back', () => {
  test('is not approved on a state that was overtaken; read again, it is', async () => {
    const { b, dossier } = await twoDesks();
    const central = await at('CENTRAL/A', REVIEWER);
    const screen = await central.desk.dossier(dossier);
    await central.displayAll(dossier);
    await b.seal(dossier, change('Bibliothécaire'));
    await exchange(b, central);
    expect(await code(central.desk.decide(dossier, approve, screen.heads))).toBe('DO-031');
    expect(await central.desk.drafts()).toEqual([]);

    const ended = central.next(decisionEnded);
    await central.decide(dossier, approve);
    expect((await ended).end).toMatchObject({ end: 'sealed', outcome: { meanwhile: [] } });
    await exchange(central, b);
    expect(await b.desk.dossier(dossier)).toMatchObject({ row: { procedure: 'approved' }, versions: [] });
    expect(verdicts()).toEqual(['accepted']);
  });

  test('holds to the last of the eight seconds', async () => {
    const { a, b, dossier } = await twoDesks();
    const central = await at('CENTRAL/A', REVIEWER);
    await central.displayAll(dossier);
    central.countdown.atOnce = false;
    const counted = async (meanwhile: () => Promise<unknown>) => {
      const counting = central.next(
        (event): event is Extract<DeskEvent, { type: 'decision-counting' }> =>
          event.type === 'decision-counting',
      );
      const ended = central.next(decisionEnded);
      await central.decide(dossier, approve);
      await counting;
      await meanwhile();
      await exchange(a, b, central);
      central.countdown.confirmAll();
      return (await ended).end;
    };
    expect(await counted(() => a.seal(dossier, change('Guichetier')))).toMatchObject({
      end: 'failed',
      code: 'DO-031',
    });
    // A document commutes; but nobody has seen it.
    const draft = await b.desk.newSupply(dossier);
    await b.desk.addEvidence(draft.id, 'bank-receipt', '', 'image/png', png(7, 9));
    expect(await counted(() => b.sealAttachment(draft.id, ''))).toMatchObject({
      end: 'failed',
      code: 'DO-005',
    });
    expect(await central.desk.drafts()).toEqual([]);
    await central.displayAll(dossier);
    expect(await counted(() => a.seal(dossier, note))).toMatchObject({ end: 'sealed' });
    await exchange(central, a);
    expect(await a.desk.dossier(dossier)).toMatchObject({ row: { procedure: 'approved' }, versions: [] });
  });

  test('is not issued twice by two desks that were approved alike', async () => {
    const { a, b, dossier } = await twoDesks('ml-laissez-passer');
    await b.desk.lock();
    await b.unlock(HEAD);
    await b.displayAll(dossier);
    const ended = b.next(decisionEnded);
    await b.decide(dossier, approve);
    await ended;
    await exchange(b, a);
    const screen = await a.desk.dossier(dossier);
    const issue = {
      kind: 'instrument-issued',
      body: { instrument: 'laissez-passer', number: '', validFrom: '2026-11-21' },
    } as const;
    await b.seal(dossier, issue);
    await exchange(b, a);
    expect(await code(a.desk.seal(dossier, issue, screen.heads))).toBe('DO-031');
    expect((await a.desk.dossier(dossier)).row.procedure).toBe('ready');
    expect(await a.seal(dossier, { kind: 'handed-over', body: { to: 'applicant' } })).toBeDefined();
  });
});
