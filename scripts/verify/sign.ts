/** The auditor's slot, opened on this terminal: the words are asked for or read from a file, and never an argument. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AuditReportError, requireAuditor } from '../../app/audit/audit-report.ts';
import type { Credential } from '../../app/keyring/credential.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { type CryptoKey, importPrivate } from '../../app/seal/keys.ts';
import { VaultError } from '../../app/vault/errors.ts';
import { openSlot, parseSlotFile, type SlotFile } from '../../app/vault/slot-file.ts';
import { read, textOf, Unusable } from './files.ts';
import { JOURNAL_WORDS, REPORT_TEXTS } from './journal-texts.ts';
import type { Language } from './texts.ts';

export interface Auditor {
  readonly auditor: Credential;
  readonly key: CryptoKey;
}

/**
 * Before anything is read for minutes: may this slot sign, and do the words open it?
 * @param at the time that the report will claim
 * @param wordsFile undefined to ask for them
 * @throws Unusable
 */
export async function auditorIn(
  path: string,
  wordsFile: string | undefined,
  at: string,
  keyring: Keyring,
  language: Language,
): Promise<Auditor> {
  const words = JOURNAL_WORDS[language];
  const slot = slotIn(path, language);
  // A PIN alone opens nothing: its other half is in the key store of the computer that the slot belongs to.
  if (slot.kind !== 'words') throw new Unusable(words.slotOfPin);
  const auditor = keyring.credential(slot.kid);
  if (!auditor || auditor.jws !== slot.credential) throw new Unusable(words.unknownAuditor);
  try {
    requireAuditor(auditor, at, keyring);
    const secret = wordsFile === undefined ? await asked(words.ask) : textOf(read(wordsFile, language));
    const { sig } = await openSlot(slot, secret);
    return { auditor, key: await importPrivate(sig, 'sig') };
  } catch (error) {
    if (error instanceof AuditReportError)
      throw new Unusable(`${error.code}  ${REPORT_TEXTS[error.code][language]}`);
    throw error instanceof VaultError ? new Unusable(words.wrongWords) : error;
  }
}

function slotIn(path: string, language: Language): SlotFile {
  try {
    return parseSlotFile(JSON.parse(textOf(read(path, language))));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof VaultError)
      throw new Unusable(JOURNAL_WORDS[language].noSlot(path));
    throw error;
  }
}

/** One line of the terminal, which does not show it; of a pipe, its first line. */
async function asked(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = process.stdin.isTTY === true;
  const lines = createInterface({ input: process.stdin, output: silent, terminal });
  try {
    if (terminal) process.stderr.write(question);
    return await lines.question('');
  } finally {
    lines.close();
    if (terminal) process.stderr.write('\n');
  }
}
