/** Locks when nobody is there: after a time without keyboard or mouse, when the computer sleeps, or its screen locks. */
import type { PowerMonitor } from 'electron';
import type { SignerEvents } from '../../app/desk/platform-ports.ts';

const LOOK_EVERY_MS = 10_000;
/** Ten minutes unless the mission sets another time. */
export const IDLE_SECONDS = 600;

export type LockReason = SignerEvents['locked']['reason'];

/**
 * @param isUnlocked asked before each look, so that a locked desk is not told to lock again
 * @returns what ends the watch
 */
export function watchForAbsence(
  monitor: Pick<PowerMonitor, 'getSystemIdleTime' | 'on' | 'off'>,
  isUnlocked: () => boolean,
  lock: (reason: LockReason) => void,
  idleSeconds: number = IDLE_SECONDS,
): () => void {
  const leave = (reason: LockReason) => (): void => {
    if (isUnlocked()) lock(reason);
  };
  const sleeps = leave('sleep');
  const screenLocks = leave('screen');
  monitor.on('suspend', sleeps);
  monitor.on('lock-screen', screenLocks);
  const timer = setInterval(() => {
    if (isUnlocked() && monitor.getSystemIdleTime() >= idleSeconds) lock('idle');
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    monitor.off('suspend', sleeps);
    monitor.off('lock-screen', screenLocks);
  };
}
