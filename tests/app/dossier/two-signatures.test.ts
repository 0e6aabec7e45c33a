/** Two signatures are two persons', and nobody decides what they lodged: over credentials, desks, heads and refusals to sign. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActBodies } from '../../../app/acts/bodies.ts';
import type { ActId, DeskId } from '../../../app/acts/ids.ts';
import type { ActKind } from '../../../app/acts/kinds.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import { foldDossier } from '../../../app/dossier/fold-dossier.ts';
import type { OfficerHolder } from '../../../scripts/ministry/create-ministry.ts';
import { demoPlan } from '../../../scripts/ministry/plan.ts';
import { TWO_SIGNATURES } from '../../world/definition.ts';
import { approval, openedBody, refusal, type TestDossier, World } from '../../world/world.ts';
import { TestGateway } from '../admission/gateway.ts';

let world: World;
beforeAll(async () => {
  const demo = demoPlan('http://127.0.0.1:1');
  // One person with a counter at the mission and a chair at the centre.
  const both = {
    name: 'MUSTERMANN Max',
    initials: 'M. M.',
    roles: ['agent' as const, 'reviewer' as const, 'supervisor' as const],
    desks: ['ML-PAR/B' as DeskId, 'CENTRAL/A' as DeskId],
  };
  world = await World.open([TWO_SIGNATURES], { ...demo, officers: [...demo.officers, both] });
});

const COUNTERSIGN = { displayed: [] };
/** Reviewer and supervisor: a person at two desks, under two credentials. */
const atA = () => world.officer('F. U.', 'CENTRAL/A');
const atB = () => world.officer('F. U.', 'CENTRAL/B');

class File {
  readonly gateway = new TestGateway(world);
  readonly acts: SealedAct[] = [];
  readonly dossier: TestDossier;
  constructor(dossier: TestDossier) {
    this.dossier = dossier;
    this.gateway.wraps.add(`${dossier.id} 1`);
  }

  static async lodged(by = world.agent): Promise<{ file: File; head: ActId }> {
    const file = new File(await world.dossier(TWO_SIGNATURES, by));
    const opened = await file.seal(by, 'opened', openedBody(), []);
    const submitted = await file.seal(by, 'submitted', {}, [opened]);
    expect([file.code(opened), file.code(submitted)]).toEqual(['AD-000', 'AD-000']);
    return { file, head: submitted };
  }

  async seal<K extends ActKind>(
    by: OfficerHolder,
    kind: K,
    body: ActBodies[K],
    prior: readonly ActId[],
  ): Promise<ActId> {
    const act = await world.seal(this.dossier, by, { kind, prior, body });
    this.acts.push(act);
    await this.gateway.receive(act.document);
    return act.id;
  }

  code = (act: ActId): string | undefined => this.gateway.verdicts.get(act)?.code;

  /** What every desk makes of these acts without a word of the centre, whatever came first. */
  async status(): Promise<string | undefined> {
    const acts = await Promise.all(this.acts.map((act) => world.verify(act)));
    const folded = [acts, acts.toReversed()].map((order) => foldDossier(order, new Map(), TWO_SIGNATURES));
    expect(folded[0]?.status).toBe(folded[1]?.status);
    return folded[0]?.status;
  }
}

