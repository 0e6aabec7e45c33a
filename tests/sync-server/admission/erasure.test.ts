/**
 * Erasure at the gateway: the keys of a file are gone from every file of the store before anybody is told so, are refused
 * ever after, and nothing else of the file is touched. A legal hold that the gateway knows of stays it.
 */
import { ClassicLevel } from 'classic-level';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import { keyCommitment } from '../../../app/dossier/dossier-key.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { documentsOf } from '../../../sync-server/admission/databases.ts';
import type { Step } from '../../../sync-server/admission/step.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import type { ReplicaStore } from '../../../sync-server/stores/replica-store.ts';
import { planWithTwoSupervisors, secondSupervisor } from '../../world/two-supervisors.ts';
import { refusal, type TestDossier, World } from '../../world/world.ts';
import { withMembers } from './cluster-view.ts';
import { isOnDisk, trace } from './on-disk.ts';
import { BY_CENTRE, Centre, documentsOfActs, lift, type OpenStore, SERVICES, wrapOf } from './support.ts';

let world: World;
const open: Centre[] = [];
beforeAll(async () => {
  world = await World.open(SERVICES, planWithTwoSupervisors());
});
afterEach(async () => {
  for (const centre of open.splice(0)) await centre.close();
});
async function aCentre(options: Parameters<typeof Centre.open>[1] = {}): Promise<Centre> {
  const centre = await Centre.open(world, options);
  open.push(centre);
  return centre;
}

/** A file at rest: lodged and refused. */
async function rested() {
  const { dossier, acts } = await world.lodged(BY_CENTRE);
  const prior = [acts[1]!.id];
  acts.push(await world.seal(dossier, world.reviewer, { kind: 'refused', prior, body: refusal }));
  return { dossier, acts, documents: [...documentsOfActs(acts), wrapOf(dossier)] };
}
const erasing = (dossier: TestDossier, prior: readonly SealedAct[], by = world.supervisor) =>
  world.seal(dossier, by, {
    kind: 'erased',
    prior: prior.map(({ id }) => id),
    body: { reason: 'specimen', rule: 'specimen' },
    but: { ground: 'request' },
  });
const holding = (dossier: TestDossier, prior: readonly SealedAct[], by = world.supervisor, but = {}) =>
  world.seal(dossier, by, {
    kind: 'held-by-law',
    prior: prior.map(({ id }) => id),
    body: { reason: 'specimen' },
    but,
  });
const second = () => secondSupervisor(world);
const liftingHold = (dossier: TestDossier, hold: SealedAct, by = second()) =>
  world.seal(dossier, by, { kind: 'hold-lifted', prior: [hold.id], body: { reason: 'specimen' } });
const noting = (dossier: TestDossier, prior: SealedAct) =>
  world.seal(dossier, world.agent, { kind: 'annotated', prior: [prior.id], body: { note: 'specimen' } });
/** Members of an act that starts another generation of the key. */
const newGeneration = async ({ id }: TestDossier) => ({
  keyGen: 2,
  keyCommit: await keyCommitment(id, 2, crypto.getRandomValues(new Uint8Array(32))),
});

