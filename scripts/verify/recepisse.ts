/** `verify -- --recepisse TEXT|FILE`: the text of a récépissé's QR, against the root and the credentials in the files given. */
import { existsSync } from 'node:fs';
import { readAct } from '../../app/acts/verify-act.ts';
import { RecepisseError, type RecepisseToken, verifyRecepisse } from '../../app/desk/recepisse-token.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { worksFor } from '../../app/keyring/limits.ts';
import { RECORD_PREFIX, type SignedDocument } from '../../app/log/records.ts';
import { documentsIn } from './documents.ts';
import { read, rootIn, textOf } from './files.ts';
import { RECEPISSE_TEXTS, RECEPISSE_WORDS } from './recepisse-texts.ts';
import type { Language } from './texts.ts';

export interface RecepisseOptions {
  /** the text, or a file that holds it */
  readonly recepisse: string;
  readonly root: string;
  readonly keyring: readonly string[];
  readonly json: boolean;
  readonly language: Language;
}

/** @returns whether it is true; what it says is printed. @throws Unusable */
export async function verifyRecepisseText(options: RecepisseOptions): Promise<boolean> {
  const { recepisse, root, keyring: files, json, language } = options;
  const text = existsSync(recepisse) ? textOf(read(recepisse, language)) : recepisse;
  const rootJws = await rootIn(root, language);
  const documents = (await Promise.all(files.map((path) => documentsIn(path, language)))).flat();
  const keyring = await Keyring.from(rootJws, documents);
  const words = RECEPISSE_WORDS[language];
  try {
    const token = await verifyRecepisse(text.trim(), keyring);
    const file = await fileOf(token, documents);
    const { ref, act, day, by } = token;
    const revoked = keyring.isRevoked(by.kid);
    const said = { verified: true, ref, act, day, kid: by.kid, subject: by.subject, desk: by.desk };
    const lines = [words.good(ref, day, by.desk ?? '')];
    if (!file) lines.push(words.withoutFile);
    if (revoked) lines.push(words.revoked);
    console.log(json ? JSON.stringify({ ...said, file, revoked }, null, 2) : lines.join('\n'));
    return true;
  } catch (error) {
    if (!(error instanceof RecepisseError)) throw error;
    const { code } = error;
    const printed = `${words.bad}\n\n${code}  ${RECEPISSE_TEXTS[code][language]}`;
    console.log(json ? JSON.stringify({ verified: false, code }, null, 2) : printed);
    return false;
  }
}

/** Is the act that it names among the files, and did it open that reference, of its mission, on that day? @throws RecepisseError QR-002 */
async function fileOf(
  { act, ref, day, by }: RecepisseToken,
  documents: readonly SignedDocument[],
): Promise<boolean> {
  const document = documents.find(({ _id }) => _id.startsWith(RECORD_PREFIX.act) && _id.endsWith(`:${act}`));
  if (!document) return false;
  const { id, envelope } = await readAct(document.jws);
  const { kind, claimedAt, mission } = envelope;
  if (id !== act || kind !== 'opened' || envelope.ref !== ref || claimedAt.slice(0, 10) !== day)
    throw new RecepisseError('QR-002');
  if (!worksFor(by, mission)) throw new RecepisseError('QR-002');
  return true;
}
