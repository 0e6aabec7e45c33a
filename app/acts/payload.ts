/**
 * The payload of an act: written once, in the member order of FORMATS.md, never re-serialised.
 * `body` is the last member: the bytes before `,"body":`, closed by `}`, are what its header's hash covers.
 */
import { type Static, Type } from 'typebox';
import { SealError } from '../seal/errors.ts';
import { hashOf } from '../seal/hash.ts';
import { membersOf } from '../seal/jws.ts';
import {
  type ActEnvelope,
  type BlobListing,
  type EnvelopeDraft,
  ERASURE_GROUNDS,
  versionOf,
} from './envelope.ts';
import {
  IdError,
  parseActId,
  parseBlobId,
  parseDeskId,
  parseDossierId,
  parseEpoch,
  parseMissionCode,
  parseRecordHash,
  parseServiceCode,
  type Reference,
} from './ids.ts';
import { quickCheck } from './quick-check.ts';
import { parseReference } from './reference.ts';

const Text = (maxLength: number) => Type.String({ maxLength });
export const ActPayload = Type.Object({
  v: Type.Integer({ minimum: 1 }),
  mission: Text(16),
  desk: Text(20),
  dossier: Text(27),
  ref: Text(32),
  service: Text(64),
  kind: Type.String({ pattern: '^[a-z][a-z-]{1,40}$' }),
  prior: Type.Array(Type.String(), { maxItems: 64 }),
  epoch: Text(16),
  seq: Type.Integer({ minimum: 1 }),
  prev: Type.Union([Type.String(), Type.Null()]),
  release: Text(43),
  keyring: Text(43),
  lastReceipt: Type.Union([Type.String(), Type.Null()]),
  claimedAt: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' }),
  priority: Type.Optional(Type.Union([Type.Literal('normal'), Type.Literal('urgent')])),
  assignee: Type.Optional(Type.Union([Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }), Type.Null()])),
  under: Type.Optional(Text(43)),
  ground: Type.Optional(Type.Union(ERASURE_GROUNDS.map((ground) => Type.Literal(ground)))),
  keyGen: Type.Integer({ minimum: 1, maximum: 0xffffffff }),
  keyCommit: Type.Optional(Text(43)),
  blobs: Type.Array(
    Type.Object({
      id: Text(22),
      bytes: Type.Integer({ minimum: 1 }),
      chunks: Type.Array(Text(43), { minItems: 1, maxItems: 4096 }),
    }),
    { maxItems: 256 },
  ),
  body: Text(2_000_000),
});

const fits = quickCheck(ActPayload);

/** Members in order; absent optional ones are left out. */
export function envelopeText(draft: EnvelopeDraft): string {
  const {
    mission,
    desk,
    dossier,
    ref,
    service,
    kind,
    prior,
    epoch,
    seq,
    prev,
    release,
    keyring,
    lastReceipt,
  } = draft;
  const { claimedAt, priority, assignee, under, ground, keyGen, keyCommit } = draft;
  const blobs = draft.blobs.map(({ id, bytes, chunks }) => ({ id, bytes, chunks }));
  const order = {
    mission,
    desk,
    dossier,
    ref,
    service,
    kind,
    prior,
    epoch,
    seq,
    prev,
    release,
    keyring,
    lastReceipt,
  };
  return JSON.stringify({
    v: versionOf(draft),
    ...order,
    claimedAt,
    priority,
    assignee,
    under,
    ground,
    keyGen,
    keyCommit,
    blobs,
  });
}

/** The hash that ties a body to its envelope. @param text `envelopeText`, or the same bytes cut from a payload */
export const envelopeHash = (text: string): Promise<string> => hashOf(text);

export const withBody = (text: string, jwe: string): string =>
  `${text.slice(0, -1)},"body":${JSON.stringify(jwe)}}`;

/**
 * @param text payload as signed
 * @returns the envelope with parsed ids, and the text that the body's hash covers
 * @throws SealError SEAL-007, SEAL-014
 */
