/**
 * A desk's kit: what the ministry's script writes for one desk. In Electron a folder (`desk.json`, `transport.json`,
 * `slots/<kid>.json`), for a browser one JSON file with the same content, {@link DeskKit}.
 */
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { type Kid, parseDeskId, parseKid, parseMissionCode } from '../acts/ids.ts';
import { type DeskConfiguration, FEWEST_WRONG_SECRETS } from '../desk/ports.ts';
import type { PrivateJwk } from '../seal/keys.ts';
import { VaultError } from './errors.ts';
import { PrivateJwkSchema, parseSlotFile, type SlotFile } from './slot-file.ts';

export const KIT_VERSION = 1;

/** The desk's transport key. It can read nothing and decide nothing; where there is a key store, `key` moves into it. */
export interface TransportFile {
  readonly v: typeof KIT_VERSION;
  readonly kid: Kid;
  /** the credential's compact JWS */
  readonly credential: string;
  /** private ES256 JWK, as the kit brings it; null once the system's key store keeps it */
  readonly key: PrivateJwk | null;
  /** `key` as JSON, enciphered by the system's key store; opaque here */
  readonly stored: string | null;
}

export interface DeskKit {
  readonly v: typeof KIT_VERSION;
  readonly desk: DeskConfiguration;
  readonly transport: TransportFile;
  readonly slots: readonly SlotFile[];
}

const Text = Type.String({ minLength: 1 });
const TransportSchema = Type.Object(
  {
    v: Type.Literal(KIT_VERSION),
    kid: Text,
    credential: Text,
    key: Type.Union([PrivateJwkSchema, Type.Null()]),
    stored: Type.Union([Text, Type.Null()]),
  },
  { additionalProperties: false },
);

export const PolicySchema = Type.Object(
  {
    destroySlotAfter: Type.Optional(
      Type.Union([Type.Integer({ minimum: FEWEST_WRONG_SECRETS, maximum: 1000 }), Type.Null()]),
    ),
  },
  { additionalProperties: false },
);

/** Only the shape: the root and what hangs on it are verified by the keyring. */
const ConfigurationSchema = Type.Object({
  desk: Text,
  mission: Text,
  missions: Type.Array(Text),
  missionNames: Type.Record(Type.String(), Type.Object({ fr: Text, en: Text, ar: Text })),
  root: Text,
  policy: Type.Optional(PolicySchema),
  gateway: Type.Union([
    Type.Object({ url: Type.String({ pattern: '^https?://[^\\s;,\'"]+$' }), kid: Text }),
    Type.Null(),
  ]),
  seed: Type.Array(
    Type.Union([
      Type.Object({ _id: Text, _rev: Text, jws: Text }),
      Type.Object({ _id: Text, _rev: Text, json: Text }),
    ]),
  ),
  introduction: Type.Optional(Type.Array(Type.Object({ _id: Text, _rev: Text, jws: Text }))),
});

const KitSchema = Type.Object({
  v: Type.Literal(KIT_VERSION),
  desk: Type.Unknown(),
  transport: Type.Unknown(),
  slots: Type.Array(Type.Unknown(), { maxItems: 64 }),
});

/** @throws VaultError VA-001 */
export function parseTransportFile(value: unknown): TransportFile {
  if (!Check(TransportSchema, value) || (value.key === null) === (value.stored === null)) {
    throw new VaultError('VA-001');
  }
  return guarded(() => ({ ...value, kid: parseKid(value.kid) }));
}

/** @throws VaultError VA-001 */
export function parseDeskConfiguration(value: unknown): DeskConfiguration {
  if (!Check(ConfigurationSchema, value)) throw new VaultError('VA-001');
  const { gateway, policy, seed, introduction } = value;
  return guarded(() => {
    const mission = value.mission === 'CENTRAL' ? value.mission : parseMissionCode(value.mission);
    const missions = value.missions.map(parseMissionCode);
    return {
      desk: parseDeskId(value.desk),
      mission,
      missions,
      missionNames: value.missionNames,
      root: value.root,
      gateway: gateway === null ? null : { url: gateway.url, kid: parseKid(gateway.kid) },
      ...(policy && { policy }),
      seed,
      ...(introduction && { introduction }),
    };
  });
}

/**
 * Reads the single file for browsers.
 * @throws VaultError VA-001
 */
export function parseKit(json: string): DeskKit {
  const value: unknown = guarded(() => JSON.parse(json));
  if (!Check(KitSchema, value)) throw new VaultError('VA-001');
  return {
    v: KIT_VERSION,
    desk: parseDeskConfiguration(value.desk),
    transport: parseTransportFile(value.transport),
    slots: value.slots.map(parseSlotFile),
  };
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof VaultError ? cause : new VaultError('VA-001', { cause });
  }
}
