/** The desk's one window. Its title says "Guichet" and never whose file is open: titles end up in window lists. */
import { BrowserWindow } from 'electron';
import { DESK_ORIGIN } from './scheme.ts';
import { keepWindowState, SMALLEST, type WindowState } from './window-state.ts';

export const WINDOW_TITLE = 'Guichet';

export interface DeskWindowParts {
  readonly preload: string;
  readonly state: WindowState;
  readonly statePath: string;
  readonly devTools: boolean;
}

export function openDeskWindow(parts: DeskWindowParts): BrowserWindow {
  const window = new BrowserWindow({
    ...parts.state.bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: WINDOW_TITLE,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      spellcheck: false,
      devTools: parts.devTools,
      // The browser's own viewer shows the preview of a printed document, which is the PDF itself.
      plugins: true,
      // Replication and countdowns go on while another window is in front.
      backgroundThrottling: false,
    },
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => {
    if (parts.state.maximised) window.maximize();
    window.show();
  });
  keepWindowState(window, parts.statePath);
  void window.loadURL(`${DESK_ORIGIN}/`);
  return window;
}
