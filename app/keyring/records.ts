/**
 * The keyring's other signed records. Each has one reader that checks its shape and one writer that fixes the order of
 * its members; who may sign it is in keyring.ts.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Kid, RecordHash } from '../acts/ids.ts';
import type { SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { nameOf } from '../seal/hash.ts';
import {
  type JwsType,
  type ParsedJws,
  parseCompact,
  payloadBytes,
  payloadOf,
  type SigningKey,
  signCompact,
} from '../seal/jws.ts';

const Hash = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const Time = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' });
const Generation = Type.Integer({ minimum: 1, maximum: 0xffffffff });
const V1 = Type.Literal(1);

/** `group:<scope>:<class>:<gen>`: a group generation's public key, by the authority */
export const GroupRecord = Type.Object({
  v: V1,
  group: Type.String({ pattern: '^group:(CENTRAL|[A-Z]{2}-[A-Z0-9]{2,8}):[a-z-]+$' }),
  gen: Generation,
  enc: Type.Unknown(),
});
/** `grant:<hash>`: a group generation's private key, wrapped for one officer */
export const GrantRecord = Type.Object({
  v: V1,
  group: Type.String(),
  gen: Generation,
  to: Hash,
  jwe: Type.Unknown(),
});
/** `revocation:<hash>` */
export const RevocationRecord = Type.Object({
  v: V1,
  kid: Hash,
  reason: Type.String({ maxLength: 200 }),
  at: Time,
});
const Days = Type.Integer({ minimum: 1, maximum: 3650 });
/** from how many days without a signed word on a desk warns, and blocks what cannot be taken back; null: never */
export const KeyringPolicy = Type.Object({ warnDays: Days, blockDays: Type.Union([Days, Type.Null()]) });
export type KeyringPolicy = Static<typeof KeyringPolicy>;
/** how many days a backup of the server is kept */
const BackupDays = Type.Integer({ minimum: 1, maximum: 36_500 });
/** `keyring:<n>`: what is in force, by the authority; its hash is the keyring's head */
export const KeyringRecord = Type.Object({
  v: V1,
  n: Type.Integer({ minimum: 1 }),
  at: Time,
  records: Type.Array(Hash),
  policy: Type.Optional(KeyringPolicy),
  backupDays: Type.Optional(BackupDays),
});
/** `directory:<kid>`: the officer's name, encrypted for the mission's and the centre's directory groups */
export const DirectoryRecord = Type.Object({ v: V1, kid: Hash, jwe: Type.Unknown() });
/** `delegation:<hash>`: what of the signer's own right to decide another officer may use, for dates and services */
export const DelegationRecord = Type.Object({
  v: V1,
  to: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }),
  roles: Type.Array(Type.String(), { minItems: 1, maxItems: 8, uniqueItems: true }),
  services: Type.Union([
    Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 64, uniqueItems: true }),
    Type.Null(),
  ]),
  from: Time,
  until: Time,
});
/** `delegation-end:<hash>`: a delegation taken back before its time */
export const DelegationEndRecord = Type.Object({ v: V1, delegation: Hash, at: Time });
/** `lift:<actId>:<hash>`: a supervisor's word on a held or disputed act, one of maybe several (docs/decisions/0001) */
export const LiftRecord = Type.Object({
  v: V1,
  act: Hash,
  verdict: Type.Union([Type.Literal('accepted'), Type.Literal('refused')]),
  reason: Type.String({ maxLength: 1000 }),
  /** of an erasure: heads of its file as the signer knew it, every hold lifted below them (docs/decisions/0018) */
  seen: Type.Optional(Type.Array(Hash, { maxItems: 64 })),
});
/**
 * `lease:<desk>:<series>`: first and last number a desk may give out, by the authority. The series `desk:<desk id>`, from 1 to
 * 1, is a letter: whoever may put desks into service at this desk, and at no other, gives it, once (docs/decisions/0023).
 */
export const LeaseRecord = Type.Object({
  v: V1,
  desk: Type.String(),
  series: Type.String({
    pattern: '^(?:[a-z-]{2,32}|desk:(?:CENTRAL|[A-Z]{2}-[A-Z0-9]{2,8})/[A-Z])$',
  }),
  first: Type.Integer({ minimum: 1 }),
  last: Type.Integer({ minimum: 1 }),
});

