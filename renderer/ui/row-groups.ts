import type { ReactNode } from 'react';

/** Rows under headings. They come in the order of their groups; a heading is as high as a row. */
export interface RowGroups<Row> {
  readonly of: (row: Row) => string;
  readonly title: (group: string, count: number) => ReactNode;
}

export interface Heading {
  readonly group: string;
  readonly count: number;
}

/** What a table draws from top to bottom: a heading, or a row by its index. */
export type Line = Heading | number;

/** A heading before the first row of each run of one group. Pure. */
export function linesUnderHeadings(groups: readonly string[]): readonly Line[] {
  const lines: Line[] = [];
  for (let from = 0; from < groups.length; ) {
    const group = groups[from] ?? '';
    const end = groups.findIndex((other, index) => index > from && other !== group);
    const to = end < 0 ? groups.length : end;
    lines.push({ group, count: to - from });
    while (from < to) lines.push(from++);
  }
  return lines;
}
