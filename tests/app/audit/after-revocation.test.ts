/** What the centre accepted although what it rests on had been revoked stands in the auditor's list and in the timeline. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isoTime, systemRandom } from '../../../app/acts/clock.ts';
import { type Receipt, verifyReceipt } from '../../../app/admission/receipt.ts';
import { acceptedDespite } from '../../../app/audit/after-revocation.ts';
import { auditHoldings } from '../../../app/audit/audit-holdings.ts';
import { judgeAll } from '../../../app/audit/copies.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { revoke } from '../../../scripts/ministry/issue.ts';
import { JournaledDesk } from '../../world/journaled-desk.ts';
import { World } from '../../world/world.ts';

const root = await mkdtemp(join(tmpdir(), 'guichet-revoked-'));
afterAll(() => rm(root, { recursive: true }));

test('acts that were accepted without an earlier receipt are one finding; those before the revocation none', async () => {
  const world = await World.open();
  const desk = await JournaledDesk.open(world, join(root, 'journal'));
  const verified = ({ hash: _, ...document }: SignedDocument & { hash: string }): Promise<Receipt> =>
    verifyReceipt(document, world.keyring);
  const dossier = await desk.lodged();
  const before = await verified(await desk.receipt(desk.acts));
  world.clock.time += 3_600_000;
  const documents: SignedDocument[] = [];
  const making = { clock: world.clock, random: systemRandom, documents };
  const at = isoTime(world.clock.now());
  await revoke(making, world.ministry.authority, world.agent.credential.kid, 'left', at);
  await world.keyring.add(documents);
  world.clock.time += 3_600_000;
  await desk.note(dossier);
  await desk.note(dossier);
  const lifted = await verified(await desk.receipt(desk.acts));
  const held = async (receipts: readonly Receipt[]) =>
    auditHoldings(
      await judgeAll(
        desk.acts.map(({ document }) => document),
        world.keyring,
      ),
      {
        keyring: world.keyring,
        receipts,
        desk: null,
      },
    );

  const { whole, findings } = await held([before, lifted]);
  expect(findings.map(({ code, seq, until, record }) => [code, seq, until, record])).toEqual([
    ['AU-213', 3, 4, desk.acts[2]?.id],
  ]);
  expect(findings[0]?.detail).toBe(`revoked from ${at}; no receipt before that names it`);
  expect(whole).toBe(true);
  await desk.journal.close();
  // Nobody has accepted them yet: they wait, which is no oddity of what was accepted.
  expect((await held([before])).findings.map(({ code }) => code)).not.toContain('AU-213');
});

test('one that a receipt before the revocation names is told only where its own time says otherwise', () => {
  const said = { first: '2026-11-01T10:00:00Z', finals: ['accepted'] as const };
  const revoked = '2026-11-02T00:00:00Z';
  expect(acceptedDespite('2026-11-01T09:00:00Z', revoked, said)).toBeNull();
  expect(acceptedDespite('2026-11-03T09:00:00Z', revoked, said)).toEqual({
    revokedAt: revoked,
    covered: true,
  });
  expect(acceptedDespite('2026-11-01T09:00:00Z', revoked, { ...said, first: revoked })).toMatchObject({
    covered: false,
  });
  expect(acceptedDespite('2026-11-03T09:00:00Z', revoked, { ...said, finals: [] })).toBeNull();
  expect(acceptedDespite('2026-11-03T09:00:00Z', null, said)).toBeNull();
});
