/**
 * Seals into a journal file in a loop and says each commit aloud after it was acknowledged; killed from outside.
 * usage: sealing-child FOLDER COUNT [dishonest | until-full]
 * `dishonest` answers without flushing, to prove the proof; `until-full` goes on until a commit is refused.
 */
import { writeSync } from 'node:fs';
import { systemRandom } from '../../app/acts/clock.ts';
import type { JournalError } from '../../app/log/durable-journal.ts';
import { FileJournal } from '../../app/log/file-journal.ts';
import { sameHead } from '../../app/log/journal-commit.ts';
import type { JournalFile, JournalFiles, OpenJournalFiles } from '../../app/log/journal-files.ts';
import { openNodeJournalFiles } from '../../main/journal/node-journal-files.ts';
import { PARIS, sampleCommit } from '../contracts/sealed-samples.ts';

const [folder = '', count = '0', mode = ''] = process.argv.slice(2);

function withoutFlush(files: JournalFiles): JournalFiles {
  const quiet = (file: JournalFile): JournalFile =>
    new Proxy(file, {
      get: (target, name) => {
        if (name === 'flush') return async () => {};
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  return {
    exclusive: (work) =>
      files.exclusive((open: OpenJournalFiles) =>
        work({ acts: quiet(open.acts), wraps: quiet(open.wraps), evidence: quiet(open.evidence) }),
      ),
    close: () => files.close(),
  };
}

const say = (line: unknown): void => void writeSync(1, `${JSON.stringify(line)}\n`);

const framesNow = async (): Promise<number> => (await journal.replay(0, 1_000_000)).length;

const files = await openNodeJournalFiles(folder);
const journal = await FileJournal.open(mode === 'dishonest' ? withoutFlush(files) : files, systemRandom);
for (let i = 0; i < Number(count); i += 1) {
  const head = await journal.head(PARIS);
  const commit = await sampleCommit(head, head.seq + 1, { chunks: 1 + (i % 3), chunkBytes: 70_000 });
  const { outcome } = await journal.commit(commit).catch((error: JournalError) => ({ outcome: error.code }));
  if (outcome.startsWith('JRN-')) {
    say({
      refused: outcome,
      headIsSame: sameHead(head, await journal.head(PARIS)),
      frames: await framesNow(),
    });
    break;
  }
  if (outcome === 'committed')
    say({
      committed: commit.actIds,
      wraps: commit.wraps.map((w) => w._id),
      chunks: commit.chunks.map((c) => c.id),
    });
}
await journal.close();
