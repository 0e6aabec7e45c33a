/**
 * A ministry's folder, open: what every command reads, changes in memory, and writes as one change. Whatever was issued
 * reaches each `server*.json` and each kit that lies here.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import type { Kid } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { type Credential, readCredential, type Scope } from '../../app/keyring/credential.ts';
import { type Group, Keyring } from '../../app/keyring/keyring.ts';
import { readsGroup } from '../../app/keyring/limits.ts';
import type { KeyringPolicy } from '../../app/keyring/records.ts';
import { DIRECTORY_CLASS, isOfficerRole } from '../../app/keyring/roles.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { fromUtf8 } from '../../app/seal/bytes.ts';
import { openFor, recipientsOf } from '../../app/seal/group-jwe.ts';
import { importPrivate } from '../../app/seal/keys.ts';
import { type PassphraseKey, sealFile } from '../../app/vault/sealed-file.ts';
import { type MinistryFile, readMinistryFile, SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { type FileChange, jsonText, textOf } from './commit.ts';
import { MinistryError } from './errors.ts';
import { closeKeyring, type GroupSecrets, type Holder, type Making } from './issue.ts';
import { type Kit, kitFiles, readKits, union } from './kits.ts';
import { holderOf, openSecrets, SECRETS, type Secrets } from './secrets.ts';
import { FURTHER_SERVER } from './write-ministry.ts';

export interface Books {
  readonly folder: string;
  readonly root: Credential;
  readonly keyring: Keyring;
  /** whatever a command issues is laid into `making.documents` */
  readonly making: Making;
  authority: Holder;
  readonly secrets: Secrets;
  readonly groupKeys: GroupSecrets;
  readonly servers: Map<string, MinistryFile>;
  /** names of servers' files that go */
  readonly removed: string[];
  readonly kits: Kit[];
  readonly key: PassphraseKey;
  /** of keyrings that grow old, as the next list says it */
  policy: KeyringPolicy | null;
  /** how many days a backup of the server is kept, as the next list says it */
  backupDays: number | null;
  /** as it was read */
  readonly before: { readonly documents: number; readonly secrets: string };
}

export const nameOfServer = (n: number): string => (n === 1 ? SERVER_FILE : `server-${n}.json`);
/** Where the next key of a gateway waits until every desk knows it. */
export const nextOfServer = (n: number): string => nameOfServer(n).replace('.json', '.next.json');

/**
 * @param records of the `keyring` database that came from desks, to be taken in
 * @throws MinistryError MN-001, MN-003, MN-009
 */
export async function openBooks(
  folder: string,
  passphrase: string,
  { clock, random }: { readonly clock: Clock; readonly random: RandomSource },
  records: readonly SignedDocument[] = [],
): Promise<Books> {
  const first = await firstServer(folder);
  const { credential: root } = await readCredential(first.root);
  const text = await textOf(join(folder, SECRETS));
  if (text === null)
    throw new MinistryError('MN-001', `${SECRETS} is not in ${folder}: bring it from where it is kept`);
  const { secrets, key } = await openSecrets(JSON.parse(text), root, passphrase);
  const there = (await readdir(folder)).filter((name) => FURTHER_SERVER.test(name));
  const servers = new Map([[SERVER_FILE, first]]);
  for (const name of there.sort()) servers.set(name, await readMinistryFile(join(folder, name)));
  const known = union([...servers.values()].map((file) => file.keyringDocuments as SignedDocument[]));
  const documents = union([known, records]);
  const keyring = await Keyring.from(first.root, documents);
  sound(keyring);
  return {
    folder,
    root,
    keyring,
    making: { clock, random, documents },
    authority: await holderOf(secrets.authority),
    secrets,
    groupKeys: new Map(Object.entries(secrets.groups)),
    servers,
    removed: [],
    kits: await readKits(folder),
    key,
    policy: keyring.head()?.policy ?? null,
    backupDays: keyring.head()?.backupDays ?? null,
    before: { documents: known.length, secrets: JSON.stringify(secrets) },
  };
}

/** The ministry's first file, which says that there is one. @throws MinistryError MN-001 */
export async function firstServer(folder: string): Promise<MinistryFile> {
  if (!existsSync(join(folder, SERVER_FILE)))
    throw new MinistryError('MN-001', `no ${SERVER_FILE} in ${folder} (init makes a ministry)`);
  return readMinistryFile(folder);
}

