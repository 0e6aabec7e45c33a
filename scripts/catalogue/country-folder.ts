/**
 * The services of a country, as they lie in `assets/catalogue/`:
 *
 *     common.json           parts that services of every country use
 *     <cc>/country.json     what the country's law asks of every service
 *     <cc>/common.json      parts of this country
 *     <cc>/services/*.json  one service each, named by its code
 *     <cc>/examples/*.json  files of that service, whole and right (examples.ts)
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Value } from 'typebox/value';
import { CountryLaw } from '../../app/catalogue/country-law.ts';
import { parseDefinition, type ServiceDefinition } from '../../app/catalogue/definition.ts';
import { lintDefinition } from '../../app/catalogue/lint.ts';
import { lintCatalogue } from '../../app/catalogue/lint-catalogue.ts';
import { checkExamples, type Example } from './examples.ts';
import { type Expanded, expand, UseError } from './expand.ts';
import { type JsonSource, JsonSourceError, readJsonSource } from './json-source.ts';

export const CATALOGUE = join(import.meta.dirname, '..', '..', 'assets', 'catalogue');

/** A reason why something may not be signed, and where it was written. */
export interface SourceFinding {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly reason: string;
}

export interface CountryCatalogue {
  readonly country: string;
  /** null where country.json cannot be read */
  readonly law: CountryLaw | null;
  /** every one that has the shape of a service, in the order of their codes */
  readonly services: readonly ServiceDefinition[];
  /** by service code */
  readonly examples: ReadonlyMap<string, readonly Example[]>;
  /** empty: it may be signed */
  readonly findings: readonly SourceFinding[];
}

/** CT-030: no such folder. */
export class NoCatalogueError extends Error {
  readonly code = 'CT-030';
  constructor(folder: string) {
    super(`${folder} has no country.json and no services`);
    this.name = 'NoCatalogueError';
  }
}

/**
 * Reads and lints the whole: one broken file does not hide the faults of the others.
 * @param country two letters @param root the catalogue's folder @throws NoCatalogueError
 */
export function readCountry(country: string, root: string = CATALOGUE): CountryCatalogue {
  const cc = country.toLowerCase();
  const folder = join(root, cc);
  if (!existsSync(join(folder, 'country.json')) || !existsSync(join(folder, 'services')))
    throw new NoCatalogueError(folder);
  const findings: SourceFinding[] = [];
  const read = (...path: string[]): JsonSource | undefined => {
    const file = path.join('/');
    if (!existsSync(join(root, file))) return undefined;
    return guarded(() => readJsonSource(join(root, file), file), findings);
  };
  const law = lawOf(read(cc, 'country.json'), cc, findings);
  const libraries = [read(cc, 'common.json'), read('common.json')].filter((one) => one !== undefined);
  const names = readdirSync(join(folder, 'services')).filter((name) => name.endsWith('.json'));
  const files: { file: string; definition: ServiceDefinition; expanded: Expanded }[] = [];
  for (const name of names.sort()) {
    const source = read(cc, 'services', name);
    const expanded = source && guarded(() => expand(source, libraries), findings);
    if (!source || !expanded) continue;
    const { file } = source;
    const found = lintDefinition(expanded.json, file, law ?? undefined);
    for (const { path, code, reason } of found)
      findings.push({ ...expanded.placeOf(path), code, reason: `${reason} (${path || '/'})` });
    const definition = shaped(expanded.json);
    if (!definition) continue;
    if (`${definition.code}.json` !== basename(file) || definition.country !== country.toUpperCase())
      findings.push({
        ...expanded.placeOf('/code'),
        code: 'CT-014',
        reason: `the file is named by the service’s code, and lies with its country: ${definition.code}`,
      });
    files.push({ file, definition, expanded });
  }
  const examples = new Map<string, readonly Example[]>();
  for (const { definition } of files) {
    const source = read(cc, 'examples', `${definition.code}.json`);
    if (!source) continue;
    const checked = checkExamples(source, definition);
    examples.set(definition.code, checked.examples);
    for (const { path, reason } of checked.faults)
      findings.push({
        file: source.file,
        line: source.lineOf(path),
        code: 'CT-031',
        reason: `example: ${reason}`,
      });
  }
  const byFile = new Map(files.map((one) => [one.file, one.expanded]));
  for (const { file, path, code, reason } of law ? lintCatalogue(files, law) : []) {
    const place = byFile.get(file)?.placeOf(path) ?? { file, line: 1 };
    findings.push({ ...place, code, reason });
  }
  const services = files.map(({ definition }) => definition);
  return { country: country.toUpperCase(), law, services, examples, findings };
}

/** Countries that have a folder, in lower case. */
export const countriesIn = (root: string = CATALOGUE): readonly string[] =>
  readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'country.json')))
    .sort();

function guarded<T>(read: () => T, findings: SourceFinding[]): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof JsonSourceError) && !(error instanceof UseError)) throw error;
    findings.push({ file: error.file, line: error.line, code: error.code, reason: error.message });
    return undefined;
  }
}

function lawOf(source: JsonSource | undefined, cc: string, findings: SourceFinding[]): CountryLaw | null {
  if (!source) return null;
  const { value, file, lineOf } = source;
  if (Value.Check(CountryLaw, value)) {
    if (value.country.toLowerCase() === cc) return value;
    findings.push({
      file,
      line: lineOf('/country'),
      code: 'CT-023',
      reason: 'another country than its folder',
    });
    return null;
  }
  for (const { instancePath, message } of Value.Errors(CountryLaw, value))
    findings.push({
      file,
      line: lineOf(instancePath),
      code: 'CT-023',
      reason: `not a country’s law: ${message}`,
    });
  return null;
}

function shaped(json: unknown): ServiceDefinition | undefined {
  try {
    return parseDefinition(json);
  } catch {
    return undefined; // the lint has said why
  }
}
