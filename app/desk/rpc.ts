/**
 * Typed calls over a message channel: page ↔ desk worker ↔ Electron's main process.
 *
 * One table of method names stands on both sides; nothing else can be called. A call is answered once, with its
 * value or with an error that carries a stable `code`. The serving side may also push events. A message that is
 * none of these is refused with `RPC-001` and changes nothing. Values travel by structured clone.
 */

/** What the runtimes' channels have in common; see rpc-ports.ts for the adapters. */
export interface RpcPort {
  postMessage(message: unknown, transfer?: unknown[]): void;
  onMessage(listener: (message: unknown) => void): void;
  close(): void;
  /** calls back when the other side has gone, where the runtime can tell */
  onClose?(listener: () => void): void;
}

/**
 * RPC-001 malformed message; RPC-002 no such method; RPC-003 channel closed; RPC-004 the called side failed with
 * an error that has no code (its text stays there: it may hold data); RPC-005 a value that cannot be sent.
 */
export type RpcErrorCode = 'RPC-001' | 'RPC-002' | 'RPC-003' | 'RPC-004' | 'RPC-005';

/** An error from the other side, or from the channel. `code` is the remote error's own code where it had one. */
export class RpcError extends Error {
  readonly code: string;
  /** `name` of the remote error, so that an edge can tell classes apart */
  readonly remoteName: string;
  readonly details: unknown;
  constructor(error: RemoteError) {
    super(error.message);
    this.name = 'RpcError';
    this.code = error.code;
    this.remoteName = error.name;
    this.details = error.details;
  }
}

/** How an error travels. `details` is what the error carries under that name, if it can be cloned. */
export interface RemoteError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
}

/** The names of the methods of an interface that answer with a promise. */
export type MethodName<Api> = {
  [K in keyof Api & string]: Api[K] extends (...args: never[]) => Promise<unknown> ? K : never;
}[keyof Api & string];

/** The list of an interface's methods; a method left out, or one that is not there, fails to compile. */
export const methodsOf = <Api>(table: Record<MethodName<Api>, true>): readonly MethodName<Api>[] =>
  Object.keys(table) as MethodName<Api>[];

/** Server → client pushes: event name → detail. */
export type RpcEvents = Record<string, unknown>;

export interface RpcServer<Events> {
  emit<E extends keyof Events & string>(event: E, detail: Events[E]): void;
  /** stops answering and tells the client; does not close the implementation */
  close(): void;
}

export interface RpcClient<Api, Events> {
  readonly api: Pick<Api, MethodName<Api>>;
  /** calls back at each event until the returned function is called */
  on<E extends keyof Events & string>(event: E, listener: (detail: Events[E]) => void): () => void;
  /** every call under way, and every later one, is rejected with `RPC-003` */
  close(): void;
  /** resolves when the channel is closed by either side */
  readonly closed: Promise<void>;
}

type Call = { readonly type: 'call'; readonly id: number; readonly method: string; readonly args: unknown[] };

const channelError = (code: RpcErrorCode, message: string): RemoteError => ({
  name: 'RpcError',
  code,
  message,
});
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isCallId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
const isCall = (message: Record<string, unknown>): message is Call =>
  message.type === 'call' &&
  isCallId(message.id) &&
  typeof message.method === 'string' &&
  Array.isArray(message.args);

const CODE = /^[A-Z]{2,5}-\d{3}$/;

/** An error as it may leave its process: a coded error whole, any other without its text. */
export function toRemoteError(error: unknown): RemoteError {
  if (isRecord(error) && typeof error.code === 'string' && CODE.test(error.code)) {
    const { name, message, code, details } = error;
    const base = { name: String(name ?? 'Error'), code, message: String(message ?? '') };
    return details === undefined ? base : { ...base, details };
  }
  return channelError('RPC-004', 'the called side failed');
}

