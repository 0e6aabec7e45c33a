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
  /** null before the desk is commissioned */
  readonly configuration: DeskConfiguration | null;
  readonly officers: OfficerSigner;
  readonly port: SignerPort;
}

/** @throws VaultError VA-001 when `desk.json` is there but is no configuration */
export async function openVault(parts: VaultParts): Promise<Vault> {
  const value = await readJson(join(parts.folder, 'desk.json'));
  const configuration = value === undefined ? null : parseDeskConfiguration(value);
  let transport: TransportSigner | null = null;
  const officers = new OfficerSigner({
    shelf: slotFolder(parts.folder, parts.report),
    keyStore: parts.keyStore,
    platform: 'electron',
    countdown: parts.countdown,
    clock: parts.clock ?? systemClock,
    random: systemRandom,
    scope: { desk: configuration?.desk ?? null, missions: configuration?.missions ?? [] },
    policy: configuration?.policy,
    ...(configuration === null
      ? {}
      : {
          enrolment: {
            desk: configuration.desk,
            root: configuration.root,
            requests: requestFolder(parts.folder, parts.report),
          },
          farewell: farewellFolder(parts.folder, parts.report, () => {
            transport = null;
          }),
        }),
    ...(parts.onLock === undefined ? {} : { onLock: parts.onLock }),
    ...(parts.cost === undefined ? {} : { cost: parts.cost }),
  });
  // Before anybody is served: keys that were to be destroyed when the program stopped.
  await officers.revoked();
  transport = await openTransportKey(parts.folder, parts.keyStore).catch((error: unknown) => {
    if (!(error instanceof VaultError)) throw error;
    parts.report(error.code);
    return null;
  });
  return { configuration, officers, port: portOf(officers, () => transport) };
}

const portOf = (officers: OfficerSigner, transport: () => TransportSigner | null): SignerPort => ({
  keyStore: () => officers.keyStore(),
  slots: () => officers.slots(),
  unlock: (kid, secret) => officers.unlock(kid, secret),
  choosePin: (kid, words, pin) => officers.choosePin(kid, words, pin),
  confirmSecret: (secret) => officers.confirmSecret(secret),
  lock: () => officers.lock(),
  sign: (type, payload) => officers.sign(type, payload),
  confirm: (decision) => officers.confirm(decision),
  cancel: (id) => officers.cancel(id),
  requests: () => officers.requests(),
  askForEnrolment: (wish, pin) => officers.askForEnrolment(wish, pin),
  withdrawRequest: (id) => officers.withdrawRequest(id),
  activateRequest: (answer, secret) => officers.activateRequest(answer, secret),
  takeRevocations: (documents) => officers.takeRevocations(documents),
  revoked: () => officers.revoked(),
  handedOver: () => officers.handedOver(),
  transportIdentity: async () => {
    const key = transport();
    return key === null ? null : { kid: key.kid, credential: key.credential };
  },
  transportSign: async (payload) => {
    const key = transport();
    if (key === null) throw new SignerError('SG-001', 'no transport key');
    return key.sign(payload);
  },
});
