/**
 * Where a passphrase comes from: a file, the environment, or the terminal without echo. Never from an argument, which
 * everybody on the machine can read and the shell's history keeps.
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { RandomSource } from '../../app/acts/clock.ts';
import { isStrongPassphrase, SHORTEST_PASSPHRASE } from '../../app/vault/sealed-file.ts';
import { generateWords } from '../../app/vault/words.ts';
import { MinistryError } from './errors.ts';

export type PassphraseOf = 'operator' | 'root' | 'token';

/** Paths of files, as given. */
export type PassphraseFiles = Readonly<Partial<Record<PassphraseOf, string>>>;

const VARIABLE = {
  operator: 'GUICHET_PASSPHRASE',
  root: 'GUICHET_ROOT_PASSPHRASE',
  token: 'GUICHET_TOKEN_PIN',
} as const;
const OPTION = {
  operator: '--passphrase-file',
  root: '--root-passphrase-file',
  token: '--pin-file',
} as const;
const TITLE = {
  operator: 'Operator’s passphrase',
  root: 'Passphrase of the root',
  token: 'PIN of the token',
} as const;

/** @throws MinistryError MN-002 */
export async function passphraseFor(of: PassphraseOf, files: PassphraseFiles): Promise<string> {
  const given = await givenPassphrase(of, files);
  if (given !== null) return given;
  if (!process.stdin.isTTY) throw none(of);
  return ask(`${TITLE[of]}: `);
}

/**
 * A passphrase for secrets that are yet to be sealed.
 * @param generate take six words where none is given, and ask nobody
 * @returns `generated`: to be shown once
 * @throws MinistryError MN-002, MN-004
 */
export async function newPassphrase(
  of: PassphraseOf,
  files: PassphraseFiles,
  generate: boolean,
  random: RandomSource,
): Promise<{ readonly passphrase: string; readonly generated: boolean }> {
  const given = await givenPassphrase(of, files);
  if (given !== null) return { passphrase: strong(of, given), generated: false };
  if (generate) return { passphrase: generateWords(random), generated: true };
  if (!process.stdin.isTTY) throw none(of);
  const typed = await ask(`${TITLE[of]} (Enter alone: six words are generated and shown once): `);
  if (typed === '') return { passphrase: generateWords(random), generated: true };
  if ((await ask('The same again: ')) !== typed)
    throw new MinistryError('MN-004', `${TITLE[of]}: the two are not the same`);
  return { passphrase: strong(of, typed), generated: false };
}

function strong(of: PassphraseOf, passphrase: string): string {
  if (isStrongPassphrase(passphrase)) return passphrase;
  const detail = `${TITLE[of]}: six generated words, or ${SHORTEST_PASSPHRASE} characters and more`;
  throw new MinistryError('MN-004', detail);
}

const none = (of: PassphraseOf): MinistryError =>
  new MinistryError(
    'MN-002',
    `${TITLE[of]}: give ${OPTION[of]} FILE or ${VARIABLE[of]}, or run it in a terminal`,
  );

async function givenPassphrase(of: PassphraseOf, files: PassphraseFiles): Promise<string | null> {
  const path = files[of];
  if (path === undefined) return process.env[VARIABLE[of]] || null;
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  } catch (cause) {
    throw new MinistryError('MN-002', `${path} cannot be read`, { cause });
  }
}

/** Asks on the terminal and shows nothing of what is typed; the standard output stays a script's. */
async function ask(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const interrupted = new Promise<never>((_resolve, reject) => {
    terminal.once('SIGINT', () => reject(new MinistryError('MN-002', 'interrupted; nothing is done')));
  });
  process.stderr.write(question);
  try {
    return await Promise.race([terminal.question(''), interrupted]);
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
