import { expect, test } from 'vitest';
import { REFUSED_SWITCHES, refusedSwitch } from '../../main/refused-switches.ts';

const started = (...switches: string[]) => ({ hasSwitch: (name: string) => switches.includes(name) });

test('a desk is not started with a debugger’s port, without its sandbox, or with another’s code', () => {
  for (const name of ['remote-debugging-port', 'no-sandbox', 'load-extension', 'disable-web-security'])
    expect(refusedSwitch(started('profile', name))).toBe(name);
  for (const name of REFUSED_SWITCHES) expect(refusedSwitch(started(name))).toBe(name);
});

test('what an administrator may choose stays: profile, key store, language, proxy, scale', () => {
  const allowed = [
    'profile',
    'password-store',
    'lang',
    'proxy-server',
    'force-device-scale-factor',
    'disable-gpu',
  ];
  expect(refusedSwitch(started(...allowed))).toBeNull();
});
