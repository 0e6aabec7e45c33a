/** The command that moves data: arguments → what is said, and the exit code. */
import { parseArgs } from 'node:util';
import { type MinistryFile, MinistryFileError, readMinistryFile } from '../../sync-server/ministry-file.ts';
import { StoreError } from '../../sync-server/stores/replica-store.ts';
import { type MigrationReport, migrate } from './migrate.ts';
import { openPlace, openSource, placeOf, Unusable } from './places.ts';
import { printed, progressLine } from './print.ts';

const USAGE =
  'usage: npm run migrate -- --from (DIR|URL|env:NAME) --to (DIR|URL|env:NAME) --ministry DIR [--json]';
const VERIFIED = 0;
const FAULTY = 1;
const UNUSABLE = 2;
const EVERY_MS = 2000;

function options(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
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

/** @returns the exit code; what was done is on stdout, how far it is and what stands in its way on stderr */
export async function migrateCommand(args: readonly string[]): Promise<number> {
  try {
    const { from, to, ministry, json } = options(args);
    const report = await run(from, to, await readMinistryFile(ministry));
    console.log(json ? JSON.stringify(report, null, 2) : printed(report));
    return report.verified ? VERIFIED : FAULTY;
  } catch (error) {
    if (error instanceof Unusable || error instanceof MinistryFileError) {
      console.error(error.message);
      return UNUSABLE;
    }
    // Cut off in the middle: what is there stays, and the next run goes on.
    console.error(error instanceof StoreError ? `${error.message} (${error.code}); run it again` : error);
    return FAULTY;
  }
}
