/** Seals in the origin private file system and says each commit aloud over the network, for strace to see. */
import { systemRandom } from '../../app/acts/clock.ts';
import { openOpfsJournal } from '../../renderer/worker/opfs-journal.ts';
import { PARIS, sampleCommit } from '../contracts/sealed-samples.ts';

const journal = await openOpfsJournal('journal-traced', systemRandom);
for (let n = 1; n <= 3; n += 1) {
  const commit = await sampleCommit(await journal.head(PARIS), n, { chunks: 2, chunkBytes: 70_000 });
  const { outcome } = await journal.commit(commit);
  await fetch(`/said/${outcome}-${n}`, { method: 'POST' });
}
self.postMessage('done');
