/** The desk before its commissioning: it says so, takes a kit, and can do nothing else. */
import { DESK_METHODS, type DeskApi } from '../../app/desk/desk-api.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { DeskSituation } from '../../app/desk/situation.ts';

export function uncommissionedDesk(
  keyStore: DeskSituation['keyStore'],
  version: string,
  commission: (kit: string) => Promise<void>,
): DeskApi {
  const situation: DeskSituation = {
    commissioned: false,
    desk: null,
    missionName: null,
    keyStore,
    journal: 'receipt',
    slots: [],
    unlocked: null,
    lastSealAt: null,
    lastWordFromCentre: null,
    version,
    keyring: null,
    revoked: null,
  };
  const refuse = async (): Promise<never> => {
    throw new DeskError('DK-001');
  };
  const refused = Object.fromEntries(DESK_METHODS.map((name) => [name, refuse]));
  return {
    ...(refused as unknown as DeskApi),
    situation: async () => situation,
    commission,
    recovery: async () => null,
  };
}
