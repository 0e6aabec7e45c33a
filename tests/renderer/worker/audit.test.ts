/** Audit records are chained and journaled before what they record happens, and outlive the log. */
import { beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { MissionCode } from '../../../app/acts/ids.ts';
import { readAudit } from '../../../app/audit/audit-record.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { JournalError } from '../../../app/log/durable-journal.ts';
import { MemoryJournal } from '../../../app/log/memory-journal.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import type { DeskMedium } from '../../world/desk-medium.ts';
import type { World } from '../../world/world.ts';

const LAISSEZ_PASSER = 'ml-laissez-passer';
const PARIS = 'ML-PAR' as MissionCode;

let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

async function open(medium?: DeskMedium): Promise<NodeDesk> {
  const at = await NodeDesk.open({ world, desk: 'ML-PAR/B', ...(medium ? { medium } : {}) });
  await at.unlock('A. S.');
  return at;
}
const logged = ({ medium }: NodeDesk) => medium.log('mission-ml-par').withPrefix('audit:');
const byId = <T extends { readonly _id: string }>(documents: readonly T[]): T[] =>
  [...documents].sort((a, b) => (a._id < b._id ? -1 : 1));

describe('audit records', () => {
  test('of two exports are one chain of the desk, beside the chain of its acts', async () => {
    const at = await open();
    const { dossier } = await at.sealed(LAISSEZ_PASSER);
    const head = await at.journal.head(PARIS);
    await at.desk.exportDossier(dossier);
    await at.desk.exportDossier(dossier);
    const [first, second, ...more] = await Promise.all(
      (await at.journal.audits()).map(({ jws }) => readAudit(jws)),
    );
    expect(more).toEqual([]);
    const common = {
      mission: PARIS,
      desk: 'ML-PAR/B',
      epoch: head.epoch,
      what: 'exported',
      dossier,
      keyring: (
        await Keyring.from(world.ministry.root.credential.jws, world.ministry.keyringDocuments)
      ).head()?.hash,
      lastReceipt: null,
    };
    expect(first?.record).toMatchObject({ ...common, seq: 1, prev: null });
    expect(second?.record).toMatchObject({ ...common, seq: 2, prev: first?.hash });
    expect(await at.journal.head(PARIS)).toEqual(head);
    expect(byId(await logged(at))).toEqual(byId(await at.journal.audits()));
    await at.close();
  });

  test('asked for at once stand one behind the other', async () => {
    const at = await open();
    const { dossier } = await at.sealed(LAISSEZ_PASSER);
    await Promise.all(Array.from({ length: 8 }, () => at.desk.exportDossier(dossier)));
    const records = await Promise.all((await at.journal.audits()).map(({ jws }) => readAudit(jws)));
    expect(records.map(({ record }) => record.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(records.map(({ record }) => record.prev)).toEqual([
      null,
      ...records.slice(0, -1).map(({ hash }) => hash),
    ]);
    await at.close();
  });

  test('come back from the journal where the log has lost them, and the chain goes on', async () => {
    const first = await open();
    const { dossier } = await first.sealed(LAISSEZ_PASSER);
    await first.desk.exportDossier(dossier);
    await first.desk.exportDossier(dossier);
    const before = byId(await logged(first));
    expect(before).toHaveLength(2);
    await first.close();

    first.medium.wipeIndexedDb();
    const second = await open(first.medium);
    expect(byId(await logged(second))).toEqual(before);
    await second.desk.exportDossier(dossier);
    expect((await second.journal.auditHead(PARIS)).seq).toBe(3);
    await second.close();

    // The replay has been noted by now; a log that lost its records is found out all the same.
    const third = await open(second.medium);
    await third.close();
    const facts = new Map(third.medium.facts.facts);
    third.medium.wipeIndexedDb();
    for (const [key, value] of facts) third.medium.facts.facts.set(key, value);
    const fourth = await open(third.medium);
    expect(await logged(fourth)).toHaveLength(3);
    await fourth.close();
  });

  test('a record that cannot be journaled stops what it would record', async () => {
    const journal = new MemoryJournal(systemRandom);
    const at = await NodeDesk.open({ world, desk: 'ML-PAR/B', journal });
    await at.unlock('A. S.');
    const { dossier } = await at.sealed(LAISSEZ_PASSER);
    journal.commitAudit = () => Promise.reject(new JournalError('JRN-002', 'no room'));
    expect(await at.desk.exportDossier(dossier).catch(({ code }) => code)).toBe('JRN-002');
    expect(await logged(at)).toEqual([]);
    await at.close();
  });
});
