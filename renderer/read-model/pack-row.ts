/**
 * Rows as they rest in a block, made to be read fast: each member of all of them together, as one text that is read when
 * the first row is asked for that member. To sort and to search, few of them are needed. Whoever changes the members, or
 * how they are written, changes the label of the blocks (row-blocks.ts).
 */
import { concat, fromUtf8, readU32be, u32be, utf8 } from '../../app/seal/bytes.ts';
import type { Row } from './project-row.ts';

type Entry = Row['entries'][number];

/** In the order of the texts. */
const COLUMNS = [
  'id',
  'ref',
  'mission',
  'service',
  'serviceClass',
  'decidedBy',
  'entry',
  'procedure',
  'urgent',
  'lastAt',
  'openedAt',
  'dueBy',
  'assignee',
  'approvedBy',
  'receivedIn',
  'settled',
  'sent',
  'lodgedBy',
  'closed',
  'legalHold',
  'retentionEnds',
  'keysHere',
  'notices',
  // What is found alike stands side by side: it is compressed together.
  'phones',
  'documentNumbers',
  'applicant',
  'applicantArabic',
  'person',
  'search',
] as const satisfies readonly (keyof Row)[];
type Column = (typeof COLUMNS)[number];

/** All that a row has: what is in no column is in its record. */
export const ROW_MEMBERS: readonly (Column | 'entries' | 'parts')[] = [...COLUMNS, 'entries', 'parts'];
/** Does not compile where a member of a row is in neither. */
type Missing = Exclude<keyof Row, Column | 'entries' | 'parts'>;
true satisfies [Missing] extends [never] ? true : Missing;

/** A block's rows in two parts: of their records, hashes for the most part, none grows smaller. */
export interface PackedRows {
  /** to be compressed */
  readonly columns: Uint8Array;
  /** a line a row, not to be compressed */
  readonly records: Uint8Array;
}

export function packRows(rows: readonly Row[]): PackedRows {
  const columns = COLUMNS.flatMap((name) => {
    const text = utf8(JSON.stringify(rows.map((row) => row[name])));
    return [u32be(text.length), text];
  });
  const records = rows.map((row) => (row instanceof UnpackedRow ? row.readsRecord()() : packRecord(row)));
  return { columns: concat(...columns), records: utf8(records.join(LINE)) };
}

/** @param count of the rows that were packed */
export function unpackRows({ columns, records }: PackedRows, count: number): readonly Row[] {
  const texts: Uint8Array[] = [];
  for (let at = 0; at < columns.length; at += 4 + (texts.at(-1)?.length ?? 0)) {
    const from = at + 4;
    texts.push(columns.subarray(from, from + readU32be(columns, at)));
  }
  const values = new Columns(texts);
  const lines = new Records(records);
  return Array.from({ length: count }, (_, n) => new UnpackedRow(values, lines, n));
}

/** Read one by one, each when somebody asks for it. */
class Columns {
  readonly #texts: (Uint8Array | null)[];
  readonly #values: (readonly unknown[])[] = [];

  constructor(texts: readonly Uint8Array[]) {
    this.#texts = [...texts];
  }

  value(column: number, n: number): unknown {
    const values = this.#values[column] ?? this.#read(column);
    return values[n];
  }

  #read(column: number): readonly unknown[] {
    const text = this.#texts[column];
    if (!text) throw new Error('a block without this column');
    const values = JSON.parse(fromUtf8(text)) as readonly unknown[];
    this.#values[column] = values;
    this.#texts[column] = null;
    return values;
  }
}

/** Many bytes that few ask for: read when the first is. */
class Records {
  #bytes: Uint8Array | null;
  #lines: readonly string[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  of(n: number): string {
    if (this.#bytes) this.#lines = fromUtf8(this.#bytes).split(LINE);
    this.#bytes = null;
    return this.#lines[n] as string;
  }
}

/**
 * One of a block's rows. Its members are getters: to copy it (`{...row}`) gives nothing. Its entries and parts are taken apart
 * at each call: few ask for them, and of few rows.
 */
export interface UnpackedRow extends Row {}
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the members of a row are made below, one getter a column
export class UnpackedRow {
  readonly #columns: Columns;
  readonly #records: Records;
  readonly #n: number;

  constructor(columns: Columns, records: Records, n: number) {
    this.#columns = columns;
    this.#records = records;
    this.#n = n;
  }

  static {
    for (const [column, name] of COLUMNS.entries())
      Object.defineProperty(UnpackedRow.prototype, name, {
        get(this: UnpackedRow) {
          return this.#columns.value(column, this.#n);
        },
      });
  }

  /** what reads its record, and holds nothing else of the row */
  readsRecord(): () => string {
    const [records, n] = [this.#records, this.#n];
    return () => records.of(n);
  }

  get entries(): Row['entries'] {
    return unpackRecord(this.#records.of(this.#n)).entries;
  }

  get parts(): Row['parts'] {
    return unpackRecord(this.#records.of(this.#n)).parts;
  }
}

const LINE = '\n';
const ENTRY = ';';
const MEMBER = ',';
const PARTS = '|';

/** Ids are base64url, times and codes have forms of their own: none holds a separator. Each act is named once. */
function packRecord({ entries, parts }: Pick<Row, 'entries' | 'parts'>): string {
  const numbers = new Map<string, number>(entries.map(({ act }, n) => [act, n]));
  const packed = entries.map(({ act, state, code, at, own, receivedAt, bytes }) =>
    [act, state, encodeURIComponent(code ?? ''), at, own ? 1 : 0, receivedAt ?? '', bytes].join(MEMBER),
  );
  const named = parts.map((part) => {
    const n = numbers.get(part);
    return n === undefined ? part : `${OF_ENTRY}${n}`;
  });
  return packed.join(ENTRY) + PARTS + named.join(MEMBER);
}

/** before an entry's number, in place of its act */
const OF_ENTRY = '#';

/** The other way. */
export function unpackRecord(record: string): Pick<Row, 'entries' | 'parts'> {
  const [packed = '', named = ''] = record.split(PARTS);
  const entries = split(packed, ENTRY).map((one) => {
    const [act, state, code, at, own, receivedAt, bytes] = one.split(MEMBER);
    return {
      act,
      state,
      code: code === '' ? null : decodeURIComponent(code as string),
      at,
      own: own === '1',
      receivedAt: receivedAt === '' ? null : receivedAt,
      bytes: Number(bytes),
    } as Entry;
  });
  const parts = split(named, MEMBER).map((part) =>
    part.startsWith(OF_ENTRY) ? (entries[Number(part.slice(1))] as Entry).act : part,
  );
  return { entries, parts };
}

const split = (text: string, by: string): string[] => (text === '' ? [] : text.split(by));
