/** A lock ends what is being drawn. Windows stand in here for Electron's, which tests/e2e/main.spec.ts draws with. */
import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import type { RecepisseModel } from '../../../app/desk/recepisse.ts';
import { PRINT_READY_CHANNEL } from '../../../main/ipc/names.ts';

const windows: HiddenWindow[] = [];

class HiddenWindow extends EventEmitter {
  gone = false;
  readonly webContents = Object.assign(new EventEmitter(), {
    ipc: Object.assign(new EventEmitter(), { handle: () => {} }),
    printToPDF: (): Promise<Uint8Array> => Promise.resolve(Uint8Array.of(1)),
  });
  constructor() {
    super();
    windows.push(this);
  }
  loadURL = () => Promise.resolve();
  isDestroyed = () => this.gone;
  destroy(): void {
    if (this.gone) throw new TypeError('Object has been destroyed');
    this.gone = true;
    this.emit('closed');
  }
  drawn(): void {
    this.webContents.ipc.emit(PRINT_READY_CHANNEL, {}, true);
  }
}
vi.mock('electron', () => ({ app: { isPackaged: false }, BrowserWindow: HiddenWindow }));

const { Printing } = await import('../../../main/devices/printing.ts');

let printing: InstanceType<typeof Printing>;
beforeEach(() => {
  windows.length = 0;
  printing = new Printing('preload', {} as never);
});
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code,
  );
const recepisse = () => printing.recepissePdf({ ref: 'SPECIMEN' } as RecepisseModel);

test('a lock closes a page that is being drawn, and what asked for it is told', async () => {
  const asked = code(recepisse());
  const [window] = windows;
  expect(window?.gone).toBe(false);
  printing.forget();
  expect(window?.gone).toBe(true);
  expect(await asked).toBe('PR-003');
});

test('so with one whose PDF is on its way: it comes to nobody, and is not kept', async () => {
  const asked = code(recepisse());
  const [window] = windows as [HiddenWindow];
  await new Promise<void>((reached) => {
    window.webContents.printToPDF = () => {
      reached();
      return new Promise(() => {});
    };
    window.drawn();
  });
  printing.forget();
  expect([window.gone, await asked]).toEqual([true, 'PR-003']);
});

test('what is drawn closes its page, and a lock afterwards finds none', async () => {
  const asked = recepisse();
  const [window] = windows as [HiddenWindow];
  window.drawn();
  expect(await asked).toEqual(Uint8Array.of(1));
  expect(window.gone).toBe(true);
  printing.forget();
});
