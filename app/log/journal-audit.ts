/** What may be journaled as an audit record: checked before a byte is written, whoever asks. */
import { IdError, parseRecordHash } from '../acts/ids.ts';
import { hashOf } from '../seal/hash.ts';
import { type AuditCommit, type AuditHead, JournalError, type JournalHead } from './durable-journal.ts';
import { check, checkedDocument, checkedHead, record } from './journal-commit.ts';
import { RECORD_PREFIX } from './records.ts';

/**
 * The commit with nothing in it but what it should have. Its hash is computed again, for the next record is chained to
 * it; its signature is not verified here: whoever signed did.
 * @throws JournalError JRN-005
 */
export async function checkedAuditCommit(value: unknown): Promise<AuditCommit> {
  try {
    const { expected, document, hash } = record(value, 'audit commit');
    const name = parseRecordHash(hash);
    const audit = checkedDocument(document, RECORD_PREFIX.audit);
    check(audit._id === `${RECORD_PREFIX.audit}${name}`, 'audit record and hash differ');
    check((await hashOf(audit.jws)) === name, 'audit record is not what it is named after');
    return { expected: checkedHead(expected, parseRecordHash), document: audit, hash: name };
  } catch (error) {
    if (error instanceof IdError) throw new JournalError('JRN-005', error.message, { cause: error });
    throw error;
  }
}

/** Where the audit chain stands in the epoch of `head`: a last record of another epoch says that none is in this one. */
export const auditHeadIn = ({ mission, epoch }: JournalHead, last: AuditHead | undefined): AuditHead =>
  last?.epoch === epoch ? last : { mission, epoch, seq: 0, prev: null };

export const auditHeadAfter = ({ expected, hash }: AuditCommit): AuditHead => ({
  ...expected,
  seq: expected.seq + 1,
  prev: hash,
});
