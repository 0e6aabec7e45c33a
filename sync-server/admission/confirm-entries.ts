import { confirmDurable } from './durable.ts';
import type { Entry } from './entry.ts';
import type { IndexParts } from './mission-index.ts';

/**
 * Of entries that were read and not written now: resolves when they are known to survive, each where it lies. Those
 * that a receipt of this epoch names were asked about before it was signed.
 * @throws StoreError `unavailable`
 */
export async function confirmEntries(
  asked: readonly (Entry | undefined)[],
  { records, evidence, quarantine }: Pick<IndexParts, 'records' | 'evidence' | 'quarantine'>,
): Promise<void> {
  const entries = asked.filter((entry) => entry !== undefined);
  const kept = entries.filter(({ place }) => place === 'kept');
  const chunks = kept.filter(({ kind }) => kind === 'chunk');
  await confirmDurable(
    records,
    kept.filter(({ kind }) => kind !== 'chunk'),
  );
  await confirmDurable(evidence, chunks);
  const waiting = entries.filter(({ place }) => place === 'quarantine');
  await quarantine.confirm(waiting.map(({ key }) => key));
}
