/**
 * A request for enrolment that waits on this desk: its text, and the private keys sealed under the secret of whoever asked
 * (secret-box.ts). It is a file of its own, `requests/<id>.json`, until the answer makes it a slot.
 */
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { RecordHash } from '../acts/ids.ts';
import { REQUEST_LIMIT } from '../enrolment/request.ts';
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

const RequestFileSchema = Type.Object(
  {
    v: Type.Literal(REQUEST_FILE_VERSION),
    id: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    request: Type.String({ minLength: 1, maxLength: REQUEST_LIMIT }),
    ...SECRET_BOX_MEMBERS,
  },
  { additionalProperties: false },
);

export interface RequestFile extends SecretBox {
  readonly v: typeof REQUEST_FILE_VERSION;
  /** hash of the request's text */
  readonly id: RecordHash;
  readonly request: string;
}

export interface RequestSecrets {
  readonly sig: PrivateJwk;
  readonly enc: PrivateJwk;
}

const SecretsSchema = Type.Object(
  { sig: PrivateJwkSchema, enc: PrivateJwkSchema },
  { additionalProperties: false },
);

/** @throws VaultError VA-001 when the parts do not make a valid file */
export async function sealRequest(
  { id, text }: { readonly id: RecordHash; readonly text: string },
  { sig, enc }: RequestSecrets,
  secret: BoxSecret,
): Promise<RequestFile> {
  const clear = { v: REQUEST_FILE_VERSION, id, request: text } as const;
  const check = (box: SecretBox) => parseRequestFile({ ...clear, ...box });
  return { ...clear, ...(await sealBox(secret, bound(clear), utf8(JSON.stringify({ sig, enc })), check)) };
}

/** @throws VaultError VA-001 malformed; VA-002 wrong secret, pepper, or altered file */
export async function openRequest(
  file: RequestFile,
  secret: string,
  pepper: Uint8Array | null,
): Promise<RequestSecrets> {
  const secrets: unknown = JSON.parse(fromUtf8(await openBox(file, secret, pepper, bound(file))));
  if (!Check(SecretsSchema, secrets)) throw new VaultError('VA-001');
  return secrets;
}

/** @throws VaultError VA-001 */
export function parseRequestFile(value: unknown): RequestFile {
  if (!Check(RequestFileSchema, value)) throw new VaultError('VA-001');
  if (value.kind === 'pin' && value.pepper === null) throw new VaultError('VA-001');
  return value as Static<typeof RequestFileSchema> as unknown as RequestFile;
}

const bound = ({ v, id, request }: Pick<RequestFile, 'v' | 'id' | 'request'>): BoundTo => ({
  label: 'guichet-request',
  members: [v, id, request],
});
