/**
 * Erasure at the gateway: the keys of a file are gone from every file of the store before anybody is told so, are refused
 * ever after, and nothing else of the file is touched. A legal hold that the gateway knows of stays it.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { documentsOf } from '../../../sync-server/admission/databases.ts';
import type { Step } from '../../../sync-server/admission/step.ts';
import { refusal, type TestDossier, World } from '../../world/world.ts';
import { BY_CENTRE, Centre, documentsOfActs, SERVICES, wrapOf } from './support.ts';

let world: World;
const open: Centre[] = [];
beforeAll(async () => {
  world = await World.open(SERVICES);
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
const holding = (dossier: TestDossier, prior: readonly SealedAct[]) =>
  world.seal(dossier, world.supervisor, {
    kind: 'held-by-law',
    prior: prior.map(({ id }) => id),
    body: { reason: 'specimen' },
  });

/** Does any file beneath have these bytes? */
async function isOnDisk(folder: string, text: string): Promise<boolean> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    if ((await readFile(join(entry.parentPath, entry.name))).includes(text)) return true;
  }
  return false;
}
/** Of a signed text, what is nowhere else: LevelDB compresses, and random letters stay as they are. */
const trace = ({ jws }: SignedDocument): string => jws.slice(-40);

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
