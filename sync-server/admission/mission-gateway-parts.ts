/** What the gateway gives to each mission's admission. */
import type { Clock } from '../../app/acts/clock.ts';
import type { Kid, MissionCode } from '../../app/acts/ids.ts';
import type { ReceiptItem } from '../../app/admission/receipt.ts';
import type { CryptoKey } from '../../app/seal/keys.ts';
import type { ReplicaStore } from '../stores/replica-store.ts';
import type { Quota } from './quarantine.ts';
import type { Homes } from './receipt-times.ts';
import type { Reference } from './reference.ts';
import type { ServerEpoch } from './server-epoch.ts';
import type { Step } from './step.ts';

export interface MissionGatewayParts {
  readonly mission: MissionCode;
  readonly store: ReplicaStore;
  readonly reference: Reference;
  readonly epoch: ServerEpoch;
  readonly gateway: { readonly kid: Kid; readonly key: CryptoKey };
  readonly clock: Clock;
  readonly quota: Quota;
  /** acts of quiet dossiers that stay in memory */
  readonly actsAtHand?: number | undefined;
  /** throws where another process has begun to sign with this gateway's key */
  readonly stillSigns: () => Promise<void>;
  /** the keyring has grown: other missions judge again what waited for it */
  readonly onKeyring: () => void;
  /** which mission a receipt of this gateway was signed for */
  readonly homes: Homes;
  /** a receipt of this epoch that this store never saw: the data has been restored */
  readonly onRestored: () => Promise<void>;
  /** a receipt with these is durable */
  readonly onTold?: ((mission: MissionCode, items: readonly ReceiptItem[]) => void) | undefined;
  readonly step?: ((step: Step) => void) | undefined;
}
