/** What a gateway keeps in memory changes no word: envelopes that were let go of are read and verified again. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActId, DossierId } from '../../../app/acts/ids.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import { readAct } from '../../../app/acts/verify-act.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { ACTS_AT_HAND, KnownActs } from '../../../sync-server/admission/known-acts.ts';
import { World } from '../../world/world.ts';
import { aDay } from './a-day.ts';
import { BY_CENTRE, Centre, documentsOfActs, lift, SERVICES, wrapOf } from './support.ts';

let world: World;
let documents: SignedDocument[];

beforeAll(async () => {
  world = await World.open(SERVICES);
  documents = [...(await aDay(world)), ...(await aDay(world))];
});

/** Everything said, receipt by receipt, but for when, and which signature of a batch was verified first. */
async function said(centre: Centre): Promise<unknown> {
  const receipts = await centre.receipts();
  const inOrder = (list: readonly (readonly unknown[])[]) => list.map((one) => one.join(' ')).sort();
  return receipts.map(({ n, items, chains }) => ({ n, items: inOrder(items), chains: inOrder(chains) }));
}

describe('a gateway that remembers one dossier at a time', () => {
  it('says the same in the same receipts, through restarts and new epochs', async () => {
    const plan = fc.record({
      order: fc.shuffledSubarray([...documents.keys()], { minLength: documents.length }),
      repeated: fc.array(fc.nat({ max: documents.length - 1 }), { maxLength: 12 }),
      cuts: fc.array(fc.nat({ max: documents.length + 12 }), { minLength: 2, maxLength: 12 }),
      restartAfter: fc.nat({ max: 8 }),
      newEpoch: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ order, repeated, cuts, restartAfter, newEpoch }) => {
        const sequence = [...order, ...repeated].map((n) => documents[n] as SignedDocument);
        const ends = [...new Set([...cuts, sequence.length])].sort((a, b) => a - b);
        const histories: unknown[] = [];
        for (const actsAtHand of [0, 1_000_000]) {
          const centre = await Centre.open(world, { actsAtHand });
          try {
            let from = 0;
            for (const [n, end] of ends.entries()) {
              await centre.push(sequence.slice(from, end));
              from = end;
              if (n === restartAfter) await centre.restart({ newEpoch });
            }
            histories.push([await said(centre), [...(await centre.lastWords())].sort()]);
          } finally {
            await centre.close();
          }
        }
        expect(histories[0]).toEqual(histories[1]);
      }),
      { numRuns: 8, seed: 20_261_130 },
    );
  }, 240_000);

  it('frees, lifts and answers again what stands on acts that it has let go of', async () => {
    const centre = await Centre.open(world, { actsAtHand: 0 });
    try {
      const files = [await world.lodged(BY_CENTRE), await world.lodged(BY_CENTRE)];
      for (const file of files) await centre.push([wrapOf(file.dossier), ...documentsOfActs(file.acts)]);
      const [first] = files;
      const submitted = first!.acts[1]!;
      const note = await world.seal(first!.dossier, world.agent, {
        kind: 'annotated',
        prior: [submitted.id],
        body: { note: 'later' },
      });
      await centre.push([note.document]);
      await centre.push(documentsOfActs(first!.acts));
      expect(await centre.words('act', note.id)).toEqual(['accepted AD-000']);
      expect(await centre.words('act', submitted.id)).toEqual(['accepted AD-000']);
      const late = await lift(submitted.id, 'accepted', world.agent);
      expect(await centre.push([late])).toMatchObject([{ error: 'forbidden' }]);
    } finally {
      await centre.close();
    }
  });

  it('judges nothing by an act that the store does not show any more', async () => {
    const centre = await Centre.open(world, { actsAtHand: 0 });
    try {
      const file = await world.lodged(BY_CENTRE);
      const other = await world.lodged(BY_CENTRE);
      const [opened, submitted] = file.acts as [SealedAct, SealedAct];
      await centre.push([wrapOf(file.dossier), opened.document, wrapOf(other.dossier)]);
      await centre.push(documentsOfActs(other.acts));
      const records = await centre.db('records');
      const read = await records.get(opened.document._id);
      if (read.kind !== 'found') throw new Error('the act is not kept');
      const { id, rev } = read.doc;
      await records.putDocs([{ id, parent: rev, deleted: true, body: {}, attachments: new Map() }]);
      await expect(centre.push([submitted.document])).rejects.toMatchObject({ code: 'unavailable' });
      expect(await centre.words('act', submitted.id)).toEqual([]);
    } finally {
      await centre.close();
    }
  });

  it('has no more acts in memory than it may, but for the dossier touched last', async () => {
    const centre = await Centre.open(world);
    try {
      const kept = new Map<ActId, DossierId>();
      const ends: SealedAct[] = [];
      for (let n = 0; n < 5; n += 1) {
        const { dossier, acts } = await world.lodged(BY_CENTRE);
        await centre.push([wrapOf(dossier), ...documentsOfActs(acts)]);
        for (const { id } of acts) kept.set(id, dossier.id);
        ends.push(acts[1]!);
      }
      const db = await centre.db('records');
      const keptIn = (id: ActId) => kept.get(id);
      for (const atHand of [0, 3, 4, ACTS_AT_HAND]) {
        const acts = new KnownActs({ db, keyring: world.keyring, keptIn, atHand });
        for (const end of [...ends, ...ends]) {
          const known = await acts.around(await readAct(end.jws));
          expect([...known.keys()]).toEqual((await readAct(end.jws)).envelope.prior);
          expect(acts.atHand).toBeLessThanOrEqual(Math.max(atHand, 2));
        }
      }
    } finally {
      await centre.close();
    }
  });
});
