/** Law 1 at the journal: the power goes at any step, any unsynced sector is lost, and nothing acknowledged is. */
import { describe, expect, it } from 'vitest';
import type { AuditCommit, JournalCommit } from '../../app/log/durable-journal.ts';
import { JournalError } from '../../app/log/durable-journal.ts';
import { FileJournal } from '../../app/log/file-journal.ts';
import { wrapsOf } from '../../app/log/records.ts';
import {
  DAKAR,
  PARIS,
  sampleAudit,
  sampleCommit,
  sampleDossier,
  sampleWrap,
} from '../contracts/sealed-samples.ts';
import { type Faults, PowerCut, PowerCutFiles } from './power-cut-files.ts';
import { type Dice, forEachSeed } from './seeded.ts';

interface Told {
  /** acknowledged, in order */
  readonly committed: JournalCommit[];
  /** not answered when the power went */
  open: JournalCommit | null;
  /** the same of audit records */
  readonly audited: AuditCommit[];
  openAudit: AuditCommit | null;
  /** wraps that were told to be erased */
  readonly erased: Set<string>;
}

const nothingTold = (): Told => ({
  committed: [],
  open: null,
  audited: [],
  openAudit: null,
  erased: new Set(),
});

/** a dossier that nothing else touches, to have the wraps' file rewritten now and then */
const ERASED = 5000;
const mayGo = (id: string) => id.startsWith(wrapsOf(sampleDossier(ERASED)));

const key = (acts: JournalCommit['acts']) => acts.map((act) => act._id).join();

/** Commits until the power goes or `count` are through; what was told goes into `told`. */
async function work(journal: FileJournal, d: Dice, told: Told, count: number, first: number): Promise<void> {
  for (let n = first; n < first + count; n += 1) {
    const shape = { count: 1 + d.below(3), chunks: d.below(4), chunkBytes: 1 + d.below(3000) };
    try {
      if (d.chance(0.4)) await audit(journal, d, told, n);
      const head = await journal.head(d.chance(0.8) ? PARIS : DAKAR);
      if (d.chance(0.15)) {
        await journal.eraseWraps([{ dossier: sampleDossier(ERASED) }]);
        for (const { wraps } of told.committed)
          for (const wrap of wraps) if (mayGo(wrap._id)) told.erased.add(wrap._id);
      }
      const sample = await sampleCommit(head, d.chance(0.2) ? 1 + d.below(n) : n, shape);
      const extra = d.chance(0.3) ? [await sampleWrap(sampleDossier(ERASED), n)] : [];
      const commit = { ...sample, wraps: [...sample.wraps, ...extra] };
      told.open = commit;
      const result = await journal.commit(commit);
      expect(result.outcome).toBe('committed');
      told.committed.push(commit);
      told.open = null;
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      const closed = await journal.head(PARIS).then(
        () => false,
        (after: JournalError) => /could not be undone/.test(after.message),
      );
      if (closed) return; // it could not even be undone: the next opening tells
      told.openAudit = null;
      told.open = null; // refused to the officer's face: it must not be shown as sealed later
    }
  }
}

async function audit(journal: FileJournal, d: Dice, told: Told, n: number): Promise<void> {
  const commit = await sampleAudit(await journal.auditHead(d.chance(0.8) ? PARIS : DAKAR), n);
  told.openAudit = commit;
  expect((await journal.commitAudit(commit)).outcome).toBe('committed');
  told.audited.push(commit);
  told.openAudit = null;
}

