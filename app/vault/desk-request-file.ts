/**
 * A request for a desk that waits on a computer without a kit: its text, the root it was made for, and the private keys of
 * desk and officer, sealed under the secret of whoever asked (secret-box.ts). It is one file, `asking.json`, until the answer
 * makes it a desk. The desk's key rests sealed too as long as it is nobody's.
 */
import { type Static, Type } from 'typebox';
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

const DESK_REQUEST_FILE_VERSION = 1;

const DeskRequestFileSchema = Type.Object(
  {
    v: Type.Literal(DESK_REQUEST_FILE_VERSION),
    id: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    request: Type.String({ minLength: 1, maxLength: REQUEST_LIMIT }),
    root: Type.String({ minLength: 1, maxLength: ROOT_LIMIT }),
    ...SECRET_BOX_MEMBERS,
  },
  { additionalProperties: false },
);

export interface DeskRequestFile extends SecretBox {
  readonly v: typeof DESK_REQUEST_FILE_VERSION;
  /** hash of the request's text */
  readonly id: RecordHash;
  readonly request: string;
  /** the ministry's root credential, compact JWS, as it was compared */
  readonly root: string;
}

export interface DeskRequestSecrets {
  readonly transport: PrivateJwk;
  readonly sig: PrivateJwk;
  readonly enc: PrivateJwk;
}

const SecretsSchema = Type.Object(
  { transport: PrivateJwkSchema, sig: PrivateJwkSchema, enc: PrivateJwkSchema },
  { additionalProperties: false },
);

/** @throws VaultError VA-001 when the parts do not make a valid file */
export async function sealDeskRequest(
  { id, text, root }: { readonly id: RecordHash; readonly text: string; readonly root: string },
  { transport, sig, enc }: DeskRequestSecrets,
  secret: BoxSecret,
): Promise<DeskRequestFile> {
  const clear = { v: DESK_REQUEST_FILE_VERSION, id, request: text, root } as const;
  const check = (box: SecretBox) => parseDeskRequestFile({ ...clear, ...box });
  const content = utf8(JSON.stringify({ transport, sig, enc }));
  return { ...clear, ...(await sealBox(secret, bound(clear), content, check)) };
}

/** @throws VaultError VA-001 malformed; VA-002 wrong secret, pepper, or altered file */
export async function openDeskRequest(
  file: DeskRequestFile,
  secret: string,
  pepper: Uint8Array | null,
): Promise<DeskRequestSecrets> {
  const secrets: unknown = JSON.parse(fromUtf8(await openBox(file, secret, pepper, bound(file))));
  if (!Check(SecretsSchema, secrets)) throw new VaultError('VA-001');
  return secrets;
}

/** @throws VaultError VA-001 */
export function parseDeskRequestFile(value: unknown): DeskRequestFile {
  if (!Check(DeskRequestFileSchema, value)) throw new VaultError('VA-001');
  if (value.kind === 'pin' && value.pepper === null) throw new VaultError('VA-001');
  return value as Static<typeof DeskRequestFileSchema> as unknown as DeskRequestFile;
}

const bound = ({ v, id, request, root }: Omit<DeskRequestFile, keyof SecretBox>): BoundTo => ({
  label: 'guichet-desk-request',
  members: [v, id, request, root],
});
