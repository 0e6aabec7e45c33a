/** One piece of work after the other, whatever becomes of the one before. */
export class Turn {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.then(
      () => {},
      () => {},
    );
    return result;
  }

  /** resolves when everything asked for so far has ended */
  get idle(): Promise<void> {
    return this.run(async () => {});
  }
}

/** A turn for each name, kept only while something waits for it. */
export class Turns<Name> {
  readonly #turns = new Map<Name, { turn: Turn; waiting: number }>();

  async run<T>(name: Name, work: () => Promise<T>): Promise<T> {
    const held = this.#turns.get(name) ?? { turn: new Turn(), waiting: 0 };
    this.#turns.set(name, held);
    held.waiting += 1;
    try {
      return await held.turn.run(work);
    } finally {
      held.waiting -= 1;
      if (held.waiting === 0) this.#turns.delete(name);
    }
  }
}
