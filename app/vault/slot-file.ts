/**
 * An officer's slot on one desk: the private keys, sealed under what the officer knows (FORMATS.md, "Slot";
 * secret-box.ts). Everything else in the file is bound to it, so that no parameter, role or initial can be exchanged
 * without the slot failing to open.
 */
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { IdError, type Kid, type MissionCode } from '../acts/ids.ts';
import { readCredentialPayload } from '../keyring/credential.ts';
import { OFFICER_ROLES, type OfficerRole } from '../keyring/roles.ts';
import { fromUtf8, utf8 } from '../seal/bytes.ts';
import { SealError } from '../seal/errors.ts';
import { parseCompact, payloadOf } from '../seal/jws.ts';
import type { PrivateJwk } from '../seal/keys.ts';
import { VaultError } from './errors.ts';
import type { KdfCost } from './kdf.ts';
import {
  type BoundTo,
  type BoxSecret,
  COUNTER_COST,
  openBox,
  SECRET_BOX_MEMBERS,
  type SecretBox,
  sealBox,
} from './secret-box.ts';

export const SLOT_VERSION = 1;

const Hash = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const Scope = Type.String({ pattern: '^(?:CENTRAL|[A-Z]{2}-[A-Z0-9]{2,8})$' });

const IDENTITY = {
  kid: Hash,
  initials: Type.String({ minLength: 1, maxLength: 8 }),
  roles: Type.Array(Type.Union(OFFICER_ROLES.map((role) => Type.Literal(role))), {
    minItems: 1,
    maxItems: 7,
  }),
  mission: Scope,
};

const DestroyedSlotSchema = Type.Object(
  {
    ...IDENTITY,
    subject: Type.Union([Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' }), Type.Null()]),
  },
  { additionalProperties: false },
);

export const SlotFileSchema = Type.Object(
  {
    v: Type.Literal(SLOT_VERSION),
    credential: Type.String({ minLength: 1, maxLength: 8192 }),
    ...IDENTITY,
    ...SECRET_BOX_MEMBERS,
  },
  { additionalProperties: false },
);

/** What is known of an officer before the slot is opened: initials only, never the name. */
export interface SlotIdentity {
  readonly kid: Kid;
  /** the credential's compact JWS */
  readonly credential: string;
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  readonly mission: MissionCode | 'CENTRAL';
}

/** A slot as it rests in `slots/<kid>.json` or in a browser's kit. */
export interface SlotFile extends SlotIdentity, SecretBox {
  readonly v: typeof SLOT_VERSION;
}

/** What is left of a slot that was destroyed: whose it was, so that they can be told what to do. */
export interface DestroyedSlot extends Omit<SlotIdentity, 'credential'> {
  /** the person, whatever credential they have; null where the slot's credential was none */
  readonly subject: string | null;
}

/** What a slot holds. `readModelKeys`: AES-256 keys in base64url by mission, or `CENTRAL`. */
export interface SlotSecrets {
  readonly sig: PrivateJwk;
  readonly enc: PrivateJwk;
  readonly readModelKeys: Readonly<Record<string, string>>;
}

const Coordinate = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
/** A private P-256 key: exactly these members. */
export const PrivateJwkSchema = Type.Object(
  {
    kty: Type.Literal('EC'),
    crv: Type.Literal('P-256'),
    x: Coordinate,
    y: Coordinate,
    d: Coordinate,
  },
  { additionalProperties: false },
);

const SecretsSchema = Type.Object(
  {
    sig: PrivateJwkSchema,
    enc: PrivateJwkSchema,
    readModelKeys: Type.Record(Type.String(), Type.String()),
  },
  { additionalProperties: false },
);

export type { KdfCost };

/** Of a slot's Argon2id where nothing else is asked for. */
export const SLOT_COST: KdfCost = COUNTER_COST;

export interface SlotToSeal extends BoxSecret {
  readonly identity: SlotIdentity;
  readonly secrets: SlotSecrets;
}

/**
 * Seals a slot.
 * @throws VaultError VA-001 when the parts do not make a valid slot (bounds, kinds; a PIN without a pepper)
 */
export async function sealSlot(slot: SlotToSeal): Promise<SlotFile> {
  const { kid, credential, initials, roles, mission } = slot.identity;
  const clear = { v: SLOT_VERSION, kid, credential, initials, roles: [...roles], mission } as const;
  const { sig, enc, readModelKeys } = slot.secrets;
  const check = (box: SecretBox) => parseSlotFile({ ...clear, ...box });
  const content = utf8(JSON.stringify({ sig, enc, readModelKeys }));
  return { ...clear, ...(await sealBox(slot, bound(clear), content, check)) };
}

/**
 * Opens a slot. The time it takes does not depend on what is wrong.
 * @param pepper the 32 bytes that the key store gave back, when the file has a pepper
 * @throws VaultError VA-001 malformed; VA-002 wrong secret, pepper, or altered file
 */
export async function openSlot(
  slot: SlotFile,
  secret: string,
  pepper: Uint8Array | null = null,
): Promise<SlotSecrets> {
  const file = parseSlotFile(slot);
  const secrets: unknown = JSON.parse(fromUtf8(await openBox(file, secret, pepper, bound(file))));
  if (!Check(SecretsSchema, secrets)) throw new VaultError('VA-001');
  return secrets;
}

/** @throws VaultError VA-001 */
export function parseSlotFile(value: unknown): SlotFile {
  if (!Check(SlotFileSchema, value)) throw new VaultError('VA-001');
  if (value.kind === 'pin' && value.pepper === null) throw new VaultError('VA-001');
  return value as Static<typeof SlotFileSchema> as unknown as SlotFile;
}

/** @throws VaultError VA-001 */
export function parseDestroyedSlot(value: unknown): DestroyedSlot {
  if (!Check(DestroyedSlotSchema, value)) throw new VaultError('VA-001');
  return value as unknown as DestroyedSlot;
}

/** Whose slot this is, as its credential says; null where that is none. Nothing is verified: it decides what is shown. */
export function subjectOf({ credential }: Pick<SlotFile, 'credential'>): string | null {
  try {
    return readCredentialPayload(payloadOf(parseCompact(credential))).subject;
  } catch (error) {
    if (error instanceof SealError || error instanceof IdError) return null;
    throw error;
  }
}

/** Everything that is clear, in a fixed order, is bound to what is sealed. */
const bound = ({
  v,
  kid,
  credential,
  initials,
  roles,
  mission,
}: Omit<SlotFile, keyof SecretBox>): BoundTo => ({
  label: 'guichet-slot',
  members: [v, kid, credential, initials, roles, mission],
});
