/**
 * What each kind of act carries in its encrypted body, as TypeBox schemas: one source for type and check.
 * A body may hold members that this version does not know: they are kept (law 10).
 */
import { type Static, Type } from 'typebox';
import type { ActKind } from './kinds.ts';

const text = (maxLength = 4000) => Type.String({ maxLength });
const hash = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const id16 = Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' });
const day = Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' });

/** Answers by field code, as the service's definition names them; a repeatable group is a list of records. */
export const Answer = Type.Union([
  Type.String({ maxLength: 4000 }),
  Type.Number(),
  Type.Boolean(),
  Type.Null(),
  Type.Record(Type.String(), Type.Unknown()),
  Type.Array(Type.Unknown()),
]);
export const Answers = Type.Record(Type.String(), Answer);

/** A blob's manifest entry: how to open it. Carried in bodies, so only those who read the dossier have the key. */
export const BlobManifest = Type.Object({
  id: id16,
  /** code of the document in the service's definition, such as `birth-extract` */
  document: text(64),
  mediaType: Type.Union([
    Type.Literal('image/jpeg'),
    Type.Literal('image/png'),
    Type.Literal('application/pdf'),
  ]),
  /** length of the clear file in bytes */
  bytes: Type.Integer({ minimum: 1 }),
  /** SHA-256 of the clear file, base64url */
  sha256: hash,
  /** AES-256 key, base64url */
  key: hash,
  chunks: Type.Array(hash, { minItems: 1, maxItems: 4096 }),
  /** what the officer called it, shown beside the document's title */
  label: Type.Optional(text(200)),
});
export type BlobManifest = Static<typeof BlobManifest>;

export const Money = Type.Object({
  amount: Type.Integer({ minimum: 0 }),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
});
/** Minor units, as ISO 4217 counts them: 5500 EUR is 55,00 €; 55000 XOF is 55 000 F CFA. */
export type Money = Static<typeof Money>;

export const RequestedItem = Type.Object({
  id: text(32),
  /** document code of the definition, or null for a question about the answers */
  document: Type.Union([text(64), Type.Null()]),
  what: text(300),
  why: text(1000),
  satisfiedBy: text(1000),
  dueBy: day,
});
export type RequestedItem = Static<typeof RequestedItem>;

const Person = Type.Object({ person: id16 });
const OpenedBody = Type.Object({
  person: id16,
  answers: Answers,
  documents: Type.Array(BlobManifest),
  /** originals kept at the desk, by document code, and when they are given back */
  originalsKept: Type.Array(Type.Object({ document: text(64), until: text(200) })),
  /** documents still missing, and by when */
  missing: Type.Array(Type.Object({ document: text(64), dueBy: day })),
  /** language of the applicant: what they are written to in */
  language: Type.Union([Type.Literal('fr'), Type.Literal('en'), Type.Literal('ar')]),
  phones: Type.Array(text(32), { maxItems: 8 }),
  urgentReason: Type.Optional(text(500)),
  /** what is due, as computed from the definition at sealing */
  feeDue: Type.Optional(Money),
});
const Decision = {
  /** blobs that were displayed to the decider, with the act that carried them: no approval of the unseen */
  displayed: Type.Array(id16),
  checks: Type.Array(
    Type.Object({ code: text(64), ticked: Type.Boolean(), remark: Type.Optional(text(1000)) }),
  ),
};

export const BODY_SCHEMAS = {
  opened: OpenedBody,
  amended: Type.Object({ answers: Answers, reason: text(1000) }),
  'evidence-attached': Type.Object({
    documents: Type.Array(BlobManifest, { minItems: 1 }),
    note: Type.Optional(text(1000)),
  }),
  'applicant-confirmed': Type.Object({
    shown: hash,
    language: text(8),
    signature: Type.Optional(BlobManifest),
  }),
  submitted: Type.Object({ note: Type.Optional(text(1000)) }),
  assigned: Type.Object({ until: Type.Optional(text(32)) }),
  'information-requested': Type.Object({
    items: Type.Array(RequestedItem, { minItems: 1 }),
    language: text(8),
    note: Type.Optional(text(2000)),
  }),
  'information-supplied': Type.Object({
    items: Type.Array(text(32), { minItems: 1 }),
    documents: Type.Array(BlobManifest),
    answers: Type.Optional(Answers),
    note: Type.Optional(text(2000)),
  }),
  'waits-for': Type.Object({ dossier: text(32), reason: text(1000) }),
  approved: Type.Object({ ...Decision, note: Type.Optional(text(2000)) }),
  refused: Type.Object({
    ...Decision,
    grounds: Type.Array(text(64), { minItems: 1 }),
    explanation: text(4000),
    appeal: text(2000),
  }),
  countersigned: Type.Object({ displayed: Type.Array(id16), note: Type.Optional(text(2000)) }),
  'countersignature-declined': Type.Object({ reason: text(2000) }),
  'instrument-issued': Type.Object({
    instrument: text(64),
    number: text(32),
    validFrom: day,
    validUntil: Type.Optional(day),
    notes: Type.Optional(text(1000)),
  }),
  'instrument-voided': Type.Object({ number: text(32), reason: text(1000) }),
  'handed-over': Type.Object({
    to: Type.Union([Type.Literal('applicant'), Type.Literal('representative'), Type.Literal('post')]),
    name: Type.Optional(text(200)),
    identity: Type.Optional(text(200)),
  }),
  'document-declared-lost': Type.Object({
    document: text(64),
    number: Type.Optional(text(32)),
    circumstances: text(2000),
  }),
  'fee-collected': Type.Object({
    legal: Money,
    collected: Money,
    rate: Type.Optional(text(64)),
    quittance: text(32),
    means: text(32),
  }),
  'fee-voided': Type.Object({ quittance: text(32), reason: text(1000) }),
  'contact-noted': Type.Object({
    by: Type.Union([
      Type.Literal('telephone'),
      Type.Literal('e-mail'),
      Type.Literal('counter'),
      Type.Literal('post'),
    ]),
    direction: Type.Union([Type.Literal('from-applicant'), Type.Literal('to-applicant')]),
    note: text(4000),
    phone: Type.Optional(text(32)),
  }),
  withdrawn: Type.Object({ reason: text(1000) }),
  closed: Type.Object({ reason: text(1000) }),
  transferred: Type.Object({ to: text(16), dossier: Type.Optional(text(32)), reason: text(1000) }),
  'person-linked': Type.Object({ ...Person.properties, other: id16, reason: text(1000) }),
  'person-unlinked': Type.Object({ ...Person.properties, other: id16, reason: text(1000) }),
  reconciled: Type.Object({ answers: Answers, reason: text(2000) }),
  corrected: Type.Object({ act: hash, answers: Type.Optional(Answers), reason: text(2000) }),
  erased: Type.Object({ reason: text(2000), rule: text(64) }),
  annotated: Type.Object({ note: text(4000) }),
  'held-by-law': Type.Object({ reason: text(2000) }),
  'hold-lifted': Type.Object({ reason: text(2000) }),
} as const satisfies Record<ActKind, unknown>;

export type ActBodies = { [Kind in ActKind]: Static<(typeof BODY_SCHEMAS)[Kind]> };
export type ActBody = ActBodies[ActKind];
