/**
 * The web console's service worker: it opens without the server, and nothing more. Only the program's own files are
 * kept (their list is written in by scripts/build.mjs); the desk worker speaks to the gateway by itself.
 *
 * A new version waits until the officer asks for it: an update never swaps code under pending work (law 10).
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { isAskToActivate, NOT_A_SCREEN } from './service-worker-protocol.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: Parameters<typeof precacheAndRoute>[0];
};

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { denylist: [...NOT_A_SCREEN] }));

self.addEventListener('message', (event) => {
  if (isAskToActivate(event.data)) event.waitUntil(self.skipWaiting());
});
