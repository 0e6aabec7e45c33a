/** How many of something are open at once, by name and in all. */
export class OpenCount {
  readonly #each: number;
  readonly #all: number;
  readonly #open = new Map<string, number>();
  #total = 0;

  constructor(each: number, all: number) {
    this.#each = each;
    this.#all = all;
  }

  /** @returns what to call, once, when it is closed; `undefined` when there are too many */
  enter(name: string): (() => void) | undefined {
    const before = this.#open.get(name) ?? 0;
    if (before >= this.#each || this.#total >= this.#all) return undefined;
    this.#open.set(name, before + 1);
    this.#total++;
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.#total--;
      const left = (this.#open.get(name) ?? 1) - 1;
      if (left > 0) this.#open.set(name, left);
      else this.#open.delete(name);
    };
  }
}
