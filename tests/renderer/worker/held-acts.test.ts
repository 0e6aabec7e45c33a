/** What is on hold at the centre, as a supervisor's desk takes the gateway's answer: one entry hides no other. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { ActId } from '../../../app/acts/ids.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import { payloadBytes } from '../../../app/seal/jws.ts';
import { SPECIMEN_DEFINITIONS } from '../../world/definition.ts';
import { NodeDesk, WORDS } from '../../world/desk-in-node.ts';
import { DeskMedium } from '../../world/desk-medium.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import { World } from '../../world/world.ts';

let world: World;
let centre: MemoryCentre;
let acts: readonly SealedAct[];
beforeEach(async () => {
  world = await World.open();
  centre = new MemoryCentre(world);
  ({ acts } = await world.lodged(SPECIMEN_DEFINITIONS[0]!));
});

const answers = (...codes: readonly string[]) =>
  centre.answers.set('admin/held', {
    acts: codes.map((code, n) => ({ mission: 'ML-PAR', code, jws: acts[n]?.document.jws ?? 'no act' })),
  });
/** @param missions whose records are here */
async function supervisor(missions: readonly string[] = ['ML-PAR', 'ML-DKR']): Promise<NodeDesk> {
  const desk = await NodeDesk.open({
    world,
    desk: 'CENTRAL/A',
    medium: new DeskMedium(missions as never),
    transfer: (medium, fault) => new MemoryTransfer(centre, medium, fault),
  });
  await desk.unlock('F. U.');
  return desk;
}
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe('the list', () => {
  test('shows what a newer gateway holds for a reason of its own, without a word on it, and all others as ever', async () => {
    answers('AD-108', 'AD-199');
    const desk = await supervisor();
    const shown = (await desk.desk.held()).map(({ act, code: why, mayLift }) => [act, why, mayLift]);
    expect(shown).toEqual([
      [acts[0]!.id, 'AD-108', 'yes'],
      [acts[1]!.id, 'newer', 'newer'],
    ]);
    await desk.desk.confirmSecret(WORDS);
    expect(await code(desk.desk.lift(acts[1]!.id as ActId, 'accepted', 'confirmed'))).toBe('LF-002');
    await desk.close();
  });

  test('leaves out what is no act, and is none where its form is another', async () => {
    answers('AD-108', 'AD-108', 'AD-108');
    const desk = await supervisor();
    expect(await desk.desk.held()).toHaveLength(2);
    centre.answers.set('admin/held', { acts: [{ mission: 'ML-PAR', jws: 'x' }] });
    expect(await code(desk.desk.held())).toBe('LN-005');
    await desk.close();
  });
});

test('a word on a mission whose records are not here spends no secret', async () => {
  answers('AD-108');
  const desk = await supervisor(['ML-DKR']);
  const [entry] = await desk.desk.held();
  await desk.desk.confirmSecret(WORDS);
  expect(await code(desk.desk.lift(entry!.act, 'accepted', 'confirmed'))).toBe('DO-001');
  // The signer still has it.
  const word = payloadBytes({ v: 1, act: entry!.act, verdict: 'accepted', reason: 'confirmed' });
  expect(await code(desk.signer.sign('guichet-lift+jws', word) as Promise<unknown>)).toBe('done');
  await desk.close();
});
