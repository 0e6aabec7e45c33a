/** What comes to a file after it was lodged: its fee, its missing documents, its instrument's number. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { DossierId, ServiceCode } from '../../../app/acts/ids.ts';
import { collectable } from '../../../app/catalogue/fee.ts';
import { png } from '../../app/evidence/images.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import type { World } from '../../world/world.ts';

const PASSPORT = 'ml-passport-ordinary';
const AGENT = 'A. S.';

let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

async function lodged(): Promise<{ desk: NodeDesk; dossier: DossierId }> {
  const desk = await NodeDesk.open({ world, desk: 'ML-PAR/B' });
  await desk.unlock(AGENT);
  const draft = await desk.filled(PASSPORT as ServiceCode);
  return { desk, dossier: (await desk.desk.sealDraft(draft.id)).dossier };
}
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

describe('after lodging', () => {
  test('a fee is collected at the fixed rate, and the worker draws the quittance', async () => {
    const { desk, dossier } = await lodged();
    const { due, paid } = (await desk.desk.dossier(dossier)).fee;
    expect([due?.currency, paid]).toEqual(['XOF', []]);
    if (due === null) return;
    const { collected, rate } = collectable(due);
    const body = { legal: due, collected, ...(rate ? { rate } : {}), quittance: '', means: 'cash' };
    await desk.seal(dossier, { kind: 'fee-collected', body });
    const { fee } = await desk.desk.dossier(dossier);
    expect(fee.paid).toMatchObject([
      { quittance: expect.stringMatching(/^PAR-Q-26-\d{5}$/), collected, voided: false },
    ]);
    await desk.close();
  });

  test('a document is attached from a draft, is there to be read, and the draft is gone', async () => {
    const { desk, dossier } = await lodged();
    const before = (await desk.desk.dossier(dossier)).documents.length;
    const draft = await desk.desk.newSupply(dossier);
    await desk.desk.addEvidence(draft.id, 'bank-receipt', '', 'image/png', png(7, 9));
    const outcome = await desk.sealAttachment(draft.id, 'apporté ce matin');
    expect(outcome).toMatchObject({ dossier, durable: 'journal' });
    const view = await desk.desk.dossier(dossier);
    expect(view.documents.length).toBe(before + 1);
    const attached = view.documents.find(({ document }) => document === 'bank-receipt');
    expect(attached?.here).toBe(true);
    if (attached)
      expect(await desk.desk.evidence(dossier, attached.blob)).toEqual({
        here: true,
        mediaType: 'image/png',
        bytes: png(7, 9),
      });
    expect(view.timeline.at(-1)).toMatchObject({
      kind: 'evidence-attached',
      body: { note: 'apporté ce matin' },
    });
    expect(await desk.desk.drafts()).toEqual([]);
    expect(desk.medium.drafts.chunkCount).toBe(0);
    await desk.close();
  });

  test('nothing is attached when nothing was gathered; the draft stays', async () => {
    const { desk, dossier } = await lodged();
    const draft = await desk.desk.newSupply(dossier);
    expect(await code(desk.sealAttachment(draft.id, ''))).toBe('SL-003');
    expect((await desk.desk.drafts()).map(({ id }) => id)).toEqual([draft.id]);
    expect((await desk.desk.dossier(dossier)).timeline.length).toBe(2);
    await desk.close();
  });
});
