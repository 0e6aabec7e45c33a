/**
 * The catalogue's workshop: reads the services of a country as people write them (assets/catalogue/), says what is
 * wrong with file, line and reason, and makes of them what a ministry signs. See {@link USAGE} and docs/catalogue.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { canonicalText, ReleaseError } from '../app/catalogue/release.ts';
import { hashOf } from '../app/seal/hash.ts';
import { type Built, readBuilt, writeBuilt } from './catalogue/built.ts';
import {
  CATALOGUE,
  type CountryCatalogue,
  countriesIn,
  NoCatalogueError,
  readCountry,
} from './catalogue/country-folder.ts';
import { differences } from './catalogue/differences.ts';
import { serviceSchema, sourceSchema } from './catalogue/json-schema.ts';
import { changeMinistry } from './ministry/change.ts';
import type { Outcome } from './ministry/commit.ts';
import { MinistryError } from './ministry/errors.ts';
import { readRecords } from './ministry/records-file.ts';
import { publish } from './ministry/release.ts';

const USAGE = `usage: npm run catalogue -- COMMAND [--catalogue DIR]
  lint [--country CC]                     what stands in the way of signing, with file, line and reason
  build --country CC --to DIR             complete definitions and their hashes, to be read and carried to the keys
  sign --out MINISTRY --from DIR | --country CC [--records FILE] [--passphrase-file FILE]
       [--dry-run] [--json]               the next release, signed, in the ministry's folder; --records: of the keyring,
                                          that came from desks: who was enrolled there gets keys of new classes too
  diff --country CC --against MINISTRY|DIR  what is different from the release in force, or from a build
  schema [--to DIR]                       JSON Schemas (2020-12) for editors
  preview --country CC [--service CODE] [--port N]  the forms as an officer sees them, on this computer`;
const MISUSE = 2;

class Misuse extends Error {}

const OPTIONS = {
  catalogue: { type: 'string', default: CATALOGUE },
  country: { type: 'string' },
  to: { type: 'string' },
  from: { type: 'string' },
  out: { type: 'string' },
  against: { type: 'string' },
  service: { type: 'string' },
  port: { type: 'string', default: '8477' },
  records: { type: 'string' },
  'passphrase-file': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (cause) {
    throw new Misuse(cause instanceof Error ? cause.message : undefined, { cause });
  }
}
type Values = ReturnType<typeof readArguments>['values'];

/** Each gives the exit code: 1 where something is in the way. */
const COMMANDS: Readonly<Record<string, (values: Values) => Promise<number> | number>> = {
  lint: ({ country, catalogue }) => {
    const countries = country === undefined ? countriesIn(catalogue) : [country];
    const found = countries.map((cc) => {
      const read = readCountry(cc, catalogue);
      tell(read);
      console.log(`${read.country}: ${read.services.length} services, ${read.findings.length} findings`);
      return read.findings.length;
    });
    return found.every((count) => count === 0) ? 0 : 1;
  },
  build: async ({ country, catalogue, to }) => {
    const folder = needed(to, 'to');
    const read = readCountry(needed(country, 'country'), catalogue);
    if (tell(read)) return 1;
    const files = await writeBuilt(folder, read);
    console.log(`${folder}: ${files.length} files, ${read.services.length} services of ${read.country}`);
    return 0;
  },
  sign: async (values) => {
    const { 'passphrase-file': operator, 'dry-run': dryRun, json } = values;
    const folder = needed(values.out, 'out');
    const built = await toSign(values);
    if (!built) return 1;
    const records = await readRecords(values.records);
    await changeMinistry({
      folder,
      // By what is signed, and not by where it lies: a service that was corrected since is another command.
      command: `catalogue sign ${await hashOf(canonicalText([built, records]))}`,
      make: (books) => publish(books, built.country, built.services),
      passphraseFiles: operator === undefined ? {} : { operator },
      records,
      dryRun,
      say: (outcome: Outcome) => console.log(json ? JSON.stringify(outcome.json) : outcome.lines.join('\n')),
    });
    return 0;
  },
  diff: async ({ country, catalogue, against }) => {
    const other = needed(against, 'against');
    const read = readCountry(needed(country, 'country'), catalogue);
    if (tell(read)) return 1;
    const lines = await differences(other, read);
    console.log(lines.length === 0 ? 'Nothing is different.' : lines.join('\n'));
    return 0;
  },
  schema: ({ to, catalogue }) => {
    for (const [name, schema] of [
      ['service.schema.json', serviceSchema()],
      ['source.schema.json', sourceSchema()],
    ] as const) {
      const path = join(to ?? catalogue, name);
      writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
      console.log(path);
    }
    return 0;
  },
  preview: async ({ country, catalogue, service, port }) => {
    // Vite is no matter of the other commands.
    const { openCataloguePreview } = await import('./catalogue/preview.ts');
    if (!/^\d{1,5}$/.test(port)) throw new Misuse('--port takes a number');
    const { url } = await openCataloguePreview({
      country: needed(country, 'country'),
      service,
      port: Number(port),
      catalogue,
      onRead: tellFindings,
    });
    console.log(`${url}\nlang=en and lang=ar show the other languages. Ctrl+C ends it.`);
    return 0;
  },
};

/** A build that was carried here, or the services as they lie. null: something is in the way, and was told. */
async function toSign({ from, country, catalogue }: Values): Promise<Built | null> {
  if ((from === undefined) === (country === undefined)) throw new Misuse('--from DIR or --country CC');
  if (country !== undefined) {
    const read = readCountry(country, catalogue);
    return tell(read) ? null : { country: read.country, services: read.services };
  }
  const built = await readBuilt(needed(from, 'from'), null);
  // The law of the country as it is known where the keys are.
  return readBuilt(needed(from, 'from'), readCountry(built.country, catalogue).law);
}

/** @returns whether something was found */
function tell({ findings }: CountryCatalogue): boolean {
  tellFindings(findings);
  return findings.length > 0;
}

function tellFindings(findings: CountryCatalogue['findings']): void {
  for (const { file, line, code, reason } of findings) console.log(`${file}:${line}: ${code} ${reason}`);
}

function needed(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new Misuse(`--${option} is missing`);
  return value;
}

try {
  const { values, positionals } = readArguments();
  const run = COMMANDS[positionals.join(' ')];
  if (!run) throw new Misuse(positionals.length === 0 ? undefined : `no command ${positionals.join(' ')}`);
  process.exitCode = await run(values);
} catch (error) {
  if (error instanceof Misuse) {
    console.error([error.message, USAGE].filter(Boolean).join('\n'));
    process.exitCode = MISUSE;
  } else {
    const known =
      error instanceof NoCatalogueError || error instanceof ReleaseError || error instanceof MinistryError;
    console.error(
      error instanceof MinistryError || !known
        ? error instanceof Error
          ? error.message
          : error
        : `${error.code}: ${error.message}`,
    );
    process.exitCode = 1;
  }
}
