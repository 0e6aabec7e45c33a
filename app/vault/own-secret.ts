/** The secret of whoever asks to be enrolled: it seals the keys that wait, and then the slot that they become. */
import type { RandomSource } from '../acts/clock.ts';
import type { Kid, MissionCode } from '../acts/ids.ts';
import type { EnrolmentAnswer } from '../enrolment/answer.ts';
import { readModelKeysOf } from '../enrolment/answer.ts';
import { EnrolmentError } from '../enrolment/errors.ts';
import type { OfficerRole } from '../keyring/roles.ts';
import { fromBase64url, toBase64url } from '../seal/bytes.ts';
import { importPrivate, type PrivateJwk, type PublicJwk } from '../seal/keys.ts';
import { VaultError } from './errors.ts';
import type { KdfCost } from './kdf.ts';
import type { BoxSecret, SecretKind } from './secret-box.ts';
import { type SlotFile, sealSlot } from './slot-file.ts';

export interface OwnSecretParts {
  readonly keyStore: {
    protect(text: string): Promise<string>;
    reveal(stored: string): Promise<string>;
  } | null;
  readonly random: RandomSource;
  readonly cost?: KdfCost;
}

/** A PIN gets a pepper of its own each time it seals something. @throws VaultError VA-004 */
export async function ownSecret(
  { random, keyStore, cost }: OwnSecretParts,
  kind: SecretKind,
  secret: string,
): Promise<BoxSecret> {
  const common = { kind, secret, random, ...(cost === undefined ? {} : { cost }) };
  if (kind === 'words') return common;
  if (keyStore === null) throw new VaultError('VA-004');
  const bytes = random.bytes(32);
  return { ...common, pepper: { bytes, stored: await keyStore.protect(toBase64url(bytes)) } };
}

/** A store that does not give the pepper back ends, after the same work, in "does not open". */
export async function pepperOf(
  keyStore: OwnSecretParts['keyStore'],
  pepper: string | null,
): Promise<Uint8Array | null> {
  if (pepper === null) return null;
  try {
    const revealed = await keyStore?.reveal(pepper);
    return revealed === undefined ? null : fromBase64url(revealed);
  } catch {
    return null;
  }
}

export interface Answered {
  readonly answer: Pick<EnrolmentAnswer, 'credential' | 'to' | 'jwe'>;
  readonly initials: string;
  readonly scope: MissionCode | 'CENTRAL';
  readonly keys: { readonly sig: PrivateJwk; readonly enc: PrivateJwk };
}

/** The slot that the answered keys become. @throws EnrolmentError EN-002 for lists that were wrapped for other keys */
export async function answeredSlot(
  { answer, initials, scope, keys: { sig, enc } }: Answered,
  secret: BoxSecret,
): Promise<SlotFile> {
  const { credential } = answer;
  // Who may not read this mission's lists gives no key for them: this officer's rows are then under one of their own.
  const readModelKeys = (await readModelKeysOf(answer, await importPrivate(enc, 'enc'))) ?? {
    [scope]: toBase64url(secret.random.bytes(32)),
  };
  return sealSlot({
    ...secret,
    identity: {
      kid: credential.kid as Kid,
      credential: credential.jws,
      initials,
      roles: credential.roles as readonly OfficerRole[],
      mission: credential.scope as MissionCode | 'CENTRAL',
    },
    secrets: { sig, enc, readModelKeys },
  });
}

/** @throws EnrolmentError EN-002 unless these are the private keys of what was asked for */
export function requireKeysOf(pairs: readonly (readonly [PrivateJwk, PublicJwk])[]): void {
  if (!pairs.every(([own, asked]) => own.x === asked.x && own.y === asked.y))
    throw new EnrolmentError('EN-002');
}
