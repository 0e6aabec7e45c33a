/** The first start of a desk: what its kit brings, what its journal keeps, then the desk itself. */
import type { MissionCode } from '../../app/acts/ids.ts';
import { type ActLog, LogError } from '../../app/log/act-log.ts';
import type { LogDocument } from '../../app/log/records.ts';
import { DraftBook } from '../drafts/draft-book.ts';
import { Desk } from './desk.ts';
import { DeskContext } from './desk-context.ts';
import type { DeskParts } from './desk-parts.ts';
import { JournalReplay } from './journal-replay.ts';
import { MissionBook } from './mission-book.ts';
import { Numbers, type SeriesOf } from './numbers.ts';
import { noteRunning } from './recovery.ts';
import { ReferenceData } from './reference-data.ts';
import { Standing } from './standing.ts';
import { keepIntroduction, restoreTravelling } from './travelling.ts';

/** Opens the stores' content, puts back what the journal keeps, and starts carrying records. */
export async function openDesk(parts: DeskParts): Promise<Desk> {
  const { platform, configuration, stores, clock, random } = parts;
  const isCatalogue = ({ _id }: LogDocument) => /^(release|definition):/.test(_id);
  await plant(
    stores.keyring,
    configuration.seed.filter((document) => !isCatalogue(document)),
  );
  await plant(stores.catalogue, configuration.seed.filter(isCatalogue));
  const { journal } = platform;
  if (journal) await restoreTravelling(journal, stores);
  const reference = await ReferenceData.open(configuration, stores.facts);
  await reference.refresh(stores.keyring, stores.catalogue);
  const books = new Map<MissionCode, MissionBook>();
  for (const [mission, { log }] of stores.missions)
    books.set(mission, new MissionBook(mission, log, reference));
  const seriesOf: SeriesOf = (release, service) => reference.definition(release, service)?.instrument.numbers;
  const drafts = new DraftBook(stores.drafts, clock, random);
  const replay = journal && new JournalReplay({ journal, stores, books, drafts });
  const context = new DeskContext({
    platform,
    configuration,
    stores,
    clock,
    random,
    reference,
    books,
    drafts,
    numbers: journal && new Numbers(journal, configuration.desk, seriesOf),
    replay,
    emit: parts.emit,
  });
  const { restored, last } = (await replay?.open()) ?? { restored: 0, last: [] };
  // A journal that takes nothing is told when something is sealed: no reason for the desk not to open.
  await keepIntroduction(context).catch((error) => context.trouble(error));
  await context.sent.load();
  await context.freshness.load();
  const { abrupt, lastSeen } = await noteRunning(context, parts.life);
  const standing = new Standing(context);
  await standing.open();
  return new Desk(context, parts, standing, abrupt ? { lastSeen, replayed: restored, last } : null);
}

/** What a kit brings, where it is not here yet. A record that has since come in another version stays as it came. */
async function plant(log: ActLog, documents: readonly LogDocument[]): Promise<void> {
  try {
    await log.put(documents);
  } catch (error) {
    if (!isOtherRevision(error)) throw error;
    for (const document of documents) {
      if ((await log.get(document._id)) === undefined) await log.put([document]);
    }
  }
}

const isOtherRevision = (error: unknown): boolean => error instanceof LogError && error.code === 'LOG-002';
