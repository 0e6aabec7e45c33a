/** Services as they lie against those in force: a line each difference, for whoever is to sign. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compareDefinitions } from '../../app/catalogue/compare.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { readDefinition } from '../../app/catalogue/release.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { readMinistryFile, SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { releasesIn } from '../ministry/release.ts';
import { type Built, readBuilt } from './built.ts';

/** @param against a ministry's folder, whose newest release counts, or a build @throws ReleaseError */
export async function differences(against: string, { services }: Built): Promise<readonly string[]> {
  const before = new Map((await servicesIn(against)).map((one) => [one.code, one]));
  const lines: string[] = [];
  for (const now of services) {
    const old = before.get(now.code);
    before.delete(now.code);
    if (!old) lines.push(`${now.code}: added, version ${now.version}`);
    const found = old ? compareDefinitions(old, now) : [];
    const raised = old && now.version > old.version ? `${old.version} to ${now.version}` : 'NOT RAISED';
    if (old && found.length > 0) lines.push(`${now.code}: version ${raised}`);
    lines.push(
      ...found.map(({ part, code, what }) => `  ${what} ${part === 'service' ? code : `${part}/${code}`}`),
    );
  }
  return [...lines, ...[...before.keys()].map((code) => `${code}: removed`)];
}

async function servicesIn(folder: string): Promise<readonly ServiceDefinition[]> {
  if (!existsSync(join(folder, SERVER_FILE))) return (await readBuilt(folder, null)).services;
  const { root, keyringDocuments, catalogueDocuments } = await readMinistryFile(folder);
  const releases = await releasesIn(await Keyring.from(root, keyringDocuments), catalogueDocuments);
  const newest = releases.at(-1);
  return [...(newest?.texts ?? [])].map(([code, text]) =>
    readDefinition(text, code, newest?.manifest.country ?? ''),
  );
}
