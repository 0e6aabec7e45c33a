/**
 * Which files may be about one person, among all of a desk, without comparing with each. Keys (app/person/keys.ts) lie in
 * one sorted row of numbers, a key's hash before a file's place: two keys of one hash cost a comparison, nothing else. Made
 * in the background from the rows in memory, gone when locked; nothing of it rests anywhere.
 */
import type { DossierId } from '../../app/acts/ids.ts';
import { type Comparison, comparePersons, readyPerson } from '../../app/person/compare-persons.ts';
import { keysOf, keysToFind, type PersonKey } from '../../app/person/keys.ts';
import { soundsOf } from '../../app/person/sounds.ts';
import { NO_TRAITS, type PersonTraits } from '../../app/person/traits.ts';
import type { Hear } from '../../app/person/words.ts';
import type { Row } from './project-row.ts';

export interface Likely extends Comparison {
  readonly row: Row;
}

/** So many files are read before others have their turn. */
const PIECE = 200;
/** A name that so many have in one year says nothing without another. */
const MOST_OF_A_KEY = 2000;
/** So many are compared, those first that have the most in common. */
const MOST_COMPARED = 250;
/** A place of a file below a hash of 32 bits: together they are exact in a double. */
const PLACES = 2 ** 21;

export class PersonIndex {
  readonly #rows: ReadonlyMap<DossierId, Row>;
  #ids: DossierId[] = [];
  /** hash × PLACES + place of a file, in order */
  #postings = new Float64Array(0);
  /** of files that have come since: places by hash */
  #since = new Map<number, number[]>();
  #filled: Promise<void> | null = null;
  #ready = false;

  /** @param rows as they are at each search */
  constructor(rows: ReadonlyMap<DossierId, Row>) {
    this.#rows = rows;
  }

  /** A row that has come or changed. What was kept of it before leads to what it is now, and costs a comparison. */
  put(row: Row): void {
    // Before the index is filled it holds nothing, and whoever fills it finds the row.
    if (!this.#filled || !row.person) return;
    const place = this.#ids.push(row.id) - 1;
    for (const hash of hashesOf(keysOf(readyPerson(traitsOfRow(row))))) {
      const places = this.#since.get(hash);
      if (places) places.push(place);
      else this.#since.set(hash, [place]);
    }
  }

  clear(): void {
    this.#postings.fill(0);
    this.#postings = new Float64Array(0);
    this.#ids = [];
    this.#since = new Map();
    this.#filled = null;
    this.#ready = false;
  }

  /** What is asked at each key does not wait for it. */
  get isReady(): boolean {
    return this.#ready;
  }

  /** Fills the index, beside other work. */
  prepare(): Promise<void> {
    this.#filled ??= this.#fill(this.#ids);
    return this.#filled;
  }

  async #fill(ids: DossierId[]): Promise<void> {
    const postings: number[] = [];
    const heard = new Map<string, string>();
    const hear: Hear = (letters, script) => {
      const sounds = heard.get(letters) ?? soundsOf(letters, script);
      heard.set(letters, sounds);
      return sounds;
    };
    let read = 0;
    for (const row of this.#rows.values()) {
      if (row.person) {
        const place = ids.push(row.id) - 1;
        for (const hash of hashesOf(keysOf(readyPerson(traitsOfRow(row), hear))))
          postings.push(hash * PLACES + place);
      }
      read += 1;
      if (read % PIECE !== 0) continue;
      await new Promise((resolve) => setTimeout(resolve));
      // Locked meanwhile.
      if (ids !== this.#ids) return;
    }
    this.#postings = Float64Array.from(postings).sort();
    this.#ready = true;
  }

  /** Files of whoever may be this person, the likeliest first. */
  async like(traits: PersonTraits, limit: number): Promise<readonly Likely[]> {
    await this.prepare();
    const person = readyPerson(traits);
    const likely = this.#candidates(keysToFind(person)).map(
      (row): Likely => ({ row, ...comparePersons(person, readyPerson(traitsOfRow(row))) }),
    );
    return likely
      .filter(({ verdict }) => verdict !== 'none')
      .sort((a, b) => b.points - a.points || (a.row.lastAt < b.row.lastAt ? 1 : -1))
      .slice(0, limit);
  }

  /** @param birthDate `1974-08-12`. The newest first. */
  async born(birthDate: string, limit: number): Promise<readonly Row[]> {
    await this.prepare();
    return this.#candidates(keysToFind(readyPerson({ ...NO_TRAITS, birthDate })))
      .filter(({ person }) => person?.traits.birthDate === birthDate)
      .sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))
      .slice(0, limit);
  }

  #candidates(keys: readonly PersonKey[]): Row[] {
    const shared = new Map<DossierId, number>();
    for (const { key, weight } of keys) {
      const places = this.#under(hashOf(key));
      if (weight === 1 && places.length > MOST_OF_A_KEY) continue;
      for (const place of places) {
        const id = this.#ids[place] as DossierId;
        shared.set(id, (shared.get(id) ?? 0) + weight);
      }
    }
    return [...shared]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_COMPARED)
      .flatMap(([id]) => {
        const row = this.#rows.get(id);
        return row?.person ? [row] : [];
      });
  }

  /** Places of the files under a hash. */
  #under(hash: number): number[] {
    const postings = this.#postings;
    let [from, to] = [0, postings.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((postings[middle] as number) < hash * PLACES) from = middle + 1;
      else to = middle;
    }
    const places: number[] = [];
    for (let at = from; at < postings.length; at += 1) {
      const place = (postings[at] as number) - hash * PLACES;
      if (place >= PLACES) break;
      places.push(place);
    }
    return places.concat(this.#since.get(hash) ?? []);
  }
}

export const traitsOfRow = ({ person, documentNumbers }: Row): PersonTraits => ({
  ...NO_TRAITS,
  ...person?.traits,
  numbers: documentNumbers,
});

const hashesOf = (keys: readonly PersonKey[]): ReadonlySet<number> =>
  new Set(keys.map(({ key }) => hashOf(key)));

/** FNV-1a, 32 bits. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
