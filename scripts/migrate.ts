/**
 * Moves a sync server's data from one store to another, verifies every receipt in the target, and begins a new epoch.
 *
 *   npm run migrate -- --from (DIR|URL|env:NAME) --to (DIR|URL|env:NAME) --ministry DIR [--json]
 *
 * No server may run on either. Run it again after any failure: what is there is not copied twice.
 * Exit code: 0 moved and verified, 1 something is wrong and named, 2 it could not be tried (arguments, a place that
 * cannot be opened or is being served, data of another ministry).
 */
import { parseArgs } from 'node:util';
import { type MinistryFile, MinistryFileError, readMinistryFile } from '../sync-server/ministry-file.ts';
import { StoreError } from '../sync-server/stores/replica-store.ts';
import { type MigrationReport, migrate } from './migrate/migrate.ts';
import { openPlace, openSource, placeOf, Unusable } from './migrate/places.ts';
import { printed, progressLine } from './migrate/print.ts';

const USAGE =
  'usage: npm run migrate -- --from (DIR|URL|env:NAME) --to (DIR|URL|env:NAME) --ministry DIR [--json]';
const VERIFIED = 0;
const FAULTY = 1;
const UNUSABLE = 2;
const EVERY_MS = 2000;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        ministry: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const { from, to, ministry, json } = values;
    if (from !== undefined && to !== undefined && ministry !== undefined) return { from, to, ministry, json };
  } catch {
    // an option that is none: the usage says which there are
  }
  throw new Unusable(USAGE);
}

async function run(from: string, to: string, ministry: MinistryFile): Promise<MigrationReport> {
  const source = await openSource(placeOf(from));
  try {
    const target = await openPlace(placeOf(to), 'target');
    try {
      let last = performance.now();
      return await migrate({
        source,
        target,
        ministry,
        onProgress: (database, progress, done) => {
          if (!done && performance.now() - last < EVERY_MS) return;
          last = performance.now();
          console.error(progressLine(database, progress));
        },
        onChecking: (mission) => console.error(`${mission}: every receipt`),
      });
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function main(): Promise<number> {
  const { from, to, ministry, json } = options();
  const report = await run(from, to, await readMinistryFile(ministry));
  console.log(json ? JSON.stringify(report, null, 2) : printed(report));
  return report.verified ? VERIFIED : FAULTY;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof Unusable || error instanceof MinistryFileError) {
    console.error(error.message);
    process.exitCode = UNUSABLE;
  } else {
    // Cut off in the middle: what is there stays, and the next run goes on.
    console.error(error instanceof StoreError ? `${error.message} (${error.code}); run it again` : error);
    process.exitCode = FAULTY;
  }
}
