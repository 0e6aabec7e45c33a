import type { FastifyInstance } from 'fastify';

/** How long answers under way may take once the server stops. */
export const STOP_GRACE_MS = 5_000;
/** A stop that takes longer is cut short: everything answered is durable. */
const STOP_WITHIN_MS = 10_000;
/** As a shell says of a process that SIGINT ended. */
const CUT_SHORT = 130;

/**
 * Stops taking requests and ends feeds with their last line; writes under way finish. Readers that take nothing, and
 * uploads that are not here in full after the grace, are cut: their writes have not begun.
 */
export async function closeServer(app: FastifyInstance, graceMs = STOP_GRACE_MS): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

/** SIGTERM and SIGINT: the first stops in good order and exits with 0, the second exits at once. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(CUT_SHORT);
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
