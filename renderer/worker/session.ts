/** What is in reach while an officer is unlocked, and gone when they lock. */
import type { Kid, MissionCode } from '../../app/acts/ids.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Officer } from '../../app/desk/officer.ts';
import type { OpenedSlot } from '../../app/desk/ports.ts';
import type { Credential } from '../../app/keyring/credential.ts';
import { type GroupKeys, openGrants } from '../../app/keyring/grants.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { isOfficerRole } from '../../app/keyring/roles.ts';
import { fromBase64url, fromUtf8 } from '../../app/seal/bytes.ts';
import { SealError } from '../../app/seal/errors.ts';
import { openFor, recipientsOf } from '../../app/seal/group-jwe.ts';
import { type CryptoKey, importPrivate, importPublic, type PrivateJwk } from '../../app/seal/keys.ts';
import type { DraftReader } from '../drafts/draft-book.ts';
import { type RowKey, rowKeyOf } from '../read-model/row-key.ts';

export interface Session {
  readonly credential: Credential;
  readonly officer: Officer;
  readonly groups: GroupKeys;
  readonly reader: DraftReader;
  readonly readModelKey: RowKey;
  /** the same as it is given to a colleague who is enrolled, base64url by scope */
  readonly readModelKeys: OpenedSlot['readModelKeys'];
  /** an officer's name by kid, where this officer may know it */
  readonly names: ReadonlyMap<Kid, string>;
  /** Takes in the grants and names that have come since. @returns whether more can be read now */
  readonly learn: (keyring: Keyring) => Promise<boolean>;
}

/** @throws DeskError KR-001 when the slot's credential does not chain to the root, KR-002 when it is no officer's */
export async function openSession(slot: OpenedSlot, keyring: Keyring): Promise<Session> {
  const credential = keyring.credential(slot.kid);
  if (!credential || credential.jws !== slot.credential) throw new DeskError('KR-001');
  const { desk, scope } = credential;
  if (desk === null || scope === '*') throw new DeskError('KR-002');
  const own = await importPrivate(slot.encryptionKey as unknown as PrivateJwk, 'enc');
  const groups = new Map(await openGrants(keyring, credential, own));
  const keys = new Map<string, CryptoKey>([[slot.kid, own], ...groups]);
  const names = await openDirectory(keyring, keys);
  const raw = slot.readModelKeys[scope];
  if (!raw) throw new DeskError('KR-003');
  const learn = async (known: Keyring): Promise<boolean> => {
    const opened = await openGrants(known, credential, own);
    const fresh = [...opened].filter(([id]) => !groups.has(id));
    for (const [id, key] of fresh) for (const reading of [groups, keys]) reading.set(id, key);
    for (const [kid, name] of await openDirectory(known, keys, names)) names.set(kid, name);
    return fresh.length > 0;
  };
  return {
    credential,
    groups,
    learn,
    reader: { kid: slot.kid, keys },
    names,
    readModelKeys: slot.readModelKeys,
    readModelKey: await rowKeyOf(fromBase64url(raw)),
    officer: {
      kid: slot.kid,
      subject: credential.subject,
      name: names.get(slot.kid) ?? '',
      roles: credential.roles as Officer['roles'],
      delegates: credential.delegates.filter(isOfficerRole),
      mission: scope,
      desk,
    },
  };
}

/** The names that these keys open, by kid. @param but names that are known already, and are not opened again */
export async function openDirectory(
  keyring: Keyring,
  keys: ReadonlyMap<string, CryptoKey>,
  but: ReadonlyMap<Kid, string> = new Map(),
): Promise<Map<Kid, string>> {
  const names = new Map<Kid, string>();
  for (const { kid } of keyring.credentials()) {
    if (but.has(kid)) continue;
    const entry = keyring.directoryEntry(kid);
    const name = entry === undefined ? null : await nameIn(entry, keys);
    if (name !== null) names.set(kid, name);
  }
  return names;
}

/** A delegate writes entries too: one that is no name leaves its officer without one, and locks nobody out. */
async function nameIn(entry: unknown, keys: ReadonlyMap<string, CryptoKey>): Promise<string | null> {
  try {
    const recipient = recipientsOf(entry).find((one) => keys.has(one));
    const key = recipient && keys.get(recipient);
    if (!recipient || !key) return null;
    const opened = JSON.parse(fromUtf8(await openFor(entry, recipient, key))) as { name?: unknown } | null;
    return typeof opened?.name === 'string' ? opened.name : null;
  } catch (error) {
    if (error instanceof SealError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Who may open a new draft of this mission and service class: its author, and the mission's group. */
export async function draftRecipients(
  { credential }: Session,
  keyring: Keyring,
  mission: MissionCode,
  serviceClass: string,
): Promise<{ name: string; key: CryptoKey }[]> {
  const recipients: { name: string; key: CryptoKey }[] = [];
  if (credential.enc)
    recipients.push({ name: credential.kid, key: await importPublic(credential.enc, 'enc') });
  const scope = credential.scope === 'CENTRAL' ? 'CENTRAL' : mission;
  const group = keyring.newestGroup(scope, serviceClass);
  if (group) recipients.push({ name: group.id, key: await importPublic(group.enc, 'enc') });
  return recipients;
}
