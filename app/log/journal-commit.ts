/** What may be committed: checked before a byte is written, whoever asks. */
import {
  IdError,
  parseActId,
  parseDraftId,
  parseEpoch,
  parseMissionCode,
  parseRecordHash,
} from '../acts/ids.ts';
import { hashOf, nameOf } from '../seal/hash.ts';
import type { Chunk } from './act-log.ts';
import {
  type ChainHead,
  type JournalCommit,
  JournalError,
  type JournalHead,
  type TravellingCommit,
} from './durable-journal.ts';
import { isTravelling, type SignedDocument } from './records.ts';

const refuse = (what: string): never => {
  throw new JournalError('JRN-005', `malformed commit: ${what}`);
};
export const check = (holds: boolean, what: string): void => {
  if (!holds) refuse(what);
};
export const record = (value: unknown, what: string): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : refuse(what);
const list = (value: unknown, what: string): readonly unknown[] =>
  Array.isArray(value) ? value : refuse(what);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export function checkedHead<Id>(value: unknown, parsePrev: (prev: unknown) => Id): ChainHead<Id> {
  const { mission, epoch, seq, prev } = record(value, 'expected');
  const number = isCount(seq) ? seq : refuse('seq');
  check((prev === null) === (number === 0), 'prev');
  const last = prev === null ? null : parsePrev(prev);
  return { mission: parseMissionCode(mission), epoch: parseEpoch(epoch), seq: number, prev: last };
}

export function checkedDocument(value: unknown, prefix: string): SignedDocument {
  const { _id, _rev, jws } = record(value, 'document');
  if (typeof _id !== 'string' || typeof _rev !== 'string' || typeof jws !== 'string')
    return refuse('document');
  check(_id.startsWith(prefix), 'document id');
  return { _id, _rev, jws };
}

/** A record that the journal keeps is the one its id names, to whoever replays it. */
async function checkedRecord(value: unknown, prefix: string): Promise<SignedDocument> {
  const document = checkedDocument(value, prefix);
  const { hash, rev } = await nameOf(document.jws);
  check(document._id.endsWith(`:${hash}`) && document._rev === rev, 'a record is not what it is named after');
  return document;
}

async function checkedChunk(value: unknown): Promise<Chunk> {
  const { id, bytes } = record(value, 'chunk');
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) return refuse('chunk bytes');
  const name = parseRecordHash(id);
  check((await hashOf(bytes)) === name, 'chunk is not what it is named after');
  return { id: name, bytes };
}

/**
 * The commit with nothing in it but what it should have. Signatures are not verified here: whoever sealed did.
 * @throws JournalError JRN-005
 */
export async function checkedCommit(value: unknown): Promise<JournalCommit> {
  try {
    const { expected, draft, acts, actIds, wraps, chunks, at } = record(value, 'commit');
    const head = checkedHead(expected, parseActId);
    const ids = list(actIds, 'actIds').map(parseActId);
    const documents = await Promise.all(list(acts, 'acts').map((act) => checkedRecord(act, 'act:')));
    check(ids.length > 0 && ids.length === documents.length, 'as many ids as acts, and at least one');
    check(
      documents.every((act, i) => act._id.endsWith(`:${ids[i]}`)),
      'act and id differ',
    );
    return {
      expected: head,
      draft: draft === null ? null : parseDraftId(draft),
      acts: documents,
      actIds: ids,
      wraps: await Promise.all(list(wraps, 'wraps').map((wrap) => checkedRecord(wrap, 'key:'))),
      chunks: await Promise.all(list(chunks, 'chunks').map(checkedChunk)),
      at: isCount(at) ? at : refuse('at'),
    };
  } catch (error) {
    if (error instanceof IdError) throw new JournalError('JRN-005', error.message, { cause: error });
    throw error;
  }
}

/** The same of travelling records. @throws JournalError JRN-005 */
export function checkedTravelling(value: unknown): TravellingCommit {
  const { mission, documents } = record(value, 'travelling');
  const checked = list(documents, 'documents').map((one) => checkedDocument(one, ''));
  check(checked.length > 0 && checked.every(({ _id }) => isTravelling(_id)), 'travelling records');
  try {
    return { mission: parseMissionCode(mission), documents: checked };
  } catch (cause) {
    throw new JournalError('JRN-005', 'malformed commit: mission', { cause });
  }
}

export const sameHead = <Id>(a: ChainHead<Id>, b: ChainHead<Id>): boolean =>
  a.mission === b.mission && a.epoch === b.epoch && a.seq === b.seq && a.prev === b.prev;

export const headAfter = (commit: JournalCommit): JournalHead => ({
  mission: commit.expected.mission,
  epoch: commit.expected.epoch,
  seq: commit.expected.seq + commit.acts.length,
  prev: commit.actIds.at(-1) ?? commit.expected.prev,
});
