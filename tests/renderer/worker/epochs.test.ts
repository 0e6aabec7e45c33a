/** Copies of a past moment: of a desk's computer, and of the centre (FORMATS.md, "Journal" and "Server epoch"). */
import { beforeAll, describe, expect, test } from 'vitest';
import type { DossierId, MissionCode } from '../../../app/acts/ids.ts';
import { readAct } from '../../../app/acts/verify-act.ts';
import { readAudit } from '../../../app/audit/audit-record.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import { expectRebuildable, expectReceivedIsHeld, shown } from '../../crash/desk-checks.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import type { DeskMedium } from '../../world/desk-medium.ts';
import type { Fault } from '../../world/fault.ts';
import { MemoryCentre, MemoryTransfer } from '../../world/memory-centre.ts';
import type { World } from '../../world/world.ts';

const LAISSEZ_PASSER = 'ml-laissez-passer';
const PARIS = 'ML-PAR' as MissionCode;

let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

async function open(centre: MemoryCentre, medium?: DeskMedium): Promise<NodeDesk & { wire: MemoryTransfer }> {
  let wire: MemoryTransfer | null = null;
  const transfer = (own: DeskMedium, fault: Fault) => {
    wire = new MemoryTransfer(centre, own, fault);
    return wire;
  };
  const at = await NodeDesk.open({ world, desk: 'ML-PAR/B', transfer, ...(medium ? { medium } : {}) });
  await at.unlock('A. S.');
  return Object.assign(at, { wire: wire as unknown as MemoryTransfer });
}
const chains = async (at: NodeDesk) => {
  const acts = (await at.journal.replay(0, 100)).flatMap((frame) => frame.acts);
  const envelopes = await Promise.all(acts.map(async ({ jws }) => (await readAct(jws)).envelope));
  return envelopes.map(({ epoch, seq, prev }) => ({ epoch, seq, prev }));
};

const audits = async (at: NodeDesk) => {
  const records = await Promise.all((await at.journal.audits()).map(({ jws }) => readAudit(jws)));
  return records.map(({ record }) => record);
};

