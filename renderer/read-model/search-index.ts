/**
 * Search as you type over what an officer knows of a file: its reference, names in both scripts, telephone, document
 * number. What is typed is looked for in the rows themselves, which takes no time before the first search and no memory;
 * only where nothing is as typed an index answers what is near, made in the background and gone when locked.
 */
import MiniSearch from 'minisearch';
import type { DossierId } from '../../app/acts/ids.ts';
import type { SearchHit } from '../../app/desk/lists.ts';
import type { Row } from './project-row.ts';
import { digits, fieldAt, fieldOf, SEARCH_FIELDS, words } from './search-text.ts';

export interface Found {
  readonly id: DossierId;
  /** `close`: nothing matches as typed, this is near it */
  readonly matched: SearchHit['matched'];
}

interface Hit {
  readonly row: Row;
  readonly score: number;
  /** the first of `SEARCH_FIELDS` that a word was found in */
  readonly field: number;
}

const MATCHED = {
  name: 'name',
  arabic: 'name',
  reference: 'reference',
  phone: 'phone',
  document: 'document',
};
const WEIGHTS = { name: 2, arabic: 2, reference: 3, phone: 1, document: 1 };
const PHONE = SEARCH_FIELDS.indexOf('phone');

/** Fields where a slip of the hand is worth a guess: of references, the next one is always near. */
const NEAR_FIELDS = ['name', 'arabic', 'document'] as const;
type NearEntry = { readonly id: DossierId } & Readonly<Record<(typeof NEAR_FIELDS)[number], string>>;
/** So many files go into the index before others have their turn. */
const PIECE = 300;

export class SearchIndex {
  readonly #rows: ReadonlyMap<DossierId, Row>;
  #near = makeNear();
  #filled: Promise<void> | null = null;

  /** @param rows as they are at each search */
  constructor(rows: ReadonlyMap<DossierId, Row>) {
    this.#rows = rows;
  }

  /** A row that has come or changed. */
  put(row: Row): void {
    // Before the index is filled it holds nothing, and whoever fills it finds the row.
    if (this.#filled) putNear(this.#near, row);
  }

  clear(): void {
    this.#near = makeNear();
    this.#filled = null;
  }

  /** Fills the index of what is near, beside other work. */
  prepare(): Promise<void> {
    this.#filled ??= this.#fill(this.#near);
    return this.#filled;
  }

  async #fill(near: MiniSearch<NearEntry>): Promise<void> {
    let read = 0;
    for (const row of this.#rows.values()) {
      if (!near.has(row.id)) putNear(near, row);
      read += 1;
      if (read % PIECE !== 0) continue;
      await new Promise((resolve) => setTimeout(resolve));
      if (near !== this.#near) return;
    }
  }

  /** Best first, then the newest. */
  async find(text: string, limit: number): Promise<Found[]> {
    const number = digits(text);
    if (number.length >= 4 && /^[\d\s+().-]+$/.test(text)) {
      const byPhone = this.#best(limit, (row) => hasPhone(row.search, number));
      if (byPhone.length > 0) return byPhone;
    }
    const typed = words(text);
    if (typed.length === 0) return [];
    const found = this.#best(limit, (row) => score(row.search, typed));
    if (found.length > 0) return found;
    await this.prepare();
    const near = this.#near.search(text, { prefix: true, fuzzy: 0.25, combineWith: 'AND' });
    return near.slice(0, limit).map(({ id }) => ({ id: id as DossierId, matched: 'close' }));
  }

  #best(limit: number, match: (row: Row) => Pick<Hit, 'score' | 'field'> | null): Found[] {
    const best: Hit[] = [];
    for (const row of this.#rows.values()) {
      const matched = match(row);
      if (!matched) continue;
      const hit = { row, ...matched };
      const last = best.length === limit ? best.at(-1) : undefined;
      if (last && !isBetter(hit, last)) continue;
      const place = best.findIndex((other) => isBetter(hit, other));
      best.splice(place < 0 ? best.length : place, 0, hit);
      if (best.length > limit) best.pop();
    }
    return best.map(({ row, field }) => ({
      id: row.id,
      matched: MATCHED[SEARCH_FIELDS[field] as (typeof SEARCH_FIELDS)[number]] as Found['matched'],
    }));
  }
}

function isBetter(a: Hit, b: Hit): boolean {
  if (a.score !== b.score) return a.score > b.score;
  if (a.row.lastAt !== b.row.lastAt) return a.row.lastAt > b.row.lastAt;
  return a.row.id < b.row.id;
}

/** Each word typed begins one of the file's; a whole word counts twice. */
function score(text: string, typed: readonly string[]): Pick<Hit, 'score' | 'field'> | null {
  let sum = 0;
  let first: number = SEARCH_FIELDS.length;
  for (const word of typed) {
    const place = text.indexOf(` ${word}`);
    if (place < 0) return null;
    const field = fieldAt(text, place);
    const weight = WEIGHTS[SEARCH_FIELDS[field] as (typeof SEARCH_FIELDS)[number]];
    sum += text.startsWith(' ', place + word.length + 1) ? 2 * weight : weight;
    first = Math.min(first, field);
  }
  return { score: sum, field: first };
}

/** Any part of a telephone number. */
function hasPhone(text: string, number: string): Pick<Hit, 'score' | 'field'> | null {
  for (let place = text.indexOf(number); place >= 0; place = text.indexOf(number, place + 1))
    if (fieldAt(text, place) === PHONE) return { score: 1, field: PHONE };
  return null;
}

const makeNear = () =>
  new MiniSearch<NearEntry>({
    fields: [...NEAR_FIELDS],
    tokenize: words,
    processTerm: (term) => term,
    searchOptions: { boost: { name: 2, arabic: 2 } },
  });

function putNear(near: MiniSearch<NearEntry>, { id, search }: Row): void {
  const [name, arabic, document] = NEAR_FIELDS.map((field) => fieldOf(search, field)) as [
    string,
    string,
    string,
  ];
  const entry = { id, name, arabic, document };
  if (near.has(id)) near.replace(entry);
  else near.add(entry);
}
