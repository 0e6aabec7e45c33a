/** The demo's services: the definitions of a country's folder, each linted before anyone may sign it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDefinition, type ServiceDefinition } from '../../app/catalogue/definition.ts';
import { lintDefinition } from '../../app/catalogue/lint.ts';

const CATALOGUE = join(import.meta.dirname, '..', '..', 'assets', 'catalogue');

/** @param country folder of the catalogue, such as `ml` @throws Error that names each finding */
export function readServices(country: string): readonly ServiceDefinition[] {
  const folder = join(CATALOGUE, country);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => {
    const json: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const findings = lintDefinition(json, name);
    if (findings.length > 0) {
      const lines = findings.map(({ file, path, code, reason }) => `${file}${path}: ${code} ${reason}`);
      throw new Error(`the catalogue may not be signed:\n${lines.join('\n')}`);
    }
    return parseDefinition(json);
  });
}
