/**
 * The answer to a request for enrolment: newline-delimited JSON, for a file (docs/decisions/0014).
 *
 *     {"v":1,"answer":"<JWS of the approver>"}
 *     {"_id":"credential:…","_rev":"…","jws":"…"}        documents of the keyring, the approver's chain among them
 *
 * The first line binds the rest to one request, and carries the key of the desk's lists, wrapped for the new officer. All of
 * it verifies back to the ministry's root by itself: a desk needs nothing else to believe it.
 */
import { Type } from 'typebox';
import { type Kid, parseKid, parseRecordHash, type RecordHash } from '../acts/ids.ts';
import type { Credential } from '../keyring/credential.ts';
import { Keyring } from '../keyring/keyring.ts';
import type { SignedDocument } from '../log/records.ts';
import { fromBase64url, fromUtf8 } from '../seal/bytes.ts';
import { payloadBytes } from '../seal/jws.ts';
import type { CryptoKey } from '../seal/keys.ts';
import { openForOne } from '../seal/one-jwe.ts';
import { EnrolmentError } from './errors.ts';
import type { EnrolmentRequest } from './request.ts';
import { type AnswerForm, readLines, readPayload, unreadable, writeLines } from './texts.ts';

/** characters; grants of some hundred group generations fit in, with their groups */
export const ANSWER_LIMIT = 1 << 20;

/** What may stand in an answer: nothing else has a place on the new officer's desk. */
const IN_AN_ANSWER = /^(?:credential|grant|directory|group):/;
const FORM: AnswerForm<SignedDocument> = {
  name: 'answer',
  longest: ANSWER_LIMIT,
  most: 1000,
  holds: (one): one is SignedDocument => 'jws' in one && IN_AN_ANSWER.test(one._id),
};

const AnswerPayload = Type.Object(
  { v: Type.Literal(1), request: Type.String(), to: Type.String(), jwe: Type.Unknown() },
  { additionalProperties: false },
);
export interface AnswerMembers {
  /** hash of the request's text */
  readonly request: RecordHash;
  /** the credential given */
  readonly to: Kid;
  /** `{"<scope>":"<base64url>"}` for the new `enc` key (seal/one-jwe.ts); null where the approver has no such key */
  readonly jwe: unknown;
}

export interface EnrolmentAnswer extends AnswerMembers {
  readonly credential: Credential;
  readonly documents: readonly SignedDocument[];
}

export const answerPayload = ({ request, to, jwe }: AnswerMembers): Uint8Array =>
  payloadBytes({ v: 1, request, to, jwe });

export const writeAnswer = (answer: string, documents: readonly SignedDocument[]): string =>
  writeLines(FORM.name, answer, documents);

/**
 * Reads an answer and verifies all of it from the root.
 * @param root the ministry's root credential, as the desk knows it
 * @throws EnrolmentError EN-001 not an answer, EN-003 something in it does not verify back to this root
 */
export async function readAnswer(text: string, root: string): Promise<EnrolmentAnswer> {
  const { jws, documents } = readLines(FORM, text);
  const { parsed, members } = readFirst(jws);
  const keyring = await Keyring.from(root, documents);
  const credential = keyring.credential(members.to);
  const isWhole =
    keyring.problems.length === 0 && keyring.waiting.length === 0 && keyring.ofNewerVersion.size === 0;
  if (!isWhole || !credential || parsed.kid === null || credential.issuer !== parsed.kid)
    throw new EnrolmentError('EN-003');
  try {
    await keyring.verify(parsed);
  } catch (cause) {
    throw new EnrolmentError('EN-003', { cause });
  }
  return { ...members, credential, documents };
}

/** The request that an answer is for, before anything is verified. @throws EnrolmentError EN-001 */
export const requestOf = (text: string): RecordHash => readFirst(readLines(FORM, text).jws).members.request;

function readFirst(jws: string) {
  try {
    const { parsed, payload } = readPayload(jws, 'guichet-enrolment-answer+jws', AnswerPayload);
    const { request, to, jwe } = payload;
    return { parsed, members: { request: parseRecordHash(request), to: parseKid(to), jwe } };
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** @throws EnrolmentError EN-002 unless this answer gives a credential to these keys, on this desk */
export function requireFit({ request: id, credential }: EnrolmentAnswer, request: EnrolmentRequest): void {
  const { sig, enc, desk, scope, roles } = credential;
  const same = (a: typeof enc, b: typeof sig) => a !== null && a.x === b.x && a.y === b.y;
  const fits =
    id === request.id &&
    same(sig, request.sig) &&
    same(enc, request.enc) &&
    desk === request.desk &&
    scope === request.scope &&
    roles.every((role) => (request.roles as readonly string[]).includes(role));
  if (!fits) throw new EnrolmentError('EN-002');
}

/**
 * The keys of the desk's lists that the answer brings, by scope.
 * @param key private `enc` key of the request
 * @throws EnrolmentError EN-002 when they were wrapped for other keys
 */
export async function readModelKeysOf(
  { to, jwe, credential }: Pick<EnrolmentAnswer, 'to' | 'jwe' | 'credential'>,
  key: CryptoKey,
): Promise<Readonly<Record<string, string>> | null> {
  if (jwe === null) return null;
  try {
    const keys: unknown = JSON.parse(fromUtf8(await openForOne(jwe, to, key)));
    const own = (keys as Record<string, unknown>)[credential.scope];
    if (typeof own !== 'string' || fromBase64url(own).length !== 32) throw new TypeError('not a key');
    return { [credential.scope]: own };
  } catch (cause) {
    throw new EnrolmentError('EN-002', { cause });
  }
}
