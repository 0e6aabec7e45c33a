/** What a desk is made of: the platform's ports, its stores, the wire, and who listens. */
import type { Clock, RandomSource } from '../../app/acts/clock.ts';
import type { DeskEvent } from '../../app/desk/desk-event.ts';
import type { DeskConfiguration, DeskPlatform } from '../../app/desk/ports.ts';
import type { WindowLife } from '../../app/desk/worker-start.ts';
import type { DeskStores } from './stores.ts';
import type { Transfer } from './transfer.ts';

export interface DeskParts {
  readonly platform: DeskPlatform;
  readonly configuration: DeskConfiguration;
  readonly stores: DeskStores;
  /** null where this desk has no gateway or no transport key */
  readonly transfer: Transfer | null;
  readonly clock: Clock;
  /** milliseconds of a clock that nobody sets; absent where the wall clock is not watched */
  readonly monotonic?: () => number;
  readonly random: RandomSource;
  readonly version: string;
  readonly emit: (event: DeskEvent) => void;
  /** installs another kit; the worker starts anew afterwards */
  readonly commission: (kit: string) => Promise<void>;
  /** absent where no window ends by itself: then only `close` is an orderly end */
  readonly life?: WindowLife;
}
