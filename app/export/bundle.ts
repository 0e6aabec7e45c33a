/**
 * The bundle `*.guichet`: newline-delimited JSON of one dossier's records, in a fixed order, each line exactly the text
 * that `JSON.stringify` gives, so that no slack byte goes unseen. Everything personal in it is encrypted already.
 */
import { type DossierId, parseDossierId } from '../acts/ids.ts';
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../seal/bytes.ts';
import { parseCompact, payloadOf } from '../seal/jws.ts';

export const BUNDLE_VERSION = 2;

/** What version 1 does not know: a reader of that version shall say that it is too old, not that a line is forged. */
const OF_VERSION_2: ReadonlySet<LineType> = new Set(['delegation', 'delegation-end']);

/** Order of the lines; within a type by text. */
export const LINE_TYPES = [
  'credential',
  'revocation',
  'delegation',
  'delegation-end',
  'keyring',
  'release',
  'definition',
  'act',
  'wrap',
  'receipt',
  'lift',
  'chunk',
] as const;
export type LineType = (typeof LINE_TYPES)[number];

export interface BundleLine {
  readonly type: LineType;
  /** compact JWS; canonical JSON for a definition; base64url for a chunk */
  readonly text: string;
}

export interface Bundle {
  readonly dossier: DossierId;
  readonly lines: readonly BundleLine[];
}

/** What is wrong with a bundle's bytes, and in which line (from 1). */
export class BundleError extends Error {
  readonly code: 'EX-001' | 'EX-002' | 'EX-003';
  readonly line: number;
  constructor(code: BundleError['code'], line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = 'BundleError';
    this.code = code;
    this.line = line;
  }
}

const lineText = ({ type, text }: BundleLine): string => JSON.stringify({ type, text });
/** The number of lines that follow is said first, so that none can be missing without being missed. */
const headText = (v: number, dossier: DossierId, lines: number): string =>
  JSON.stringify({ type: 'guichet', v, dossier, lines });

/** The lowest version that knows all of it: what an older reader can verify, it shall. */
const versionOf = (lines: readonly BundleLine[]): number =>
  lines.some(({ type, text }) => OF_VERSION_2.has(type) || isOfVersion2(type, text)) ? 2 : 1;

/** An act under a delegation, a credential with limits: records whose own version an older reader refuses. */
function isOfVersion2(type: LineType, text: string): boolean {
  if (type !== 'act' && type !== 'credential') return false;
  try {
    const { v } = payloadOf(parseCompact(text));
    return typeof v === 'number' && v > 1;
  } catch {
    return false; // no record at all: the verifier names it
  }
}
const rank = (line: BundleLine): string =>
  `${String(LINE_TYPES.indexOf(line.type)).padStart(2, '0')} ${line.text}`;

/** Sorts, drops repetitions, and writes. */
export function writeBundle(bundle: Bundle): Uint8Array {
  const ranked = new Map(bundle.lines.map((line) => [rank(line), line]));
  const sorted = [...ranked.keys()].sort().map((key) => lineText(ranked.get(key) as BundleLine));
  const head = headText(versionOf(bundle.lines), bundle.dossier, sorted.length);
  return utf8(`${[head, ...sorted].join('\n')}\n`);
}

/** @throws BundleError EX-001 not a bundle or torn, EX-002 of a newer version, EX-003 a line that is not its one text */
export function readBundle(bytes: Uint8Array): Bundle {
  const text = decode(bytes);
  if (!text.endsWith('\n')) throw new BundleError('EX-001', text.split('\n').length, 'the end is missing');
  const [head = '', ...rest] = text.slice(0, -1).split('\n');
  const { dossier, v } = readHead(head, rest.length);
  let last = '';
  const lines = rest.map((source, index) => {
    const line = readLine(source, index + 2);
    const next = rank(line);
    if (next <= last) throw new BundleError('EX-003', index + 2, 'out of order or repeated');
    last = next;
    return line;
  });
  if (versionOf(lines) !== v) throw new BundleError('EX-001', 1, 'not the version of its lines');
  return { dossier, lines };
}

function decode(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new BundleError('EX-001', 1, 'not UTF-8 text');
  }
}

function readHead(source: string, following: number): { dossier: DossierId; v: number } {
  try {
    const head = JSON.parse(source) as { type?: unknown; v?: unknown; dossier?: unknown; lines?: unknown };
    if (head.type === 'guichet' && typeof head.v === 'number' && head.v > BUNDLE_VERSION)
      throw new BundleError('EX-002', 1, 'of a newer version');
    const dossier = parseDossierId(head.dossier);
    const v = head.v === 1 ? 1 : BUNDLE_VERSION;
    if (headText(v, dossier, following) === source) return { dossier, v };
    if (typeof head.lines === 'number' && headText(v, dossier, head.lines) === source)
      throw new BundleError('EX-001', 1, `${head.lines} lines were written, ${following} are here`);
  } catch (error) {
    if (error instanceof BundleError) throw error;
  }
  throw new BundleError('EX-001', 1, 'not the first line of a bundle');
}

function readLine(source: string, number: number): BundleLine {
  try {
    const { type, text } = JSON.parse(source) as { type: unknown; text: unknown };
    const known = LINE_TYPES.find((candidate) => candidate === type);
    if (known && typeof text === 'string' && lineText({ type: known, text }) === source)
      return { type: known, text };
  } catch {
    // falls through to the one error that says where
  }
  throw new BundleError('EX-003', number, 'not a line of a bundle');
}

export const chunkLine = (bytes: Uint8Array): BundleLine => ({ type: 'chunk', text: toBase64url(bytes) });
export const chunkOf = (line: BundleLine): Uint8Array => fromBase64url(line.text);
