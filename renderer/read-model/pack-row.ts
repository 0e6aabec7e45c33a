/**
 * A row as it rests in a block, made to be read fast: what lists and search need at once as plain values, in a text of
 * ASCII alone where it can be, and its entries and parts as one line, taken apart when somebody asks. Whoever changes it
 * changes the label of the blocks (row-blocks.ts).
 */
import { fromUtf8, utf8 } from '../../app/seal/bytes.ts';
import type { Row } from './project-row.ts';

type Entry = Row['entries'][number];

/** ids, dates and codes */
type Plain = readonly [
  Row['id'],
  Row['ref'],
  Row['mission'],
  Row['service'],
  Row['serviceClass'],
  Row['decidedBy'],
  Row['entry'],
  Row['procedure'],
  Row['urgent'],
  Row['lastAt'],
  Row['openedAt'],
  Row['dueBy'],
  Row['assignee'],
  Row['approvedBy'],
  Row['receivedIn'],
  Row['settled'],
  Row['lodgedBy'],
  Row['phones'],
  Row['documentNumbers'],
  Row['closed'],
  Row['legalHold'],
  Row['retentionEnds'],
  Row['keysHere'],
];
/** what may be written in any script */
type Worded = readonly [Row['applicant'], Row['applicantArabic'], Row['search'], Row['notices']];

export interface PackedRow {
  readonly plain: Plain;
  readonly worded: Worded;
  /** entries and parts as one line */
  readonly record: string;
}

/** The records of a block's rows. They are many bytes that few ask for: read when the first is. */
export class Records {
  #bytes: Uint8Array | null;
  #lines: readonly string[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  static join(records: readonly string[]): Uint8Array {
    return utf8(records.join(LINE));
  }

  of(n: number): string {
    if (this.#bytes) this.#lines = fromUtf8(this.#bytes).split(LINE);
    this.#bytes = null;
    return this.#lines[n] as string;
  }
}

export function packRow(row: Row): PackedRow {
  return {
    plain: [
      row.id,
      row.ref,
      row.mission,
      row.service,
      row.serviceClass,
      row.decidedBy,
      row.entry,
      row.procedure,
      row.urgent,
      row.lastAt,
      row.openedAt,
      row.dueBy,
      row.assignee,
      row.approvedBy,
      row.receivedIn,
      row.settled,
      row.lodgedBy,
      row.phones,
      row.documentNumbers,
      row.closed,
      row.legalHold,
      row.retentionEnds,
      row.keysHere,
    ],
    worded: [row.applicant, row.applicantArabic, row.search, row.notices],
    record: row instanceof UnpackedRow ? row.readsRecord()() : packRecord(row),
  };
}

/** A row of a block. Its entries and parts are taken apart at each call: few ask for them, and of few rows. */
export class UnpackedRow implements Row {
  declare readonly id: Row['id'];
  declare readonly ref: Row['ref'];
  declare readonly mission: Row['mission'];
  declare readonly service: Row['service'];
  declare readonly serviceClass: Row['serviceClass'];
  declare readonly decidedBy: Row['decidedBy'];
  declare readonly applicant: Row['applicant'];
  declare readonly applicantArabic: Row['applicantArabic'];
  declare readonly phones: Row['phones'];
  declare readonly documentNumbers: Row['documentNumbers'];
  declare readonly search: Row['search'];
  declare readonly entry: Row['entry'];
  declare readonly procedure: Row['procedure'];
  declare readonly notices: Row['notices'];
  declare readonly urgent: Row['urgent'];
  declare readonly lastAt: Row['lastAt'];
  declare readonly openedAt: Row['openedAt'];
  declare readonly dueBy: Row['dueBy'];
  declare readonly assignee: Row['assignee'];
  declare readonly lodgedBy: Row['lodgedBy'];
  declare readonly approvedBy: Row['approvedBy'];
  declare readonly receivedIn: Row['receivedIn'];
  declare readonly settled: Row['settled'];
  declare readonly closed: Row['closed'];
  declare readonly legalHold: Row['legalHold'];
  declare readonly retentionEnds: Row['retentionEnds'];
  declare readonly keysHere: Row['keysHere'];
  readonly #records: Records;
  readonly #n: number;

  /** @param n which of the block's records is its own */
  constructor(plain: Plain, worded: Worded, records: Records, n: number) {
    [this.id, this.ref, this.mission, this.service, this.serviceClass, this.decidedBy] = plain;
    this.entry = plain[6];
    this.procedure = plain[7];
    this.urgent = plain[8];
    this.lastAt = plain[9];
    this.openedAt = plain[10];
    this.dueBy = plain[11];
    this.assignee = plain[12];
    this.approvedBy = plain[13];
    this.receivedIn = plain[14];
    this.settled = plain[15];
    this.lodgedBy = plain[16];
    this.phones = plain[17];
    this.documentNumbers = plain[18];
    this.closed = plain[19];
    this.legalHold = plain[20];
    this.retentionEnds = plain[21];
    this.keysHere = plain[22];
    this.applicant = worded[0];
    this.applicantArabic = worded[1];
    this.search = worded[2];
    this.notices = worded[3];
    this.#records = records;
    this.#n = n;
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
