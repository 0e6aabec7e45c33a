/**
 * Verifies an exported dossier against the ministry's root alone, offline.
 *
 *   npm run verify -- FILE.guichet [--root ROOT.jws] [--lang fr|en|ar] [--json]
 *
 * The root is the demo ministry's unless `--root` names another.
 * Exit code: 0 verified, 1 something is wrong and named, 2 it could not be tried (arguments, unreadable file, no root).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCredential } from '../app/keyring/credential.ts';
import { printed, reportOn } from './verify/report.ts';
import { LANGUAGES, type Language, WORDS } from './verify/texts.ts';

const DEMO_ROOT = join(import.meta.dirname, '..', '.demo', 'ministry', 'root.jws');
const VERIFIED = 0;
const FAULTY = 1;
const UNUSABLE = 2;

class Unusable extends Error {}

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        root: { type: 'string', default: DEMO_ROOT },
        lang: { type: 'string', default: 'fr' },
        json: { type: 'boolean', default: false },
      },
    });
    const language = LANGUAGES.find((known) => known === values.lang);
    const [file] = positionals;
    if (language && file !== undefined && positionals.length === 1) return { ...values, language, file };
  } catch {
    // an option that is none: the usage says which there are
  }
  throw new Unusable(WORDS.fr.usage);
}

function read(path: string, language: Language): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    throw new Unusable(WORDS[language].unreadable(path));
  }
}

async function rootIn(path: string, language: Language): Promise<string> {
  const jws = new TextDecoder().decode(read(path, language)).trim();
  const found = await readCredential(jws).catch(() => null);
  if (found?.credential.issuer !== null || !found.credential.roles.includes('root'))
    throw new Unusable(WORDS[language].badRoot(path));
  return jws;
}

async function main(): Promise<number> {
  const { file, root, json, language } = options();
  const report = await reportOn(read(file, language), await rootIn(root, language));
  console.log(json ? JSON.stringify(report, null, 2) : printed(report, language));
  return report.verified ? VERIFIED : FAULTY;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Unusable ? error.message : error);
  process.exitCode = UNUSABLE;
}
