/**
 * An officer's slot on one desk: the private keys, sealed under what the officer knows (FORMATS.md, "Slot").
 *
 * AES-256-GCM under a key of Argon2id(secret, salt, pepper). Everything else in the file is associated data, so that
 * no parameter, role or initial can be exchanged without the slot failing to open. `pepper` is 32 random bytes kept
 * by the system's key store: a slot sealed under a PIN always has one, because six digits alone do not survive a
 * copied disk; a slot sealed under words has none, because the words do.
 */
import { argon2id } from 'hash-wasm';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { RandomSource } from '../acts/clock.ts';
import type { Kid, MissionCode } from '../acts/ids.ts';
import { OFFICER_ROLES, type OfficerRole } from '../keyring/roles.ts';
import { concat, fromBase64url, fromUtf8, toBase64url, utf8 } from '../seal/bytes.ts';
import type { CryptoKey, PrivateJwk } from '../seal/keys.ts';
import { VaultError } from './errors.ts';
import { normalisePin, normaliseWords } from './words.ts';

export const SLOT_VERSION = 1;
const GCM_TAG_BITS = 128;

/** Argon2id's cost. A file outside these bounds is refused: neither too weak to write nor dear enough to hang a desk. */
const KdfSchema = Type.Object(
  {
    name: Type.Literal('argon2id'),
    memoryKiB: Type.Integer({ minimum: 8 * 1024, maximum: 1024 * 1024 }),
    iterations: Type.Integer({ minimum: 1, maximum: 16 }),
    parallelism: Type.Integer({ minimum: 1, maximum: 4 }),
    salt: Type.String({ pattern: '^[A-Za-z0-9_-]{21}[AQgw]$' }),
  },
  { additionalProperties: false },
);

const Hash = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const Scope = Type.String({ pattern: '^(?:CENTRAL|[A-Z]{2}-[A-Z0-9]{2,8})$' });

export const SlotFileSchema = Type.Object(
  {
    v: Type.Literal(SLOT_VERSION),
    kid: Hash,
    credential: Type.String({ minLength: 1, maxLength: 8192 }),
    initials: Type.String({ minLength: 1, maxLength: 8 }),
    roles: Type.Array(Type.Union(OFFICER_ROLES.map((role) => Type.Literal(role))), {
      minItems: 1,
      maxItems: 7,
    }),
    mission: Scope,
    kind: Type.Union([Type.Literal('words'), Type.Literal('pin')]),
    kdf: KdfSchema,
    nonce: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }),
    sealed: Type.String({ pattern: '^[A-Za-z0-9_-]{32,65536}$' }),
    /** the pepper as the system's key store enciphered it; opaque here, and not part of what is sealed */
    pepper: Type.Union([Type.String({ maxLength: 4096 }), Type.Null()]),
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

export type SlotKind = 'words' | 'pin';

export interface KdfCost {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** A slot as it rests in `slots/<kid>.json` or in a browser's kit. */
export interface SlotFile extends SlotIdentity {
  readonly v: typeof SLOT_VERSION;
  readonly kind: SlotKind;
  readonly kdf: KdfCost & { readonly name: 'argon2id'; readonly salt: string };
  readonly nonce: string;
  readonly sealed: string;
  readonly pepper: string | null;
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

/** 64 MiB, three passes: 270 to 490 ms on the machines of a counter. */
export const SLOT_COST: KdfCost = { memoryKiB: 64 * 1024, iterations: 3, parallelism: 1 };

export interface SlotToSeal {
  readonly identity: SlotIdentity;
  readonly secrets: SlotSecrets;
  readonly kind: SlotKind;
  readonly secret: string;
  readonly random: RandomSource;
  readonly cost?: KdfCost;
  /** 32 bytes, and the same bytes as the key store enciphered them; both or neither */
  readonly pepper?: { readonly bytes: Uint8Array; readonly stored: string };
}

/**
 * Seals a slot.
 * @throws VaultError VA-001 when the parts do not make a valid slot (bounds, kinds; a PIN without a pepper)
 */
export async function sealSlot(slot: SlotToSeal): Promise<SlotFile> {
  if (slot.kind === 'pin' && slot.pepper === undefined) throw new VaultError('VA-001');
  const { kid, credential, initials, roles, mission } = slot.identity;
  const clear = {
    v: SLOT_VERSION,
    kid,
    credential,
    initials,
    roles: [...roles],
    mission,
    kind: slot.kind,
    kdf: { name: 'argon2id', ...pick(slot.cost ?? SLOT_COST), salt: toBase64url(slot.random.bytes(16)) },
    nonce: toBase64url(slot.random.bytes(12)),
  } as const;
  const pepper = slot.pepper?.stored ?? null;
  parseSlotFile({ ...clear, sealed: 'A'.repeat(32), pepper });
  const key = await slotKey(clear.kdf, slot.kind, slot.secret, slot.pepper?.bytes ?? null, 'encrypt');
  const { sig, enc, readModelKeys } = slot.secrets;
  const sealed = await crypto.subtle.encrypt(
    gcm(clear),
    key,
    utf8(JSON.stringify({ sig, enc, readModelKeys })),
  );
  return { ...clear, sealed: toBase64url(new Uint8Array(sealed)), pepper };
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
  const key = await slotKey(file.kdf, file.kind, secret, pepper, 'decrypt');
  let text: string;
  try {
    text = fromUtf8(new Uint8Array(await crypto.subtle.decrypt(gcm(file), key, fromBase64url(file.sealed))));
  } catch (cause) {
    throw new VaultError('VA-002', { cause });
  }
  const secrets: unknown = JSON.parse(text);
  if (!Check(SecretsSchema, secrets)) throw new VaultError('VA-001');
  return secrets;
}

/** @throws VaultError VA-001 */
export function parseSlotFile(value: unknown): SlotFile {
  if (!Check(SlotFileSchema, value)) throw new VaultError('VA-001');
  if (value.kind === 'pin' && value.pepper === null) throw new VaultError('VA-001');
  return value as Static<typeof SlotFileSchema> as unknown as SlotFile;
}

const pick = ({ memoryKiB, iterations, parallelism }: KdfCost): KdfCost => ({
  memoryKiB,
  iterations,
  parallelism,
});

/** Everything that is clear, in a fixed order, is bound to what is sealed. */
function gcm(file: Omit<SlotFile, 'sealed' | 'pepper'>): object {
  const { v, kid, credential, initials, roles, mission, kind, kdf, nonce } = file;
  const { name, memoryKiB, iterations, parallelism, salt } = kdf;
  const clear = [
    v,
    kid,
    credential,
    initials,
    roles,
    mission,
    kind,
    name,
    memoryKiB,
    iterations,
    parallelism,
    salt,
  ];
  return {
    name: 'AES-GCM',
    iv: fromBase64url(nonce),
    tagLength: GCM_TAG_BITS,
    additionalData: concat(utf8('guichet-slot'), utf8(JSON.stringify(clear))),
  };
}

async function slotKey(
  kdf: SlotFile['kdf'],
  kind: SlotKind,
  secret: string,
  pepper: Uint8Array | null,
  use: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  const password = kind === 'words' ? normaliseWords(secret) : normalisePin(secret);
  const raw = await argon2id({
    password: utf8(`${kind}:${password}`),
    salt: fromBase64url(kdf.salt),
    ...(pepper === null ? {} : { secret: pepper }),
    memorySize: kdf.memoryKiB,
    iterations: kdf.iterations,
    parallelism: kdf.parallelism,
    hashLength: 32,
    outputType: 'binary',
  });
  const key = (await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, [use])) as CryptoKey;
  raw.fill(0);
  return key;
}
