import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActId } from '../../../app/acts/ids.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import { openBody, type VerifiedAct } from '../../../app/acts/verify-act.ts';
import { allowedActs } from '../../../app/dossier/allowed-acts.ts';
import { foldData } from '../../../app/dossier/fold-data.ts';
import { foldDossier } from '../../../app/dossier/fold-dossier.ts';
import type { Verdict } from '../../../app/dossier/verdict.ts';
import { BY_CENTRE, BY_MISSION, TWO_SIGNATURES } from '../../world/definition.ts';
import { approval, openedBody, refusal, type TestDossier, World } from '../../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});

const verifyAll = (acts: readonly SealedAct[]) => Promise.all(acts.map((act) => world.verify(act)));
const none = new Map<ActId, { verdict: Verdict; code: string }>();
const bodies = async (dossier: TestDossier, acts: readonly VerifiedAct[]) =>
  new Map(await Promise.all(acts.map(async (act) => [act.id, await openBody(act, dossier.key)] as const)));

describe('folding', () => {
  it('goes from lodged to handed over, and offers at each step what is allowed', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const state = () => verifyAll(acts).then((verified) => foldDossier(verified, none, BY_CENTRE)!);
    expect((await state()).status).toBe('submitted');
    expect(allowedActs(await state(), BY_CENTRE, world.agent.credential)).not.toContain('approved');
    expect(allowedActs(await state(), BY_CENTRE, world.reviewer.credential)[0]).toBe('approved');
    const step = async (
      by: typeof world.agent,
      kind: 'assigned' | 'approved' | 'instrument-issued' | 'handed-over',
    ) => {
      const all = {
        assigned: { kind: 'assigned', body: {}, but: { assignee: by.credential.subject } },
        approved: { kind: 'approved', body: approval },
        'instrument-issued': {
          kind: 'instrument-issued',
          body: { instrument: 'visa', number: '1', validFrom: '2026-11-21' },
        },
        'handed-over': { kind: 'handed-over', body: { to: 'applicant' } },
      } as const;
      acts.push(await world.seal(dossier, by, { ...all[kind], prior: (await state()).heads } as never));
      return (await state()).status;
    };
    expect(await step(world.reviewer, 'assigned')).toBe('under-review');
    expect(await step(world.reviewer, 'approved')).toBe('approved');
    expect(await step(world.agent, 'instrument-issued')).toBe('issued');
    expect(await step(world.agent, 'handed-over')).toBe('handed-over');
  });

  it('law 3: two decisions on one state are two versions; nothing wins until a person reconciles them', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const prior = [acts[1]!.id];
    const yes = await world.seal(dossier, world.reviewer, { kind: 'approved', prior, body: approval });
    const no = await world.seal(dossier, world.supervisor, { kind: 'refused', prior, body: refusal });
    const both = await verifyAll([...acts, yes, no]);
    const state = foldDossier(both, none, BY_CENTRE)!;
    expect(state.status).toBe('submitted');
    expect(state.versions).toEqual([yes.id, no.id].sort());
    const offered = allowedActs(state, BY_CENTRE, world.reviewer.credential);
    expect(offered[0]).toBe('reconciled');
    expect(offered).not.toContain('approved');
    const body = { answers: { surname: 'ERIKSSON' }, reason: 'specimen' };
    const reconciled = await world.seal(dossier, world.reviewer, {
      kind: 'reconciled',
      prior: state.heads,
      body,
    });
    const after = foldDossier([...both, await world.verify(reconciled)], none, BY_CENTRE)!;
    expect(after.versions).toEqual([reconciled.id]);
    expect(after.status).toBe('submitted');
    expect(
      foldData(after, await bodies(dossier, await verifyAll([...acts, yes, no, reconciled]))).answers,
    ).toEqual(body.answers);
  });

  it('two `opened` acts of one dossier are two versions: neither hides the other', async () => {
    const dossier = await world.dossier(BY_CENTRE);
    const one = await world.seal(dossier, world.agent, { kind: 'opened', prior: [], body: openedBody() });
    const two = await world.seal(dossier, world.otherAgent, {
      kind: 'opened',
      prior: [],
      body: openedBody(),
    });
    const state = foldDossier(await verifyAll([one, two]), none, BY_CENTRE)!;
    expect(state.versions).toHaveLength(2);
  });

  it('nobody decides a file they lodged, on any desk', async () => {
    const head = world.head;
    const own = {
      ...BY_MISSION,
      lodge: { roles: ['agent', 'head-of-mission'] as const },
    } as unknown as typeof BY_MISSION;
    const { acts } = await world.lodged(own, head);
    const state = foldDossier(await verifyAll(acts), none, own)!;
    expect(allowedActs(state, own, head.credential)).not.toContain('approved');
    expect(allowedActs(state, own, world.officer('M. U.', 'ML-PAR/A').credential)).not.toContain('approved');
  });

  it('a second signature is another person’s', async () => {
    const { dossier, acts } = await world.lodged(TWO_SIGNATURES);
    const approved = await world.seal(dossier, world.supervisor, {
      kind: 'approved',
      prior: [acts[1]!.id],
      body: approval,
    });
    const state = foldDossier(await verifyAll([...acts, approved]), none, TWO_SIGNATURES)!;
    expect(state.status).toBe('to-countersign');
    expect(allowedActs(state, TWO_SIGNATURES, world.supervisor.credential)).not.toContain('countersigned');
  });

  it('law 10: an act of a newer version is kept, shown, and freezes what may be done', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const unknown = await world.seal(dossier, world.reviewer, {
      kind: 'annotated',
      prior: [acts[1]!.id],
      body: { note: 'x' },
      but: { priority: 'urgent' },
    });
    const newer = await world.verify(unknown);
    const disguised = { ...newer, envelope: { ...newer.envelope, kind: 'blessed' } } as VerifiedAct;
    const state = foldDossier([...(await verifyAll(acts)), disguised], none, BY_CENTRE)!;
    expect(state.needsUpdate).toBe(true);
    expect(state.acts.find(({ id }) => id === disguised.id)?.standing).toBe('waiting');
    expect(allowedActs(state, BY_CENTRE, world.reviewer.credential)).toEqual([]);
  });

  it('held and refused acts are shown and not folded, nor is what stands on them', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const approved = await world.seal(dossier, world.reviewer, {
      kind: 'approved',
      prior: [acts[1]!.id],
      body: approval,
    });
    const issued = await world.seal(dossier, world.agent, {
      kind: 'instrument-issued',
      prior: [approved.id],
      body: { instrument: 'visa', number: '1', validFrom: '2026-11-21' },
    });
    const all = await verifyAll([...acts, approved, issued]);
    for (const [verdict, standing] of [
      ['held', 'waiting'],
      ['refused', 'left-out'],
    ] as const) {
      const state = foldDossier(all, new Map([[approved.id, { verdict, code: 'AD-1' }]]), BY_CENTRE)!;
      expect(state.status).toBe('submitted');
      expect(state.acts.map((entry) => entry.standing)).toEqual(['folded', 'folded', standing, standing]);
      expect(state.acts.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    }
  });

  it('law 2: any order of delivery and any duplication fold to the same state and data', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const prior = [acts[1]!.id];
    const note = (text: string) => ({
      kind: 'contact-noted' as const,
      prior,
      body: { by: 'telephone' as const, direction: 'from-applicant' as const, note: text },
    });
    const asked = await world.seal(dossier, world.reviewer, {
      kind: 'information-requested',
      prior,
      body: {
        items: [{ id: 'a', document: null, what: 'w', why: 'y', satisfiedBy: 's', dueBy: '2026-12-01' }],
        language: 'fr',
      },
    });
    const calls = [
      await world.seal(dossier, world.agent, note('one')),
      await world.seal(dossier, world.otherAgent, note('two')),
    ];
    const supplied = await world.seal(dossier, world.agent, {
      kind: 'information-supplied',
      prior: [asked.id, ...calls.map(({ id }) => id)],
      body: { items: ['a'], documents: [], answers: { given: 'Anna' } },
    });
    const rival = await world.seal(dossier, world.otherAgent, {
      kind: 'information-supplied',
      prior: [asked.id],
      body: { items: ['a'], documents: [] },
    });
    const all = await verifyAll([...acts, asked, ...calls, supplied, rival]);
    const opened = await bodies(dossier, all);
    const shown = (given: readonly VerifiedAct[]) => {
      const state = foldDossier(given, none, BY_CENTRE)!;
      const { history: _, ...rest } = state;
      return JSON.stringify([
        {
          ...rest,
          acts: state.acts.map(({ id, standing }) => [id, standing]),
          keyCommits: [...state.keyCommits],
          lodgedBy: [...state.lodgedBy],
        },
        { ...foldData(state, opened), versions: [...foldData(state, opened).versions] },
      ]);
    };
    const expected = shown(all);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.array(fc.constantFrom(...all), { maxLength: 5 }),
        (order, again) => {
          expect(shown([...order, ...again])).toBe(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
