/**
 * A release: which services, at which version, a country works with. Its manifest lists the RFC 8785 hash of each
 * definition and is signed by the catalogue key; a definition travels as canonical JSON text and is vouched for
 * by its hash alone. A release is taken whole or refused whole: one broken byte, and the desk keeps the one it has.
 */
import canonicalize from 'canonicalize';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Kid, RecordHash, ServiceCode } from '../acts/ids.ts';
import { type DefinitionDocument, RECORD_PREFIX } from '../log/records.ts';
import { hashOf, nameOf } from '../seal/hash.ts';
import { parseCompact, payloadBytes, payloadOf } from '../seal/jws.ts';
import { CONDITION_CONTEXT } from './conditions.ts';
import { DEFINITION_VERSION, DefinitionError, parseDefinition, ServiceDefinition } from './definition.ts';

export const RELEASE_TYPE = 'guichet-release+jws';

/** Services sorted by code: one set of definitions has one manifest. */
export const ReleaseManifest = Type.Object({
  v: Type.Literal(1),
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  /** raised with every release of a country; a lower one is a downgrade */
  n: Type.Integer({ minimum: 1 }),
  issuedAt: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' }),
  services: Type.Array(
    Type.Tuple([
      Type.String({ pattern: '^[a-z]{2}-[a-z0-9-]{2,48}$' }),
      Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    ]),
    {
      minItems: 1,
      maxItems: 10_000,
    },
  ),
});
export type ReleaseManifest = Static<typeof ReleaseManifest>;

export const RELEASE_ERRORS = {
  'CT-001': 'a definition does not have the shape of one',
  'CT-002': 'a definition is written for a newer version of the desk',
  'CT-010': 'the manifest is not signed by the catalogue key',
  'CT-011': 'the manifest does not have the shape of one, or its services are not in order',
  'CT-012': 'a definition listed in the manifest is missing',
  'CT-013': 'a definition has another hash than the manifest says',
  'CT-014': 'a definition says another code than the manifest, or another country',
  'CT-015': 'the release is older than the one in force',
  'CT-016': 'a definition is not canonical JSON',
} as const;
export type ReleaseErrorCode = keyof typeof RELEASE_ERRORS;

/** `service` names the definition at fault, `path` the place inside it, where there is one. */
export class ReleaseError extends Error {
  readonly code: ReleaseErrorCode;
  readonly service: string | undefined;
  readonly path: string | undefined;
  constructor(code: ReleaseErrorCode, at: { service?: string; path?: string; cause?: unknown } = {}) {
    super([RELEASE_ERRORS[code], at.service, at.path].filter(Boolean).join(': '), { cause: at.cause });
    this.name = 'ReleaseError';
    this.code = code;
    this.service = at.service;
    this.path = at.path;
  }
}

export interface Release {
  readonly manifest: ReleaseManifest;
  readonly jws: string;
  /** SHA-256 of the manifest's compact JWS: what acts name as `release` */
  readonly hash: RecordHash;
  readonly services: ReadonlyMap<ServiceCode, ServiceDefinition>;
}

/** Members sorted, no blanks, numbers as ECMAScript prints them (RFC 8785). */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new ReleaseError('CT-001');
  return text;
}

export const definitionHash = (definition: ServiceDefinition): Promise<RecordHash> =>
  hashOf(canonicalText(definition));

/** @param definitions one country's, each already linted @throws ReleaseError CT-014 for mixed countries or twice the same code */
export async function buildRelease(
  definitions: readonly ServiceDefinition[],
  { country, n, issuedAt }: Pick<ReleaseManifest, 'country' | 'n' | 'issuedAt'>,
): Promise<ReleaseManifest> {
  const services: [string, string][] = [];
  for (const definition of definitions.toSorted((a, b) => (a.code < b.code ? -1 : 1))) {
    const repeated = services.at(-1)?.[0] === definition.code;
    if (repeated || definition.country !== country)
      throw new ReleaseError('CT-014', { service: definition.code });
    services.push([definition.code, await definitionHash(definition)]);
  }
  return { v: 1, country, n, issuedAt, services };
}

/** Signs payload bytes as they are: app/seal/jws.ts's signCompact with the catalogue's key behind it. */
export type SignRelease = (typ: typeof RELEASE_TYPE, kid: Kid, payload: Uint8Array) => Promise<string>;

export const signRelease = (manifest: ReleaseManifest, kid: Kid, sign: SignRelease): Promise<string> =>
  sign(RELEASE_TYPE, kid, payloadBytes(manifest));

/** Throws unless the catalogue's credential `kid` is in force and this is its signature: the caller's keyring knows. */
export type VerifyRelease = (jws: string) => Promise<unknown>;

/** A manifest that is signed, with the very texts that it lists; what they say has not been looked at. */
export interface OpenedRelease extends Pick<Release, 'manifest' | 'jws' | 'hash'> {
  readonly texts: ReadonlyMap<ServiceCode, string>;
}

