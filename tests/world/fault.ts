/**
 * A process that can be stopped: every call on a port is a step, before it acts and after it has acted. When the chosen
 * step comes, it and everything after it fails: nothing is written any more, as after `kill -9`.
 */
export class WorldStopped extends Error {
  constructor(step: string) {
    super(`the world stopped before ${step}`);
    this.name = 'WorldStopped';
  }
}

export class Fault {
  /** names of the steps so far */
  readonly steps: string[] = [];
  #stopAt = Number.POSITIVE_INFINITY;
  #from = 0;

  /** Stops the world before the n-th step from now. */
  stopIn(steps: number): void {
    this.#from = this.steps.length;
    this.#stopAt = this.steps.length + steps;
  }

  stopNow(): void {
    this.stopIn(0);
  }

  /** steps since `stopIn` was last called */
  get taken(): number {
    return this.steps.length - this.#from;
  }

  get stopped(): boolean {
    return this.steps.length >= this.#stopAt;
  }

  step(name: string): void {
    if (this.stopped) throw new WorldStopped(name);
    this.steps.push(name);
  }

  /** A call on a port: stopped before it, or after it and before its caller hears of it. */
  async call<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.step(name);
    const result = await work();
    this.step(`${name}, answered`);
    return result;
  }
}
