/** What a migration has done, in lines for a person. */
import type { Progress } from './copy-database.ts';
import { FAULT_CODES } from './faults.ts';
import type { MigrationReport } from './migrate.ts';

const MB = 1_000_000;

export const progressLine = (database: string, { documents, bytes, present }: Progress): string =>
  `${database}: ${documents} copied, ${(bytes / MB).toFixed(1)} MB, ${present} there before`;

export function printed({ verified, databases, receipts, items, epoch, faults }: MigrationReport): string {
  const lines = databases.map((one) => progressLine(one.name, one));
  if (databases.every(({ documents }) => documents === 0)) lines.push('Nothing was missing in the target.');
  lines.push('Checkpoints and the note of which process serves stay behind: they are of the source alone.');
  lines.push(`${receipts} receipts, which name ${items} items.`);
  for (const { code, database, id, receipt } of faults) {
    lines.push(`${code} ${FAULT_CODES[code]}`);
    lines.push(`  ${[database, id].filter(Boolean).join(' ')}${receipt ? `, named by ${receipt}` : ''}`);
  }
  if (verified && epoch)
    lines.push(
      `Verified: the target holds all of it. Its server epoch is ${epoch.value}${epoch.raised ? ', a new one' : ''}.`,
    );
  else lines.push('Not verified: no new epoch was begun. Do not serve the target.');
  return lines.join('\n');
}
