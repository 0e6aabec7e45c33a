/** What the centre holds of a desk, audited without the desk: what must be there is missed, what may still come is not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeskId } from '../../../app/acts/ids.ts';
import { type Receipt, verifyReceipt } from '../../../app/admission/receipt.ts';
import type { VerdictCode } from '../../../app/admission/verdict-codes.ts';
import { auditHoldings } from '../../../app/audit/audit-holdings.ts';
import type { JournalsAudit } from '../../../app/audit/audit-journals.ts';
import { judgeAll } from '../../../app/audit/copies.ts';
import { isFault } from '../../../app/audit/findings.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { planWithAuditor } from '../../world/auditor.ts';
import { SPECIMEN_DEFINITIONS } from '../../world/definition.ts';
import { JournaledDesk } from '../../world/journaled-desk.ts';
import { World } from '../../world/world.ts';

let root: string;
let world: World;
let count = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'guichet-holdings-'));
  world = await World.open(SPECIMEN_DEFINITIONS, planWithAuditor());
});
afterAll(() => rm(root, { recursive: true }));

/** Acts 1 to 6 and one audit record, all of which have left the desk. */
async function written() {
  count += 1;
  const desk = await JournaledDesk.open(world, join(root, `journal-${count}`));
  const dossier = await desk.lodged();
  for (let i = 0; i < 4; i += 1) await desk.note(dossier);
  await desk.audit('read', dossier.id);
  const audits = await desk.journal.audits();
  return { desk, dossier, documents: [...desk.acts.map(({ document }) => document), ...audits] };
}
const verified = ({ hash: _, ...document }: SignedDocument & { hash: string }): Promise<Receipt> =>
  verifyReceipt(document, world.keyring);
const audit = async (
  documents: readonly SignedDocument[],
  receipts: readonly Receipt[] = [],
  desk: DeskId | null = null,
): Promise<JournalsAudit> =>
  auditHoldings(await judgeAll(documents, world.keyring), { keyring: world.keyring, receipts, desk });
const found = ({ findings }: JournalsAudit): string[] =>
  findings.map(({ code, of, seq, until }) =>
    [code, of, seq, until === seq ? null : until].filter(Boolean).join(' '),
  );

