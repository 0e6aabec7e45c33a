/**
 * Further gateways for a ministry that exists: a credential and a key for each, a new list of the keyring, and both in
 * every file that carries the keyring: all `server*.json` and the desks' kits. Run again after it was cut off, it goes on.
 */
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, RandomSource } from '../../app/acts/clock.ts';
import { readCredential } from '../../app/keyring/credential.ts';
import type { LogDocument, SignedDocument } from '../../app/log/records.ts';
import { importPrivate, type PrivateJwk } from '../../app/seal/keys.ts';
import { type MinistryFile, readMinistryFile, SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { closeKeyring, type Holder, holder, technicalPlan } from './create-ministry.ts';
import { FURTHER_SERVER } from './write-ministry.ts';

const nameOfServer = (n: number): string => (n === 1 ? SERVER_FILE : `server-${n}.json`);

/**
 * @param gateways how many there shall be
 * @returns the files of those that were made
 * @throws MinistryFileError where there is no ministry, or the system's error where its secret is not at hand
 */
export async function addGateways(
  folder: string,
  gateways: number,
  clock: Clock,
  random: RandomSource,
): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name === SERVER_FILE || FURTHER_SERVER.test(name));
  const first = await readMinistryFile(folder);
  const files = await Promise.all(names.map((name) => readMinistryFile(join(folder, name))));
  const known = union(files.map(({ keyringDocuments }) => keyringDocuments as SignedDocument[]));
  const documents = [...known];
  const making = { clock, random, documents };
  const made: string[] = [];
  if (names.length < gateways) {
    const authority = await authorityOf(folder);
    const fresh: [string, MinistryFile['gateway']][] = [];
    while (names.length + fresh.length < gateways) {
      const { credential, sig } = await holder(making, authority, technicalPlan('gateway'));
      const gateway = { kid: credential.kid, credential: credential.jws, sig, url: first.gateway.url };
      fresh.push([nameOfServer(names.length + fresh.length + 1), gateway as MinistryFile['gateway']]);
    }
    await closeKeyring({ ...making, documents }, authority, newestList(known) + 1);
    for (const [name, gateway] of fresh) {
      await replace(join(folder, name), { ...first, gateway, keyringDocuments: documents });
      made.push(name);
    }
  }
  for (const [at, file] of files.entries())
    if (file.keyringDocuments.length < documents.length)
      await replace(join(folder, names[at] as string), { ...file, keyringDocuments: documents });
  await renewKits(folder, documents);
  return made;
}

/** Kits of desks that are yet to be set up, so that the first gateway they meet may be a new one. */
async function renewKits(folder: string, documents: readonly SignedDocument[]): Promise<void> {
  const desks = join(folder, 'desks');
  for (const entry of await readdir(desks, { withFileTypes: true })) {
    const path = entry.isDirectory() ? join(desks, entry.name, 'desk.json') : join(desks, entry.name);
    const content = JSON.parse(await readFile(path, 'utf8')) as { seed?: LogDocument[]; desk?: unknown };
    const desk = (content.seed ? content : content.desk) as { seed: LogDocument[] };
    const seed = union([desk.seed, documents]);
    if (seed.length === desk.seed.length) continue;
    desk.seed = seed;
    await replace(path, content);
  }
}

function union<T extends LogDocument>(lists: readonly (readonly T[])[]): T[] {
  return [...new Map(lists.flat().map((one) => [`${one._id} ${one._rev}`, one])).values()];
}

const newestList = (documents: readonly SignedDocument[]): number =>
  Math.max(0, ...documents.flatMap(({ _id }) => /^keyring:(\d+)$/.exec(_id)?.[1] ?? []).map(Number));

async function authorityOf(folder: string): Promise<Holder> {
  const text = await readFile(join(folder, 'secret', 'ministry.json'), 'utf8');
  const { authority } = JSON.parse(text) as {
    authority: { credential: string; sig: PrivateJwk; enc: PrivateJwk };
  };
  const { sig, enc } = authority;
  const { credential } = await readCredential(authority.credential);
  return { credential, sig, enc, signingKey: await importPrivate(sig, 'sig') };
}

/** Whole or not at all, and as private as it was. */
async function replace(path: string, value: object): Promise<void> {
  const mode = await stat(path).then(
    (known) => known.mode & 0o777,
    () => 0o600,
  );
  await writeFile(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode });
  await rename(`${path}.new`, path);
}