/**
 * Signature and digests: that these are the bytes the catalogue key signed.
 * @param byHash canonical JSON of definitions, by the hash of each; others than the manifest lists are not looked at
 * @param newest number of the release in force, to refuse a downgrade
 * @param extent `partial` where only some definitions travel, as in a dossier's bundle: the others are absent
 * @throws ReleaseError CT-010, CT-011, CT-012, CT-015
 */
export async function openRelease(
  jws: string,
  byHash: ReadonlyMap<string, string>,
  verify: VerifyRelease,
  newest = 0,
  extent: 'whole' | 'partial' = 'whole',
): Promise<OpenedRelease> {
  try {
    await verify(jws);
  } catch (cause) {
    throw new ReleaseError('CT-010', { cause });
  }
  const manifest = readManifest(jws);
  if (manifest.n < newest) throw new ReleaseError('CT-015');
  const texts = new Map<ServiceCode, string>();
  for (const [code, hash] of manifest.services) {
    const text = byHash.get(hash);
    if (text !== undefined) texts.set(code as ServiceCode, text);
    else if (extent === 'whole') throw new ReleaseError('CT-012', { service: code });
  }
  return { manifest, jws, hash: await hashOf(jws), texts };
}

/** Texts by their hashes, which are taken here: whatever name a text came under is nobody's word for it. */
export async function textsByHash(texts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map(await Promise.all(texts.map(async (text) => [await hashOf(text), text] as const)));
}

/**
 * The release, verified whole.
 * @param texts the canonical JSON of each definition, in any order
 * @throws ReleaseError; nothing of a broken release can be used
 */
export async function readRelease(
  jws: string,
  texts: readonly string[],
  verify: VerifyRelease,
  newest = 0,
  extent: 'whole' | 'partial' = 'whole',
): Promise<Release> {
  const opened = await openRelease(jws, await textsByHash(texts), verify, newest, extent).catch((error) => {
    const { code, service } = error as ReleaseError;
    const altered = code === 'CT-012' && service !== undefined && names(texts, service);
    throw altered ? new ReleaseError('CT-013', { service }) : error;
  });
  const services = new Map<ServiceCode, ServiceDefinition>();
  for (const [code, text] of opened.texts)
    services.set(code, readDefinition(text, code, opened.manifest.country));
  const { manifest, hash } = opened;
  return { manifest, jws, hash, services };
}

/**
 * By which version of the shape a release was looked at: what was right by another one is looked at again. It follows from
 * the shape itself, so that nobody has to think of raising a number.
 */
export const definitionShape = (): Promise<RecordHash> =>
  hashOf(JSON.stringify([DEFINITION_VERSION, CONDITION_CONTEXT, ServiceDefinition]));

/** @throws ReleaseError CT-010 for another type of record, CT-011 */
export function readManifest(jws: string): ReleaseManifest {
  let payload: unknown;
  try {
    const parsed = parseCompact(jws);
    if (parsed.typ !== RELEASE_TYPE) throw new ReleaseError('CT-010');
    payload = payloadOf(parsed);
  } catch (cause) {
    throw cause instanceof ReleaseError ? cause : new ReleaseError('CT-011', { cause });
  }
  if (!Value.Check(ReleaseManifest, payload)) throw new ReleaseError('CT-011');
  const codes = payload.services.map(([code]) => code);
  if (codes.some((code, index) => index > 0 && code <= (codes[index - 1] ?? '')))
    throw new ReleaseError('CT-011');
  return payload;
}

/** One definition, its whole shape looked at. @throws ReleaseError CT-001, CT-002, CT-014, CT-016 */
export function readDefinition(text: string, code: string, country: string): ServiceDefinition {
  try {
    const json: unknown = JSON.parse(text);
    if (canonicalText(json) !== text) throw new ReleaseError('CT-016', { service: code });
    const definition = parseDefinition(json);
    if (definition.code !== code || definition.country !== country)
      throw new ReleaseError('CT-014', { service: code });
    return definition;
  } catch (cause) {
    if (cause instanceof ReleaseError) throw cause;
    if (cause instanceof DefinitionError)
      throw new ReleaseError(cause.code, { service: code, path: cause.path, cause });
    throw new ReleaseError('CT-016', { service: code, cause });
  }
}

/** Only to say which sentence fits: the definition is there but altered, or it is not there. */
const names = (texts: readonly string[], code: string): boolean =>
  texts.some((text) => text.includes(`"code":"${code}"`));

/** A definition as the catalogue database carries it: named by its hash, so that any carrier may bring it. */
export async function definitionDocument(definition: ServiceDefinition): Promise<DefinitionDocument> {
  const json = canonicalText(definition);
  const { hash, rev } = await nameOf(json);
  return { _id: `${RECORD_PREFIX.definition}${hash}`, _rev: rev, json };
}