/** Answers calls to the listed methods of `implementation`. */
export function serve<Api extends object, Events extends object = Record<string, never>>(
  port: RpcPort,
  implementation: Api,
  methodNames: readonly MethodName<Api>[],
): RpcServer<Events> {
  const allowed: ReadonlySet<string> = new Set(methodNames);
  let open = true;
  const post = (message: unknown): void => {
    if (open) port.postMessage(message);
  };
  const refuse = (id: number | null, code: RpcErrorCode, text: string): void =>
    post({ type: 'error', id, error: channelError(code, text) });

  const answer = async (call: Call): Promise<void> => {
    const method = (implementation as Record<string, unknown>)[call.method];
    if (!allowed.has(call.method) || typeof method !== 'function') {
      refuse(call.id, 'RPC-002', 'no such method');
      return;
    }
    let reply: unknown;
    try {
      reply = { type: 'value', id: call.id, value: await method.apply(implementation, call.args) };
    } catch (error) {
      reply = { type: 'error', id: call.id, error: toRemoteError(error) };
    }
    try {
      post(reply);
    } catch {
      refuse(call.id, 'RPC-005', 'the answer cannot be sent');
    }
  };

  port.onMessage((message) => {
    if (!open) return;
    if (isRecord(message) && message.type === 'bye') {
      open = false;
    } else if (isRecord(message) && isCall(message)) {
      void answer(message);
    } else {
      refuse(isRecord(message) && isCallId(message.id) ? message.id : null, 'RPC-001', 'malformed message');
    }
  });
  return {
    emit: (event, detail) => post({ type: 'event', event, detail }),
    close: () => {
      post({ type: 'bye' });
      open = false;
      port.close();
    },
  };
}

/**
 * The other side's methods as local ones.
 * @param revive makes the local error from a remote one or the channel's own, so that `instanceof` holds across it
 */
export function connect<Api extends object, Events extends object = Record<string, never>>(
  port: RpcPort,
  methodNames: readonly MethodName<Api>[],
  revive: (error: RemoteError) => Error = (error) => new RpcError(error),
): RpcClient<Api, Events> {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Set<(detail: never) => void>>();
  let lastId = 0;
  let open = true;
  let tellClosed = (): void => {};
  const closed = new Promise<void>((resolve) => {
    tellClosed = resolve;
  });
  const end = (): void => {
    if (!open) return;
    open = false;
    for (const call of pending.values()) call.reject(revive(channelError('RPC-003', 'channel closed')));
    pending.clear();
    tellClosed();
  };

  const call = (method: string, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!open) {
        reject(revive(channelError('RPC-003', 'channel closed')));
        return;
      }
      const id = ++lastId;
      pending.set(id, { resolve, reject });
      try {
        port.postMessage({ type: 'call', id, method, args });
      } catch {
        pending.delete(id);
        reject(revive(channelError('RPC-005', 'the arguments cannot be sent')));
      }
    });

  const settle = (
    id: unknown,
    how: (waiting: { resolve(v: unknown): void; reject(e: Error): void }) => void,
  ): void => {
    const waiting = typeof id === 'number' ? pending.get(id) : undefined;
    if (waiting === undefined) return;
    pending.delete(id as number);
    how(waiting);
  };

  port.onMessage((message) => {
    if (!open || !isRecord(message)) return;
    if (message.type === 'value') settle(message.id, (waiting) => waiting.resolve(message.value));
    else if (message.type === 'error')
      settle(message.id, (waiting) => waiting.reject(revive(remoteErrorIn(message))));
    else if (message.type === 'bye') end();
    else if (message.type === 'event' && typeof message.event === 'string')
      for (const listener of [...(listeners.get(message.event) ?? [])]) listener(message.detail as never);
  });
  port.onClose?.(end);

  const api = Object.create(null) as Record<string, unknown>;
  for (const name of methodNames) api[name] = (...args: unknown[]) => call(name, args);
  return {
    api: api as Pick<Api, MethodName<Api>>,
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => set.delete(listener);
    },
    close: () => {
      if (open) port.postMessage({ type: 'bye' });
      end();
      port.close();
    },
    closed,
  };
}

function remoteErrorIn(message: Record<string, unknown>): RemoteError {
  const error = message.error;
  if (isRecord(error) && typeof error.code === 'string' && typeof error.name === 'string')
    return { name: error.name, code: error.code, message: String(error.message), details: error.details };
  return channelError('RPC-001', 'malformed answer');
}
