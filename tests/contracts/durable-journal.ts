/** What every DurableJournal must do (guarantees 1–9 of app/log/durable-journal.ts, but for power cuts: tests/crash/). */
import { afterEach, describe, expect, it } from 'vitest';
import type {
  AuditCommit,
  DurableJournal,
  JournalCommit,
  JournalHead,
} from '../../app/log/durable-journal.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import {
  DAKAR,
  NO_ORDER,
  PARIS,
  sampleAct,
  sampleAudit,
  sampleChunk,
  sampleCommit,
  sampleDossier,
  sampleTravelling,
  sampleWrap,
} from './sealed-samples.ts';

export interface JournalHome {
  /** opens the journal of this home; what earlier ones committed is there if the medium keeps anything */
  open(): Promise<DurableJournal>;
  destroy(): Promise<void>;
}

export interface JournalTraits {
  /** a journal opened again has what was committed */
  readonly keeps: boolean;
  /** two may be open on one home at once; else the second is refused with JRN-003 */
  readonly shared: boolean;
}

export function durableJournalContract(
  name: string,
  makeHome: () => Promise<JournalHome>,
  traits: JournalTraits,
): void {
  describe(`DurableJournal: ${name}`, () => {
    const homes: JournalHome[] = [];
    const opened: DurableJournal[] = [];
    const home = async (): Promise<JournalHome> => {
      const made = await makeHome();
      homes.push(made);
      return { ...made, open: async () => opened[opened.push(await made.open()) - 1] as DurableJournal };
    };
    const fresh = async (): Promise<DurableJournal> => (await home()).open();
    afterEach(async () => {
      for (const journal of opened.splice(0)) await journal.close();
      for (const one of homes.splice(0)) await one.destroy();
    });

    /** commits or fails the test */
    async function committed(journal: DurableJournal, commit: JournalCommit): Promise<JournalHead> {
      const result = await journal.commit(commit);
      expect(result.outcome).toBe('committed');
      return result.head;
    }
    const seal = async (journal: DurableJournal, n: number, options = {}) => {
      const commit = await sampleCommit(await journal.head(PARIS), n, options);
      await committed(journal, commit);
      return commit;
    };

    const audited = async (journal: DurableJournal, n: number, mission = PARIS): Promise<AuditCommit> => {
      const commit = await sampleAudit(await journal.auditHead(mission), n);
      expect((await journal.commitAudit(commit)).outcome).toBe('committed');
      return commit;
    };

    it('starts each mission at seq 0 in a random epoch of its own, and keeps it', async () => {
      const journal = await fresh();
      const paris = await journal.head(PARIS);
      expect(paris).toEqual({
        mission: PARIS,
        epoch: expect.stringMatching(/^[\w-]{16}$/),
        seq: 0,
        prev: null,
      });
      expect((await journal.head(DAKAR)).epoch).not.toBe(paris.epoch);
      expect(await journal.head(PARIS)).toEqual(paris);
    });

    it('moves the head by the acts committed, mission by mission', async () => {
      const journal = await fresh();
      const commit = await seal(journal, 1, { count: 2 });
      expect(await journal.head(PARIS)).toEqual({ ...commit.expected, seq: 2, prev: commit.actIds[1] });
      expect((await journal.head(DAKAR)).seq).toBe(0);
      await seal(journal, 2, { count: 1 });
      expect((await journal.head(PARIS)).seq).toBe(3);
    });

    it('answers conflict with the head as it is, and writes nothing, when the head is not the expected one', async () => {
      const journal = await fresh();
      const first = await seal(journal, 1);
      const stale = await sampleCommit(first.expected, 2);
      const head = await journal.head(PARIS);
      expect(await journal.commit(stale)).toEqual({ outcome: 'conflict', head });
      const otherPrev = { ...head, prev: first.actIds[0] as NonNullable<JournalHead['prev']> };
      expect((await journal.commit(await sampleCommit(otherPrev, 3))).outcome).toBe('conflict');
      expect(await journal.replay(0, 10)).toHaveLength(1);
      expect(await journal.chunkIds()).toEqual(first.chunks.map((chunk) => chunk.id));
      expect(await journal.wraps()).toEqual(first.wraps);
    });

    it('lets exactly one of many concurrent commits on one head succeed', async () => {
      const journal = await fresh();
      const head = await journal.head(PARIS);
      const commits = await Promise.all([1, 2, 3, 4, 5].map((n) => sampleCommit(head, n)));
      const outcomes = await Promise.all(commits.map((commit) => journal.commit(commit)));
      expect(outcomes.filter((one) => one.outcome === 'committed')).toHaveLength(1);
      expect(await journal.replay(0, 10)).toHaveLength(1);
    });

    it('replays what was committed: same acts, draft, time and order, in batches', async () => {
      const journal = await fresh();
      const commits = [];
      for (let n = 1; n <= 5; n += 1) commits.push(await seal(journal, n, { count: (n % 3) + 1 }));
      const frames = [];
      for (let position = 0; ; ) {
        const batch = await journal.replay(position, 2);
        if (batch.length === 0) break;
        expect(batch.length).toBeLessThanOrEqual(2);
        frames.push(...batch);
        position = (batch.at(-1)?.position ?? 0) + 1;
      }
      expect(frames.map(({ position: _, ...frame }) => frame)).toEqual(
        commits.map(({ acts, draft, at, expected }) => ({
          acts,
          draft,
          at,
          mission: PARIS,
          epoch: expected.epoch,
        })),
      );
    });

    it('gives back wraps and chunks, each once, and knows what it has not', async () => {
      const journal = await fresh();
      const big = await sampleCommit(await journal.head(PARIS), 1, { chunks: 3, chunkBytes: 256 * 1024 });
      await committed(journal, big);
      const again = await sampleCommit(await journal.head(PARIS), 1, { chunks: 0 });
      await committed(journal, { ...again, draft: null, chunks: big.chunks });
      expect([...(await journal.chunkIds())].sort()).toEqual(big.chunks.map((chunk) => chunk.id).sort());
      for (const { id, bytes } of big.chunks) expect(await journal.chunk(id)).toEqual(bytes);
      expect(await journal.wraps()).toEqual(big.wraps);
      expect(await journal.chunk((await sampleChunk(999)).id)).toBeUndefined();
      expect(await journal.damage()).toEqual([]);
    });

    it('gives its files as they are, in portions, to their end and not behind it; what is no file of it is refused', async () => {
      const journal = await fresh();
      await seal(journal, 1);
      if (!traits.keeps) {
        await expect(journal.raw('acts', 0, 10)).rejects.toMatchObject({ code: 'JRN-001' });
        return;
      }
      for (const file of ['acts', 'wraps', 'evidence'] as const) {
        const { size, bytes } = await journal.raw(file, 0, 1 << 20);
        expect(bytes.length).toBe(size);
        expect(size).toBeGreaterThan(16);
        const cut = Math.floor(size / 2);
        const halves = [await journal.raw(file, 0, cut), await journal.raw(file, cut, size)];
        expect(halves.map((half) => half.size)).toEqual([size, size]);
        expect([...halves.flatMap((half) => [...half.bytes])]).toEqual([...bytes]);
        expect((await journal.raw(file, size + 5, 10)).bytes).toHaveLength(0);
      }
      const before = await journal.raw('acts', 0, 1 << 20);
      await seal(journal, 2);
      const after = await journal.raw('acts', 0, 1 << 20);
      expect(after.size).toBeGreaterThan(before.size);
      expect(after.bytes.slice(0, before.size)).toEqual(before.bytes);
    });

    it('starts a new epoch at seq 0; commits on the old one are conflicts', async () => {
      const journal = await fresh();
      const old = (await seal(journal, 1)).expected.epoch;
      const lastOfOld = await journal.head(PARIS);
      const head = await journal.startEpoch(PARIS);
      expect(head).toMatchObject({ seq: 0, prev: null });
      expect(head.epoch).not.toBe(old);
      expect((await journal.commit(await sampleCommit(lastOfOld, 2))).outcome).toBe('conflict');
      await committed(journal, await sampleCommit(head, 3));
      expect(await journal.replay(0, 10)).toHaveLength(2);
    });

    it("erases a dossier's wraps and keeps the others", async () => {
      const journal = await fresh();
      const first = await seal(journal, 1);
      const second = await seal(journal, 2);
      await journal.eraseWraps([{ dossier: sampleDossier(1), order: NO_ORDER }]);
      expect(await journal.wraps()).toEqual(second.wraps);
      const third = await seal(journal, 3);
      expect(await journal.wraps()).toEqual([...second.wraps, ...third.wraps]);
      expect(await journal.replay(0, 10)).toHaveLength(3);
      expect(await journal.chunk(first.chunks[0]!.id)).toEqual(first.chunks[0]!.bytes);
    });

    it.each<[string, (commit: JournalCommit) => Promise<unknown>]>([
      ['no acts', async (c) => ({ ...c, acts: [], actIds: [] })],
      ['more ids than acts', async (c) => ({ ...c, acts: c.acts.slice(1) })],
      [
        'an act under another id',
        async (c) => ({ ...c, acts: [await sampleAct(sampleDossier(9), 'x'), c.acts[1]] }),
      ],
      [
        'another text under an act’s id',
        async (c) => ({
          ...c,
          acts: [{ ...(c.acts[0] as SignedDocument), jws: 'a.b.c' }, c.acts[1]],
        }),
      ],
      [
        'an act of a later revision',
        async (c) => ({
          ...c,
          acts: [{ ...(c.acts[0] as SignedDocument), _rev: `2-${'0'.repeat(32)}` }, c.acts[1]],
        }),
      ],
      [
        'another text under a wrap’s id',
        async (c) => ({ ...c, wraps: [{ ...(c.wraps[0] as SignedDocument), jws: 'a.b.c' }] }),
      ],
      [
        'a chunk under another name',
        async (c) => ({ ...c, chunks: [{ ...c.chunks[0], bytes: new Uint8Array([1]) }] }),
      ],
      [
        'a wrap among the acts',
        async (c) => ({ ...c, acts: [await sampleWrap(sampleDossier(9), 1), c.acts[1]] }),
      ],
      ['no head', async (c) => ({ ...c, expected: undefined })],
      ['a negative seq', async (c) => ({ ...c, expected: { ...c.expected, seq: -1 } })],
      ['a draft that is no id', async (c) => ({ ...c, draft: '../../etc' })],
      ['chunks that are no list', async (c) => ({ ...c, wraps: 7 })],
    ])('refuses a malformed commit (%s) with JRN-005 and writes nothing', async (_, spoil) => {
      const journal = await fresh();
      const head = await journal.head(PARIS);
      const spoiled = (await spoil(await sampleCommit(head, 1))) as JournalCommit;
      await expect(journal.commit(spoiled)).rejects.toMatchObject({ name: 'JournalError', code: 'JRN-005' });
      expect(await journal.head(PARIS)).toEqual(head);
      expect(await journal.replay(0, 10)).toEqual([]);
      expect(await journal.chunkIds()).toEqual([]);
    });

    it('chains audit records mission by mission in the epoch of the acts, and leaves the acts alone', async () => {
      const journal = await fresh();
      const { epoch } = await journal.head(PARIS);
      expect(await journal.auditHead(PARIS)).toEqual({ mission: PARIS, epoch, seq: 0, prev: null });
      expect(await journal.audits()).toEqual([]);
      const sealed = await seal(journal, 1);
      const head = await journal.head(PARIS);
      const first = await audited(journal, 1);
      expect(await journal.auditHead(PARIS)).toEqual({ ...first.expected, seq: 1, prev: first.hash });
      const dakar = await audited(journal, 2, DAKAR);
      expect(dakar.expected).toEqual({
        mission: DAKAR,
        epoch: (await journal.head(DAKAR)).epoch,
        seq: 0,
        prev: null,
      });
      expect(await journal.head(PARIS)).toEqual(head);
      const { expected } = await seal(journal, 2);
      expect(expected).toEqual(head);
      const second = await audited(journal, 3);
      expect(second.expected).toEqual({ ...first.expected, seq: 1, prev: first.hash });
      const documents = [first, dakar, second].map(({ document }) => document);
      expect(await journal.audits()).toEqual(documents);
      expect(await journal.audits(2)).toEqual([second.document]);
      expect(await journal.audits(3)).toEqual([]);
      expect((await journal.replay(0, 10)).map(({ acts }) => acts)).toHaveLength(2);
      expect(await journal.wraps()).toHaveLength(sealed.wraps.length * 2);
    });

    it('answers conflict to an audit record whose head is not the head, and writes nothing', async () => {
      const journal = await fresh();
      const start = await journal.auditHead(PARIS);
      const commits = await Promise.all([1, 2, 3, 4].map((n) => sampleAudit(start, n)));
      const outcomes = await Promise.all(commits.map((commit) => journal.commitAudit(commit)));
      expect(outcomes.filter(({ outcome }) => outcome === 'committed')).toHaveLength(1);
      const head = await journal.auditHead(PARIS);
      expect(head.seq).toBe(1);
      for (const { outcome, ...answer } of outcomes) expect(answer.head, outcome).toEqual(head);
      expect((await journal.commitAudit(await sampleAudit({ ...head, seq: 2 }, 5))).outcome).toBe('conflict');
      expect(await journal.audits()).toHaveLength(1);
    });

    it('starts the audit chain anew with a new epoch, and keeps the old one', async () => {
      const journal = await fresh();
      const first = await audited(journal, 1);
      const { epoch } = await journal.startEpoch(PARIS);
      expect(await journal.auditHead(PARIS)).toEqual({ mission: PARIS, epoch, seq: 0, prev: null });
      const late = await sampleAudit({ ...first.expected, seq: 1, prev: first.hash }, 2);
      expect((await journal.commitAudit(late)).outcome).toBe('conflict');
      const second = await audited(journal, 3);
      expect(second.expected).toMatchObject({ epoch, seq: 0, prev: null });
      expect(await journal.audits()).toEqual([first.document, second.document]);
    });

    it('keeps travelling records in order, apart from the chains, all of a call or none', async () => {
      const place = await home();
      const journal = await place.open();
      const one = {
        mission: PARIS,
        documents: [await sampleTravelling('credential', 1), await sampleTravelling('grant', 2)],
      };
      const two = { mission: DAKAR, documents: [await sampleTravelling('directory', 3)] };
      await seal(journal, 1);
      const heads = [await journal.head(PARIS), await journal.auditHead(PARIS)];
      await journal.commitTravelling(one);
      const act = await sampleTravelling('act', 4);
      for (const spoilt of [
        null,
        { ...one, documents: [] },
        { ...one, documents: [...one.documents, act] },
        { ...one, mission: 'CENTRAL' },
        { ...one, documents: [{ ...act, _id: 7 }] },
      ])
        await expect(journal.commitTravelling(spoilt as never)).rejects.toMatchObject({ code: 'JRN-005' });
      await journal.commitTravelling(two);
      expect(await journal.travelling()).toEqual([one, two]);
      expect([await journal.head(PARIS), await journal.auditHead(PARIS)]).toEqual(heads);
      expect(await journal.replay(0, 10)).toHaveLength(1);
      if (!traits.keeps) return;
      await journal.close();
      const again = await place.open();
      expect(await again.travelling()).toEqual([one, two]);
      expect(await again.damage()).toEqual([]);
    });

    it.each<[string, (commit: AuditCommit) => Promise<unknown>]>([
      ['no head', async (c) => ({ ...c, expected: undefined })],
      ['a first one with a prev', async (c) => ({ ...c, expected: { ...c.expected, prev: c.hash } })],
      ['another hash', async (c) => ({ ...c, hash: (await sampleAudit(c.expected, 9)).hash })],
      ['another text', async (c) => ({ ...c, document: { ...c.document, jws: 'a.b.c' } })],
      [
        'an act',
        async (c) => ({ ...c, document: { ...c.document, _id: `act:${sampleDossier(1)}:${c.hash}` } }),
      ],
      ['no record', async (c) => ({ ...c, document: null })],
    ])('refuses a malformed audit record (%s) with JRN-005 and writes nothing', async (_, spoil) => {
      const journal = await fresh();
      const head = await journal.auditHead(PARIS);
      const spoiled = (await spoil(await sampleAudit(head, 1))) as AuditCommit;
      await expect(journal.commitAudit(spoiled)).rejects.toMatchObject({
        name: 'JournalError',
        code: 'JRN-005',
      });
      expect(await journal.auditHead(PARIS)).toEqual(head);
      expect(await journal.audits()).toEqual([]);
    });

    if (traits.keeps) {
      it('has audit records and their heads after being opened again', async () => {
        const place = await home();
        const before = await place.open();
        const first = await audited(before, 1);
        await seal(before, 1);
        await before.eraseWraps([{ dossier: sampleDossier(1), order: NO_ORDER }]);
        const second = await audited(before, 2);
        const dakar = await audited(before, 3, DAKAR);
        await before.startEpoch(DAKAR);
        const heads = [await before.auditHead(PARIS), await before.auditHead(DAKAR)];
        const acts = await before.head(PARIS);
        await before.close();
        const after = await place.open();
        expect([await after.auditHead(PARIS), await after.auditHead(DAKAR)]).toEqual(heads);
        expect(heads.map(({ seq }) => seq)).toEqual([2, 0]);
        expect(await after.head(PARIS)).toEqual(acts);
        expect(await after.audits()).toEqual([first, second, dakar].map(({ document }) => document));
        expect((await audited(after, 4)).expected).toMatchObject({ seq: 2, prev: second.hash });
        expect(await after.damage()).toEqual([]);
      });

      it('has it all after being opened again', async () => {
        const place = await home();
        const before = await place.open();
        const commits = [await seal(before, 1), await seal(before, 2, { chunks: 2 })];
        await before.startEpoch(DAKAR);
        const heads = [await before.head(PARIS), await before.head(DAKAR)];
        await before.close();
        const after = await place.open();
        expect([await after.head(PARIS), await after.head(DAKAR)]).toEqual(heads);
        expect((await after.replay(0, 10)).map((frame) => frame.acts)).toEqual(
          commits.map((commit) => commit.acts),
        );
        expect(await after.wraps()).toEqual(commits.flatMap((commit) => commit.wraps));
        for (const { id, bytes } of commits.flatMap((commit) => commit.chunks))
          expect(await after.chunk(id)).toEqual(bytes);
        expect(await after.damage()).toEqual([]);
      });

      it('keeps a new epoch and an erasure over being opened again', async () => {
        const place = await home();
        const before = await place.open();
        await seal(before, 1);
        const kept = await seal(before, 2);
        await before.eraseWraps([{ dossier: sampleDossier(1), order: NO_ORDER }]);
        const head = await before.startEpoch(PARIS);
        await before.close();
        const after = await place.open();
        expect(await after.head(PARIS)).toEqual(head);
        expect(await after.wraps()).toEqual(kept.wraps);
        await seal(after, 3);
      });
    }

    if (traits.keeps && traits.shared) {
      it('never lets two windows both succeed on one head, and shows each what the other sealed', async () => {
        const place = await home();
        const [one, two] = [await place.open(), await place.open()];
        for (let n = 1; n <= 6; n += 2) {
          const head = await one.head(PARIS);
          expect(await two.head(PARIS)).toEqual(head);
          const both = [one.commit(await sampleCommit(head, n)), two.commit(await sampleCommit(head, n + 1))];
          expect((await Promise.all(both)).map((outcome) => outcome.outcome).sort()).toEqual([
            'committed',
            'conflict',
          ]);
        }
        expect(await one.replay(0, 10)).toHaveLength(3);
        expect(await two.replay(0, 10)).toEqual(await one.replay(0, 10));
        const audit = await one.auditHead(PARIS);
        const records = await Promise.all([1, 2].map((n) => sampleAudit(audit, n)));
        const answers = await Promise.all([
          one.commitAudit(records[0] as AuditCommit),
          two.commitAudit(records[1] as AuditCommit),
        ]);
        expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['committed', 'conflict']);
        expect(await two.auditHead(PARIS)).toEqual(await one.auditHead(PARIS));
        await one.eraseWraps([{ dossier: sampleDossier(1), order: NO_ORDER }]);
        await one.eraseWraps([{ dossier: sampleDossier(2), order: NO_ORDER }]);
        expect(await two.wraps()).toEqual(await one.wraps());
        expect(await two.wraps()).toHaveLength(2);
      });
    }

    if (traits.keeps && !traits.shared) {
      it('refuses a second opening with JRN-003, and opens again after the first is closed', async () => {
        const place = await home();
        const first = await place.open();
        await expect(place.open()).rejects.toMatchObject({ name: 'JournalError', code: 'JRN-003' });
        await seal(first, 1);
        await first.close();
        expect(await (await place.open()).replay(0, 10)).toHaveLength(1);
      });
    }
  });
}
