/** Records that somebody else than the desk has: they count as a word of theirs only where their signatures hold. */
import type { Keyring } from '../keyring/keyring.ts';
import { RECORD_PREFIX, type SignedDocument } from '../log/records.ts';
import { type ChainRecord, type JudgedRecord, judgeRecord } from './chain-record.ts';

/** Signatures under way at once: enough to keep the platform's own threads busy. */
const AT_ONCE = 64;

export const isChained = ({ _id }: Pick<SignedDocument, '_id'>): boolean =>
  _id.startsWith(RECORD_PREFIX.act) || _id.startsWith(RECORD_PREFIX.audit);

export async function judgeAll(
  documents: readonly SignedDocument[],
  keyring: Keyring | null,
): Promise<readonly JudgedRecord[]> {
  const judged: JudgedRecord[] = [];
  for (let at = 0; at < documents.length; at += AT_ONCE) {
    const slice = documents.slice(at, at + AT_ONCE);
    judged.push(...(await Promise.all(slice.map((document) => judgeRecord(document, keyring)))));
  }
  return judged;
}

/** @param keyring null: without a root nobody's word is heard */
export async function readCopies(
  documents: readonly SignedDocument[],
  keyring: Keyring | null,
): Promise<readonly ChainRecord[]> {
  if (!keyring) return [];
  const judged = await judgeAll(documents.filter(isChained), keyring);
  return judged.flatMap(({ record, fault }) => (record && !fault ? [record] : []));
}

export const distinct = (records: readonly ChainRecord[]): ChainRecord[] => [
  ...new Map(records.map((record) => [record.id, record])).values(),
];
