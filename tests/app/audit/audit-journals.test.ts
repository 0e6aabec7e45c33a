/** The auditor finds and names what is done to a journal, on files that the real journal wrote (docs/decisions/0016). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isoTime, systemRandom } from '../../../app/acts/clock.ts';
import { type Receipt, signReceipt, verifyReceipt } from '../../../app/admission/receipt.ts';
import type { VerdictCode } from '../../../app/admission/verdict-codes.ts';
import { type AuditGround, auditJournals, type JournalsAudit } from '../../../app/audit/audit-journals.ts';
import { isFault } from '../../../app/audit/findings.ts';
import { RECORD_TYPE } from '../../../app/log/journal-frame.ts';
import { encodeJson, parseDocuments, parseFrameMeta } from '../../../app/log/journal-meta.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { openJournal } from '../../../main/journal/open-journal.ts';
import { NO_ORDER } from '../../contracts/sealed-samples.ts';
import { planWithAuditor } from '../../world/auditor.ts';
import { SPECIMEN_DEFINITIONS } from '../../world/definition.ts';
import {
  bytesIn,
  type JournalBytes,
  JournaledDesk,
  putBytes,
  putTogether,
  type RawRecord,
  takeApart,
  toAudit,
} from '../../world/journaled-desk.ts';
import { World } from '../../world/world.ts';

let root: string;
let world: World;
let count = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'guichet-auditor-'));
  world = await World.open(SPECIMEN_DEFINITIONS, planWithAuditor());
});
afterAll(() => rm(root, { recursive: true }));

const folder = (): string => {
  count += 1;
  return join(root, `journal-${count}`);
};

/** Two files lodged, three calls noted, a reading and an export: acts 1 to 7, audit records 1 and 2. */
async function written(officer = world.agent) {
  const place = folder();
  const desk = await JournaledDesk.open(world, place, officer);
  const dossier = await desk.lodged();
  await desk.note(dossier);
  await desk.audit('read', dossier.id);
  await desk.note(dossier);
  await desk.lodged();
  await desk.audit('exported', dossier.id);
  await desk.note(dossier);
  const close = async (): Promise<JournalBytes> => {
    await desk.journal.close();
    return bytesIn(place);
  };
  return { desk, dossier, place, close };
}

const ground = (parts: Partial<AuditGround> = {}): AuditGround => ({
  keyring: world.keyring,
  receipts: [],
  copies: [],
  ...parts,
});
const audit = (bytes: JournalBytes, parts: Partial<AuditGround> = {}) =>
  auditJournals([toAudit(bytes)], ground(parts));
const verified = ({ hash: _, ...document }: SignedDocument & { hash: string }): Promise<Receipt> =>
  verifyReceipt(document, world.keyring);
/** code and numbers of what is wrong */
const faults = ({ findings }: JournalsAudit): string[] =>
  findings
    .filter(isFault)
    .map(({ code, of, seq, until }) =>
      [code, of, seq, until === seq ? null : until].filter((part) => part !== null).join(' '),
    );
const notices = ({ findings }: JournalsAudit): string[] =>
  findings.filter((one) => !isFault(one)).map(({ code }) => code);

async function altered(
  bytes: JournalBytes,
  change: (records: RawRecord[]) => RawRecord[],
): Promise<JournalBytes> {
  return { ...bytes, acts: putTogether(bytes.acts, change(await takeApart(bytes.acts))) };
}
const isFrame = ({ type }: RawRecord) => type === RECORD_TYPE.frame;
/** places of the frames among the records: of acts 1–2, 3, 4, 5–6, 7 */
const frames = (records: readonly RawRecord[]): number[] =>
  records.flatMap((record, index) => (isFrame(record) ? [index] : []));
const without = (records: readonly RawRecord[], index: number | undefined): RawRecord[] =>
  records.filter((_, at) => at !== index);

