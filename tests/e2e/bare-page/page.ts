/** The least page that a desk's window can show: takes its ports and holds them for the test. */
import { platformOfPorts } from '../../../app/desk/platform-ports.ts';
import type { DeskPlatform } from '../../../app/desk/ports.ts';
import { portOfEventTarget } from '../../../app/desk/rpc-ports.ts';
import type { ShellApi } from '../../../app/desk/shell-api.ts';
import type { PortsMessage } from '../../../app/desk/worker-start.ts';

export interface BarePage {
  platform: DeskPlatform;
  locks: string[];
  guichet: ShellApi;
}

const page = window as unknown as BarePage;
page.locks = [];

window.addEventListener('message', async (event: MessageEvent<PortsMessage>) => {
  if (event.source !== window || event.data.type !== 'guichet:ports') return;
  const [journal, signer] = event.ports;
  if (!journal || !signer) throw new Error('two ports were to come');
  page.platform = await platformOfPorts(
    { journal: portOfEventTarget(journal), signer: portOfEventTarget(signer) },
    event.data.configuration,
    (reason) => page.locks.push(reason),
  );
  const state = document.getElementById('state');
  if (state) state.textContent = 'ready';
});

window.postMessage({ type: 'guichet:ready' }, location.origin);
