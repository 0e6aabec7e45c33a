/**
 * The channels of the runtimes as {@link RpcPort}: page and worker ports (`addEventListener`), and Electron's
 * `MessagePortMain` or a Node port (`on`). Described by shape, because the core knows no platform's types.
 */
import type { RpcPort } from './rpc.ts';

/** A DOM `MessagePort`, `Worker` or worker scope (`self`). */
export interface EventTargetPort {
  postMessage(message: unknown, transfer?: never): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start?(): void;
  close?(): void;
  terminate?(): void;
}

/** Electron's `MessagePortMain` (gives an event with `data`) or Node's `MessagePort` (gives the message itself). */
export interface EmitterPort<M> {
  postMessage(message: unknown, transfer?: never): void;
  on(event: 'message', listener: (message: M) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start?(): void;
  close(): void;
}

/** `close` of a worker scope would end the worker, so a port is closed only where it is a port. */
export function portOfEventTarget(target: EventTargetPort): RpcPort {
  return {
    postMessage: (message, transfer) =>
      transfer === undefined ? target.postMessage(message) : target.postMessage(message, transfer as never),
    onMessage: (listener) => {
      target.addEventListener('message', (event: { readonly data: unknown }) => listener(event.data));
      target.start?.();
    },
    onClose: (listener) => target.addEventListener('close', listener),
    close: () => {
      if (target.start !== undefined) target.close?.();
    },
  };
}

/** @param unwrap how the runtime hands over a message; Electron's main process: `(event) => event.data` */
export function portOfEmitter<M = unknown>(
  target: EmitterPort<M>,
  unwrap: (message: M) => unknown = (message) => message,
): RpcPort {
  return {
    postMessage: (message, transfer) =>
      transfer === undefined ? target.postMessage(message) : target.postMessage(message, transfer as never),
    onMessage: (listener) => {
      target.on('message', (message) => listener(unwrap(message)));
      target.start?.();
    },
    onClose: (listener) => {
      target.on('close', listener);
    },
    close: () => target.close(),
  };
}