describe('an untouched journal', () => {
  test('is whole where the centre has not admitted some of it, and says which and why', async () => {
    const { desk, close } = await written();
    const codes = new Map<string, VerdictCode>([
      [desk.acts[2]!.id, 'AD-108'],
      [desk.acts[6]!.id, 'AD-206'],
    ]);
    const receipt = await verified(await desk.receipt(desk.acts, undefined, codes));
    const { whole, findings } = await audit(await close(), { receipts: [receipt] });
    expect(whole).toBe(true);
    expect(findings.map(({ code, seq, record, detail }) => [code, seq, record, detail])).toEqual([
      ['AU-212', 3, desk.acts[2]!.id, 'held AD-108'],
      ['AU-212', 7, desk.acts[6]!.id, 'refused AD-206'],
    ]);
  });

  test('is whole, with every chain, and who did what', async () => {
    const { desk, dossier, close } = await written();
    const receipt = await verified(await desk.receipt(desk.acts.slice(0, 5)));
    const found = await audit(await close(), { receipts: [receipt] });
    expect(found.whole).toBe(true);
    expect(faults(found)).toEqual([]);
    expect(notices(found)).toEqual(['AU-209']);
    expect(
      found.chains.map(({ of, first, last, records, withoutReceipt }) => [
        of,
        first,
        last,
        records,
        withoutReceipt,
      ]),
    ).toEqual([
      ['acts', 1, 7, 7, 2],
      ['audits', 1, 2, 2, null],
    ]);
    expect(found.officers).toMatchObject([
      {
        kid: world.agent.credential.kid,
        subject: world.agent.credential.subject,
        acts: { opened: 2, submitted: 2, 'contact-noted': 3 },
        audits: { exported: 1, read: 1 },
      },
    ]);
    expect(found.deeds.map(({ group, dossier: of, seq }) => [group, of, seq])).toEqual([
      ['reading', dossier.id, 1],
      ['export', dossier.id, 2],
    ]);
  });

  test('with a torn tail is whole: what was cut off was never said to be sealed', async () => {
    const { close } = await written();
    const bytes = await close();
    for (const cut of [1, 7, 40, 300]) {
      const found = await audit({ ...bytes, acts: bytes.acts.slice(0, -cut) });
      expect(faults(found)).toEqual([]);
      expect(notices(found)).toContain('AU-201');
    }
  });

  test('of several desks are audited at once, each for itself', async () => {
    const [one, other] = [await written(), await written(world.otherAgent)];
    const journals = [toAudit(await one.close()), toAudit(await other.close())];
    const found = await auditJournals(journals, ground());
    expect(faults(found)).toEqual([]);
    expect(found.desks).toEqual(['ML-PAR/B', 'ML-PAR/A']);
    expect(found.chains).toHaveLength(4);
  });

  test('with a new epoch after a restore shows the branch, which is no fault', async () => {
    const { desk, dossier, close } = await written();
    await desk.journal.startEpoch(dossier.mission);
    await desk.note(dossier);
    const found = await audit(await close());
    expect(faults(found)).toEqual([]);
    expect(notices(found)).toEqual(['AU-202']);
    expect(found.chains.map(({ of, last, branch }) => [of, last, branch])).toEqual([
      ['acts', 7, false],
      ['audits', 2, false],
      ['acts', 1, true],
    ]);
  });

  test('says without a root what the chain alone says', async () => {
    const { close } = await written();
    const found = await audit(await close(), { keyring: null });
    expect(found.whole).toBe(true);
    expect(found.officers[0]?.subject).toBeNull();
  });
});

