import type { DeskId, Kid } from '../acts/ids.ts';
import type { Staleness } from './keyring-age.ts';
import type { Language } from './language.ts';
import type { OfficerSlot } from './officer.ts';
import type { DeskRevoked } from './ports.ts';

/** What is known before anyone unlocks. */
export interface DeskSituation {
  readonly commissioned: boolean;
  readonly desk: DeskId | null;
  /** whose missions these are, ISO 3166: months are called there so in Arabic */
  readonly country: string | null;
  /** the mission's name by language, for the top bar and prints */
  readonly missionName: Readonly<Record<Language, string>> | null;
  readonly keyStore: 'os' | 'none' | 'browser';
  readonly journal: 'file' | 'opfs' | 'receipt';
  readonly slots: readonly OfficerSlot[];
  readonly unlocked: Kid | null;
  readonly lastSealAt: string | null;
  /** `at` of the newest receipt seen */
  readonly lastWordFromCentre: string | null;
  readonly version: string;
  /** how old the newest signed word of the centre is */
  readonly keyring: Staleness | null;
  /** this desk is revoked and seals nothing more; null while it is not */
  readonly revoked: RevokedSituation | null;
}

export interface RevokedSituation extends DeskRevoked {
  /** entries sealed here that nobody has answered for yet */
  readonly waiting: number;
}
