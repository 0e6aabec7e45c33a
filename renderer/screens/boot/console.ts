/** What only the web console has: a service worker's versions, and the browser's offer to install. Null in Electron. */
import { createContext, useContext } from 'react';
import {
  type ConsoleUpdates,
  type InstallOffer,
  registerConsole,
  watchInstallOffer,
} from '../../pwa/registration.ts';

export interface WebConsole {
  readonly updates: ConsoleUpdates;
  readonly install: InstallOffer;
}

const ConsoleContext = createContext<WebConsole | null>(null);
export const ConsoleProvider = ConsoleContext.Provider;
export const useWebConsole = (): WebConsole | null => useContext(ConsoleContext);

/** Called once, before anything else: the browser's offer comes only once, and early. */
export const startConsole = (): WebConsole => ({
  updates: registerConsole(),
  install: watchInstallOffer(),
});