/** Everything told is there, whole; beyond it at most what was under way, whole too. */
async function check(journal: FileJournal, told: Told): Promise<void> {
  const shown = (await journal.replay(0, 1000)).map((frame) => key(frame.acts));
  const expected = told.committed.map((commit) => key(commit.acts));
  if (told.open !== null && shown.length === expected.length + 1) {
    expected.push(key(told.open.acts));
    told.committed.push(told.open); // replay shows it, so from now on it has been told
  }
  told.open = null;
  expect(shown).toEqual(expected);
  const audits = await journal.audits();
  if (told.openAudit !== null && audits.length === told.audited.length + 1) told.audited.push(told.openAudit);
  told.openAudit = null;
  expect(audits).toEqual(told.audited.map(({ document }) => document));
  for (const mission of [PARIS, DAKAR]) {
    const last = told.audited.filter(({ expected }) => expected.mission === mission).at(-1);
    if (last) expect((await journal.auditHead(mission)).prev).toBe(last.hash);
  }
  const wraps = new Set((await journal.wraps()).map((wrap) => wrap._id));
  for (const id of told.erased) expect(wraps.has(id)).toBe(false);
  for (const commit of told.committed) {
    for (const { _id } of commit.wraps) if (!mayGo(_id)) expect(wraps.has(_id)).toBe(true);
    for (const { id, bytes } of commit.chunks) expect(await journal.chunk(id)).toEqual(bytes);
  }
  expect(await journal.damage()).toEqual([]);
}

async function powerCuts(d: Dice, failing: number): Promise<number> {
  const told = nothingTold();
  let content: ReturnType<PowerCutFiles['survivors']> | undefined;
  for (let life = 0; life < 4; life += 1) {
    const faults: Faults = { cutAt: d.below(50), failing: 0 };
    const files = new PowerCutFiles(d, faults, content);
    try {
      const journal = await FileJournal.open(files, d);
      await check(journal, told);
      faults.failing = failing;
      await work(journal, d, told, 8, life * 10 + 1);
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    }
    content = files.survivors();
  }
  // What the last opening shows is on the medium: losing everything unsynced right after changes nothing.
  const files = new PowerCutFiles(d, { cutAt: Number.POSITIVE_INFINITY, failing: 0 }, content);
  await check(await FileJournal.open(files, d), told);
  const again = new PowerCutFiles(d, { cutAt: Number.POSITIVE_INFINITY, failing: 0 }, files.survivors());
  await check(await FileJournal.open(again, d), told);
  return told.committed.length;
}

describe('journal and power cuts (law 1)', () => {
  it('loses nothing acknowledged and shows nothing by half, wherever the power goes', async () => {
    let committed = 0;
    await forEachSeed(80, async (d) => {
      committed += await powerCuts(d, 0);
    });
    expect(committed).toBeGreaterThan(0);
  }, 120_000);

  it('the same when writes and flushes fail on the way, and what was refused is never shown as sealed', async () => {
    let committed = 0;
    await forEachSeed(80, async (d) => {
      committed += await powerCuts(d, 0.1);
    });
    expect(committed).toBeGreaterThan(0);
  }, 120_000);

  it('would be caught: a medium that answers flush without flushing loses what was told', async () => {
    let lost = 0;
    await forEachSeed(40, async (d) => {
      const files = new PowerCutFiles(d, { cutAt: Number.POSITIVE_INFINITY, failing: 0 });
      const lying = {
        exclusive: <T>(run: (open: never) => Promise<T>) =>
          files.exclusive((open) =>
            run(
              Object.fromEntries(
                Object.entries(open).map(([name, file]) => [name, dishonest(file)]),
              ) as never,
            ),
          ),
        close: async () => {},
      };
      const told = nothingTold();
      await work(await FileJournal.open(lying, d), d, told, 4, 1);
      const after = await FileJournal.open(
        new PowerCutFiles(d, { cutAt: 1e9, failing: 0 }, files.survivors()),
        d,
      ).catch(() => null);
      if (after === null || (await after.replay(0, 100)).length < told.committed.length) lost += 1;
    });
    expect(lost).toBeGreaterThan(0);
  });
});

const dishonest = <F extends object>(file: F): F =>
  new Proxy(file, {
    get: (target, name) => {
      if (name === 'flush') return async () => {};
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