describe('what is done to a journal', () => {
  test('a record dropped: its numbers are missing', async () => {
    const { close } = await written();
    const bytes = await close();
    const found = await audit(await altered(bytes, (all) => without(all, frames(all)[1])));
    expect(faults(found)).toEqual(['AU-105 acts 3']);
    const audits = await altered(bytes, (all) =>
      without(
        all,
        all.findIndex(({ type }) => type === RECORD_TYPE.audit),
      ),
    );
    expect(faults(await audit(audits))).toEqual(['AU-105 audits 1']);
  });

  test('two records swapped: one stands behind the other', async () => {
    const { close } = await written();
    const swapped = await altered(await close(), (all) => {
      const [, second, third] = frames(all);
      const changed = [...all];
      [changed[second!], changed[third!]] = [all[third!]!, all[second!]!];
      return changed;
    });
    expect(faults(await audit(swapped))).toEqual(['AU-107 acts 3']);
  });

  test('a byte edited: its record is damaged, and its numbers are missing', async () => {
    const { close } = await written();
    const bytes = await close();
    const all = await takeApart(bytes.acts);
    const before = putTogether(bytes.acts, all.slice(0, frames(all)[1]!)).length;
    for (const at of [before + 20, before + 900]) {
      const acts = bytes.acts.slice();
      acts[at] = acts[at]! ^ 1;
      expect(faults(await audit({ ...bytes, acts }))).toEqual(['AU-101', 'AU-105 acts 3']);
    }
  });

  test('the last two records damaged: that is no torn tail', async () => {
    const { close } = await written();
    const bytes = await close();
    const all = await takeApart(bytes.acts);
    const acts = bytes.acts.slice();
    const last = frames(all).at(-1)!;
    const start = putTogether(bytes.acts, all.slice(0, last - 1)).length;
    for (const at of [start + 300, acts.length - 20]) acts[at] = acts[at]! ^ 1;
    expect(faults(await audit({ ...bytes, acts }))).toEqual(['AU-101']);
  });

  test('a body edited, checksums made right: the signature tells, and the next one no longer continues it', async () => {
    const { close } = await written();
    const edited = await altered(await close(), (all) =>
      all.map((record, index) => {
        if (index !== frames(all)[1]) return record;
        const [act] = parseDocuments(record.data)!;
        const at = act!.jws.length - 90;
        const jws = `${act!.jws.slice(0, at)}${act!.jws[at] === 'A' ? 'B' : 'A'}${act!.jws.slice(at + 1)}`;
        return { ...record, data: encodeJson([{ ...act, jws }]) };
      }),
    );
    const found = faults(await audit(edited));
    expect(found.some((one) => one.startsWith('AU-102') || one.startsWith('AU-103'))).toBe(true);
    expect(found.length).toBeGreaterThan(1);
  });

  test('the tail taken off cleanly: a receipt knows better, or a copy', async () => {
    const { desk, close } = await written();
    const receipt = await verified(await desk.receipt(desk.acts));
    const bytes = await close();
    const cut = await altered(bytes, (all) => all.slice(0, frames(all)[3]));
    const alone = await audit(cut);
    expect(faults(alone)).toEqual([]);
    // The keys and scans of what was taken away are still there, and say that something was.
    expect(notices(alone)).toContain('AU-207');
    expect(faults(await audit(cut, { receipts: [receipt] }))).toEqual(['AU-109 acts 5 7']);
    const copies = desk.acts.slice(4, 6).map(({ document }) => document);
    expect(faults(await audit(cut, { copies }))).toEqual(['AU-109 acts 5 6']);
    expect(faults(await audit(cut, { receipts: [receipt], copies }))).toEqual([
      'AU-109 acts 5 6',
      'AU-109 acts 7',
    ]);
  });

  test('emptied: the desk is known from beside it, and the receipt knows its chain', async () => {
    const { desk, close } = await written();
    const receipt = await verified(await desk.receipt(desk.acts));
    const bytes = await close();
    const emptied = toAudit({ ...bytes, acts: bytes.acts.slice(0, 24) }, 'ML-PAR/B' as never);
    const found = await auditJournals([emptied], ground({ receipts: [receipt] }));
    expect(faults(found)).toEqual(['AU-109 acts 1 7']);
  });

  test('a fork spliced in from an image of the disk', async () => {
    const { dossier, place, close } = await written();
    const image = await close();
    const going = await JournaledDesk.open(world, place);
    await going.note(dossier);
    await going.journal.close();
    const went = await bytesIn(place);
    const other = folder();
    await putBytes(other, image);
    const copy = await JournaledDesk.open(world, other);
    await copy.note(dossier);
    await copy.journal.close();
    const branch = await bytesIn(other);
    const foreign = (await takeApart(branch.acts)).at(-1)!;
    expect(faults(await audit(await altered(went, (all) => [...all, foreign])))).toEqual(['AU-106 acts 8']);
    // The two disks beside each other: each has a number 8 of its own.
    const both = await auditJournals([toAudit(went), toAudit(branch)], ground());
    expect(faults(both)).toEqual(['AU-106 acts 8', 'AU-106 acts 8']);
  });

  test('the centre has another act at a number', async () => {
    const { desk, close } = await written();
    const { credential, signingKey } = world.ministry.gateway;
    const epoch = (await desk.journal.head(desk.officer.scope as never)).epoch;
    const receipt = await signReceipt(
      {
        epoch: 'AAAAAAAAAAAAAAAA',
        n: 1,
        at: isoTime(world.clock.now()),
        items: [],
        chains: [[desk.officer.desk, epoch, 7, desk.acts[0]!.id]],
      },
      credential.kid,
      signingKey,
    );
    expect(faults(await audit(await close(), { receipts: [await verified(receipt)] }))).toEqual([
      'AU-110 acts 7',
    ]);
  });

  test('a record of another desk replayed', async () => {
    const [one, other] = [await written(), await written(world.otherAgent)];
    const foreign = (await takeApart((await other.close()).acts)).filter(isFrame).at(-1)!;
    const found = await audit(await altered(await one.close(), (all) => [...all, foreign]));
    expect(faults(found)).toEqual(['AU-112', 'AU-111 acts 7']);
  });

  test('a record of its own replayed', async () => {
    const { close } = await written();
    const found = await audit(await altered(await close(), (all) => [...all, all[frames(all)[1]!]!]));
    expect(faults(found)).toEqual(['AU-107 acts 3']);
  });

  test('an act under an officer of another desk: it is not theirs to sign here', async () => {
    const { desk, dossier, close } = await written();
    const head = await desk.journal.head(dossier.mission);
    const act = await world.seal(dossier, world.otherAgent, {
      kind: 'contact-noted',
      prior: [],
      body: { by: 'telephone', direction: 'from-applicant', note: 'specimen' },
      but: { desk: 'ML-PAR/B' as never, epoch: head.epoch, seq: head.seq + 1, prev: head.prev },
    });
    const commit = {
      expected: head,
      draft: null,
      acts: [act.document],
      actIds: [act.id],
      wraps: [],
      chunks: [],
      at: 0,
    };
    await desk.journal.commit(commit);
    expect(faults(await audit(await close()))).toEqual(['AU-104 acts 8']);
  });

  test('a head that says otherwise than its acts', async () => {
    const { close } = await written();
    const found = await audit(
      await altered(await close(), (all) =>
        all.map((record, index) => {
          if (index !== frames(all)[1]) return record;
          return { ...record, meta: encodeJson({ ...parseFrameMeta(record.meta), seq: 30 }) };
        }),
      ),
    );
    expect(faults(found)).toEqual(['AU-102']);
  });

  test('keys or evidence cut, edited or put away', async () => {
    const { close } = await written();
    const bytes = await close();
    for (const name of ['wraps', 'evidence'] as const) {
      expect(faults(await audit({ ...bytes, [name]: bytes[name].slice(0, -10) })).length).toBeGreaterThan(0);
      expect(faults(await audit({ ...bytes, [name]: new Uint8Array(0) }))).toContain('AU-101');
      const edited = bytes[name].slice();
      edited[200] = edited[200]! ^ 1;
      expect(faults(await audit({ ...bytes, [name]: edited }))).toContain('AU-101');
    }
  });

  test('wraps erased as erasure does it: nothing is wrong', async () => {
    const { desk, dossier, close } = await written();
    await desk.journal.eraseWraps([{ dossier: dossier.id, order: NO_ORDER }]);
    expect(faults(await audit(await close()))).toEqual([]);
  });
});

