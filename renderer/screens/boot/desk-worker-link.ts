/** Starts the desk worker and gives the desk as the screens hold it. */
import { DESK_METHODS, type DeskApi } from '../../../app/desk/desk-api.ts';
import { connect } from '../../../app/desk/rpc.ts';
import { type EventTargetPort, portOfEventTarget } from '../../../app/desk/rpc-ports.ts';
import {
  type DeskConnection,
  type DeskEvents,
  type PortsMessage,
  reviveDeskError,
  type WindowLife,
  type WorkerStart,
} from '../../../app/desk/worker-start.ts';

/** @param platform in Electron the ports of the main process are awaited and handed on to the worker. */
export async function startDesk(platform: 'electron' | 'browser'): Promise<DeskConnection> {
  const ports = platform === 'electron' ? portsFromPreload() : null;
  const life = windowLife();
  const worker = new Worker(new URL('../../worker/desk-worker.ts', import.meta.url), {
    type: 'module',
    name: 'desk',
  });
  const channel = new MessageChannel();
  if (ports === null) {
    start(worker, { type: 'guichet:start', platform: 'browser', ...life }, [channel.port2]);
  } else {
    const { configuration, transfer } = await ports;
    start(worker, { type: 'guichet:start', platform: 'electron', configuration, ...life }, [
      channel.port2,
      ...transfer,
    ]);
  }
  const client = connect<DeskApi, DeskEvents>(
    portOfEventTarget(channel.port1 as EventTargetPort),
    DESK_METHODS,
    reviveDeskError,
  );
  return { desk: client.api, on: (listener) => client.on('desk-event', listener) };
}

const CLOSED = 'guichet:closed';

/** A window that goes in order leaves its mark; one that is killed, or loses its power, cannot. */
function windowLife(): WindowLife {
  const life = crypto.randomUUID();
  const closed = localStorage.getItem(CLOSED);
  // Synchronous, unlike the worker's stores: there is no later.
  window.addEventListener('pagehide', () => localStorage.setItem(CLOSED, life));
  return { life, closed };
}

const start = (worker: Worker, message: WorkerStart, transfer: Transferable[]): void =>
  worker.postMessage(message, transfer);

/** Resolves with the ports that the preload script posts to this window; asks for them, in case it was first. */
function portsFromPreload(): Promise<{
  configuration: PortsMessage['configuration'];
  transfer: readonly MessagePort[];
}> {
  return new Promise((resolve) => {
    const onMessage = (event: MessageEvent<unknown>): void => {
      if (event.source !== window || !isPortsMessage(event.data)) return;
      window.removeEventListener('message', onMessage);
      resolve({ configuration: event.data.configuration, transfer: event.ports });
    };
    window.addEventListener('message', onMessage);
    window.postMessage({ type: 'guichet:ready' }, window.location.origin);
  });
}

const isPortsMessage = (data: unknown): data is PortsMessage =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'guichet:ports';
