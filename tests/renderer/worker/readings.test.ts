/** Who read which file is recorded: chained and journaled as exports are, once an unlocking, and beside the screen. */
import { beforeAll, describe, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DossierId } from '../../../app/acts/ids.ts';
import { readAudit } from '../../../app/audit/audit-record.ts';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import { JournalError } from '../../../app/log/durable-journal.ts';
import { MemoryJournal } from '../../../app/log/memory-journal.ts';
import { NodeDesk, openServicesWorld } from '../../world/desk-in-node.ts';
import type { World } from '../../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await openServicesWorld();
});

/** A journal that a test can hold up, or make fail. */
class HeldJournal extends MemoryJournal {
  gate: Promise<void> = Promise.resolve();
  full = false;
  override async commitAudit(...args: Parameters<MemoryJournal['commitAudit']>) {
    await this.gate;
    if (this.full) throw new JournalError('JRN-002', 'no room');
    return super.commitAudit(...args);
  }
}

async function open(): Promise<{ at: NodeDesk; journal: HeldJournal; dossier: DossierId }> {
  const journal = new HeldJournal(systemRandom);
  const at = await NodeDesk.open({ world, desk: 'ML-PAR/B', journal });
  await at.unlock('A. S.');
  return { at, journal, dossier: (await at.sealed('ml-laissez-passer')).dossier };
}
const recorded = async (journal: MemoryJournal) =>
  (await Promise.all((await journal.audits()).map(({ jws }) => readAudit(jws)))).map(({ record, kid }) => ({
    kid,
    what: record.what,
    dossier: record.dossier,
    seq: record.seq,
  }));

describe('a file that is opened', () => {
  test('is recorded once for each officer and unlocking, however often it is looked at', async () => {
    const { at, journal, dossier } = await open();
    const other = (await at.sealed('ml-laissez-passer')).dossier;
    for (let i = 0; i < 5; i += 1) await at.desk.dossier(dossier);
    const [document] = (await at.desk.dossier(dossier)).documents;
    await at.desk.evidence(dossier, document!.blob);
    await at.desk.dossier(other);
    await at.desk.lock();
    await at.unlock('M. U.');
    await at.desk.dossier(dossier);
    await at.desk.lock();
    await at.unlock('A. S.');
    await at.desk.dossier(dossier);
    await at.close();
    const [agent, head] = [world.agent.credential.kid, world.head.credential.kid];
    expect(await recorded(journal)).toEqual([
      { kid: agent, what: 'read', dossier, seq: 1 },
      { kid: agent, what: 'read', dossier: other, seq: 2 },
      { kid: head, what: 'read', dossier, seq: 3 },
      { kid: agent, what: 'read', dossier, seq: 4 },
    ]);
    expect(await at.medium.log('mission-ml-par').withPrefix('audit:')).toHaveLength(4);
  });

  test('is not recorded where only a list shows it', async () => {
    const { at, journal } = await open();
    await at.desk.home();
    await at.desk.search('ERIKSSON', 10);
    await at.close();
    expect(await recorded(journal)).toEqual([]);
  });

  test('is shown before its record is on the disk', async () => {
    const { at, journal, dossier } = await open();
    let release = () => {};
    journal.gate = new Promise((resolve) => {
      release = resolve;
    });
    const view = await at.desk.dossier(dossier);
    expect(view.row.id).toBe(dossier);
    expect(await journal.audits()).toEqual([]);
    release();
    await at.close();
    expect(await journal.audits()).toHaveLength(1);
  });

  test('keeps no lock waiting that was asked for: what is under way has half a second', async () => {
    const { at, journal, dossier } = await open();
    journal.gate = new Promise(() => {});
    await at.desk.dossier(dossier);
    await at.desk.lock();
    await expect(at.desk.dossier(dossier)).rejects.toMatchObject({ code: 'LK-001' });
    expect(await journal.audits()).toEqual([]);
  });

  test('is shown when its record cannot be kept: that is said, and tried again', async () => {
    const { at, journal, dossier } = await open();
    journal.full = true;
    const trouble = at.next((event): event is DeskEvent & { type: 'trouble' } => event.type === 'trouble');
    expect((await at.desk.dossier(dossier)).row.id).toBe(dossier);
    expect(await trouble).toMatchObject({ code: 'JRN-002' });
    journal.full = false;
    await at.desk.dossier(dossier);
    await at.close();
    expect(await recorded(journal)).toHaveLength(1);
  });
});
