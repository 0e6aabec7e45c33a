/** The services that a new ministry begins with: those of its country's folder, each of which may be signed. */
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { readCountry } from '../catalogue/country-folder.ts';

/** @param country two letters @throws NoCatalogueError; Error that names each finding */
export function readServices(country: string): readonly ServiceDefinition[] {
  const { services, findings } = readCountry(country);
  if (findings.length > 0) {
    const lines = findings.map(({ file, line, code, reason }) => `${file}:${line}: ${code} ${reason}`);
    throw new Error(`the catalogue may not be signed:\n${lines.join('\n')}`);
  }
  return services;
}