describe('a desk restored from an image', () => {
  test('goes on under a new epoch as soon as a receipt is ahead of it; both branches are admitted, no reference twice', async () => {
    const centre = new MemoryCentre(world);
    const first = await open(centre);
    await first.sealed(LAISSEZ_PASSER);
    await first.desk.sendNow();
    const image = await first.medium.copy();
    await first.sealed(LAISSEZ_PASSER);
    await first.sealed(LAISSEZ_PASSER);
    await first.desk.sendNow();
    await first.desk.sendNow();
    await first.kill();

    const restored = await open(centre, image);
    const before = await restored.journal.head(PARIS);
    await restored.desk.sendNow();
    const { ref, acts } = await restored.sealed(LAISSEZ_PASSER);
    const after = await restored.journal.head(PARIS);
    expect(after.epoch).not.toBe(before.epoch);
    expect((await chains(restored)).slice(-2)).toEqual([
      { epoch: after.epoch, seq: 1, prev: null },
      { epoch: after.epoch, seq: 2, prev: acts[0] },
    ]);
    expect(ref).toMatch(/^PAR-B-26-00004-/);
    // the epoch is begun once: the next act continues it
    await restored.sealed(LAISSEZ_PASSER);
    expect((await restored.journal.head(PARIS)).epoch).toBe(after.epoch);
    await restored.desk.sendNow();
    await restored.desk.sendNow();
    const { views } = await shown(restored);
    expect(views).toHaveLength(5);
    expect(new Set(views.map(({ row }) => row.ref)).size).toBe(5);
    expect(new Set(views.flatMap(({ timeline }) => timeline.map(({ state }) => state)))).toEqual(
      new Set(['received']),
    );
    await restored.close();
  });

  test.each<[string, (at: NodeDesk, dossier: DossierId) => Promise<unknown>]>([
    ['exports before it seals', (at, dossier) => at.desk.exportDossier(dossier)],
    [
      'exports and seals at once',
      (at, dossier) => Promise.all([at.desk.exportDossier(dossier), at.sealed(LAISSEZ_PASSER)]),
    ],
  ])(
    'one that %s begins the new epoch once, and its audit chain there, so that no place is taken twice',
    async (_, work) => {
      const centre = new MemoryCentre(world);
      const first = await open(centre);
      const { dossier } = await first.sealed(LAISSEZ_PASSER);
      await first.desk.exportDossier(dossier);
      await first.desk.sendNow();
      const image = await first.medium.copy();
      await first.desk.exportDossier(dossier);
      await first.sealed(LAISSEZ_PASSER);
      await first.desk.sendNow();
      await first.desk.sendNow();
      const before = await audits(first);
      const { epoch } = await first.journal.head(PARIS);
      await first.kill();

      const restored = await open(centre, image);
      await restored.desk.sendNow();
      await work(restored, dossier);
      await restored.desk.exportDossier(dossier);
      const after = await restored.journal.head(PARIS);
      expect(after.epoch).not.toBe(epoch);
      const [, own, next] = await audits(restored);
      expect(own).toMatchObject({ epoch: after.epoch, seq: 1, prev: null });
      // What it had heard of the centre shows that it was not written before.
      const receipts = await restored.medium.log('mission-ml-par').withPrefix('receipt:');
      const texts = receipts.flatMap((receipt) => ('jws' in receipt ? [receipt.jws] : []));
      expect(await Promise.all(texts.map((text) => hashOf(text)))).toContain(own?.lastReceipt);
      expect(next).toMatchObject({ epoch: after.epoch, seq: 2 });
      const places = [...before, own, next].map((record) => `${record?.epoch} ${record?.seq}`);
      expect(new Set(places).size).toBe(4);
      await restored.close();
    },
  );

  test('a desk that nobody copied stays in its epoch, receipts or not', async () => {
    const centre = new MemoryCentre(world);
    const at = await open(centre);
    await at.sealed(LAISSEZ_PASSER);
    const { epoch } = await at.journal.head(PARIS);
    await at.desk.sendNow();
    await at.sealed(LAISSEZ_PASSER);
    await at.desk.sendNow();
    await at.sealed(LAISSEZ_PASSER);
    expect(await at.journal.head(PARIS)).toMatchObject({ epoch, seq: 6 });
    await at.close();
  });
});

describe('a centre restored from an image', () => {
  test('is offered everything again, once, whatever was pushed before; until then nothing is shown as received', async () => {
    const centre = new MemoryCentre(world);
    const at = await open(centre);
    await at.sealed(LAISSEZ_PASSER);
    await at.desk.sendNow();
    await at.desk.sendNow();
    expect((await at.desk.link()).received.entries).toBe(2);
    const pushes = () => at.wire.calls.filter((call) => call.startsWith('push mission-ml-par '));
    expect(pushes()).toEqual(['push mission-ml-par start', 'push mission-ml-par checkpoint']);

    // The restored centre has lost the first file, and hears of a second one only.
    centre.restoreEmpty();
    const second = await at.sealed(LAISSEZ_PASSER);
    const lost = at.medium.log('mission-ml-par');
    const own = await lost.dossier(second.dossier);
    await centre.offer(
      PARIS,
      own.filter((document) => 'jws' in document),
    );
    const receipts = await centre.mission(PARIS).log.withPrefix('receipt:');
    await lost.put(receipts);
    await at.desk.lock();
    await at.unlock('A. S.');
    expect((await at.desk.link()).received.entries).toBeLessThanOrEqual(1);
    await expectRebuildable(at);

    await at.desk.sendNow();
    expect(pushes().at(-1)).toBe('push mission-ml-par start');
    await at.desk.sendNow();
    expect(pushes().at(-1)).toBe('push mission-ml-par checkpoint');
    expect((await at.desk.link()).received.entries).toBe(4);
    expect([...centre.mission(PARIS).judged.keys()].filter((id) => id.startsWith('act:'))).toHaveLength(4);
    centre.past.length = 0;
    await expectReceivedIsHeld(at, centre);
    await at.close();
  });
});
