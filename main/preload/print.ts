/** A print page's only way out: it is given what to draw, and says when it stands. */
import { contextBridge, ipcRenderer } from 'electron';
import { PRINT_MODEL_CHANNEL, PRINT_READY_CHANNEL } from '../ipc/names.ts';

contextBridge.exposeInMainWorld('guichetPrint', {
  model: (): Promise<unknown> => ipcRenderer.invoke(PRINT_MODEL_CHANNEL),
  ready: (fits: boolean): void => ipcRenderer.send(PRINT_READY_CHANNEL, fits),
});
