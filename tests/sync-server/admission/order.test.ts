/** Law 5: whatever the order, the batches and the repetitions, the same documents get the same final verdicts. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RecordHash } from '../../../app/acts/ids.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { World } from '../../world/world.ts';
import { aDay } from './a-day.ts';
import { Centre, SERVICES } from './support.ts';

let world: World;
let documents: SignedDocument[];
let expected: Map<string, string>;

beforeAll(async () => {
  world = await World.open(SERVICES);
  documents = await aDay(world);
  const centre = await Centre.open(world);
  await centre.push(documents);
  expected = await centre.lastWords();
  await centre.close();
});

describe('law 5', () => {
  it('has something of each verdict to lose', () => {
    expect(new Set([...expected.values()].map((word) => word.split(' ')[0]))).toEqual(
      new Set(['accepted', 'held', 'refused']),
    );
    expect([...expected.values()].sort()).toMatchInlineSnapshot(`
      [
        "accepted AD-000",
        "accepted AD-000",
        "accepted AD-000",
        "accepted AD-000",
        "accepted AD-000",
        "accepted AD-000",
        "accepted AD-000",
        "accepted AD-000",
        "accepted AD-000",
        "held AD-101",
        "refused AD-202",
        "refused AD-204",
        "refused AD-205",
      ]
    `);
  });

  it('gives one verdict for any order, batching, repetition and restart', async () => {
    const many = fc.array(fc.nat({ max: documents.length - 1 }), { maxLength: 12 });
    const plan = fc.record({
      order: fc.shuffledSubarray([...documents.keys()], { minLength: documents.length }),
      repeated: many,
      cuts: fc.array(fc.nat({ max: documents.length + 12 }), { maxLength: 6 }),
      restartAfter: fc.nat({ max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ order, repeated, cuts, restartAfter }) => {
        const centre = await Centre.open(world);
        try {
          const sequence = [...order, ...repeated].map((n) => documents[n] as SignedDocument);
          const ends = [...new Set([...cuts, sequence.length])].sort((a, b) => a - b);
          let from = 0;
          for (const [n, end] of ends.entries()) {
            const answers = await centre.push(sequence.slice(from, end));
            expect(answers.some((answer) => 'error' in answer)).toBe(false);
            from = end;
            if (n === restartAfter) await centre.restart();
          }
          expect(await centre.lastWords()).toEqual(expected);
          expect(await onePlaceEach(centre)).toBe(true);
        } finally {
          await centre.close();
        }
      }),
      { numRuns: 25 },
    );
  }, 240_000);
});

/** Everything accepted is in the mission's database and nothing else; the rest is in quarantine. */
async function onePlaceEach(centre: Centre): Promise<boolean> {
  const kept = new Set((await centre.ids('records', 'act:')).map((id) => id.split(':')[2]));
  const held = new Set((await centre.ids('quarantine', 'q:act:')).map((id) => id.split(':')[2]));
  return [...(await centre.lastWords())].every(([id, word]) => {
    const accepted = word.startsWith('accepted');
    return kept.has(id as RecordHash) === accepted && held.has(id) === !accepted;
  });
}
