/** What every ActLog must do (guarantees 1–4 of app/log/act-log.ts). */
import { afterEach, describe, expect, it } from 'vitest';
import type { ActLog } from '../../app/log/act-log.ts';
import type { LogDocument } from '../../app/log/records.ts';
import { sampleAct, sampleDossier, sampleWrap } from './sealed-samples.ts';

export interface ActLogHome {
  open(): Promise<ActLog>;
  destroy(): Promise<void>;
}

export function actLogContract(
  name: string,
  makeHome: () => Promise<ActLogHome>,
  { keeps }: { keeps: boolean },
): void {
  describe(`ActLog: ${name}`, () => {
    const homes: ActLogHome[] = [];
    const opened: ActLog[] = [];
    const home = async (): Promise<ActLogHome> => {
      const made = await makeHome();
      homes.push(made);
      return { ...made, open: async () => opened[opened.push(await made.open()) - 1] as ActLog };
    };
    const fresh = async (): Promise<ActLog> => (await home()).open();
    const closeOf = async (log: ActLog): Promise<void> => {
      opened.splice(opened.indexOf(log), 1);
      await log.close();
    };
    afterEach(async () => {
      for (const log of opened.splice(0)) await log.close();
      for (const one of homes.splice(0)) await one.destroy();
    });

    const act = async (n: number, text: string): Promise<LogDocument> => {
      const { _id, _rev, jws } = await sampleAct(sampleDossier(n), text);
      return { _id, _rev, jws };
    };
    const byId = (documents: readonly LogDocument[]) =>
      [...documents].sort((a, b) => (a._id < b._id ? -1 : 1));
    /** everything that `changes` gives, batch by batch */
    async function all(log: ActLog, since: string | null, limit = 2) {
      const documents: LogDocument[] = [];
      for (let last = since; ; ) {
        const batch = await log.changes(last, limit);
        expect(batch.documents.length).toBeLessThanOrEqual(limit);
        documents.push(...batch.documents);
        if (batch.documents.length === 0) return { documents, last: batch.last };
        last = batch.last;
      }
    }

    it('forgets for good: nothing reads it, nobody is told of it, and putting it again brings nothing back', async () => {
      const made = await home();
      const log = await made.open();
      const [gone, kept] = [await sampleWrap(sampleDossier(1), 1), await sampleWrap(sampleDossier(1), 2)];
      await log.put([gone, kept]);
      const since = (await all(log, null)).last;
      await log.forget([gone._id, 'key:nothing']);
      await log.forget([gone._id]);
      const expectGone = async (asked: ActLog) => {
        expect(await asked.get(gone._id)).toBeUndefined();
        expect(await asked.dossier(sampleDossier(1))).toEqual([kept]);
        expect((await all(asked, null)).documents).toEqual([kept]);
        expect((await all(asked, since)).documents).toEqual([]);
      };
      await expectGone(log);
      await log.put([gone, kept]);
      await expectGone(log);
      if (!keeps) return;
      await closeOf(log);
      const again = await made.open();
      await again.put([gone]);
      await expectGone(again);
    });

    it('gives back what was put, exactly, and undefined for what was not', async () => {
      const log = await fresh();
      const one = await act(1, 'one');
      const definition = { _id: 'definition:abc', _rev: `1-${'0'.repeat(32)}`, json: '{"a":1,"b":"é"}' };
      await log.put([one, definition]);
      expect(await log.get(one._id)).toEqual(one);
      expect(await log.get(definition._id)).toEqual(definition);
      expect(await log.get('act:nothing')).toBeUndefined();
      await log.put([]);
    });

    it('1. takes the same document again without an effect, in one batch or later', async () => {
      const log = await fresh();
      const one = await act(1, 'one');
      await log.put([one, one]);
      const before = (await all(log, null)).last;
      await log.put([one]);
      expect((await log.changes(before, 10)).documents).toEqual([]);
      expect((await all(log, null)).documents).toEqual([one]);
    });

    it('3. refuses another revision under a known id with LOG-002 and keeps the first', async () => {
      const log = await fresh();
      const one = await act(1, 'one');
      const other = { ...(await act(1, 'other')), _id: one._id };
      await log.put([one]);
      await expect(log.put([other])).rejects.toMatchObject({ name: 'LogError', code: 'LOG-002' });
      expect(await log.get(one._id)).toEqual(one);
      expect((await all(log, null)).documents).toEqual([one]);
    });

    it('3. holds also for two puts at once', async () => {
      const log = await fresh();
      const one = await act(1, 'one');
      const other = { ...(await act(1, 'other')), _id: one._id };
      const outcomes = await Promise.allSettled([log.put([one]), log.put([other])]);
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await all(log, null)).documents).toHaveLength(1);
    });

    it('4. changes gives every document after a position at least once; positions grow', async () => {
      const log = await fresh();
      const first = await Promise.all(['a', 'b', 'c'].map((text) => act(1, text)));
      await log.put(first);
      const middle = await all(log, null);
      expect(byId(middle.documents)).toEqual(byId(first));
      const second = await Promise.all(['d', 'e'].map((text) => act(2, text)));
      await log.put(second);
      expect(byId((await all(log, middle.last, 1)).documents)).toEqual(byId(second));
      expect((await log.changes((await all(log, middle.last)).last, 10)).documents).toEqual([]);
      expect(byId((await log.changes(null, 100)).documents)).toEqual(byId([...first, ...second]));
    });

    it('says how many documents come after a position: none at the end', async () => {
      const log = await fresh();
      expect(await log.behind(null)).toBe(0);
      await log.put(await Promise.all(['a', 'b', 'c'].map((text) => act(1, text))));
      expect(await log.behind(null)).toBe(3);
      const { last } = await log.changes(null, 2);
      expect(await log.behind(last)).toBe(1);
      expect(await log.behind((await all(log, last)).last)).toBe(0);
    });

    it('gives the acts and wraps of one dossier, and documents by prefix, by id', async () => {
      const log = await fresh();
      const mine = [await act(1, 'a'), await act(1, 'b')];
      const wraps = [await sampleWrap(sampleDossier(1), 1), await sampleWrap(sampleDossier(1), 2)];
      const others = [await act(2, 'a'), await sampleWrap(sampleDossier(2), 1)];
      const receipt = { _id: 'receipt:g:e:1', _rev: `1-${'1'.repeat(32)}`, jws: 'a.b.c' };
      await log.put([...mine, ...wraps, ...others, receipt]);
      expect(byId(await log.dossier(sampleDossier(1)))).toEqual(byId([...mine, ...wraps]));
      expect(await log.withPrefix('receipt:')).toEqual([receipt]);
      expect(await log.withPrefix('key:')).toEqual(byId([...wraps, others[1] as LogDocument]));
      expect(await log.withPrefix('lease:')).toEqual([]);
      expect(await log.dossier(sampleDossier(3))).toEqual([]);
    });

    it('wakes a follower for every change, so that reading at each wake misses nothing', async () => {
      const log = await fresh();
      const one = await act(1, 'one');
      const seen = new Promise<void>((resolve) => {
        const stop = log.follow(() => {
          void log.changes(null, 10).then(({ documents }) => {
            if (documents.length < 2) return;
            stop();
            resolve();
          });
        });
      });
      await log.put([one]);
      await log.put([await act(1, 'two')]);
      await seen;
    });

    if (keeps) {
      it('has it all after being opened again, and positions still hold', async () => {
        const place = await home();
        const before = await place.open();
        const one = await act(1, 'one');
        await before.put([one]);
        const { last } = await all(before, null);
        await closeOf(before);
        const after = await place.open();
        expect(await after.get(one._id)).toEqual(one);
        const two = await act(1, 'two');
        await after.put([one, two]);
        expect((await all(after, last)).documents).toEqual([two]);
      });
    }
  });
}