/** Closes what was issued with a new list, and says which files are to be written: none where nothing was. */
export async function changesOf(books: Books): Promise<readonly FileChange[]> {
  const { making, before, secrets, key, root } = books;
  const { documents } = making;
  const head = books.keyring.head();
  const saysTheSame =
    samePolicy(head?.policy ?? null, books.policy) && (head?.backupDays ?? null) === books.backupDays;
  if (documents.length > before.documents || !saysTheSame)
    await closeKeyring(making, books.authority, (head?.n ?? 0) + 1, books.policy, books.backupDays);
  await learn(books);
  const content = { ...secrets, groups: Object.fromEntries(books.groupKeys) };
  const files: FileChange[] = [];
  if (JSON.stringify(content) !== before.secrets) {
    const file = await sealFile({ purpose: 'ministry', of: root.kid }, content, key, making.random);
    files.push({ path: SECRETS, text: jsonText(file) });
  }
  const written = kitFiles(books.kits, documents);
  // The first gateway's file last: what it names is then everywhere else.
  for (const [path, file] of [...books.servers].reverse())
    written.push({
      path,
      text: jsonText({ ...file, keyringDocuments: union([file.keyringDocuments, documents]) }),
    });
  written.push(...books.removed.map((path) => ({ path, text: null })));
  for (const change of written)
    if ((await textOf(join(books.folder, change.path))) !== change.text) files.push(change);
  return files;
}

const samePolicy = (a: KeyringPolicy | null, b: KeyringPolicy | null): boolean =>
  a?.warnDays === b?.warnDays && a?.blockDays === b?.blockDays;

/** The keyring takes in what was issued since. @throws MinistryError MN-009 */
export async function learn({ keyring, making }: Books): Promise<void> {
  await keyring.add(making.documents);
  sound(keyring);
}

function sound(keyring: Keyring): void {
  const [problem] = [
    ...keyring.problems,
    ...keyring.waiting.map((id) => ({ id, code: 'waits for its signer' })),
    ...[...keyring.ofNewerVersion].map((id) => ({ id, code: 'of a newer version' })),
  ];
  if (problem) throw new MinistryError('MN-009', `${problem.id} (${problem.code})`);
}

export const now = ({ making }: Books): string => isoTime(making.clock.now());

/** Not ended, and neither it nor anything that it chains through is revoked. */
export const isInForce = (books: Books, { kid, until }: Credential): boolean =>
  until > now(books) && !books.keyring.isRevoked(kid);

export const isOfficer = ({ roles }: Credential): boolean => roles.every(isOfficerRole);

/** Officers of a scope whose credentials are in force. */
export const officersOf = (books: Books, scope: Scope): readonly Credential[] =>
  books.keyring.credentials().filter((one) => isOfficer(one) && one.scope === scope && isInForce(books, one));

/** Officers in force who read what is wrapped for any group of a scope: those of the centre who are limited to it, too. */
export const readersOf = (books: Books, scope: Scope): readonly Credential[] =>
  books.keyring
    .credentials()
    .filter(
      (one) =>
        isOfficer(one) && isInForce(books, one) && readsGroup(one, `group:${scope}:${DIRECTORY_CLASS}`),
    );

/** The newest generation of each group of a scope. */
export function groupsOf({ keyring, groupKeys }: Books, scope: Scope): readonly Group[] {
  const classes = [...groupKeys.keys()].flatMap((id) =>
    id.split(':')[1] === scope ? [id.split(':')[2] ?? ''] : [],
  );
  return [...new Set(classes)].flatMap((one) => keyring.newestGroup(scope, one) ?? []);
}

/** Name and initials of an officer, from the directory: the operator has the keys of all its groups. */
export async function nameOfOfficer(
  { keyring, groupKeys }: Books,
  kid: Kid,
): Promise<{ readonly name: string; readonly initials: string } | null> {
  const entry = keyring.directoryEntry(kid);
  if (entry === undefined) return null;
  const reader = recipientsOf(entry).find((id) => groupKeys.has(id));
  const jwk = reader === undefined ? undefined : groupKeys.get(reader);
  if (reader === undefined || jwk === undefined) return null;
  const opened = await openFor(entry, reader, await importPrivate(jwk, 'enc'));
  return JSON.parse(fromUtf8(opened)) as { name: string; initials: string };
}

/**
 * The services of the catalogue that the desks have, by their classes and series. Their shape was looked at when they were
 * signed, and one of an earlier shape must not keep the ministry from its work.
 */
export const servicesOf = ({ servers }: Books): readonly ServiceDefinition[] =>
  (servers.get(SERVER_FILE)?.catalogueDocuments ?? []).flatMap((one) =>
    'json' in one ? [JSON.parse(one.json) as ServiceDefinition] : [],
  );
