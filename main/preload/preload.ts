/**
 * The desk page's only way to the program around it: `window.guichet` ({@link ShellApi}), and the two ports, which
 * come as a message to the page's own window.
 */
import { contextBridge, ipcRenderer } from 'electron';
import type { ShellApi } from '../../app/desk/shell-api.ts';
import { type Answer, type ChannelName, PORTS_CHANNEL, READY_CHANNEL } from '../ipc/names.ts';

/** @throws Error whose message is the code: an error's other members do not cross into the page */
async function call(name: ChannelName, ...args: unknown[]): Promise<unknown> {
  const answer = (await ipcRenderer.invoke(name, ...args)) as Answer;
  if ('code' in answer) throw new Error(answer.code);
  return answer.value;
}

interface Battery {
  readonly charging: boolean;
  readonly dischargingTime: number;
}

const shell: ShellApi = {
  kind: 'electron',
  recepissePdf: (model) => call('guichet:recepisse-pdf', model) as ReturnType<ShellApi['recepissePdf']>,
  accessPdf: (pages, pictures) =>
    call('guichet:access-pdf', pages, pictures) as ReturnType<ShellApi['accessPdf']>,
  formPdf: (pages) => call('guichet:form-pdf', pages) as ReturnType<ShellApi['formPdf']>,
  print: (pdf) => call('guichet:print', pdf) as ReturnType<ShellApi['print']>,
  saveFile: (name, bytes) => call('guichet:save-file', name, bytes) as Promise<boolean>,
  setTheme: (theme) => call('guichet:set-theme', theme) as Promise<void>,
  async batteryMinutes() {
    const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
    const battery = await getBattery?.call(navigator);
    if (!battery || battery.charging || !Number.isFinite(battery.dischargingTime)) return null;
    return Math.floor(battery.dischargingTime / 60);
  },
};

contextBridge.exposeInMainWorld('guichet', shell);

ipcRenderer.on(PORTS_CHANNEL, (event, message: unknown) => {
  window.postMessage(message, location.origin, event.ports);
});

/** A page that listens posts `{ type: 'guichet:ready' }` to itself. */
window.addEventListener('message', (event) => {
  const { data, source } = event as MessageEvent<{ type?: unknown } | null>;
  if (source === window && data?.type === READY_CHANNEL) ipcRenderer.send(READY_CHANNEL);
});
