import type { Levels, TextLevel } from './group-commit.ts';
import type { Rev } from './ids.ts';
import { LAST, type SeqRow, seqKey, seqOfKey } from './level-keys.ts';
import { readDocs, readMetas, type Wanted } from './level-read.ts';
import { seqRow } from './level-write.ts';
import { type ChangesQuery, type StoredDoc, StoreError } from './replica-store.ts';
import { findNode } from './rev-tree.ts';

/** A line of the update sequence, with its place. */
export type PlacedRow = readonly [place: number, row: SeqRow];

/** The rows after `since` (before it, or from the end, with `descending`), at most `limit`: one scan in the order of the disk. */
export async function readSeqRows(
  level: TextLevel,
  prefix: string,
  query: ChangesQuery,
  since: number,
): Promise<PlacedRow[]> {
  if (query.docIds !== undefined) return rowsOf(level, prefix, query, query.docIds, since);
  const descending = query.descending === true;
  const entries = await level
    .iterator({
      gt: seqKey(prefix, descending ? 0 : since),
      lt: descending && since > 0 ? seqKey(prefix, since) : `${prefix}s${LAST}`,
      reverse: descending,
      limit: query.limit,
    })
    .all();
  return entries.map(([key, text]) => [seqOfKey(prefix, key), JSON.parse(text) as SeqRow]);
}

/** The same of a few documents, without reading the sequence. */
async function rowsOf(
  level: TextLevel,
  prefix: string,
  query: ChangesQuery,
  docIds: readonly string[],
  since: number,
): Promise<PlacedRow[]> {
  const ids = [...new Set(docIds)];
  const metas = await readMetas(level, prefix, ids);
  const descending = query.descending === true;
  const rows = metas.flatMap((meta, at): [number, SeqRow][] =>
    meta === undefined || !(descending ? since === 0 || meta.seq < since : meta.seq > since)
      ? []
      : [[meta.seq, seqRow(ids[at] as string, meta)]],
  );
  rows.sort(([a], [b]) => (descending ? b - a : a - b));
  return rows.slice(0, query.limit);
}

/** The winners that rows speak of, in their order. */
export async function readWinners(
  levels: Levels,
  prefix: string,
  rows: readonly PlacedRow[],
  conflicts: boolean,
): Promise<(StoredDoc | undefined)[]> {
  const ids = rows.map(([, [id]]) => id);
  const metas = await readMetas(levels.text, prefix, ids);
  const wanted = rows.map(([place, [id, , revs]], at): Wanted | undefined => {
    const meta = metas[at];
    const node = meta && findNode(meta.tree, revs[0] as Rev);
    if (meta !== undefined && node !== undefined) return { id, meta, node };
    // Changed since the sequence was read, and the tree keeps few generations: it comes again, further on.
    if (meta !== undefined && meta.seq > place) return undefined;
    throw new StoreError('corrupt', 'a change without its document');
  });
  const docs = await readDocs(
    levels.bodies,
    prefix,
    wanted.filter((one) => one !== undefined),
    { conflicts },
  );
  let next = 0;
  return wanted.map((one) => (one === undefined ? undefined : docs[next++]));
}

/** Pages kept; they are forgotten at the next change anyhow. */
const PAGES = 16;

/**
 * Pages of the sequence as it is now. A change wakes every feed of its database at once, and all of them ask for the same
 * rows: they are read once.
 */
export class SharedPages {
  readonly #pages = new Map<string, Promise<readonly PlacedRow[]>>();
  #upTo = -1;

  /** @param upTo the sequence's end as the reader has just seen it: pages of another end are not given */
  read(
    upTo: number,
    since: number,
    limit: number,
    read: () => Promise<readonly PlacedRow[]>,
  ): Promise<readonly PlacedRow[]> {
    if (upTo !== this.#upTo || this.#pages.size >= PAGES) this.#pages.clear();
    this.#upTo = upTo;
    const name = `${since} ${limit}`;
    const known = this.#pages.get(name);
    if (known) return known;
    const page = read();
    this.#pages.set(name, page);
    page.catch(() => this.#pages.delete(name));
    return page;
  }
}
