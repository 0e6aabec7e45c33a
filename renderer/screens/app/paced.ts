/** Work that is asked for often and need not be done as often, but is never left undone. */
export interface Paced {
  readonly ask: () => void;
  readonly stop: () => void;
}

/**
 * Does the work at once, then at most once in each pause; what is asked for during a pause is done when it ends. The
 * state is no component's: two changes that are drawn together would hide one of them.
 * @param pause milliseconds
 */
export function atMostEvery(pause: number, work: () => void): Paced {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isAsked = false;
  const run = (): void => {
    isAsked = false;
    timer = setTimeout(() => {
      timer = null;
      if (isAsked) run();
    }, pause);
    work();
  };
  return {
    ask: () => {
      if (timer === null) run();
      else isAsked = true;
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      isAsked = false;
    },
  };
}

/**
 * Does the work again while it is asked for, one after the other: what is asked for during one is done once after it. So
 * neither are answers that are slower than questions all thrown away, nor do questions heap up.
 * @param work never rejects; `isWanted` tells whether anybody still waits for what comes of it
 */
export function oneAtATime(work: (isWanted: () => boolean) => Promise<void>): Paced {
  let isRunning = false;
  let isAsked = false;
  let isStopped = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    do {
      isAsked = false;
      await work(() => !isStopped);
    } while (isAsked && !isStopped);
    isRunning = false;
  };
  return {
    ask: () => {
      if (isStopped) return;
      if (isRunning) isAsked = true;
      else void run();
    },
    stop: () => {
      isStopped = true;
    },
  };
}