export const RECORDS = {
  'guichet-group+jws': GroupRecord,
  'guichet-grant+jws': GrantRecord,
  'guichet-revocation+jws': RevocationRecord,
  'guichet-keyring+jws': KeyringRecord,
  'guichet-directory+jws': DirectoryRecord,
  'guichet-delegation+jws': DelegationRecord,
  'guichet-delegation-end+jws': DelegationEndRecord,
  'guichet-lift+jws': LiftRecord,
  'guichet-lease+jws': LeaseRecord,
} as const satisfies Partial<Record<JwsType, TSchema>>;

export type RecordType = keyof typeof RECORDS;
export type RecordPayload<T extends RecordType> = Static<(typeof RECORDS)[T]>;

const OF_KEYRING =
  /^(?:credential|grant|revocation|group|keyring|directory|lease|delegation|delegation-end):/;
/** Is it the id of a document of the `keyring` database? */
export const isOfKeyring = (id: string): boolean => OF_KEYRING.test(id);

/** The one document id that a record may have: it follows from its content. */
export const RECORD_ID: {
  readonly [T in RecordType]: (payload: RecordPayload<T>, hash: RecordHash) => string;
} = {
  'guichet-group+jws': ({ group, gen }) => `${group}:${gen}`,
  'guichet-grant+jws': (_, hash) => `grant:${hash}`,
  'guichet-revocation+jws': (_, hash) => `revocation:${hash}`,
  'guichet-keyring+jws': ({ n }) => `keyring:${n}`,
  'guichet-directory+jws': ({ kid }) => `directory:${kid}`,
  'guichet-delegation+jws': (_, hash) => `delegation:${hash}`,
  'guichet-delegation-end+jws': (_, hash) => `delegation-end:${hash}`,
  'guichet-lift+jws': ({ act }, hash) => `lift:${act}:${hash}`,
  'guichet-lease+jws': ({ desk, series }) => `lease:${desk}:${series}`,
};

/** Ids of wire version 1: read for ever, given no more. */
const FORMER_ID: { readonly [T in RecordType]?: (payload: RecordPayload<T>) => string } = {
  'guichet-lift+jws': ({ act }) => `lift:${act}`,
};

export const isIdOfRecord = <T extends RecordType>(
  id: string,
  typ: T,
  payload: RecordPayload<T>,
  hash: RecordHash,
): boolean => id === RECORD_ID[typ](payload, hash) || id === FORMER_ID[typ]?.(payload);

/** What is signed: members in the schema's order. */
export function recordPayload<T extends RecordType>(typ: T, payload: RecordPayload<T>): Uint8Array {
  const members = payload as Record<string, unknown>;
  const ordered = Object.fromEntries(
    Object.keys(RECORDS[typ].properties).map((name) => [name, members[name]]),
  );
  return payloadBytes(ordered);
}

/** @returns the compact JWS */
export async function signRecord<T extends RecordType>(
  typ: T,
  payload: RecordPayload<T>,
  kid: Kid,
  key: SigningKey,
): Promise<string> {
  return signCompact({ typ, kid, payload: recordPayload(typ, payload), key });
}

/** @throws SealError when the text is not a record of this type */
export function readRecord<T extends RecordType>(
  typ: T,
  jws: string,
): { payload: RecordPayload<T>; parsed: ParsedJws } {
  const parsed = parseCompact(jws);
  const payload = payloadOf(parsed);
  if (parsed.typ !== typ) throw new SealError('SEAL-004');
  if (!Value.Check(RECORDS[typ] as TSchema, payload)) throw new SealError('SEAL-014');
  return { payload: payload as RecordPayload<T>, parsed };
}

/** The document of a signed record. @param id from its content; `hash` for those that are named by their own hash */
export async function recordDocument(jws: string, id: (hash: RecordHash) => string): Promise<SignedDocument> {
  const { hash, rev } = await nameOf(jws);
  return { _id: id(hash), _rev: rev, jws };
}
