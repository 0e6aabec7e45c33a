/** Rows read at a time at most. */
const PAGE = 200;
/** About how much JSON one reader may cost in memory, however slowly it takes it. */
const PAGE_CHARS = 64 * 1024;

/** How many rows to read next, so that pages of large documents are as small in memory as those of small ones. */
export class PageSize {
  #rows: number;

  /** @param heavy rows carry documents: begin with few */
  constructor(heavy: boolean) {
    this.#rows = heavy ? 8 : PAGE;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Learns from a page: how many rows it had, and how long their JSON was. */
  learn(rows: number, chars: number): void {
    if (rows === 0) return;
    const fitting = Math.floor((PAGE_CHARS * rows) / Math.max(1, chars));
    this.#rows = Math.max(1, Math.min(PAGE, fitting, this.#rows * 2));
  }
}
