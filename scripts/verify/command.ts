/** The verifier's command: arguments → what is said, and the exit code. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { claimsToBeReport } from '../../app/audit/audit-report.ts';
import { documentsIn } from './documents.ts';
import { read, rootIn, textOf, Unusable } from './files.ts';
import { verifyJournals } from './journal.ts';
import { verifyRecepisseText } from './recepisse.ts';
import { printed, reportOn } from './report.ts';
import { verifyReport } from './signed-report.ts';
import { LANGUAGES, WORDS } from './texts.ts';

const DEMO_ROOT = join(import.meta.dirname, '..', '..', '.demo', 'ministry', 'root.jws');
const VERIFIED = 0;
const FAULTY = 1;
const UNUSABLE = 2;

function options(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        journal: { type: 'string', multiple: true, default: [] },
        root: { type: 'string' },
        keyring: { type: 'string', multiple: true, default: [] },
        receipts: { type: 'string', multiple: true, default: [] },
        recepisse: { type: 'string' },
        sign: { type: 'string' },
        'words-file': { type: 'string' },
        out: { type: 'string' },
        lang: { type: 'string', default: 'fr' },
        json: { type: 'boolean', default: false },
      },
    });
    const language = LANGUAGES.find((known) => known === values.lang);
    const { journal, keyring, receipts, recepisse, sign, out, root, json } = values;
    const wordsFile = values['words-file'];
    const forJournals = [receipts.length > 0 || undefined, sign, out, wordsFile].some(
      (given) => given !== undefined,
    );
    const [file] = positionals;
    // A shell makes several of `--receipts *.guichet`: those behind the first come as arguments of their own.
    if (language && journal.length > 0 && recepisse === undefined)
      return {
        of: 'journals' as const,
        options: {
          folders: journal,
          root,
          evidence: [...keyring, ...receipts, ...positionals],
          sign,
          wordsFile,
          out,
          json,
          language,
        },
      };
    const isAlone = positionals.length === 0 && journal.length === 0 && !forJournals;
    if (language && recepisse !== undefined && isAlone)
      return {
        of: 'recepisse' as const,
        options: { recepisse, root: root ?? DEMO_ROOT, keyring, json, language },
      };
    if (language && recepisse === undefined && file !== undefined && positionals.length === 1 && !forJournals)
      return { of: 'file' as const, file, root: root ?? DEMO_ROOT, keyring, json, language };
  } catch {
    // an option that is none: the usage says which there are
  }
  throw new Unusable(WORDS.fr.usage);
}

async function run(args: readonly string[]): Promise<number> {
  const asked = options(args);
  if (asked.of === 'journals') return (await verifyJournals(asked.options)) ? VERIFIED : FAULTY;
  if (asked.of === 'recepisse') return (await verifyRecepisseText(asked.options)) ? VERIFIED : FAULTY;
  const { file, root, keyring, json, language } = asked;
  const bytes = read(file, language);
  const rootJws = await rootIn(root, language);
  const text = textOf(bytes);
  if (claimsToBeReport(text)) {
    const documents = (await Promise.all(keyring.map((path) => documentsIn(path, language)))).flat();
    return (await verifyReport(text, rootJws, documents, json, language)) ? VERIFIED : FAULTY;
  }
  const report = await reportOn(bytes, rootJws);
  console.log(json ? JSON.stringify(report, null, 2) : printed(report, language));
  return report.verified ? VERIFIED : FAULTY;
}

/** @returns the exit code; what was found is on stdout, why nothing could be tried on stderr */
export async function verify(args: readonly string[]): Promise<number> {
  try {
    return await run(args);
  } catch (error) {
    console.error(error instanceof Unusable ? error.message : error);
    return UNUSABLE;
  }
}
