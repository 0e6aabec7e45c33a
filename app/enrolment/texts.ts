/**
 * What the texts of an enrolment, an officer's or a desk's, have in common: one JWS that says everything, and behind an
 * answer's the documents by which it is believed, one a line. Nothing is verified here.
 */
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { LogDocument } from '../log/records.ts';
import { type JwsType, type ParsedJws, parseCompact, payloadOf } from '../seal/jws.ts';
import { EnrolmentError } from './errors.ts';

/** @throws EnrolmentError EN-001 of another type or shape; SealError no JWS at all */
export function readPayload<T extends TSchema>(
  jws: string,
  typ: JwsType,
  schema: T,
): { readonly parsed: ParsedJws; readonly payload: Static<T> } {
  const parsed = parseCompact(jws);
  const payload = payloadOf(parsed);
  if (parsed.typ !== typ || !Value.Check(schema, payload)) throw new EnrolmentError('EN-001');
  return { parsed, payload };
}

/** What any reader on the way refuses is no request, or no answer. */
export const unreadable = (cause: unknown): EnrolmentError =>
  cause instanceof EnrolmentError ? cause : new EnrolmentError('EN-001', { cause });

/** One kind of answer: what its JWS is called, how many characters and documents it has at most, and which. */
export interface AnswerForm<T extends LogDocument> {
  readonly name: string;
  readonly longest: number;
  readonly most: number;
  readonly holds: (one: LogDocument) => one is T;
}

const documentLine = (one: LogDocument): string =>
  'jws' in one
    ? JSON.stringify({ _id: one._id, _rev: one._rev, jws: one.jws })
    : JSON.stringify({ _id: one._id, _rev: one._rev, json: one.json });
const firstLine = (name: string, jws: string): string => JSON.stringify({ v: 1, [name]: jws });

export const linesOf = (documents: readonly LogDocument[]): string =>
  documents.map((one) => `${documentLine(one)}\n`).join('');

export const writeLines = (name: string, jws: string, documents: readonly LogDocument[]): string =>
  `${firstLine(name, jws)}\n${linesOf(documents)}`;

/** Every line again as it would be written: no slack byte goes unseen. @throws EnrolmentError EN-001 */
export function readLines<T extends LogDocument>(
  { name, longest, most, holds }: AnswerForm<T>,
  text: string,
): { readonly jws: string; readonly documents: readonly T[] } {
  if (typeof text !== 'string' || text.length > longest) throw new EnrolmentError('EN-001');
  const [first = '', ...others] = text.trim().split(/\r?\n/);
  if (others.length > most) throw new EnrolmentError('EN-001');
  const jws = parseLine(first)[name];
  if (typeof jws !== 'string' || firstLine(name, jws) !== first) throw new EnrolmentError('EN-001');
  const documents = others.map((line) => {
    const { _id, _rev, jws: signed, json } = parseLine(line);
    const content = typeof signed === 'string' ? { jws: signed } : { json: String(json) };
    const document: LogDocument = { _id: String(_id), _rev: String(_rev), ...content };
    if (documentLine(document) !== line || !holds(document)) throw new EnrolmentError('EN-001');
    return document;
  });
  return { jws, documents };
}

function parseLine(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw new EnrolmentError('EN-001', { cause });
  }
  throw new EnrolmentError('EN-001');
}
