/**
 * A row as it rests in a block, made to be read fast: what lists and search need at once as plain values, in a text of
 * ASCII alone where it can be, and its entries and parts as one text, taken apart when somebody asks. Whoever changes it
 * changes the label of the blocks (row-blocks.ts).
 */
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
  record: string,
];
/** what may be written in any script */
type Worded = readonly [Row['applicant'], Row['applicantArabic'], Row['search'], Row['notices']];

export interface PackedRow {
  readonly plain: Plain;
  readonly worded: Worded;
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
      row instanceof UnpackedRow ? row.record : packRecord(row),
    ],
    worded: [row.applicant, row.applicantArabic, row.search, row.notices],
  };
}

/** A row of a block. Its entries and parts are taken apart at each call: few ask for them, and of few rows. */
export class UnpackedRow implements Row {
  readonly id: Row['id'];
  readonly ref: Row['ref'];
  readonly mission: Row['mission'];
  readonly service: Row['service'];
  readonly serviceClass: Row['serviceClass'];
  readonly decidedBy: Row['decidedBy'];
  readonly applicant: Row['applicant'];
  readonly applicantArabic: Row['applicantArabic'];
  readonly phones: Row['phones'];
  readonly documentNumbers: Row['documentNumbers'];
  readonly search: Row['search'];
  readonly entry: Row['entry'];
  readonly procedure: Row['procedure'];
  readonly notices: Row['notices'];
  readonly urgent: Row['urgent'];
  readonly lastAt: Row['lastAt'];
  readonly openedAt: Row['openedAt'];
  readonly dueBy: Row['dueBy'];
  readonly assignee: Row['assignee'];
  readonly lodgedBy: Row['lodgedBy'];
  readonly approvedBy: Row['approvedBy'];
  readonly receivedIn: Row['receivedIn'];
  readonly settled: Row['settled'];
  /** entries and parts as they rest */
  readonly record: string;

  constructor(plain: Plain, worded: Worded) {
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
    this.record = plain[19];
    this.applicant = worded[0];
    this.applicantArabic = worded[1];
    this.search = worded[2];
    this.notices = worded[3];
  }

  get entries(): Row['entries'] {
    return unpackRecord(this.record).entries;
  }

  get parts(): Row['parts'] {
    return unpackRecord(this.record).parts;
  }
}

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
