import { isJsonObject, type Json } from './json.ts';
import { StoreError } from './replica-store.ts';

/** A line longer than this is no row: with its document inside, a row is as long as CouchDB lets documents be. */
const LONGEST = 64 * 1024 * 1024;

/** What a feed says, as it arrives. @throws StoreError `unavailable` */
export async function* feedLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<FeedLine> {
  for await (const line of lines(pieces)) yield* readFeedLine(line);
}

/** Lines as they arrive, without their ends; what stands after the last end comes last. */
export async function* lines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  // Held in a list: text that grows by a piece at a time would be copied once a piece.
  let begun: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    const parts = decoder.decode(piece, { stream: true }).split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      yield [...begun, part].join('').replace(/\r$/, '');
      begun = [];
      length = 0;
    }
    begun.push(last);
    length += last.length;
    if (length > LONGEST) throw new StoreError('unavailable', 'the store answered a line without an end');
  }
  yield begun.join('') + decoder.decode();
}

/** Where a feed ends. */
export interface FeedEnd {
  readonly kind: 'end';
  readonly lastSeq: Json;
  readonly pending: Json;
}
export type FeedLine = { readonly kind: 'row'; readonly row: Json } | FeedEnd;

/**
 * One line of `_changes`, in the form of either feed: CouchDB writes a row a line, in `normal` with commas between and
 * the end as the last members of the object around them.
 * @returns nothing for what only holds the rows together, and for signs of life; all of it where somebody between us
 *   and CouchDB has put the whole into one line
 * @throws StoreError `unavailable`
 */
export function readFeedLine(line: string): readonly FeedLine[] {
  const text = line.replace(/^,/, '').replace(/,$/, '').trim();
  if (text === '' || text === '{"results":[' || text === ']') return [];
  if (text.startsWith('"last_seq"')) return [endOf(parse(`{${text}`))];
  const json = parse(text);
  if (!isJsonObject(json)) throw unreadable();
  if (!('last_seq' in json)) return [{ kind: 'row', row: json }];
  const rows = Array.isArray(json.results) ? (json.results as Json[]) : [];
  return [...rows.map((row) => ({ kind: 'row', row }) as const), endOf(json)];
}

function endOf(json: Json): FeedEnd {
  const { last_seq, pending } = json as { last_seq: Json; pending?: Json };
  return { kind: 'end', lastSeq: last_seq, pending: pending ?? 0 };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause?: unknown): StoreError =>
  new StoreError('unavailable', 'the store answered a row that cannot be read', { cause });
