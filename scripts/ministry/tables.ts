/** Plain tables for a terminal. */
import type { OfficerWords } from './write-ministry.ts';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

export const wordsTable = (officers: readonly OfficerWords[]): string =>
  table(
    ['Desk', 'Officer', 'Roles', 'Words'],
    officers.map(({ desk, initials, roles, words }) => [desk, initials, roles.join(', '), words]),
  );
