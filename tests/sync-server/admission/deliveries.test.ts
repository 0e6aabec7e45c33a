/** Desks that push at the same time are admitted together, and what befalls one of them befalls no other. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedDocument } from '../../../app/log/records.ts';
import type { Step } from '../../../sync-server/admission/step.ts';
import { StoreError } from '../../../sync-server/stores/replica-store.ts';
import { World } from '../../world/world.ts';
import { BY_MISSION, Centre, SERVICES } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await World.open(SERVICES);
});

/** An application as a desk pushes it; `held` without the wrap of its key. */
async function application(held = false): Promise<{ ids: string[]; documents: SignedDocument[] }> {
  const { dossier, acts } = await world.lodged(BY_MISSION);
  const documents = acts.map(({ document }) => document);
  const { _id, _rev, jws } = dossier.wrap;
  return { ids: acts.map(({ id }) => id), documents: held ? documents : [{ _id, _rev, jws }, ...documents] };
}

describe('requests that wait together', () => {
  let centre: Centre;
  let broken: ((step: Step) => void) | undefined;
  beforeAll(async () => {
    const step = (at: Step) => broken?.(at);
    centre = await Centre.open(world, { quota: { bytes: 1 << 20, documents: 4 }, step });
  });
  afterAll(() => centre.close());

  it('are one batch and one receipt, each answered for its own documents', async () => {
    const pushes = await Promise.all(Array.from({ length: 10 }, () => application()));
    const before = (await centre.receipts()).length;
    const answers = await Promise.all(
      pushes.map(({ documents }, n) => centre.push(documents, undefined, `ML-PAR/${'ABCDEFGHIJ'[n]}`)),
    );
    for (const [n, { documents }] of pushes.entries())
      expect(answers[n]).toEqual(documents.map(({ _id, _rev }) => ({ id: _id, rev: _rev })));
    const words = await centre.lastWords();
    for (const id of pushes.flatMap(({ ids }) => ids)) expect(words.get(id)).toBe('accepted AD-000');
    expect((await centre.receipts()).length - before).toBeLessThan(5);
  });

  it('share no quota: only the desk whose room is used up is told to wait, and its acts are kept for nobody', async () => {
    const [first, second, third, fourth] = await Promise.all([
      application(true),
      application(true),
      application(true),
      application(),
    ]);
    const push = ({ documents }: { documents: SignedDocument[] }, desk: string) =>
      centre.push(documents, undefined, desk);
    await push(first, 'ML-PAR/A');
    await push(second, 'ML-PAR/A');
    const [full, roomy, accepted] = await Promise.allSettled([
      push(third, 'ML-PAR/A'),
      push(first, 'ML-PAR/B'),
      push(fourth, 'ML-PAR/A'),
    ]);
    expect(full).toMatchObject({ status: 'rejected', reason: { error: 'insufficient_storage' } });
    expect(roomy.status).toBe('fulfilled');
    expect(accepted.status).toBe('fulfilled');
    const words = await centre.lastWords();
    expect(words.get(third.ids[0]!)).toBeUndefined();
    expect(words.get(fourth.ids[0]!)).toBe('accepted AD-000');
    expect((await push(third, 'ML-PAR/B')).every((answer) => !('error' in answer))).toBe(true);
  });

  it('are each tried alone when the group fails, so that one failure is one request’s', async () => {
    const pushes = await Promise.all([application(), application(), application()]);
    let failures = 2; // of the group, and of the first that is tried alone
    broken = (at) => {
      if (at === 'judged' && failures > 0) {
        failures -= 1;
        throw new Error('broken');
      }
    };
    // Something under way, so that the three wait together.
    const first = centre.push((await application()).documents).catch(() => 'failed');
    const results = await Promise.allSettled(pushes.map(({ documents }) => centre.push(documents)));
    broken = undefined;
    expect(
      [(await first) === 'failed', ...results.map(({ status }) => status === 'rejected')].filter(Boolean),
    ).toHaveLength(1);
    for (const [n, { documents }] of pushes.entries()) {
      if (results[n]?.status === 'rejected') await centre.push(documents);
    }
    const words = await centre.lastWords();
    for (const id of pushes.flatMap(({ ids }) => ids)) expect(words.get(id)).toBe('accepted AD-000');
  });

  it('are told, and told once, when the store is gone', async () => {
    const gone = await Centre.open(world);
    await gone.store.close();
    const pushes = await Promise.all([application(), application(), application()]);
    for (let round = 0; round < 2; round += 1) {
      const results = await Promise.allSettled(pushes.map(({ documents }) => gone.push(documents)));
      for (const result of results)
        expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StoreError) });
    }
    await gone.gateway.idle();
    await gone.close();
  });
});
