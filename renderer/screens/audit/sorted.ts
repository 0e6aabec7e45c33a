import type { Sort } from '../../ui/data-table.tsx';

/** The rows by one column's value; equal ones stay in their order. */
export function sorted<Row>(
  rows: readonly Row[],
  { column, direction }: Sort,
  by: Readonly<Record<string, (row: Row) => string | number>>,
): readonly Row[] {
  const value = by[column];
  if (!value) return rows;
  const sign = direction === 'ascending' ? 1 : -1;
  return rows
    .map((row) => ({ row, value: value(row) }))
    .sort((a, b) => (a.value < b.value ? -sign : a.value > b.value ? sign : 0))
    .map(({ row }) => row);
}
