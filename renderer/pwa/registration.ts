/** Registers the web console's service worker and says when another version waits. Not used in Electron. */
import { Workbox } from 'workbox-window';

/**
 * `none`: this is the newest version known. `waiting`: a newer one is here and waits for the officer. `changed`: it
 * was taken in another window; this one goes on as it is until the officer reloads it.
 */
export type UpdateState = 'none' | 'waiting' | 'changed';

export interface ConsoleUpdates {
  state(): UpdateState;
  onChange(listener: () => void): () => void;
  /** Takes the waiting version and reloads this window. Called by a press of a person, never by itself. */
  take(): void;
}

const NEVER: ConsoleUpdates = { state: () => 'none', onChange: () => () => {}, take: () => {} };

/** @param reload injected for tests */
export function registerConsole(reload: () => void = () => window.location.reload()): ConsoleUpdates {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return NEVER;
  // From the root, also when a deep link was opened.
  const { BASE_URL } = import.meta.env;
  const workbox = new Workbox(`${BASE_URL}service-worker.js`, { scope: BASE_URL });
  const listeners = new Set<() => void>();
  let state: UpdateState = 'none';
  let asked = false;
  const become = (next: UpdateState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  workbox.addEventListener('waiting', () => become('waiting'));
  workbox.addEventListener('controlling', (event) => {
    if (asked) reload();
    else if (event.isUpdate || event.isExternal) become('changed');
  });
  // Without a server the registration fails; the version that is here serves on.
  workbox.register().catch(() => undefined);
  return {
    state: () => state,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    take: () => {
      if (state === 'changed') {
        reload();
        return;
      }
      asked = true;
      workbox.messageSkipWaiting();
    },
  };
}

/** What a browser offers once when the page can be installed (Chromium; not yet in the DOM's types). */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

export interface InstallOffer {
  available(): boolean;
  onChange(listener: () => void): () => void;
  install(): void;
}

/** Keeps the browser's offer to install until a person asks for it. Call once, early: the event comes only once. */
export function watchInstallOffer(target: Window = window): InstallOffer {
  const listeners = new Set<() => void>();
  let offer: InstallEvent | null = null;
  const become = (next: InstallEvent | null): void => {
    offer = next;
    for (const listener of listeners) listener();
  };
  target.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    become(event as InstallEvent);
  });
  target.addEventListener('appinstalled', () => become(null));
  return {
    available: () => offer !== null,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    install: () => {
      void offer?.prompt();
      become(null);
    },
  };
}