export function readPayload(text: string): { envelope: ActEnvelope; covered: string } {
  const members = quickMembersOf(text) ?? membersOf(text);
  try {
    return readMembers(text, members);
  } catch (cause) {
    throw cause instanceof IdError ? new SealError('SEAL-014', cause.message, { cause }) : cause;
  }
}

const BODY = ',"body":';
/** What needs no escape in JSON: of such letters, a string has one text. */
const PLAIN = /^"[A-Za-z0-9_.-]*"}$/;

/**
 * Most of a payload is its body, whose text is the only one that JSON has for it: what stands before it is read and
 * written again alone. Says only what `membersOf` would; where it says nothing, that decides.
 */
export function quickMembersOf(text: string): Record<string, unknown> | null {
  const cut = text.lastIndexOf(BODY);
  const rest = text.slice(cut + BODY.length);
  if (cut <= 1 || !PLAIN.test(rest)) return null;
  const before = `${text.slice(0, cut)}}`;
  try {
    const members = JSON.parse(before) as Record<string, unknown>;
    if (Object.hasOwn(members, 'body') || JSON.stringify(members) !== before) return null;
    members.body = rest.slice(1, -2);
    return members;
  } catch {
    return null;
  }
}

function readMembers(
  text: string,
  members: Record<string, unknown>,
): { envelope: ActEnvelope; covered: string } {
  const cut = text.lastIndexOf(BODY);
  if (cut < 0 || Object.keys(members).at(-1) !== 'body')
    throw new SealError('SEAL-014', 'body is not the last member');
  if (!fits(members)) throw new SealError('SEAL-014');
  const p: Static<typeof ActPayload> = members;
  const prior = p.prior.map(parseActId);
  if (prior.length > 1 && new Set(prior).size !== prior.length)
    throw new SealError('SEAL-014', 'a prior twice');
  const envelope: Filling<ActEnvelope> = {
    v: p.v,
    mission: parseMissionCode(p.mission),
    desk: parseDeskId(p.desk),
    dossier: parseDossierId(p.dossier),
    ref: canonicalReference(p.ref),
    service: parseServiceCode(p.service),
    kind: p.kind,
    prior,
    epoch: parseEpoch(p.epoch),
    seq: p.seq,
    prev: p.prev === null ? null : parseActId(p.prev),
    release: parseRecordHash(p.release),
    keyring: parseRecordHash(p.keyring),
    lastReceipt: p.lastReceipt === null ? null : parseRecordHash(p.lastReceipt),
    claimedAt: p.claimedAt,
    keyGen: p.keyGen,
    blobs: p.blobs.map(readListing),
    body: p.body,
  };
  if (p.priority !== undefined) envelope.priority = p.priority;
  if (p.assignee !== undefined) envelope.assignee = p.assignee;
  if (p.under !== undefined) envelope.under = parseRecordHash(p.under);
  if (p.ground !== undefined) envelope.ground = p.ground;
  if (p.keyCommit !== undefined) envelope.keyCommit = parseRecordHash(p.keyCommit);
  // Members that this version does not know stay in the signed text and in this object: law 10.
  const unknown = Object.entries(members).filter(([name]) => !(name in ActPayload.properties));
  const whole = unknown.length === 0 ? envelope : { ...Object.fromEntries(unknown), ...envelope };
  return { envelope: whole, covered: `${text.slice(0, cut)}}` };
}

type Filling<T> = { -readonly [Member in keyof T]: T[Member] };

const readListing = ({ id, bytes, chunks }: Static<typeof ActPayload>['blobs'][number]): BlobListing => ({
  id: parseBlobId(id),
  bytes,
  chunks: chunks.map(parseRecordHash),
});

/** People may type it in lower case; a record may not. */
function canonicalReference(text: string): Reference {
  const reference = parseReference(text);
  if (reference !== text) throw new IdError('reference');
  return reference;
}
