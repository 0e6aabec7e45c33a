/** The desk's vault: its kit's folder, the officers' signer and the transport signer, as one {@link SignerPort}. */
import { join } from 'node:path';
import { systemRandom } from '../../app/acts/clock.ts';
import type { SignerPort } from '../../app/desk/platform-ports.ts';
import { type DeskConfiguration, SignerError, type TransportSigner } from '../../app/desk/ports.ts';
import type { AttemptsClock } from '../../app/vault/attempts.ts';
import { VaultError } from '../../app/vault/errors.ts';
import { parseDeskConfiguration } from '../../app/vault/kit.ts';
import { type DecisionCountdown, OfficerSigner } from '../../app/vault/officer-signer.ts';
import type { KeyStore } from '../../app/vault/officer-slots.ts';
import type { KdfCost } from '../../app/vault/slot-file.ts';
import { askingFolder, removeAsking } from './asking-folder.ts';
import { readJson } from './durable-file.ts';
import { farewellFolder } from './farewell-folder.ts';
import { requestFolder } from './request-folder.ts';
import { slotFolder } from './slot-folder.ts';
import { openTransportKey } from './transport-key.ts';

export const systemClock: AttemptsClock = { now: () => Date.now(), monotonic: () => performance.now() };

export interface VaultParts {
  /** `<userData>/desk` */
  readonly folder: string;
  readonly keyStore: KeyStore | null;
  readonly countdown: DecisionCountdown;
  /** codes of what could not be read: never a name or a path */
  readonly report: (code: string) => void;
  readonly onLock?: () => void;
  readonly clock?: AttemptsClock;
  readonly cost?: KdfCost;
}

export interface Vault {
  /** null before the desk is commissioned; set at the moment in which an answer has made this computer a desk */
  readonly configuration: DeskConfiguration | null;
  readonly officers: OfficerSigner;
  readonly port: SignerPort;
}

/** The folder as it is at one time. */
interface Opened {
  readonly configuration: DeskConfiguration | null;
  readonly officers: OfficerSigner;
  readonly transport: () => TransportSigner | null;
}

/** @throws VaultError VA-001 when `desk.json` is there but is no configuration */
export async function openVault(parts: VaultParts): Promise<Vault> {
  let opened = await openFolder(parts);
  const now = () => opened;
  const port = portOf(now, async () => {
    opened = await openFolder(parts);
  });
  return {
    get configuration() {
      return opened.configuration;
    },
    get officers() {
      return opened.officers;
    },
    port,
  };
}

async function openFolder(parts: VaultParts): Promise<Opened> {
  const { folder, keyStore, report } = parts;
  const value = await readJson(join(folder, 'desk.json'));
  const configuration = value === undefined ? null : parseDeskConfiguration(value);
  let transport: TransportSigner | null = null;
  const officers = new OfficerSigner({
    shelf: slotFolder(folder, report),
    keyStore,
    platform: 'electron',
    countdown: parts.countdown,
    clock: parts.clock ?? systemClock,
    random: systemRandom,
    scope: {
      desk: configuration?.desk ?? null,
      missions: configuration?.missions ?? [],
      ...(configuration && { setting: configuration }),
    },
    policy: configuration?.policy,
    ...(configuration === null
      ? { asking: askingFolder(folder, keyStore, report) }
      : {
          enrolment: {
            desk: configuration.desk,
            root: configuration.root,
            requests: requestFolder(folder, report),
          },
          farewell: farewellFolder(folder, report, () => {
            transport = null;
          }),
        }),
    ...(parts.onLock === undefined ? {} : { onLock: parts.onLock }),
    ...(parts.cost === undefined ? {} : { cost: parts.cost }),
  });
  if (configuration !== null && (await readJson(join(folder, 'asking.json'))) !== undefined)
    await removeAsking(folder);
  // Before anybody is served: keys that were to be destroyed when the program stopped.
  await officers.revoked();
  transport = await openTransportKey(folder, keyStore).catch((error: unknown) => {
    if (!(error instanceof VaultError)) throw error;
    report(error.code);
    return null;
  });
  return { configuration, officers, transport: () => transport };
}

/** @param reopen the folder has become a desk's */
const portOf = (now: () => Opened, reopen: () => Promise<void>): SignerPort => ({
  keyStore: () => now().officers.keyStore(),
  slots: () => now().officers.slots(),
  unlock: (kid, secret) => now().officers.unlock(kid, secret),
  choosePin: (kid, words, pin) => now().officers.choosePin(kid, words, pin),
  confirmSecret: (secret) => now().officers.confirmSecret(secret),
  lock: () => now().officers.lock(),
  sign: (type, payload) => now().officers.sign(type, payload),
  confirm: (decision) => now().officers.confirm(decision),
  cancel: (id) => now().officers.cancel(id),
  requests: () => now().officers.requests(),
  askForEnrolment: (wish, pin) => now().officers.askForEnrolment(wish, pin),
  withdrawRequest: (id) => now().officers.withdrawRequest(id),
  activateRequest: (answer, secret) => now().officers.activateRequest(answer, secret),
  deskRequest: () => now().officers.deskRequest(),
  askForDesk: (wish, pin) => now().officers.askForDesk(wish, pin),
  withdrawDeskRequest: () => now().officers.withdrawDeskRequest(),
  activateDesk: async (answer, secret) => {
    const outcome = await now().officers.activateDesk(answer, secret);
    if (outcome.outcome === 'activated') await reopen();
    return outcome;
  },
  takeRevocations: (documents) => now().officers.takeRevocations(documents),
  revoked: () => now().officers.revoked(),
  handedOver: () => now().officers.handedOver(),
  transportIdentity: async () => {
    const key = now().transport();
    return key === null ? null : { kid: key.kid, credential: key.credential };
  },
  transportSign: async (payload) => {
    const key = now().transport();
    if (key === null) throw new SignerError('SG-001', 'no transport key');
    return key.sign(payload);
  },
});
