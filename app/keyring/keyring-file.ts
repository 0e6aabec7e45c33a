/**
 * The keyring as a file, for a stick: newline-delimited JSON (docs/decisions/0019). Nothing in it is secret, and all of it
 * verifies back to the root by itself.
 *
 *     {"type":"guichet-keyring","v":1,"freshness":"<JWS>"}
 *     {"_id":"credential:…","_rev":"…","jws":"…"}        the documents of the `keyring` database
 */
import type { SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { type Freshness, verifyFreshness } from './freshness.ts';
import { Keyring } from './keyring.ts';
import { isOfKeyring } from './records.ts';

/** characters; a ministry of thousands of officers stays far below */
export const KEYRING_FILE_LIMIT = 64 << 20;
const LINE_LIMIT = 200_000;

export interface KeyringFile {
  /** compact JWS; null where nobody was asked for it */
  readonly freshness: string | null;
  readonly documents: readonly SignedDocument[];
}

export class KeyringFileError extends Error {
  readonly code: 'KR-021' | 'KR-022';
  /** KR-021 not such a file; KR-022 something in it does not verify back to this ministry's root */
  constructor(code: KeyringFileError['code'], options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'KeyringFileError';
    this.code = code;
  }
}

const headText = (freshness: string | null): string =>
  JSON.stringify({ type: 'guichet-keyring', v: 1, freshness });
const documentText = ({ _id, _rev, jws }: SignedDocument): string => JSON.stringify({ _id, _rev, jws });

export const writeKeyringFile = ({ freshness, documents }: KeyringFile): string =>
  [headText(freshness), ...documents.map(documentText)].map((line) => `${line}\n`).join('');

/** Every line again as it would be written. @throws KeyringFileError KR-021 */
export function readKeyringFile(text: string): KeyringFile {
  if (text.length > KEYRING_FILE_LIMIT) throw new KeyringFileError('KR-021');
  const [head = '', ...lines] = text.trimEnd().split(/\r?\n/);
  if (lines.length > LINE_LIMIT) throw new KeyringFileError('KR-021');
  const { freshness } = parsed(head);
  const isText = typeof freshness === 'string' || freshness === null;
  if (!isText || headText(freshness) !== head) throw new KeyringFileError('KR-021');
  const documents = lines.map((line) => {
    const { _id, _rev, jws } = parsed(line);
    const document = { _id: String(_id), _rev: String(_rev), jws: String(jws) };
    if (documentText(document) !== line || !isOfKeyring(document._id)) throw new KeyringFileError('KR-021');
    return document;
  });
  return { freshness, documents };
}

function parsed(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch (cause) {
    throw new KeyringFileError('KR-021', { cause });
  }
  throw new KeyringFileError('KR-021');
}

/**
 * Verifies all of a file, beside what is known already: taken whole or refused whole. What is of a newer version is taken
 * with the rest, and waits for an update (law 10).
 * @param known documents that this desk has
 * @returns `waiting`: how many of its records an update has to read
 * @throws KeyringFileError KR-022
 */
export async function verifyKeyringFile(
  { freshness, documents }: KeyringFile,
  root: string,
  known: readonly SignedDocument[],
): Promise<{ readonly freshness: Freshness | null; readonly waiting: number }> {
  const before = await Keyring.from(root, known);
  const troubled = new Set([...before.problems.map(({ id }) => id), ...before.waiting]);
  const keyring = await Keyring.from(root, [...known, ...documents]);
  const ids = new Set(documents.map(({ _id }) => _id));
  const unsound = [...keyring.problems.map(({ id }) => id), ...keyring.waiting];
  const newer = keyring.waitingForUpdate;
  if (unsound.some((id) => ids.has(id) && !troubled.has(id) && !newer.has(id)))
    throw new KeyringFileError('KR-022');
  const waiting = [...newer].filter((id) => ids.has(id)).length;
  try {
    return { freshness: freshness === null ? null : await verifyFreshness(freshness, keyring), waiting };
  } catch (cause) {
    if (cause instanceof SealError) throw new KeyringFileError('KR-022', { cause });
    throw cause;
  }
}