describe('a second signature', () => {
  it('is another person’s: not the same one’s at another desk, under another credential', async () => {
    const { file, head } = await File.lodged();
    expect(atA().credential.kid).not.toBe(atB().credential.kid);
    const approved = await file.seal(atA(), 'approved', approval, [head]);
    const same = await file.seal(atB(), 'countersigned', COUNTERSIGN, [approved]);
    expect([file.code(approved), file.code(same)]).toEqual(['AD-000', 'AD-206']);
    expect(await file.status()).toBe('to-countersign');
    const other = await file.seal(world.officer('M. M.', 'CENTRAL/A'), 'countersigned', COUNTERSIGN, [
      approved,
    ]);
    expect(file.code(other)).toBe('AD-000');
    expect(await file.status()).toBe('approved');
  });

  it('and neither of the two is the lodger’s, at whatever desk they sit', async () => {
    const counter = world.officer('M. M.', 'ML-PAR/B');
    const chair = world.officer('M. M.', 'CENTRAL/A');
    const { file, head } = await File.lodged(counter);
    for (const [kind, body] of [
      ['approved', approval],
      ['refused', refusal],
    ] as const)
      expect(file.code(await file.seal(chair, kind, body, [head]))).toBe('AD-206');
    const approved = await file.seal(world.reviewer, 'approved', approval, [head]);
    expect(file.code(approved)).toBe('AD-000');
    expect(file.code(await file.seal(chair, 'countersigned', COUNTERSIGN, [approved]))).toBe('AD-206');
    expect(await file.status()).toBe('to-countersign');
  });

  it('of two desks that approve at once, each stands for itself: no one signs their own, nor both together', async () => {
    const { file, head } = await File.lodged();
    const first = await file.seal(world.reviewer, 'approved', approval, [head]);
    const second = await file.seal(atB(), 'approved', approval, [head]);
    expect([file.code(first), file.code(second)]).toEqual(['AD-000', 'AD-000']);
    // Two heads: nothing wins, and nothing irrevocable stands on both.
    expect(await file.status()).toBe('submitted');
    const supervisor = world.officer('M. M.', 'CENTRAL/A');
    expect(file.code(await file.seal(supervisor, 'countersigned', COUNTERSIGN, [first, second]))).toBe(
      'AD-206',
    );
    expect(file.code(await file.seal(atA(), 'countersigned', COUNTERSIGN, [second]))).toBe('AD-206');
    // A person reconciles, and the decision is taken anew, by two.
    const reconciled = await file.seal(supervisor, 'reconciled', { answers: {}, reason: 'x' }, [
      first,
      second,
    ]);
    expect(file.code(reconciled)).toBe('AD-000');
    expect(await file.status()).toBe('submitted');
    expect(file.code(await file.seal(supervisor, 'countersigned', COUNTERSIGN, [reconciled]))).toBe('AD-206');
    const again = await file.seal(atB(), 'approved', approval, [reconciled]);
    expect(file.code(await file.seal(atA(), 'countersigned', COUNTERSIGN, [again]))).toBe('AD-206');
    expect(file.code(await file.seal(supervisor, 'countersigned', COUNTERSIGN, [again]))).toBe('AD-000');
    expect(await file.status()).toBe('approved');
  });

  it('of two desks that sign at once, both are kept and neither counts until a person has reconciled them', async () => {
    const { file, head } = await File.lodged();
    const approved = await file.seal(world.reviewer, 'approved', approval, [head]);
    const one = await file.seal(atA(), 'countersigned', COUNTERSIGN, [approved]);
    const other = await file.seal(
      world.officer('M. M.', 'CENTRAL/A'),
      'countersignature-declined',
      { reason: 'x' },
      [approved],
    );
    expect([file.code(one), file.code(other)]).toEqual(['AD-000', 'AD-000']);
    expect(await file.status()).toBe('to-countersign');
    const issue = { instrument: 'paper', number: '1', validFrom: '2026-11-21' };
    for (const prior of [[one, other], [other]])
      expect(file.code(await file.seal(world.head, 'instrument-issued', issue, prior))).toBe('AD-206');
  });

  it('that was declined is asked for again of somebody who did not give the first', async () => {
    const { file, head } = await File.lodged();
    const supervisor = world.officer('M. M.', 'CENTRAL/A');
    const approved = await file.seal(world.reviewer, 'approved', approval, [head]);
    const declined = await file.seal(atA(), 'countersignature-declined', { reason: 'x' }, [approved]);
    expect(file.code(declined)).toBe('AD-000');
    expect(await file.status()).toBe('submitted');
    // What was approved before is no first signature any more.
    expect(file.code(await file.seal(supervisor, 'countersigned', COUNTERSIGN, [declined]))).toBe('AD-206');
    const again = await file.seal(atB(), 'approved', approval, [declined]);
    expect(file.code(again)).toBe('AD-000');
    expect(file.code(await file.seal(atA(), 'countersigned', COUNTERSIGN, [again]))).toBe('AD-206');
    expect(file.code(await file.seal(supervisor, 'countersigned', COUNTERSIGN, [again]))).toBe('AD-000');
    expect(await file.status()).toBe('approved');
  });
});
