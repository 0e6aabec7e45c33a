/**
 * Travelling records: what an enrolment gives goes through journal and log as acts do. In the mission's log it is pushed
 * with the mission's acts; in this desk's own copy of the keyring it is known at the next start.
 */
import type { MissionCode } from '../../app/acts/ids.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import { missionsOfDesk } from '../../app/keyring/desk-missions.ts';
import { worksFor } from '../../app/keyring/limits.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { isTravelling, type SignedDocument } from '../../app/log/records.ts';
import type { DeskContext } from './desk-context.ts';
import { missingIn, putMissing } from './put-missing.ts';
import type { DeskStores } from './stores.ts';

/**
 * Journals records that were given here or brought here, and takes them into the keyring. Others among them (groups) are
 * kept in this desk's copy of the keyring alone: the centre has them.
 * @throws DeskError SL-001 no durable journal
 */
export async function keepTravelling(
  desk: DeskContext,
  mission: MissionCode,
  documents: readonly SignedDocument[],
): Promise<void> {
  const { platform, stores, reference } = desk;
  const { journal } = platform;
  if (!journal) throw new DeskError('SL-001');
  const { log } = desk.book(mission);
  const travelling = await missingIn(
    log,
    documents.filter(({ _id }) => isTravelling(_id)),
  );
  if (travelling.length > 0) await journal.commitTravelling({ mission, documents: travelling });
  await log.put(travelling);
  await putMissing(stores.keyring, documents);
  await reference.keyring.add(documents);
}

/**
 * What put this desk into service goes with its records, so that the centre hears of desk and officer with their first acts.
 * After a stop or a reset of the logs once more; what is there is left alone.
 */
export async function keepIntroduction(desk: DeskContext): Promise<void> {
  const { introduction = [], mission } = desk.configuration;
  const place = mission === 'CENTRAL' ? anyMission(desk) : mission;
  if (introduction.length === 0 || place === undefined || !desk.platform.journal) return;
  await keepTravelling(desk, place, introduction);
}

/**
 * Where an officer of the centre puts what is of no mission: with the records of any that this desk carries and they work
 * for. Undefined where there is none.
 */
export function anyMission({
  reference,
  configuration,
  desk,
  unlocked,
}: DeskContext): MissionCode | undefined {
  const carried = missionsOfDesk(reference.keyring, desk);
  const credential = unlocked?.session.credential;
  return configuration.missions.find(
    (one) => (carried?.has(one) ?? true) && (!credential || worksFor(credential, one)),
  );
}

/** Before the keyring is read: what the journal has and the logs lack, after a stop or a reset of the browser's storage. */
export async function restoreTravelling(journal: DurableJournal, stores: DeskStores): Promise<void> {
  for (const { mission, documents } of await journal.travelling()) {
    const store = stores.missions.get(mission);
    if (store) await putMissing(store.log, documents);
    await putMissing(stores.keyring, documents);
  }
}
