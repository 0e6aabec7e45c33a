/**
 * The ministry's secrets at rest. `secret/root.key`: the root's private keys, under a passphrase of their own; meant for a
 * vault, and needed only to make a new authority. `secret/ministry.json`: what is used from day to day, under the
 * operator's passphrase.
 */
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { RandomSource } from '../../app/acts/clock.ts';
import type { Kid } from '../../app/acts/ids.ts';
import { type Credential, readCredential } from '../../app/keyring/credential.ts';
import { importPrivate, type PrivateJwk } from '../../app/seal/keys.ts';
import { VaultError } from '../../app/vault/errors.ts';
import type { KdfCost } from '../../app/vault/kdf.ts';
import {
  newPassphraseKey,
  openSealedFile,
  type PassphraseKey,
  parseSealedFile,
  passphraseKey,
  type SealedFile,
  sealFile,
} from '../../app/vault/sealed-file.ts';
import { PrivateJwkSchema, SLOT_COST } from '../../app/vault/slot-file.ts';
import type { Ministry } from './create-ministry.ts';
import { MinistryError } from './errors.ts';
import type { Holder } from './issue.ts';

export const ROOT_KEY = 'secret/root.key';
export const SECRETS = 'secret/ministry.json';

const closed = { additionalProperties: false };
const Keys = Type.Object({ credential: Type.String(), sig: PrivateJwkSchema, enc: PrivateJwkSchema }, closed);
const Secrets = Type.Object(
  {
    authority: Keys,
    catalogue: Keys,
    documentSigner: Keys,
    /** the centre's names, for kits of desks that come later */
    centre: Type.Object({ fr: Type.String(), en: Type.String(), ar: Type.String() }, closed),
    /** private keys of group generations, by id: to grant them to whoever comes later */
    groups: Type.Record(Type.String(), PrivateJwkSchema),
    /** AES-256 keys of the read models, base64url, by scope */
    readModelKeys: Type.Record(Type.String(), Type.String()),
  },
  closed,
);
export type Secrets = Static<typeof Secrets>;

/** The passphrases of a ceremony. */
export interface Passphrases {
  /** null where the root's key is a token's, which has a PIN of its own */
  readonly root: string | null;
  readonly operator: string;
}

export const keysOf = ({ credential, sig, enc }: Holder): Static<typeof Keys> => ({
  credential: credential.jws,
  sig: { ...sig },
  enc: { ...enc },
});

export async function holderOf({ credential: jws, sig, enc }: Static<typeof Keys>): Promise<Holder> {
  const { credential } = await readCredential(jws);
  return { credential, sig, enc, signingKey: await importPrivate(sig, 'sig') };
}

export const secretsOf = ({
  authority,
  catalogue,
  documentSigner,
  groupKeys,
  readModelKeys,
  plan,
}: Ministry): Secrets => ({
  authority: keysOf(authority),
  catalogue: keysOf(catalogue),
  documentSigner: keysOf(documentSigner),
  centre: { ...plan.centre },
  groups: Object.fromEntries(groupKeys),
  readModelKeys: Object.fromEntries(readModelKeys),
});

/** @param passphrase the root's own */
export async function sealRoot(
  of: Kid,
  { sig, enc }: Pick<Holder, 'sig' | 'enc'>,
  passphrase: string,
  random: RandomSource,
  cost: KdfCost = SLOT_COST,
): Promise<SealedFile> {
  const key = await newPassphraseKey(passphrase, cost, random);
  return sealFile({ purpose: 'root', of }, { sig, enc }, key, random);
}

/** @throws MinistryError MN-003, MN-001 */
export async function openRoot(value: unknown, root: Credential, passphrase: string): Promise<Holder> {
  const { content } = await open(value, 'root', root.kid, passphrase);
  const { sig, enc } = content as { sig: PrivateJwk; enc: PrivateJwk };
  return { credential: root, sig, enc, signingKey: await importPrivate(sig, 'sig') };
}

/** @throws MinistryError MN-003, MN-001 */
export async function openSecrets(
  value: unknown,
  root: Credential,
  passphrase: string,
): Promise<{ secrets: Secrets; key: PassphraseKey }> {
  const { content, key } = await open(value, 'ministry', root.kid, passphrase);
  if (!Check(Secrets, content)) throw new MinistryError('MN-001', `${SECRETS} is of another version`);
  return { secrets: content, key };
}

async function open(value: unknown, purpose: 'root' | 'ministry', of: string, passphrase: string) {
  const name = purpose === 'root' ? ROOT_KEY : SECRETS;
  const file = sealed(value, name);
  if (file.of !== of) throw new MinistryError('MN-001', `${name} is another ministry’s`);
  const key = await passphraseKey(passphrase, file.kdf);
  return { content: await opened(file, purpose, key, name), key };
}

/** @throws MinistryError MN-003 */
export async function opened(
  value: unknown,
  purpose: string,
  key: PassphraseKey,
  name: string,
): Promise<unknown> {
  try {
    return await openSealedFile(value, purpose, key);
  } catch (cause) {
    if (cause instanceof VaultError && cause.code === 'VA-002')
      throw new MinistryError('MN-003', name, { cause });
    throw new MinistryError('MN-001', `${name} is not what its name says`, { cause });
  }
}

function sealed(value: unknown, name: string): SealedFile {
  try {
    return parseSealedFile(value);
  } catch (cause) {
    const detail = `${name} is not encrypted: it is of an earlier form. Make the ministry anew (init --force)`;
    throw new MinistryError('MN-001', detail, { cause });
  }
}
