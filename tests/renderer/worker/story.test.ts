import { beforeAll, describe, expect, test } from 'vitest';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import type { World } from '../../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

const SERVICES = ['ml-passport-ordinary', 'ml-visa-short-stay', 'ml-laissez-passer'];

describe('from a draft to a dossier', () => {
  test.each(SERVICES)('%s: sealed, listed, found', async (service) => {
    const at = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
    await at.unlock('A. S.');
    const draft = await at.filled(service);
    const review = await at.desk.reviewDraft(draft.id);
    expect(review.issues).toEqual([]);
    const outcome = await at.desk.sealDraft(draft.id);
    expect(outcome.ref).toMatch(/^PAR-B-26-00001-/);
    const view = await at.desk.dossier(outcome.dossier);
    expect(view.timeline.map(({ kind, state }) => [kind, state])).toEqual([
      ['opened', 'sealed'],
      ['submitted', 'sealed'],
    ]);
    expect(await at.desk.drafts()).toEqual([]);
    await at.close();
  });
});
