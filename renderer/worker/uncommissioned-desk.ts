/** The desk before its commissioning: it says so, takes a kit or asks to be put into service, and can do nothing else. */
import { DESK_METHODS, type DeskApi } from '../../app/desk/desk-api.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Signer } from '../../app/desk/ports.ts';
import type { DeskSituation } from '../../app/desk/situation.ts';
import { activateDeskAt, askForDeskAt, pendingDeskOf, readRootView } from './asking-desk.ts';

export async function uncommissionedDesk(
  signer: Signer,
  version: string,
  commission: (kit: string) => Promise<void>,
): Promise<DeskApi> {
  const keyStore = await signer.keyStore();
  const situation: DeskSituation = {
    commissioned: false,
    desk: null,
    country: null,
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
    readRoot: readRootView,
    pendingDesk: () => pendingDeskOf(signer),
    askForDesk: (wish, pin) => askForDeskAt(signer, wish, pin),
    withdrawDesk: () => signer.withdrawDeskRequest(),
    activateDesk: (answer, secret) => activateDeskAt(signer, answer, secret),
    recovery: async () => null,
  };
}
