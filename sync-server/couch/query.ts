import { parseRev, type Rev } from '../stores/ids.ts';
import type { Json } from '../stores/json.ts';
import { CouchError } from './errors.ts';

/** The query string, read as CouchDB reads it: some values are plain, some are JSON. */
export class Query {
  readonly #params: URLSearchParams;

  constructor(search: string) {
    this.#params = new URLSearchParams(search);
  }

  text(name: string): string | undefined {
    return this.#params.get(name) ?? undefined;
  }

  flag(name: string): boolean {
    const value = this.#params.get(name);
    if (value === null || value === 'false') return false;
    if (value === 'true') return true;
    throw new CouchError('query_parse_error', `Invalid boolean parameter: ${name}`);
  }

  /** A whole number, not negative. */
  count(name: string): number | undefined {
    const value = this.#params.get(name);
    if (value === null) return undefined;
    if (!/^\d{1,15}$/.test(value))
      throw new CouchError('query_parse_error', `Invalid value for integer: ${name}`);
    return Number(value);
  }

  json(...names: string[]): Json | undefined {
    for (const name of names) {
      const value = this.#params.get(name);
      if (value === null) continue;
      try {
        return JSON.parse(value) as Json;
      } catch {
        throw new CouchError('bad_request', `invalid UTF-8 JSON in ${name}`);
      }
    }
    return undefined;
  }

  rev(): Rev | undefined {
    const value = this.#params.get('rev');
    return value === null ? undefined : toRev(value);
  }
}

/** @throws CouchError `bad_request` */
export function toRev(value: unknown): Rev {
  const rev = parseRev(value);
  if (rev === undefined) throw new CouchError('bad_request', 'Invalid rev format');
  return rev;
}

export function toRevs(value: Json | undefined): Rev[] {
  if (!Array.isArray(value)) throw new CouchError('bad_request', 'Revisions must be a JSON array');
  return value.map(toRev);
}
