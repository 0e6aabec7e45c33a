/**
 * A row without the names of its members, and each act named once: half the bytes, and half the time to read them. Whoever
 * changes it changes the label of the blocks (row-blocks.ts).
 */
import type { ActId } from '../../app/acts/ids.ts';
import type { Row } from './project-row.ts';

type Entry = Row['entries'][number];

/** of a dossier's parts: an entry's act by its number, or a wrap's or chunk's hash */
type PackedPart = number | string;

export type PackedRow = readonly [
  head: readonly [
    Row['id'],
    Row['ref'],
    Row['mission'],
    Row['service'],
    Row['serviceClass'],
    Row['decidedBy'],
    Row['applicant'],
    Row['applicantArabic'],
    Row['entry'],
    Row['procedure'],
    Row['urgent'],
    Row['lastAt'],
    Row['openedAt'],
    Row['dueBy'],
    Row['assignee'],
    Row['approvedBy'],
    Row['receivedIn'],
    Row['search'],
  ],
  phones: Row['phones'],
  documentNumbers: Row['documentNumbers'],
  notices: Row['notices'],
  lodgedBy: Row['lodgedBy'],
  entries: readonly (readonly [
    Entry['act'],
    Entry['state'],
    Entry['code'],
    Entry['at'],
    Entry['own'],
    Entry['receivedAt'],
    Entry['bytes'],
  ])[],
  parts: readonly PackedPart[],
];

export function packRow(row: Row): PackedRow {
  const numbers = new Map<string, number>(row.entries.map(({ act }, n) => [act, n]));
  return [
    [
      row.id,
      row.ref,
      row.mission,
      row.service,
      row.serviceClass,
      row.decidedBy,
      row.applicant,
      row.applicantArabic,
      row.entry,
      row.procedure,
      row.urgent,
      row.lastAt,
      row.openedAt,
      row.dueBy,
      row.assignee,
      row.approvedBy,
      row.receivedIn,
      row.search,
    ],
    row.phones,
    row.documentNumbers,
    row.notices,
    row.lodgedBy,
    row.entries.map(({ act, state, code, at, own, receivedAt, bytes }) => [
      act,
      state,
      code,
      at,
      own,
      receivedAt,
      bytes,
    ]),
    row.parts.map((part) => numbers.get(part) ?? part),
  ];
}

export function unpackRow([head, phones, documentNumbers, notices, lodgedBy, packed, parts]: PackedRow): Row {
  const entries = packed.map(([act, state, code, at, own, receivedAt, bytes]) => ({
    act,
    state,
    code,
    at,
    own,
    receivedAt,
    bytes,
  }));
  return {
    id: head[0],
    ref: head[1],
    mission: head[2],
    service: head[3],
    serviceClass: head[4],
    decidedBy: head[5],
    applicant: head[6],
    applicantArabic: head[7],
    phones,
    documentNumbers,
    search: head[17],
    entry: head[8],
    procedure: head[9],
    notices,
    urgent: head[10],
    lastAt: head[11],
    openedAt: head[12],
    dueBy: head[13],
    assignee: head[14],
    lodgedBy,
    approvedBy: head[15],
    parts: parts.map((part) => (typeof part === 'string' ? part : (entries[part]?.act as ActId))),
    receivedIn: head[16],
    entries,
  };
}