describe('an accepted erasure', () => {
  it('takes the keys out of every file of the store, then says so, and keeps every act', async () => {
    const centre = await aCentre();
    const [file, other] = [await rested(), await rested()];
    await centre.push([...file.documents, ...other.documents]);
    await centre.restart();
    expect(await isOnDisk(centre.folder, trace(wrapOf(file.dossier)))).toBe(true);
    const erased = await erasing(file.dossier, [file.acts[2]!]);
    await centre.push(documentsOfActs([erased]));
    expect(await centre.ids('records', `key:${file.dossier.id}`)).toEqual([]);
    expect(await isOnDisk(centre.folder, trace(wrapOf(file.dossier)))).toBe(false);
    expect((await centre.receipts()).at(-1)!.items.map(([type, id, , code]) => [type, id, code])).toEqual(
      expect.arrayContaining([
        ['act', erased.id, 'AD-000'],
        ['wrap', file.dossier.wrap.hash, 'AD-211'],
      ]),
    );
    expect(await centre.ids('records', `act:${file.dossier.id}`)).toHaveLength(4);
    expect(await isOnDisk(centre.folder, trace(wrapOf(other.dossier)))).toBe(true);
    expect(await centre.words('wrap', other.dossier.wrap.hash)).toEqual(['accepted AD-000']);
  });

  it('holds against a stale peer: at once, after a restart, in a new epoch; and nothing of what it brings is kept', async () => {
    const centre = await aCentre();
    const file = await rested();
    const erased = await erasing(file.dossier, [file.acts[2]!]);
    await centre.push([...file.documents, ...documentsOfActs([erased])]);
    const stale = async () => {
      const [answer] = await centre.push([wrapOf(file.dossier)], undefined, 'ML-PAR/A');
      expect(answer).not.toHaveProperty('error');
      expect((await centre.lastWords('wrap')).get(file.dossier.wrap.hash)).toBe('refused AD-211');
      expect(await centre.ids('records', 'key:')).toEqual([]);
      expect(await centre.ids('quarantine')).toEqual([]);
    };
    await stale();
    await centre.restart();
    await stale();
    await centre.restart({ newEpoch: true });
    await stale();
    expect(await isOnDisk(centre.folder, trace(wrapOf(file.dossier)))).toBe(false);
  });

  it('is done again where a copy of before is in service, though old receipts say that it was', async () => {
    const file = await rested();
    const erased = await erasing(file.dossier, [file.acts[2]!]);
    const before = await aCentre();
    await before.push([...file.documents, ...documentsOfActs([erased])]);
    const receipts: SignedDocument[] = [];
    for await (const { id, rev, body } of documentsOf(await before.db('records'), 'receipt:'))
      receipts.push({ _id: id, _rev: rev, jws: String(body.jws) });
    // The copy has what was there before the erasure, under an epoch of its own.
    const copy = await aCentre();
    await copy.push(file.documents);
    expect(await copy.ids('records', 'key:')).toHaveLength(1);
    await copy.push([...documentsOfActs([erased]), ...receipts]);
    expect(await copy.ids('records', 'key:')).toEqual([]);
  });

  it('takes a key out of quarantine too, where it waits and where it had waited', async () => {
    const centre = await aCentre();
    const file = await rested();
    await centre.push(documentsOfActs(file.acts.slice(1)));
    await centre.push([wrapOf(file.dossier)]);
    const unknown = { ...wrapOf(file.dossier), _rev: `1-${'0'.repeat(32)}` };
    await centre.push([unknown]);
    expect(await centre.ids('quarantine', 'q:wrap:')).toHaveLength(1);
    await centre.push(file.documents);
    await centre.push(documentsOfActs([await erasing(file.dossier, [file.acts[2]!])]));
    expect(await centre.ids('quarantine')).toEqual([]);
    expect(await isOnDisk(centre.folder, trace(wrapOf(file.dossier)))).toBe(false);
  });

  it('admits what was sealed beside it, unreadable as it is', async () => {
    const centre = await aCentre();
    const file = await rested();
    await centre.push([
      ...file.documents,
      ...documentsOfActs([await erasing(file.dossier, [file.acts[2]!])]),
    ]);
    const note = await world.seal(file.dossier, world.agent, {
      kind: 'annotated',
      prior: [file.acts[2]!.id],
      body: { note: 'specimen' },
    });
    await centre.push([note.document]);
    expect(await centre.words('act', note.id)).toEqual(['accepted AD-000']);
  });
});

describe('who may erase what', () => {
  const codeOf = async (make: (file: Awaited<ReturnType<typeof rested>>) => Promise<SealedAct[]>) => {
    const centre = await aCentre();
    const file = await rested();
    const more = await make(file);
    await centre.push([...file.documents, ...documentsOfActs(more)]);
    expect(await centre.ids('records', `key:${file.dossier.id}`)).toHaveLength(1);
    return centre.words('act', more.at(-1)!.id);
  };

  it('no file that is open, none without a ground, none on a retention that nobody has set, no reviewer', async () => {
    expect(await codeOf(async ({ dossier, acts }) => [await erasing(dossier, [acts[1]!])])).toEqual([
      'refused AD-206',
    ]);
    const without = { kind: 'erased', body: { reason: '', rule: '' } } as const;
    const on = (but: object, by = world.supervisor) =>
      codeOf(async ({ dossier, acts }) => [
        await world.seal(dossier, by, { ...without, prior: [acts[2]!.id], but }),
      ]);
    expect(await on({})).toEqual(['refused AD-206']);
    expect(await on({ ground: 'retention' })).toEqual(['refused AD-206']);
    expect(await on({ ground: 'request' }, world.reviewer)).toEqual(['refused AD-204']);
  });

  it('none under a hold; and whoever lifted it leaves the erasing to another', async () => {
    const held = (more: 'lifted' | 'still') =>
      codeOf(async ({ dossier, acts }) => {
        const hold = await holding(dossier, [acts[2]!]);
        const prior = [hold.id];
        const up = await world.seal(dossier, world.supervisor, {
          kind: 'hold-lifted',
          prior,
          body: { reason: 'specimen' },
        });
        return more === 'still'
          ? [hold, await erasing(dossier, [hold])]
          : [hold, up, await erasing(dossier, [up])];
      });
    expect(await held('still')).toEqual(['refused AD-206']);
    expect(await held('lifted')).toEqual(['refused AD-206']);
  });
});

