/**
 * The root's key on a PKCS#11 token (a smart card, an HSM), where it is made and which it never leaves. OpenSC's
 * `pkcs11-tool` speaks to it: a program of the operator's system in place of a native module in everybody's installation,
 * for what is done once in years (docs/decisions/0015).
 */
import { spawn } from 'node:child_process';
import { createHash, createPublicKey } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PublicJwk, readPublicJwk } from '../../app/seal/keys.ts';
import { MinistryError } from './errors.ts';

/** Where the key is: the token's library, and the labels of token and key. */
export interface TokenPlace {
  readonly module: string;
  readonly token: string;
  readonly key: string;
}

export const DEFAULT_KEY = 'guichet-root';
/** `pkcs11-tool` reads the PIN from here: an argument can be read by everybody on the machine. */
const PIN = 'GUICHET_TOKEN_PIN';
/** One that waits for a finger on a reader is given this long, milliseconds. */
const LONGEST = 120_000;

export class TokenKey {
  readonly publicKey: PublicJwk;
  readonly #tool: Tool;
  readonly #id: string;

  private constructor(publicKey: PublicJwk, tool: Tool, id: string) {
    this.publicKey = publicKey;
    this.#tool = tool;
    this.#id = id;
  }

  /** @throws MinistryError MN-007 where the token has a key of this label already; MN-011 */
  static async make(place: TokenPlace, pin: string): Promise<TokenKey> {
    const tool = new Tool(place, pin);
    if (await tool.publicKey())
      throw new MinistryError('MN-007', `the token has a key « ${place.key} »: name another (--pkcs11-key)`);
    const made = ['--key-type', 'EC:prime256v1', '--id', idOf(place), '--usage-sign'];
    await tool.run('--login', '--keypairgen', ...made);
    return TokenKey.#found(tool, place);
  }

  /** @throws MinistryError MN-006 where there is no such key; MN-011 */
  static open(place: TokenPlace, pin: string): Promise<TokenKey> {
    return TokenKey.#found(new Tool(place, pin), place);
  }

  static async #found(tool: Tool, place: TokenPlace): Promise<TokenKey> {
    const found = await tool.publicKey();
    if (!found) throw new MinistryError('MN-006', `there is no key « ${place.key} » on the token`);
    return new TokenKey(found, tool, idOf(place));
  }

  /** ES256 over these bytes: r and s, 64 bytes. Tokens that hash by themselves are rare; all sign a digest. */
  async signatureOf(message: Uint8Array): Promise<Uint8Array> {
    const digest = new Uint8Array(createHash('sha256').update(message).digest());
    const signature = await this.#tool.through(digest, (input, output) => [
      // By the id: of a label alone the tool takes the first key that signs.
      ...['--login', '--sign', '--id', this.#id, '--mechanism', 'ECDSA', '--signature-format', 'rs'],
      ...['--input-file', input, '--output-file', output],
    ]);
    if (signature?.length !== 64) throw new MinistryError('MN-011', 'it gave no signature of P-256');
    return signature;
  }
}

/** CKA_ID, by which programs tell keys apart: another for each label, hexadecimal. */
const idOf = ({ key }: TokenPlace): string => createHash('sha256').update(key).digest('hex').slice(0, 16);

class Tool {
  readonly #place: TokenPlace;
  readonly #pin: string;

  constructor(place: TokenPlace, pin: string) {
    this.#place = place;
    this.#pin = pin;
  }

  /** The key's public half, which needs no PIN; null where there is none. */
  async publicKey(): Promise<PublicJwk | null> {
    const missing = /object not found/;
    const der = await this.through(
      null,
      (_, output) => ['--read-object', '--type', 'pubkey', '--output-file', output],
      missing,
    );
    if (!der) return null;
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }).export({
      format: 'jwk',
    });
    return readPublicJwk({ kty: key.kty, crv: key.crv, x: key.x, y: key.y });
  }

  /** Bytes go in and out by files of a folder that only the operator reads. @param missing in its words: there is nothing */
  async through(
    bytes: Uint8Array | null,
    args: (input: string, output: string) => readonly string[],
    missing?: RegExp,
  ): Promise<Uint8Array | null> {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-token-'));
    try {
      const [input, output] = [join(folder, 'in'), join(folder, 'out')];
      if (bytes) await writeFile(input, bytes);
      const said = await this.#ran(args(input, output));
      if (said.code !== 0 && missing?.test(said.words)) return null;
      refuse(said);
      return new Uint8Array(await readFile(output));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async run(...args: string[]): Promise<void> {
    refuse(await this.#ran(args));
  }

  #ran(args: readonly string[]): Promise<Said> {
    const { module, token, key } = this.#place;
    const pin = args.includes('--login') ? ['--pin', `env:${PIN}`] : [];
    return new Promise((resolve, reject) => {
      const child = spawn(
        'pkcs11-tool',
        ['--module', module, '--token-label', token, '--label', key, ...pin, ...args],
        { env: { ...process.env, [PIN]: this.#pin }, stdio: ['ignore', 'ignore', 'pipe'], timeout: LONGEST },
      );
      let words = '';
      child.stderr.on('data', (data) => {
        words += data;
      });
      child.once('error', (cause) =>
        reject(new MinistryError('MN-011', 'pkcs11-tool (package opensc) is not installed', { cause })),
      );
      child.once('close', (code) => resolve({ code, words }));
    });
  }
}

interface Said {
  readonly code: number | null;
  readonly words: string;
}

/** The token's own code is told, such as CKR_PIN_INCORRECT: the operator's manual lists it. */
function refuse({ code, words }: Said): void {
  if (code === 0) return;
  const named = /CKR_[A-Z_]+/.exec(words)?.[0] ?? /No slot with token named/.exec(words)?.[0];
  throw new MinistryError('MN-011', named ?? `pkcs11-tool ended with ${code}`);
}