describe('a claimed time made earlier by a dishonest officer, with the true key', () => {
  test('goes back against its chain, and is shown', async () => {
    const { desk, dossier, close } = await written();
    await desk.note(dossier, { claimedAt: '2026-11-20T09:00:00Z' });
    const found = await audit(await close());
    expect(faults(found)).toEqual([]);
    expect(found.findings).toMatchObject([{ code: 'AU-203', seq: 8 }]);
  });

  test('before the receipt that the act names: proven', async () => {
    const { desk, dossier, close } = await written();
    const receipt = await desk.receipt(desk.acts);
    desk.lastReceipt = receipt.hash;
    await desk.note(dossier);
    await desk.note(dossier, { claimedAt: '2026-11-20T09:00:00Z' });
    const found = await audit(await close(), { receipts: [await verified(receipt)] });
    expect(faults(found)).toEqual(['AU-113 acts 9']);
    expect(notices(found)).toEqual(['AU-203', 'AU-209']);
  });
});

test('reading a journal changes nothing of it, and it opens as before', async () => {
  const { dossier, place, close } = await written();
  const bytes = await close();
  await audit({ ...bytes, acts: bytes.acts.slice(0, -5) });
  expect(await bytesIn(place)).toEqual(bytes);
  const journal = await openJournal(place, systemRandom);
  expect((await journal.head(dossier.mission)).seq).toBe(7);
  await journal.close();
});