describe('AD-113: a hold that whoever erases had not seen', () => {
  it('stays the erasure, whether they come together or the hold first, and does not go on by itself when it is lifted', async () => {
    for (const together of [true, false]) {
      const centre = await aCentre();
      const file = await rested();
      const [, , last] = file.acts as [SealedAct, SealedAct, SealedAct];
      const [erased, hold] = [await erasing(file.dossier, [last]), await holding(file.dossier, [last])];
      await centre.push(file.documents);
      if (!together) await centre.push([hold.document]);
      await centre.push(documentsOfActs([erased, hold]));
      expect(await centre.words('act', erased.id)).toEqual(['held AD-113']);
      await centre.restart();
      expect(await centre.ids('records', `key:${file.dossier.id}`)).toHaveLength(1);
      const up = await world.seal(file.dossier, world.supervisor, {
        kind: 'hold-lifted',
        prior: [hold.id],
        body: { reason: 'specimen' },
      });
      await centre.push([up.document]);
      expect((await centre.words('act', erased.id)).at(-1)).toBe('held AD-113');
    }
  });
});

describe('AD-113: a hold that itself waits here', () => {
  /** What the gateway says of an erasure that comes while a hold waits. */
  const beside = async (
    hold: (
      file: Awaited<ReturnType<typeof rested>>,
    ) => Promise<{ waits: SealedAct; frees: SignedDocument[] }>,
    expected: string,
  ) => {
    const centre = await aCentre();
    const file = await rested();
    await centre.push(file.documents);
    const { waits, frees } = await hold(file);
    await centre.push([waits.document]);
    expect(await centre.words('act', waits.id)).toEqual([`held ${expected}`]);
    const erased = await erasing(file.dossier, [file.acts[2]!]);
    await centre.push([erased.document]);
    return { centre, file, waits, frees, erased };
  };
  const onUnknown = async ({ dossier, acts }: Awaited<ReturnType<typeof rested>>) => {
    const note = await noting(dossier, acts[2]!);
    return { waits: await holding(dossier, [note]), frees: [note.document] };
  };

  it('for what it stands on: it stays an erasure of that file, over a restart, and still when it is admitted', async () => {
    const { centre, file, waits, frees, erased } = await beside(onUnknown, 'AD-101');
    expect(await centre.words('act', erased.id)).toEqual(['held AD-113']);
    await centre.restart();
    expect(await centre.ids('records', `key:${file.dossier.id}`)).toHaveLength(1);
    await centre.push(frees);
    expect((await centre.words('act', waits.id)).at(-1)).toBe('accepted AD-000');
    expect((await centre.words('act', erased.id)).at(-1)).toBe('held AD-113');
  });

  it('for the key of its generation: the same', async () => {
    const { centre, erased } = await beside(async ({ dossier, acts }) => {
      const waits = await holding(dossier, [acts[2]!], world.supervisor, await newGeneration(dossier));
      return { waits, frees: [] };
    }, 'AD-105');
    expect(await centre.words('act', erased.id)).toEqual(['held AD-113']);
  });

  it('no more, once a supervisor has refused it: nobody then stays the erasure', async () => {
    const { centre, file, waits, erased } = await beside(onUnknown, 'AD-101');
    await centre.push([await lift(waits.id, 'refused', second())]);
    expect((await centre.words('act', waits.id)).at(-1)).toBe('refused AD-206');
    expect((await centre.words('act', erased.id)).at(-1)).toBe('accepted AD-000');
    expect(await centre.ids('records', `key:${file.dossier.id}`)).toEqual([]);
  });

  it('no word on the erasure counts while it waits; and one by whoever may hold nothing stays nothing', async () => {
    const { centre, erased, file } = await beside(onUnknown, 'AD-101');
    await centre.push([await lift(erased.id, 'accepted', second(), [file.acts[2]!.id])]);
    expect((await centre.words('act', erased.id)).at(-1)).toBe('held AD-113');

    const agents = await beside(async ({ dossier, acts }) => {
      const note = await noting(dossier, acts[2]!);
      return { waits: await holding(dossier, [note], world.agent), frees: [] };
    }, 'AD-101');
    expect(await agents.centre.words('act', agents.erased.id)).toEqual(['accepted AD-000']);
  });
});