describe('what the centre holds', () => {
  test('is whole where every number is there, with who did what', async () => {
    const { desk, documents } = await written();
    const held = await audit(documents, [await verified(await desk.receipt(desk.acts))]);
    expect(held.whole).toBe(true);
    expect(found(held)).toEqual([]);
    expect(held.desks).toEqual(['ML-PAR/B']);
    expect(held.records).toHaveLength(7);
    expect(held.chains.map(({ of, last, withoutReceipt }) => [of, last, withoutReceipt])).toEqual([
      ['acts', 6, 0],
      ['audits', 1, null],
    ]);
  });

  test('misses no number that may still come: an urgent act travels ahead of its backlog', async () => {
    const { desk, documents } = await written();
    const receipt = await verified(await desk.receipt(desk.acts.slice(0, 2)));
    const held = await audit([...documents.slice(0, 2), ...documents.slice(4)], [receipt]);
    expect(held.whole).toBe(true);
    expect(found(held)).toEqual(['AU-210 acts 3 4', 'AU-209 acts']);
  });

  test('misses what a receipt says that the centre has: in the middle, at the end, and of a whole chain', async () => {
    const { desk, documents } = await written();
    const receipts = [await verified(await desk.receipt(desk.acts))];
    const middle = await audit([...documents.slice(0, 2), ...documents.slice(4)], receipts);
    expect(middle.whole).toBe(false);
    expect(found(middle)).toEqual(['AU-105 acts 3 4']);
    const end = await audit([...documents.slice(0, 4), ...documents.slice(6)], receipts);
    expect(found(end)).toEqual(['AU-109 acts 5 6']);
    const all = await audit([], receipts, 'ML-PAR/B' as DeskId);
    expect(found(all)).toEqual(['AU-109 acts 1 6']);
    expect(await audit([], receipts, 'ML-PAR/A' as DeskId)).toMatchObject({ whole: true, desks: [] });
  });

  test('what it has and has not admitted is no gap: told with its code, by the act behind it, a receipt, or their count', async () => {
    const { desk, documents } = await written();
    const codesOf = (...numbers: readonly (readonly [number, VerdictCode])[]) =>
      new Map(numbers.map(([seq, code]) => [desk.acts[seq - 1]!.id as string, code]));
    const held = async (codes: ReadonlyMap<string, VerdictCode>) => {
      const here = documents.filter(({ _id }) => !codes.has(_id.slice(_id.lastIndexOf(':') + 1)));
      return audit(here, [await verified(await desk.receipt(desk.acts, undefined, codes))]);
    };
    const said = ({ findings }: JournalsAudit) =>
      findings.map(({ code, seq, until, detail }) => [code, seq, until, detail].join(' '));
    const middle = await held(codesOf([3, 'AD-108']));
    expect(middle.whole).toBe(true);
    expect(said(middle)).toEqual(['AU-212 3 3 held AD-108']);
    expect(middle.findings[0]?.record).toBe(desk.acts[2]!.id);
    expect(said(await held(codesOf([6, 'AD-205'])))).toEqual(['AU-212 6 6 refused AD-205']);
    const several = await held(codesOf([2, 'AD-107'], [3, 'AD-101'], [5, 'AD-101'], [6, 'AD-101']));
    expect(several.whole).toBe(true);
    expect(said(several)).toEqual(['AU-212 2 3 AD-101, AD-107', 'AU-212 5 6 AD-101, AD-107']);
  });

  test('an accepted act that is gone is missed all the same, whatever is on hold beside it', async () => {
    const { desk, documents } = await written();
    const [, second, third, , fifth] = desk.acts;
    const codes = new Map<string, VerdictCode>([[third!.id, 'AD-108']]);
    const receipt = await verified(await desk.receipt(desk.acts, undefined, codes));
    const without = (...gone: readonly { id: string }[]) =>
      audit(
        documents.filter(({ _id }) => !gone.some(({ id }) => _id.endsWith(id))),
        [receipt],
      );
    // Number 5 is known to be accepted by the act behind it; of 2 and 3 nobody can say which one was taken away.
    expect(found(await without(third!, fifth!))).toEqual(['AU-212 acts 3', 'AU-105 acts 5']);
    const both = await without(second!, third!);
    expect([both.whole, found(both)]).toEqual([false, ['AU-105 acts 2 3']]);
    // However many are on hold, another desk's too: the act behind number 5 names which one it was.
    const two = {
      ...receipt,
      items: [...receipt.items, ['act', 'B'.repeat(43), 'held', 'AD-101']],
    } as Receipt;
    const here = documents.filter(({ _id }) => !_id.endsWith(fifth!.id) && !_id.endsWith(third!.id));
    const present = new Set([...desk.acts.map(({ id }) => id as string)]);
    present.delete(third!.id);
    const judged = await judgeAll(here, world.keyring);
    const ground = { keyring: world.keyring, receipts: [two], desk: null, present };
    expect(found(auditHoldings(judged, ground))).toContain('AU-105 acts 5');
  });

  test('tells a fork, a forged signature, and a chain that was written anew', async () => {
    const { desk, dossier, documents } = await written();
    const [first] = desk.acts;
    const { epoch } = await desk.journal.head(dossier.mission);
    const twin = await world.seal(dossier, world.agent, {
      kind: 'contact-noted',
      prior: [],
      body: { by: 'telephone', direction: 'from-applicant', note: 'twin' },
      but: { epoch, seq: 2, prev: first!.id },
    });
    const forked = await audit([...documents, twin.document]);
    expect(forked.findings.filter(isFault).map(({ code, seq }) => [code, seq])).toEqual([['AU-106', 2]]);
    const forged = { ...documents[3]!, jws: documents[4]!.jws };
    expect((await audit([...documents.slice(0, 3), forged])).findings[0]).toMatchObject({ code: 'AU-102' });
    const anew = await audit([documents[0]!, twin.document, ...documents.slice(2)]);
    expect(found(anew)).toContain('AU-108 acts 3');
  });

  test('shows the epoch that began after a copy of the desk was put back', async () => {
    const { desk, dossier, documents } = await written();
    const before = await verified(await desk.receipt(desk.acts));
    await desk.journal.startEpoch(dossier.mission);
    const after = await desk.note(dossier);
    const held = await audit([...documents, after.document], [before]);
    expect(held.whole).toBe(true);
    expect(held.chains.filter(({ branch }) => branch).map(({ last }) => last)).toEqual([1]);
    expect(found(held)).toContain('AU-202 acts');
  });

  test('says of each odd time what it is held against', async () => {
    const { desk, dossier, documents } = await written();
    const receipt = await desk.receipt(desk.acts.slice(0, 2), '2026-03-02T12:00:00Z');
    desk.lastReceipt = receipt.hash;
    const late = await desk.note(dossier, { claimedAt: '2026-03-02T09:00:00Z' });
    const held = await audit([...documents, late.document], [await verified(receipt)]);
    expect(held.clocks.find(({ what }) => what === 'back-dated')).toMatchObject({
      record: late.id,
      kid: world.agent.credential.kid,
      claimedAt: '2026-03-02T09:00:00Z',
      lastReceiptAt: '2026-03-02T12:00:00Z',
      against: '2026-03-02T12:00:00Z',
      apart: -3 * 3_600_000,
    });
  });
});
