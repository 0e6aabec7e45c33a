/**
 * A table that is a table: rows of fixed height, windowed for 10,000 of them, walked by J K, arrows and Entrée.
 * The focus stays on the grid and names its active row, so that scrolling can never lose it. Rows do not move
 * under the hand: while the pointer or the focus is here, news waits behind « 3 nouveaux : afficher ».
 */
import { type KeyboardEvent, type ReactNode, useCallback, useId, useRef } from 'react';
import { useCommands } from './commands.tsx';
import { useI18n } from './i18n.tsx';
import { type Line, linesUnderHeadings, type RowGroups } from './row-groups.ts';
import { useRowWindow } from './row-window.ts';
import { useSteadyRows } from './steady-rows.ts';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** The header is said, not shown: for the column of marks. */
  readonly hideHeader?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** In rem; the one column without a width takes the rest. */
  readonly width?: number;
  readonly align?: 'start' | 'end';
  /** `name`: weight 500. `quiet`: second text colour. */
  readonly look?: 'name' | 'quiet';
  /** Names the row to screen readers. One column. */
  readonly rowHeader?: boolean;
  readonly sortable?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
  readonly onOpen: (row: Row) => void;
  /** Changes with the filter, search or sort: a new view is shown at once, not held back. */
  readonly view?: string;
  readonly sort?: Sort | undefined;
  readonly onSort?: (sort: Sort) => void;
  /** `screen`: J K Entrée work wherever the focus is (one such table a screen). `focus`: only on the table. */
  readonly keyboard?: 'screen' | 'focus';
  readonly groups?: RowGroups<Row>;
  /** Shown in place of rows. */
  readonly empty?: ReactNode;
  /** A draft among the rows has a dashed edge. */
  readonly isDraft?: (row: Row) => boolean;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, keyOf, selected, onSelect, onOpen, keyboard = 'screen' } = props;
  const { t, locale } = useI18n();
  const id = useId();
  // Arabic type is larger (UI.md section 5), and its words are never cut.
  const scale = locale === 'ar' ? 1.1 : 1;
  const scroller = useRef<HTMLDivElement>(null);
  const steady = useSteadyRows(props.rows, keyOf, props.view ?? '', scroller, props.groups?.of);
  const { rows } = steady;
  const lines: readonly Line[] = props.groups ? linesUnderHeadings(steady.groups) : [...rows.keys()];
  const shown = useRowWindow(scroller, lines.length);
  const at = rows.findIndex((row) => keyOf(row) === selected);

  const go = useCallback(
    (index: number) => {
      const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
      if (!row) return;
      const line = lines.indexOf(rows.indexOf(row));
      // With the heading above it, which nothing else would bring back in sight.
      if (typeof lines[line - 1] === 'object') shown.reveal(line - 1);
      shown.reveal(line);
      onSelect(keyOf(row));
    },
    [rows, lines, shown, onSelect, keyOf],
  );
  const open = () => {
    const row = rows[at];
    if (row) onOpen(row);
    return row !== undefined;
  };
  useCommands(
    keyboard === 'screen' && rows.length > 0
      ? { 'next-row': () => go(at + 1), 'previous-row': () => go(at < 0 ? 0 : at - 1), 'open-row': open }
      : {},
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== event.currentTarget) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + shown.page,
      PageUp: at - shown.page,
      Home: 0,
      End: rows.length - 1,
      ...(keyboard === 'focus' ? { j: at + 1, k: at - 1 } : {}),
    };
    const step = steps[event.key];
    if (step !== undefined) go(step);
    else if (event.key !== 'Enter' || !open()) return;
    event.preventDefault();
  };

  const drawn = lines.slice(shown.first, shown.last);
  return (
    <div className="table-frame">
      {steady.fresh !== undefined && (
        <div className="table-fresh">
          <button type="button" className="link" onClick={steady.show}>
            {steady.fresh > 0 ? t('ui.table.fresh', { n: steady.fresh }) : t('ui.table.changed')}
          </button>
        </div>
      )}
      <div className="table-scroll" ref={scroller}>
        <table
          className="table"
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are walked by keys: a grid
          role="grid"
          aria-label={props.label}
          aria-rowcount={lines.length + 1}
          aria-activedescendant={drawn.includes(at) ? `${id}-${at}` : undefined}
          tabIndex={0}
          style={{ minInlineSize: `${leastWidth(columns) * scale}rem` }}
          onKeyDown={onKeyDown}
          onFocus={() => {
            if (at < 0) go(0);
          }}
        >
          <colgroup>
            {columns.map((column) => (
              // A width set by script is CSSOM, which style-src does not govern.
              <col
                key={column.id}
                style={column.width === undefined ? {} : { inlineSize: `${column.width * scale}rem` }}
              />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map((column) => (
                <HeadCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            <Spacer rows={shown.first} height={shown.height} columns={columns.length} />
            {drawn.map((line, offset) => {
              const rowIndex = shown.first + offset + 2;
              if (typeof line === 'object') {
                return (
                  <tr key={`group ${line.group}`} className="row-group" aria-rowindex={rowIndex}>
                    <th className="cell" scope="rowgroup" colSpan={columns.length}>
                      {props.groups?.title(line.group, line.count)}
                    </th>
                  </tr>
                );
              }
              const row = rows[line];
              if (row === undefined) return null;
              const key = keyOf(row);
              return (
                <tr
                  key={key}
                  id={`${id}-${line}`}
                  className={props.isDraft?.(row) ? 'row row-draft' : 'row'}
                  aria-rowindex={rowIndex}
                  aria-selected={key === selected}
                  onClick={() => onSelect(key)}
                  onDoubleClick={() => onOpen(row)}
                >
                  {columns.map((column) => (
                    <BodyCell key={column.id} column={column} row={row} />
                  ))}
                </tr>
              );
            })}
            <Spacer rows={lines.length - shown.last} height={shown.height} columns={columns.length} />
          </tbody>
        </table>
        {rows.length === 0 && props.empty}
      </div>
    </div>
  );
}

/** In a window too narrow for all columns (200 % zoom), the one without a width keeps these rem, and the table scrolls. */
const REST = 6;
const leastWidth = <Row,>(columns: readonly Column<Row>[]): number =>
  columns.reduce((sum, { width = REST }) => sum + width, 0);

const cellClass = <Row,>(column: Column<Row>): string =>
  ['cell', column.align === 'end' ? 'cell-end' : '', column.look ? `cell-${column.look}` : '']
    .filter(Boolean)
    .join(' ');

function BodyCell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const Cell = column.rowHeader ? 'th' : 'td';
  return (
    <Cell className={cellClass(column)} {...(column.rowHeader ? { scope: 'row' } : {})}>
      {column.cell(row)}
    </Cell>
  );
}

interface HeadCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const direction = sort?.column === column.id ? sort.direction : undefined;
  const next = direction === 'ascending' ? 'descending' : 'ascending';
  return (
    <th scope="col" className={cellClass(column)} aria-sort={direction}>
      {column.sortable && onSort ? (
        <button
          type="button"
          className="sort"
          data-direction={direction}
          onClick={() => onSort({ column: column.id, direction: next })}
        >
          {column.header}
        </button>
      ) : (
        <span className={column.hideHeader ? 'visually-hidden' : undefined}>{column.header}</span>
      )}
    </th>
  );
}

/** Stands for the rows that are not drawn. */
function Spacer({
  rows,
  height,
  columns,
}: {
  readonly rows: number;
  readonly height: number;
  readonly columns: number;
}) {
  if (rows <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true" className="row-spacer">
      <td colSpan={columns} style={{ blockSize: `${rows * height}px` }} />
    </tr>
  );
}