describe('a supervisor’s word on a stayed erasure', () => {
  it('counts only where it saw every hold lifted: not one of before, not one that names nothing, whatever comes first', async () => {
    const centre = await aCentre();
    const file = await rested();
    const [, , last] = file.acts as [SealedAct, SealedAct, SealedAct];
    const [erased, hold] = [await erasing(file.dossier, [last]), await holding(file.dossier, [last])];
    await centre.push([...file.documents, hold.document, erased.document]);
    const say = (seen?: readonly SealedAct[]) =>
      lift(
        erased.id,
        'accepted',
        second(),
        seen?.map(({ id }) => id),
      );
    const lastWord = async () => (await centre.words('act', erased.id)).at(-1);
    // While it is in force: on the hold, beside it, and as a word of other holds says it.
    await centre.push([await say([hold]), await say([last]), await say()]);
    const up = await liftingHold(file.dossier, hold);
    await centre.push([up.document]);
    expect(await lastWord()).toBe('held AD-113');
    const again = await holding(file.dossier, [up]);
    await centre.push([again.document]);
    await centre.push([await say([up])]);
    expect(await lastWord()).toBe('held AD-113');
    // Signed on a lifting that is not here yet, it waits for it.
    const upAgain = await liftingHold(file.dossier, again);
    await centre.push([await say([upAgain])]);
    expect(await lastWord()).toBe('held AD-113');
    await centre.restart();
    expect(await centre.ids('records', `key:${file.dossier.id}`)).toHaveLength(1);
    await centre.push([upAgain.document]);
    expect(await lastWord()).toBe('accepted AD-000');
    expect(await centre.ids('records', `key:${file.dossier.id}`)).toEqual([]);
  });
});

/** An older copy was put back, which met a hold first: what it ends with, given the receipts before the erasure, or after. */
async function expectErasedAgain(
  { dossier, acts, documents }: Awaited<ReturnType<typeof rested>>,
  erasure: readonly SignedDocument[],
) {
  const before = await aCentre();
  await before.push([...documents, ...erasure]);
  const receipts = await before.receiptDocuments();
  const hold = await holding(dossier, acts.slice(-1));
  for (const parts of [
    [receipts, erasure],
    [erasure, receipts],
  ]) {
    const centre = await aCentre();
    await centre.push(documents);
    await centre.push([hold.document]);
    for (const part of parts) await centre.push(part);
    for (const { _id } of erasure)
      expect(await centre.wordNow(_id.slice(_id.lastIndexOf(':') + 1))).toBe('accepted AD-000');
    expect(await centre.ids('records', 'key:')).toEqual([]);
    expect(await centre.ids('quarantine')).toEqual([]);
  }
}

it('an erasure that a receipt has called accepted is stayed by no hold that comes first in an older copy', async () => {
  const file = await rested();
  await expectErasedAgain(file, [(await erasing(file.dossier, file.acts.slice(-1))).document]);
});

describe('after a copy of before a new key generation was put back', () => {
  /** A file whose second generation began when it was refused: its key is nowhere any more. */
  const moved = async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const prior = [acts[1]!.id];
    const but = await newGeneration(dossier);
    const no = await world.seal(dossier, world.reviewer, { kind: 'refused', prior, body: refusal, but });
    const erased = await world.seal(dossier, world.supervisor, {
      kind: 'erased',
      prior: [no.id],
      body: { reason: 'specimen', rule: 'specimen' },
      but: { ground: 'request', keyGen: 2 },
    });
    return { dossier, acts, no, erased };
  };

  it('what waits for a key that is gone is judged as of an erased file, at once or after a restart', async () => {
    for (const restarted of [false, true]) {
      const centre = await aCentre();
      const { dossier, acts, no, erased } = await moved();
      await centre.push([...documentsOfActs(acts), wrapOf(dossier)]);
      await centre.push([no.document]);
      expect(await centre.words('act', no.id)).toEqual(['held AD-105']);
      if (restarted) await centre.restart();
      await centre.push([erased.document]);
      for (const { id } of [no, erased])
        expect((await centre.words('act', id)).at(-1)).toBe('accepted AD-000');
      expect(await centre.ids('records', 'key:')).toEqual([]);
      expect(await centre.ids('quarantine')).toEqual([]);
    }
  });

  it('also where a hold came first, once a receipt has called the erasure accepted', async () => {
    const { dossier, acts, no, erased } = await moved();
    const file = { dossier, acts, documents: [...documentsOfActs(acts), wrapOf(dossier)] };
    await expectErasedAgain(file, [no.document, erased.document]);
  });

  it('but not where something else is missing, or a hold is there, and no act waits less for its key without an erasure', async () => {
    const { dossier, acts, no, erased } = await moved();
    const without = await aCentre();
    await without.push([acts[1]!.document, no.document, erased.document, wrapOf(dossier)]);
    expect(await without.words('act', erased.id)).toEqual(['held AD-101']);
    expect(await without.ids('records', 'key:')).toHaveLength(1);
    const held = await aCentre();
    const hold = await holding(dossier, [acts[1]!]);
    await held.push([...documentsOfActs(acts), wrapOf(dossier), hold.document, no.document, erased.document]);
    expect(await held.words('act', no.id)).toEqual(['held AD-105']);
    expect(await held.words('act', erased.id)).toEqual(['held AD-101']);
  });
});

