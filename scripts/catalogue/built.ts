/**
 * What `build` makes and `sign` takes: a folder of plain files that can be carried to where the ministry's keys are.
 *
 *     manifest.json       { v, country, services: [[code, hash], …] }: which definitions, by their RFC 8785 hash
 *     <code>.json         each definition as canonical JSON, complete, as desks get it
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { CountryLaw } from '../../app/catalogue/country-law.ts';
import { parseDefinition, type ServiceDefinition } from '../../app/catalogue/definition.ts';
import { lintDefinition } from '../../app/catalogue/lint.ts';
import { canonicalText, definitionHash, ReleaseError } from '../../app/catalogue/release.ts';
import { hashOf } from '../../app/seal/hash.ts';

const Manifest = Type.Object({
  v: Type.Literal(1),
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  services: Type.Array(Type.Tuple([Type.String(), Type.String()]), { minItems: 1 }),
});
type Manifest = Static<typeof Manifest>;

const MANIFEST = 'manifest.json';

export interface Built {
  readonly country: string;
  readonly services: readonly ServiceDefinition[];
}

/** Clears what an earlier build left there. @returns names of the files that it wrote */
export async function writeBuilt(folder: string, { country, services }: Built): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  if (existsSync(join(folder, MANIFEST)))
    for (const name of readdirSync(folder)) if (name.endsWith('.json')) rmSync(join(folder, name));
  const listed: [string, string][] = [];
  for (const definition of services) {
    listed.push([definition.code, await definitionHash(definition)]);
    writeFileSync(join(folder, `${definition.code}.json`), canonicalText(definition));
  }
  const manifest: Manifest = { v: 1, country, services: listed };
  // Last: a build that was cut off has no manifest, and is not one.
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return [MANIFEST, ...services.map(({ code }) => `${code}.json`)];
}

/**
 * Reads a build again and trusts nothing of it: hashes, shape and lint are looked at once more.
 * @throws ReleaseError CT-011 to CT-016; Error that names each finding
 */
export async function readBuilt(folder: string, law: CountryLaw | null): Promise<Built> {
  const manifest = readManifest(join(folder, MANIFEST));
  const services: ServiceDefinition[] = [];
  for (const [code, hash] of manifest.services) {
    const path = join(folder, `${code}.json`);
    if (!/^[a-z0-9-]+$/.test(code) || !existsSync(path)) throw new ReleaseError('CT-012', { service: code });
    const text = readFileSync(path, 'utf8');
    if ((await hashOf(text)) !== hash) throw new ReleaseError('CT-013', { service: code });
    const definition = parseDefinition(JSON.parse(text));
    if (canonicalText(definition) !== text) throw new ReleaseError('CT-016', { service: code });
    if (definition.code !== code || definition.country !== manifest.country)
      throw new ReleaseError('CT-014', { service: code });
    const [finding] = lintDefinition(definition, `${code}.json`, law ?? undefined);
    if (finding) throw new Error(`${finding.file}${finding.path}: ${finding.code} ${finding.reason}`);
    services.push(definition);
  }
  return { country: manifest.country, services };
}

function readManifest(path: string): Manifest {
  const json: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  if (!Value.Check(Manifest, json)) throw new ReleaseError('CT-011');
  return json;
}
