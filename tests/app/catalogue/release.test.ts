/** A release is taken whole or refused whole, with a code; made and checked with real P-256 keys. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kid } from '../../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import {
  buildRelease,
  canonicalText,
  definitionDocument,
  definitionHash,
  ReleaseError,
  readRelease,
  signRelease,
} from '../../../app/catalogue/release.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import {
  type JwsType,
  parseCompact,
  payloadBytes,
  signCompact,
  verifyCompact,
} from '../../../app/seal/jws.ts';
import { LAISSEZ_PASSER, PASSPORT, SERVICES, VISA } from './services.ts';

const kid = 'A'.repeat(43) as Kid;
const about = { country: 'ML', n: 3, issuedAt: '2026-11-21T00:00:00Z' };
const texts = SERVICES.map(canonicalText);
let keys: CryptoKeyPair;
let stranger: CryptoKeyPair;
let jws: string;

const newKeys = () =>
  crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
const sign = (typ: JwsType, by: Kid, payload: Uint8Array, key = keys.privateKey) =>
  signCompact({ typ, kid: by, payload, key });
const verify = async (text: string) => verifyCompact(parseCompact(text), keys.publicKey);
const refusal = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ReleaseError);
  const { code, service, path } = error as ReleaseError;
  return [code, service, path].filter(Boolean).join(' ');
};
const signed = async (definitions: readonly ServiceDefinition[]) =>
  signRelease(await buildRelease(definitions, about), kid, sign);

beforeAll(async () => {
  [keys, stranger] = await Promise.all([newKeys(), newKeys()]);
  jws = await signed(SERVICES);
});

describe('a release', () => {
  it('brings every service it lists, and is named by the hash of its manifest', async () => {
    const release = await readRelease(jws, texts.toReversed(), verify, 3);
    expect([...release.services.keys()]).toEqual([
      'ml-laissez-passer',
      'ml-passport-ordinary',
      'ml-visa-short-stay',
    ]);
    expect([...release.services.values()]).toEqual([LAISSEZ_PASSER, PASSPORT, VISA]);
    expect(release.hash).toBe(await hashOf(jws));
    expect(release.manifest).toMatchObject({ v: 1, ...about });
  });

  it('is the same whatever order the definitions come in, or their members', async () => {
    const turned = SERVICES.toReversed().map(
      (definition) => Object.fromEntries(Object.entries(definition).toReversed()) as ServiceDefinition,
    );
    expect(await buildRelease(turned, about)).toEqual(await buildRelease(SERVICES, about));
  });

  it('names a definition by the hash of its canonical text, in document and manifest alike', async () => {
    const document = await definitionDocument(PASSPORT);
    expect(document._id).toBe(`definition:${await definitionHash(PASSPORT)}`);
    expect(document.json).toBe(canonicalText(PASSPORT));
    expect(document._rev).toMatch(/^1-[0-9a-f]{32}$/);
  });

  it('keeps members that this version does not know, under its hash', async () => {
    const newer = {
      ...VISA,
      liptako: { states: ['ML', 'BF', 'NE'] },
      pages: VISA.pages.map((page) => ({ ...page, tone: 'calm' })),
    };
    const release = await readRelease(await signed([newer]), [canonicalText(newer)], verify);
    expect([...release.services.values()]).toEqual([newer]);
  });

  it('is refused when a stranger signed it, or another kind of record is passed for it', async () => {
    const manifest = await buildRelease(SERVICES, about);
    const foreign = await signRelease(manifest, kid, (typ, by, payload) =>
      sign(typ, by, payload, stranger.privateKey),
    );
    expect(await refusal(readRelease(foreign, texts, verify))).toBe('CT-010');
    const other = await sign('guichet-lease+jws', kid, payloadBytes(manifest));
    expect(await refusal(readRelease(other, texts, verify))).toBe('CT-010');
    expect(await refusal(readRelease('', texts, verify))).toBe('CT-010');
  });

  it('is refused for every character of its manifest that was changed', async () => {
    for (let i = 0; i < jws.length; i += 7) {
      const changed = jws.slice(0, i) + (jws[i] === 'A' ? 'B' : 'A') + jws.slice(i + 1);
      expect(await refusal(readRelease(changed, texts, verify))).toBe('CT-010');
    }
  });

  it('is refused whole when a definition is missing, altered, or only written otherwise', async () => {
    expect(await refusal(readRelease(jws, texts.slice(1), verify))).toBe('CT-012 ml-passport-ordinary');
    const cheaper = texts.map((text) => text.replace('"amount":55000', '"amount":55'));
    expect(cheaper).not.toEqual(texts);
    expect(await refusal(readRelease(jws, cheaper, verify))).toBe('CT-013 ml-passport-ordinary');
    const spaced = texts.map((text) => ` ${text}`);
    expect(await refusal(readRelease(jws, spaced, verify))).toBe('CT-013 ml-laissez-passer');
  });

  it('is refused when it is older than the one in force', async () => {
    expect(await refusal(readRelease(jws, texts, verify, 4))).toBe('CT-015');
  });

  const manifestOf = async (services: readonly (readonly [string, string])[], rest: object = {}) =>
    sign('guichet-release+jws', kid, payloadBytes({ v: 1, ...about, services, ...rest }));

  it('is refused when its manifest has another shape, an order that is not one, or a code twice', async () => {
    const entry = ['ml-passport-ordinary', await definitionHash(PASSPORT)] as const;
    for (const [services, rest] of [
      [[], {}],
      [[entry, entry], {}],
      [[['ml-visa-short-stay', entry[1]], entry], {}],
      [[entry], { v: 2 }],
      [[entry], { n: 0 }],
    ] as const) {
      expect(await refusal(readRelease(await manifestOf(services, rest), texts, verify))).toBe('CT-011');
    }
  });

  it('is refused when a signed definition is none, newer, foreign, or under another code', async () => {
    const broken = async (json: unknown, code = 'ml-passport-ordinary', text = canonicalText(json)) =>
      refusal(readRelease(await manifestOf([[code, await hashOf(text)]]), [text], verify));
    expect(await broken({ ...PASSPORT, fees: 'free' })).toBe('CT-001 ml-passport-ordinary /fees');
    expect(await broken({ ...PASSPORT, v: 2 })).toBe('CT-002 ml-passport-ordinary /v');
    expect(await broken({ ...PASSPORT, country: 'UT' })).toBe('CT-014 ml-passport-ordinary');
    expect(await broken(PASSPORT, 'ml-passport-minor')).toBe('CT-014 ml-passport-minor');
    expect(await broken(PASSPORT, 'ml-passport-ordinary', JSON.stringify(PASSPORT, null, 1))).toBe(
      'CT-016 ml-passport-ordinary',
    );
    expect(await broken(PASSPORT, 'ml-passport-ordinary', '{')).toBe('CT-016 ml-passport-ordinary');
  });

  it('is not built of two countries, nor of two definitions with one code', async () => {
    expect(await refusal(buildRelease([PASSPORT, { ...VISA, country: 'TG' }], about))).toBe(
      'CT-014 ml-visa-short-stay',
    );
    expect(await refusal(buildRelease([PASSPORT, { ...PASSPORT, version: 2 }], about))).toBe(
      'CT-014 ml-passport-ordinary',
    );
  });
});
