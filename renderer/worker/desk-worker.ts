/// <reference lib="webworker" />
/** The desk worker: takes its ports from the page, opens the desk, and answers the screens. */
import { systemRandom } from '../../app/acts/clock.ts';
import { DESK_METHODS, type DeskApi } from '../../app/desk/desk-api.ts';
import type { DeskEvent } from '../../app/desk/desk-event.ts';
import { platformOfPorts } from '../../app/desk/platform-ports.ts';
import type { DeskPlatform } from '../../app/desk/ports.ts';
import { type RpcServer, serve } from '../../app/desk/rpc.ts';
import { type EventTargetPort, portOfEventTarget } from '../../app/desk/rpc-ports.ts';
import type { DeskEvents, WindowLife, WorkerStart } from '../../app/desk/worker-start.ts';
import { browserPlatform, installKit } from './browser-platform.ts';
import type { Desk } from './desk.ts';
import { openDesk } from './open-desk.ts';
import { openStores, openTransfer } from './open-stores.ts';
import { uncommissionedDesk } from './uncommissioned-desk.ts';

const VERSION = '0.1.0';
const CLOCK_LOOK_MS = 30_000;
const clock = { now: () => Date.now() };

let desk: Desk | null = null;
let server: RpcServer<DeskEvents> | null = null;

const emit = (event: DeskEvent): void => server?.emit('desk-event', event);

async function open(platform: DeskPlatform, { life, closed }: WindowLife): Promise<DeskApi> {
  const { configuration } = platform;
  if (!configuration) return uncommissionedDesk(platform.signer, VERSION, installKit);
  const opened = openStores(configuration.missions);
  desk = await openDesk({
    platform,
    configuration,
    stores: opened.stores,
    transfer: openTransfer(configuration, platform.transport, opened),
    clock,
    monotonic: () => performance.now(),
    random: systemRandom,
    version: VERSION,
    emit,
    commission: installKit,
    life: { life, closed },
  });
  watchClock(desk);
  return desk;
}

/** Not waited for: a clock that was set keeps no desk closed. */
function watchClock(opened: Desk): void {
  void opened.beginClock().catch(() => {});
  setInterval(() => void opened.lookAtClock(), CLOCK_LOOK_MS);
}

function platformOf(start: WorkerStart, ports: readonly MessagePort[]): Promise<DeskPlatform> {
  if (start.platform === 'browser') return browserPlatform();
  const [journal, signer] = ports.map((port) => portOfEventTarget(port as EventTargetPort));
  if (!journal || !signer) throw new TypeError('the ports of the journal and the signer are missing');
  return platformOfPorts({ journal, signer }, start.configuration, (reason) => {
    if (reason === 'sleep') desk?.noteSleep();
    if (desk) desk.lockSoon();
    else emit({ type: 'locked' });
  });
}

self.addEventListener(
  'message',
  (event: MessageEvent<WorkerStart>) => {
    const [port, ...others] = event.ports;
    if (event.data?.type !== 'guichet:start' || !port) return;
    let opening = platformOf(event.data, others).then((platform) => open(platform, event.data));
    // Calls that come before the desk is open wait for it; one that cannot be opened says why at each call.
    const waiting = Object.fromEntries(
      DESK_METHODS.map((name) => [
        name,
        async (...args: unknown[]) => {
          const opened = await opening;
          const answer = await (opened[name] as (...given: unknown[]) => Promise<unknown>).apply(
            opened,
            args,
          );
          // Put into service: from here on it is the desk that the kit describes.
          if (name === 'commission' && desk === null && event.data.platform === 'browser')
            opening = browserPlatform().then((platform) => open(platform, event.data));
          return answer;
        },
      ]),
    ) as unknown as DeskApi;
    server = serve<DeskApi, DeskEvents>(portOfEventTarget(port as EventTargetPort), waiting, DESK_METHODS);
  },
  { once: true },
);
