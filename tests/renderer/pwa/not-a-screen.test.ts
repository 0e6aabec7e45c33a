/** Which navigations the service worker leaves to the gateway. */
import { expect, it } from 'vitest';
import { NOT_A_SCREEN } from '../../../renderer/pwa/service-worker-protocol.ts';

const isLeft = (path: string): boolean => NOT_A_SCREEN.some((pattern) => pattern.test(path));

it.each(['/_up', '/mission-ml-par', '/keyring', '/catalogue/_changes', '/admin/desks', '/admin'])(
  'leaves %s to the gateway',
  (path) => expect(isLeft(path)).toBe(true),
);

it.each(['/', '/queue', '/desks', '/administration'])('keeps %s a screen', (path) =>
  expect(isLeft(path)).toBe(false),
);
