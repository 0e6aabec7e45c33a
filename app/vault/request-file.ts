/**
 * A request that waits where it was made: its text, and the private keys that it asks for, sealed under the secret of whoever
 * asked (secret-box.ts). An officer's is `requests/<id>.json` until the answer makes it a slot; that of a computer without a
 * kit is `asking.json` until the answer makes it a desk, whose key rests sealed too as long as it is nobody's.
 */
import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { RecordHash } from '../acts/ids.ts';
import { REQUEST_LIMIT } from '../enrolment/request.ts';
import { ROOT_LIMIT } from '../enrolment/root.ts';
import { fromUtf8, utf8 } from '../seal/bytes.ts';
import type { PrivateJwk } from '../seal/keys.ts';
import { VaultError } from './errors.ts';
import {
  type BoundTo,
  type BoxSecret,
  openBox,
  SECRET_BOX_MEMBERS,
  type SecretBox,
  sealBox,
} from './secret-box.ts';
import { PrivateJwkSchema } from './slot-file.ts';

const REQUEST_FILE_VERSION = 1;

export interface RequestFile extends SecretBox {
  readonly v: typeof REQUEST_FILE_VERSION;
  /** hash of the request's text */
  readonly id: RecordHash;
  readonly request: string;
}

export interface DeskRequestFile extends RequestFile {
  /** the ministry's root credential, compact JWS, as it was compared */
  readonly root: string;
}

export interface RequestSecrets {
  readonly sig: PrivateJwk;
  readonly enc: PrivateJwk;
}

export interface DeskRequestSecrets extends RequestSecrets {
  readonly transport: PrivateJwk;
}

/**
 * One kind of such files.
 * @param label keeps it from passing for another kind
 * @param beside what rests in clear beside the request
 * @param keys names of the private keys, in the order in which they are sealed
 */
function requestFiles<File extends RequestFile, Secrets extends RequestSecrets>(
  label: string,
  beside: Readonly<Record<Exclude<keyof File, keyof RequestFile>, TSchema>>,
  keys: readonly (keyof Secrets & string)[],
) {
  const clearMembers = {
    v: Type.Literal(REQUEST_FILE_VERSION),
    id: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    request: Type.String({ minLength: 1, maxLength: REQUEST_LIMIT }),
    ...beside,
  };
  const closed = { additionalProperties: false };
  const FileSchema = Type.Object({ ...clearMembers, ...SECRET_BOX_MEMBERS }, closed);
  const SecretsSchema = Type.Object(Object.fromEntries(keys.map((name) => [name, PrivateJwkSchema])), closed);
  const bound = (file: object): BoundTo => ({
    label,
    members: Object.keys(clearMembers).map((name) => (file as Readonly<Record<string, unknown>>)[name]),
  });

  /** @throws VaultError VA-001 */
  function parse(value: unknown): File {
    if (!Check(FileSchema, value)) throw new VaultError('VA-001');
    const file = value as unknown as File;
    if (file.kind === 'pin' && file.pepper === null) throw new VaultError('VA-001');
    return file;
  }

  /** @throws VaultError VA-001 when the parts do not make a valid file */
  async function seal(
    said: Omit<File, 'v' | keyof SecretBox>,
    secrets: Secrets,
    secret: BoxSecret,
  ): Promise<File> {
    const clear = { v: REQUEST_FILE_VERSION, ...said };
    const check = (box: SecretBox) => parse({ ...clear, ...box });
    const content = utf8(JSON.stringify(Object.fromEntries(keys.map((name) => [name, secrets[name]]))));
    return { ...clear, ...(await sealBox(secret, bound(clear), content, check)) } as unknown as File;
  }

  /** @throws VaultError VA-001 malformed; VA-002 wrong secret, pepper, or altered file */
  async function open(file: File, secret: string, pepper: Uint8Array | null): Promise<Secrets> {
    const secrets: unknown = JSON.parse(fromUtf8(await openBox(file, secret, pepper, bound(file))));
    if (!Check(SecretsSchema, secrets)) throw new VaultError('VA-001');
    return secrets as unknown as Secrets;
  }

  return { parse, seal, open };
}

export const {
  parse: parseRequestFile,
  seal: sealRequest,
  open: openRequest,
} = requestFiles<RequestFile, RequestSecrets>('guichet-request', {}, ['sig', 'enc']);

export const {
  parse: parseDeskRequestFile,
  seal: sealDeskRequest,
  open: openDeskRequest,
} = requestFiles<DeskRequestFile, DeskRequestSecrets>(
  'guichet-desk-request',
  { root: Type.String({ minLength: 1, maxLength: ROOT_LIMIT }) },
  ['transport', 'sig', 'enc'],
);
