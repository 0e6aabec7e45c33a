/**
 * The catalogue's workshop: reads the services of a country as people write them (assets/catalogue/), says what is
 * wrong with file, line and reason, and makes of them what a ministry signs. See {@link USAGE} and docs/catalogue.md.
 */
import { parseArgs } from 'node:util';
import { countriesIn, NoCatalogueError, readCountry } from './catalogue/country-folder.ts';

const USAGE = `usage: npm run catalogue -- COMMAND
  lint [--country CC]       what stands in the way of signing, with file, line and reason`;
const MISUSE = 2;

class Misuse extends Error {}

const OPTIONS = { country: { type: 'string' } } as const;

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (cause) {
    throw new Misuse(cause instanceof Error ? cause.message : undefined, { cause });
  }
}
type Values = ReturnType<typeof readArguments>['values'];

const COMMANDS: Readonly<Record<string, (values: Values) => Promise<number> | number>> = { lint };

/** @returns the exit code: 1 where something was found */
function lint({ country }: Values): number {
  let found = 0;
  for (const cc of country === undefined ? countriesIn() : [country]) {
    const { services, findings } = readCountry(cc);
    for (const { file, line, code, reason } of findings) console.log(`${file}:${line}: ${code} ${reason}`);
    console.log(`${cc.toUpperCase()}: ${services.length} services, ${findings.length} findings`);
    found += findings.length;
  }
  return found === 0 ? 0 : 1;
}

try {
  const { values, positionals } = readArguments();
  const run = COMMANDS[positionals.join(' ')];
  if (!run) throw new Misuse();
  process.exitCode = await run(values);
} catch (error) {
  if (error instanceof Misuse) {
    console.error([error.message, USAGE].filter(Boolean).join('\n'));
    process.exitCode = MISUSE;
  } else if (error instanceof NoCatalogueError) {
    console.error(`${error.code} ${error.message}`);
    process.exitCode = 1;
  } else throw error;
}
