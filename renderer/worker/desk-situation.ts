/** What a desk says of itself, also while nobody has unlocked it. */
import { isoTime } from '../../app/acts/clock.ts';
import type { DeskSituation } from '../../app/desk/situation.ts';
import type { DeskContext } from './desk-context.ts';
import type { Standing } from './standing.ts';

export async function deskSituation(
  context: DeskContext,
  standing: Standing,
  version: string,
): Promise<DeskSituation> {
  const { platform, configuration, books, replay } = context;
  const { signer, journal } = platform;
  const keyStore = await signer.keyStore();
  for (const book of books.values()) await book.readReceipts();
  await replay?.catchUp();
  const lastAt = replay?.lastAt ?? null;
  return {
    commissioned: true,
    desk: configuration.desk,
    country: countryOf(Object.keys(configuration.missionNames)),
    missionName: configuration.missionNames[configuration.mission] ?? null,
    keyStore,
    journal: journal ? (keyStore === 'browser' ? 'opfs' : 'file') : 'receipt',
    slots: await signer.slots(),
    unlocked: context.unlocked?.session.credential.kid ?? null,
    lastSealAt: lastAt === null ? null : isoTime(lastAt),
    lastWordFromCentre:
      [...books.values()]
        .map((book) => book.receipts.newest?.at ?? '')
        .sort()
        .at(-1) || null,
    version,
    keyring: await context.freshness.staleness(),
    revoked: standing.revoked && {
      ...standing.revoked,
      waiting: await standing.waiting(),
    },
  };
}

/** The centre's desks are of the country of its missions. */
const countryOf = (places: readonly string[]): string | null =>
  places.find((place) => place !== 'CENTRAL')?.slice(0, 2) ?? null;
