/**
 * Moves a sync server's data from one store to another, verifies every receipt in the target, and begins a new epoch.
 *
 *   npm run migrate -- --from (DIR|URL|env:NAME) --to (DIR|URL|env:NAME) --ministry DIR [--json]
 *
 * No server may run on either. Run it again after any failure: what is there is not copied twice.
 * Exit code: 0 moved and verified, 1 something is wrong and named, 2 it could not be tried (arguments, a place that
 * cannot be opened or is being served, data of another ministry).
 */
import { migrateCommand } from './migrate/command.ts';

process.exitCode = await migrateCommand(process.argv.slice(2));