it('many erasures in one delivery remove their keys in one pass: each database is told once, and one range is compacted', async () => {
  const forgotten: string[] = [];
  const counting: OpenStore = async (folder) => {
    const store = await openLevelStore(folder);
    const open: ReplicaStore['open'] = async (name) => {
      const db = await store.open(name);
      return (
        db &&
        withMembers(db, {
          forget: (prefixes) => {
            forgotten.push(`${name} ${prefixes.length}`);
            return db.forget(prefixes);
          },
        })
      );
    };
    return withMembers(store, { open });
  };
  const centre = await Centre.open(world, {}, counting);
  open.push(centre);
  const files = await Promise.all(Array.from({ length: 12 }, rested));
  await centre.push(files.flatMap(({ documents }) => documents));
  const erasures = await Promise.all(files.map(({ dossier, acts }) => erasing(dossier, [acts[2]!])));
  const compacted = vi.spyOn(ClassicLevel.prototype, 'compactRange');
  await centre.push(documentsOfActs(erasures));
  expect(await centre.ids('records', 'key:')).toEqual([]);
  expect(forgotten).toEqual(['mission-ml-par 12', 'mission-ml-par-quarantine 1']);
  // Before what is deleted is marked, and after: of twelve files as of one.
  expect(compacted).toHaveBeenCalledTimes(2);
  compacted.mockRestore();
});

it('any order and any repetition of acts, keys and the erasure ends the same: no key, and every act', async () => {
  const file = await rested();
  const erased = await erasing(file.dossier, [file.acts[2]!]);
  const all = [...file.documents, erased.document];
  const order = fc.shuffledSubarray([...all, ...all, wrapOf(file.dossier)], {
    minLength: all.length * 2 + 1,
  });
  await fc.assert(
    fc.asyncProperty(
      order,
      fc.array(fc.boolean(), { minLength: 11, maxLength: 11 }),
      async (documents, cuts) => {
        const centre = await Centre.open(world);
        try {
          const batch: SignedDocument[] = [];
          for (const [n, document] of documents.entries()) {
            batch.push(document);
            if (cuts[n]) await centre.push(batch.splice(0));
          }
          await centre.push(batch);
          expect(await centre.ids('records', 'key:')).toEqual([]);
          expect(await centre.ids('records', 'act:')).toHaveLength(4);
          expect(await centre.ids('quarantine')).toEqual([]);
          expect((await centre.lastWords('wrap')).get(file.dossier.wrap.hash)).toBe('refused AD-211');
        } finally {
          await centre.close();
        }
      },
    ),
    { numRuns: 8 },
  );
});

it('a process that ends between any two steps of an erasure leaves one that the next start completes', async () => {
  const steps: readonly Step[] = ['records-kept', 'wraps-deleted', 'wraps-forgotten', 'signed', 'receipted'];
  for (const at of steps) {
    const file = await rested();
    const erased = await erasing(file.dossier, [file.acts[2]!]);
    let armed = false;
    const step = (now: Step): void => {
      if (armed && now === at) throw new Error(`ends at ${at}`);
    };
    const centre = await aCentre({ step });
    await centre.push(file.documents);
    armed = true;
    await expect(centre.push([erased.document])).rejects.toThrow('ends at');
    armed = false;
    await centre.restart();
    expect(await centre.words('act', erased.id), at).toEqual(['accepted AD-000']);
    expect((await centre.lastWords('wrap')).get(file.dossier.wrap.hash), at).toBe('refused AD-211');
    expect(await centre.ids('records', 'key:'), at).toEqual([]);
    expect(await isOnDisk(centre.folder, trace(wrapOf(file.dossier))), at).toBe(false);
  }
});
