/**
 * Chromium's switches that open the program to whoever starts it: a debugger's port, a page without sandbox or policy, code
 * or certificates of one's own. The fuses of a package refuse Node's (electron-builder.yml), not these.
 */
export const REFUSED_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'no-sandbox',
  'no-zygote',
  'disable-setuid-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'load-extension',
  'js-flags',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'log-net-log',
  'enable-logging',
  'use-fake-ui-for-media-stream',
] as const;

/** @returns the first of them that the program was started with, or null */
export const refusedSwitch = (commandLine: { hasSwitch(name: string): boolean }): string | null =>
  REFUSED_SWITCHES.find((name) => commandLine.hasSwitch(name)) ?? null;
