import { type RefObject, useCallback, useEffect, useState } from 'react';

export interface SteadyRows<Row> {
  readonly rows: readonly Row[];
  /** Of each row, in the same order: the heading it was put under, whatever it has become since. */
  readonly groups: readonly string[];
  /** How many rows wait to be shown; 0 when only the order changed; undefined when nothing waits. */
  readonly fresh: number | undefined;
  readonly show: () => void;
}

const oneGroup = (): string => '';

/**
 * The order that is on screen, applied to the newest data: a row keeps its place, and one that has left the list
 * keeps its last content, until the officer asks for the news. Pure.
 */
export function holdOrder<Row>(
  held: readonly Row[],
  now: readonly Row[],
  keyOf: (row: Row) => string,
): readonly Row[] {
  const newest = new Map(now.map((row) => [keyOf(row), row]));
  return held.map((row) => newest.get(keyOf(row)) ?? row);
}

/**
 * What waits behind the held order: see {@link SteadyRows.fresh}. Pure.
 * @param groupOf under which heading a row stands: another one is another place
 */
export function waitingNews<Row>(
  held: readonly Row[],
  now: readonly Row[],
  keyOf: (row: Row) => string,
  groupOf: (row: Row) => string = oneGroup,
): number | undefined {
  const keys = new Set(held.map(keyOf));
  const fresh = now.filter((row) => !keys.has(keyOf(row))).length;
  const stays = (row: Row, newest: Row | undefined): boolean =>
    newest !== undefined && keyOf(row) === keyOf(newest) && groupOf(row) === groupOf(newest);
  const moved = held.length !== now.length || held.some((row, i) => !stays(row, now[i]));
  return fresh > 0 || moved ? fresh : undefined;
}

/** Rule 4 of UI.md: lists do not reorder under the cursor. */
export function useSteadyRows<Row>(
  now: readonly Row[],
  keyOf: (row: Row) => string,
  view: string,
  area: RefObject<HTMLElement | null>,
  groupOf: (row: Row) => string = oneGroup,
): SteadyRows<Row> {
  const [held, setHeld] = useState({ rows: now, view });
  const show = useCallback(() => setHeld({ rows: now, view }), [now, view]);
  const rows = holdOrder(held.rows, now, keyOf);
  const fresh = waitingNews(held.rows, now, keyOf, groupOf);
  // A table that is or becomes empty has nothing to move; a new filter or sort is what the officer just asked for.
  const atOnce = held.view !== view || held.rows.length === 0 || now.length === 0;
  if (atOnce && (held.view !== view || held.rows.length > 0 || now.length > 0)) setHeld({ rows: now, view });
  useEffect(() => {
    const busy = area.current?.matches(':hover, :focus-within') ?? false;
    if (fresh !== undefined && !busy) show();
  }, [fresh, show, area]);
  return atOnce
    ? { rows: now, groups: now.map(groupOf), fresh: undefined, show }
    : { rows, groups: held.rows.map(groupOf), fresh, show };
}
