/**
 * What a revoked desk sealed and nobody has answered for: newline-delimited JSON, for a stick. Signed and encrypted as it is,
 * it proves itself; each line is exactly the text that `JSON.stringify` gives.
 *
 *     {"type":"guichet-unsent","v":1,"desk":"ML-PAR/B","lines":2}
 *     {"mission":"ML-PAR","_id":"act:…","_rev":"1-…","jws":"…"}
 *     {"mission":"ML-PAR","chunk":"<base64url>"}
 */
import { type DeskId, type MissionCode, parseDeskId, parseMissionCode } from '../acts/ids.ts';
import type { SignedDocument } from '../log/records.ts';
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../seal/bytes.ts';
import { BundleError } from './bundle.ts';

export const UNSENT_VERSION = 1;

export interface Unsent {
  readonly mission: MissionCode;
  readonly documents: readonly SignedDocument[];
  /** ciphertext */
  readonly chunks: readonly Uint8Array[];
}

const headText = (desk: DeskId, lines: number): string =>
  JSON.stringify({ type: 'guichet-unsent', v: UNSENT_VERSION, desk, lines });
const documentText = (mission: MissionCode, { _id, _rev, jws }: SignedDocument): string =>
  JSON.stringify({ mission, _id, _rev, jws });
const chunkText = (mission: MissionCode, bytes: Uint8Array): string =>
  JSON.stringify({ mission, chunk: toBase64url(bytes) });

export function writeUnsent(desk: DeskId, unsent: readonly Unsent[]): Uint8Array {
  const lines = unsent.flatMap(({ mission, documents, chunks }) => [
    ...documents.map((document) => documentText(mission, document)),
    ...chunks.map((bytes) => chunkText(mission, bytes)),
  ]);
  return utf8(`${[headText(desk, lines.length), ...lines].join('\n')}\n`);
}

/** @throws BundleError EX-001 not such a file or torn, EX-002 of a newer version, EX-003 a line that is not its one text */
export function readUnsent(bytes: Uint8Array): { readonly desk: DeskId; readonly unsent: readonly Unsent[] } {
  const text = decoded(bytes);
  if (!text.endsWith('\n')) throw new BundleError('EX-001', text.split('\n').length, 'the end is missing');
  const [head = '', ...lines] = text.slice(0, -1).split('\n');
  const desk = readHead(head, lines.length);
  const found = new Map<MissionCode, { documents: SignedDocument[]; chunks: Uint8Array[] }>();
  for (const [index, line] of lines.entries()) {
    const { mission, document, chunk } = readLine(line, index + 2);
    const own = found.get(mission) ?? { documents: [], chunks: [] };
    found.set(mission, own);
    if (document) own.documents.push(document);
    if (chunk) own.chunks.push(chunk);
  }
  return { desk, unsent: [...found].map(([mission, own]) => ({ mission, ...own })) };
}

function decoded(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new BundleError('EX-001', 1, 'not UTF-8 text');
  }
}

function readHead(source: string, following: number): DeskId {
  try {
    const head = JSON.parse(source) as { type?: unknown; v?: unknown; desk?: unknown };
    if (head.type === 'guichet-unsent' && typeof head.v === 'number' && head.v > UNSENT_VERSION)
      throw new BundleError('EX-002', 1, 'of a newer version');
    const desk = parseDeskId(head.desk);
    if (headText(desk, following) === source) return desk;
  } catch (error) {
    if (error instanceof BundleError) throw error;
  }
  throw new BundleError('EX-001', 1, 'not the first line of such a file, or lines are missing');
}

function readLine(source: string, number: number) {
  try {
    const line = JSON.parse(source) as Record<string, unknown>;
    const mission = parseMissionCode(line.mission);
    if (typeof line.chunk === 'string') {
      const chunk = fromBase64url(line.chunk);
      if (chunkText(mission, chunk) === source) return { mission, chunk };
    }
    const document = { _id: String(line._id), _rev: String(line._rev), jws: String(line.jws) };
    if (documentText(mission, document) === source) return { mission, document };
  } catch {
    // falls through to the one error that says where
  }
  throw new BundleError('EX-003', number, 'not a line of such a file');
}
