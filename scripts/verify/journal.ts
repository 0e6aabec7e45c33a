/** `verify -- --journal`: audits the journals of desks, and signs what was found where that is asked. */
import { existsSync, writeFileSync } from 'node:fs';
import { isoTime } from '../../app/acts/clock.ts';
import { auditJournals } from '../../app/audit/audit-journals.ts';
import { signAuditReport } from '../../app/audit/audit-report.ts';
import { isChained } from '../../app/audit/copies.ts';
import { verifiedReceipts } from '../../app/audit/receipts.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { JournalError } from '../../app/log/durable-journal.ts';
import { documentsIn } from './documents.ts';
import { rootIn, Unusable } from './files.ts';
import { type OpenedJournal, openJournalFolder } from './journal-folder.ts';
import { printedAudit } from './journal-print.ts';
import { JOURNAL_WORDS } from './journal-texts.ts';
import { type Auditor, auditorIn } from './sign.ts';
import { type Language, WORDS } from './texts.ts';

export interface JournalOptions {
  readonly folders: readonly string[];
  readonly root: string | undefined;
  /** files of the keyring, of receipts and of copies: each is taken for what is in it */
  readonly evidence: readonly string[];
  readonly sign: string | undefined;
  readonly wordsFile: string | undefined;
  readonly out: string | undefined;
  readonly json: boolean;
  readonly language: Language;
}

/** @returns whether nothing is wrong @throws Unusable */
export async function verifyJournals(options: JournalOptions): Promise<boolean> {
  const { root, evidence, sign, wordsFile, out, json, language } = options;
  const words = JOURNAL_WORDS[language];
  if (root === undefined && (evidence.length > 0 || sign !== undefined)) throw new Unusable(words.needsRoot);
  if ((sign === undefined) !== (out === undefined)) throw new Unusable(WORDS[language].usage);
  if (out !== undefined && existsSync(out)) throw new Unusable(words.exists(out));
  const at = isoTime(Date.now());
  const documents = (await Promise.all(evidence.map((path) => documentsIn(path, language)))).flat();
  const keyring = root === undefined ? null : await Keyring.from(await rootIn(root, language), documents);
  const auditor =
    keyring && sign !== undefined ? await auditorIn(sign, wordsFile, at, keyring, language) : null;
  const { receipts, leftAside } = await verifiedReceipts(documents, keyring);
  const copies = documents.filter(isChained);
  const opened: OpenedJournal[] = [];
  try {
    for (const folder of options.folders) opened.push(await openJournalFolder(folder, language));
    const ground = { keyring, receipts, copies };
    const {
      desks,
      clocks: _clocks,
      records: _records,
      ...found
    } = await auditJournals(
      opened.map(({ journal }) => journal),
      ground,
    );
    const journals = opened.map(({ digests }, index) => ({
      desk: desks[index] ?? null,
      files: [...digests],
    }));
    const report = { at, ...found, journals, receipts: receipts.length, copies: copies.length };
    const plain = structuredClone(report) as Parameters<typeof signAuditReport>[0];
    if (keyring && auditor && out !== undefined) await writeSigned(plain, keyring, auditor, out);
    if (json) console.log(JSON.stringify({ ...plain, signaturesVerified: keyring !== null }, null, 2));
    else console.log(printedAudit(plain, keyring !== null, language));
    if (leftAside > 0) console.error(words.leftAside(leftAside));
    if (out !== undefined) console.error(words.signed(out));
    return report.whole;
  } catch (error) {
    throw error instanceof JournalError ? new Unusable(`${error.code}  ${error.message}`) : error;
  } finally {
    for (const { close } of opened) await close();
  }
}

/** Never in the place of a file that is there. */
async function writeSigned(
  report: Parameters<typeof signAuditReport>[0],
  keyring: Keyring,
  { auditor, key }: Auditor,
  out: string,
): Promise<void> {
  writeFileSync(out, `${await signAuditReport(report, keyring, auditor, key)}\n`, { flag: 'wx' });
}
