/**
 * How the page starts the desk worker, once: one message with its ports. Then everything goes through the desk port
 * (rpc.ts): calls of {@link DeskApi}, and one event, `desk-event`.
 */
import type { DeskApi } from './desk-api.ts';
import { DeskError } from './desk-error.ts';
import type { DeskEvent } from './desk-event.ts';
import type { DeskConfiguration } from './ports.ts';
import type { RemoteError } from './rpc.ts';

/**
 * The first message to the worker. Its transferred ports, in this order:
 * `electron`: [desk, journal, signer]; the last two end in the main process (the signer's also carries the transport
 * signer). `browser`: [desk]; the worker makes its own journal and signer.
 */
export type WorkerStart = WindowLife &
  (
    | {
        readonly type: 'guichet:start';
        readonly platform: 'electron';
        readonly configuration: DeskConfiguration | null;
      }
    | { readonly type: 'guichet:start'; readonly platform: 'browser' }
  );

/** How this desk tells an orderly end from an abrupt one: the window that ends in order says so, and no other can. */
export interface WindowLife {
  /** random; this window's own */
  readonly life: string;
  /** the newest window that was closed in order, or null */
  readonly closed: string | null;
}

/** Posted to the page's own window by the preload script, with the ports [journal, signer]. */
export interface PortsMessage {
  readonly type: 'guichet:ports';
  readonly configuration: DeskConfiguration | null;
}

/** What the worker pushes through the desk port. */
export type DeskEvents = { readonly 'desk-event': DeskEvent };

/** The desk as screens hold it: the calls, and the events. */
export interface DeskConnection {
  readonly desk: DeskApi;
  on(listener: (event: DeskEvent) => void): () => void;
}

/** A remote error as the error that screens read: its code, and the values of its text. */
export function reviveDeskError(error: RemoteError): DeskError {
  return new DeskError(error.code, isValues(error.details) ? error.details : {});
}

const isValues = (details: unknown): details is Readonly<Record<string, string | number>> =>
  typeof details === 'object' &&
  details !== null &&
  Object.values(details).every((value) => typeof value === 'string' || typeof value === 'number');
