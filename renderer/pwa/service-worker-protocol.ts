/** What the page and the service worker agree on. */

/** Addresses that the gateway answers itself; every other navigation is a screen of the console. */
export const NOT_A_SCREEN: readonly RegExp[] = [
  /^\/_/,
  /^\/(?:mission-|keyring(?:\/|$)|catalogue(?:\/|$)|admin(?:\/|$))/,
];

/** The message that workbox-window's `messageSkipWaiting` sends: only ever after the officer pressed the button. */
export const isAskToActivate = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING';
