/** The program around the window: Electron's, given by the preload script, or what a browser can do. */
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { ShellApi } from '../../../app/desk/shell-api.ts';

declare global {
  interface Window {
    /** set by Electron's preload script only */
    readonly guichet?: ShellApi;
  }
}

/** The web console exports and does not print: `PR-001` says so. */
export const browserShell: ShellApi = {
  kind: 'browser',
  recepissePdf: () => Promise.reject(new DeskError('PR-001')),
  accessPdf: () => Promise.reject(new DeskError('PR-001')),
  formPdf: () => Promise.reject(new DeskError('PR-001')),
  print: async () => ({ outcome: 'failed', code: 'PR-001' }),
  saveFile: async (suggestedName, bytes) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([Uint8Array.from(bytes)]));
    link.download = suggestedName;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return true;
  },
  batteryMinutes: async () => null,
  setTheme: async () => {},
};

export const findShell = (): ShellApi => window.guichet ?? browserShell;
