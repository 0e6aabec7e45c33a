/**
 * What services share is written once, in a library, and named where it is used:
 *
 *     { "use": "surname" }                          the library's part of that name
 *     { "use": "profession", "optional": true }     the same, with a member of its own
 *     [ { "use": "identity" }, … ]                  a list of the library stands in the list, item by item
 *
 * A name is looked up in the country's library, then in the common one. What comes out has no `use`: a definition
 * as it is signed stands alone.
 */
import type { JsonSource } from './json-source.ts';

/** Parts by name; the country's before the common ones. */
export type Libraries = readonly JsonSource[];

/** Where a place of the expanded definition was written. */
export type Origins = ReadonlyMap<string, Origin>;
interface Origin {
  readonly source: JsonSource;
  readonly pointer: string;
}

export interface Expanded {
  readonly json: unknown;
  /** @param pointer of the expanded definition */
  readonly placeOf: (pointer: string) => { readonly file: string; readonly line: number };
}

/** CT-021 a part that no library has; CT-022 a part that uses itself. */
export class UseError extends Error {
  readonly code: 'CT-021' | 'CT-022';
  readonly file: string;
  readonly line: number;
  constructor(code: 'CT-021' | 'CT-022', { source, pointer }: Origin, name: string) {
    super(`${code === 'CT-021' ? 'no library has the part' : 'the part uses itself:'} « ${name} »`);
    this.name = 'UseError';
    this.code = code;
    this.file = source.file;
    this.line = source.lineOf(pointer);
  }
}

/** @throws UseError */
export function expand(source: JsonSource, libraries: Libraries): Expanded {
  // The whole has an origin always, so that a search outwards ends.
  const origins = new Map<string, Origin>();
  const json = expandValue(source.value, { source, pointer: '' }, '', { libraries, origins, open: [] });
  return {
    json,
    placeOf: (pointer) => {
      const { source: file, pointer: place } = originOf(pointer, origins);
      return { file: file.file, line: file.lineOf(place) };
    },
  };
}

interface Expanding {
  readonly libraries: Libraries;
  readonly origins: Map<string, Origin>;
  /** parts that are being expanded, outermost first */
  readonly open: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const under = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

function expandValue(value: unknown, from: Origin, to: string, how: Expanding): unknown {
  how.origins.set(to, from);
  if (Array.isArray(value)) return expandList(value, from, to, how);
  if (!isMembers(value)) return value;
  if (typeof value.use === 'string') {
    const part = find(value.use, atUse(from), how);
    const inside = { ...how, open: [...how.open, value.use] };
    const base = expandValue(part.value, part.origin, to, inside);
    if (!isMembers(base)) return base;
    const { use: _, ...own } = value;
    return { ...base, ...expandMembers(own, from, to, how) };
  }
  return expandMembers(value, from, to, how);
}

function expandMembers(value: Members, { source, pointer }: Origin, to: string, how: Expanding): Members {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      expandValue(member, { source, pointer: under(pointer, key) }, under(to, key), how),
    ]),
  );
}

function expandList(list: readonly unknown[], { source, pointer }: Origin, to: string, how: Expanding) {
  const items: unknown[] = [];
  for (const [i, item] of list.entries())
    addItem(items, item, { source, pointer: under(pointer, i) }, to, how);
  return items;
}

/** A part that is a list gives all its items. */
function addItem(items: unknown[], item: unknown, from: Origin, to: string, how: Expanding): void {
  const name = isMembers(item) && typeof item.use === 'string' ? item.use : undefined;
  const part = name === undefined ? undefined : find(name, atUse(from), how);
  if (name === undefined || !part || !Array.isArray(part.value)) {
    items.push(expandValue(item, from, under(to, items.length), how));
    return;
  }
  const inside = { ...how, open: [...how.open, name] };
  for (const [n, one] of part.value.entries())
    addItem(items, one, { ...part.origin, pointer: under(part.origin.pointer, n) }, to, inside);
}

const atUse = ({ source, pointer }: Origin): Origin => ({ source, pointer: under(pointer, 'use') });

function find(name: string, at: Origin, { libraries, open }: Expanding) {
  if (open.includes(name)) throw new UseError('CT-022', at, name);
  for (const source of libraries) {
    const parts = source.value;
    if (isMembers(parts) && Object.hasOwn(parts, name))
      return { value: parts[name], origin: { source, pointer: under('', name) } };
  }
  throw new UseError('CT-021', at, name);
}

/** The place itself, or the nearest around it with what follows, which was written as it stands. */
function originOf(pointer: string, origins: Origins): Origin {
  const found = origins.get(pointer);
  if (found) return found;
  const cut = pointer.lastIndexOf('/');
  const around = originOf(pointer.slice(0, cut), origins);
  return { source: around.source, pointer: around.pointer + pointer.slice(cut) };
}
