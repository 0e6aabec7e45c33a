import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { systemRandom } from '../../app/acts/clock.ts';
import { portOfEmitter } from '../../app/desk/rpc-ports.ts';
import { FileJournal } from '../../app/log/file-journal.ts';
import { connectJournal } from '../../app/log/journal-rpc.ts';
import { MemoryJournal } from '../../app/log/memory-journal.ts';
import { MemoryJournalFiles } from '../../app/log/memory-journal-files.ts';
import { serveJournalOn } from '../../main/journal/journal-ipc.ts';
import { openJournal } from '../../main/journal/open-journal.ts';
import { durableJournalContract } from './durable-journal.ts';

const folderOf = () => mkdtemp(join(tmpdir(), 'guichet-journal-'));

durableJournalContract(
  'memory',
  async () => ({ open: async () => new MemoryJournal(systemRandom), destroy: async () => {} }),
  { keeps: false, shared: false },
);

durableJournalContract(
  'files in memory, shared by windows',
  async () => {
    const files = new MemoryJournalFiles();
    return { open: () => FileJournal.open(files, systemRandom), destroy: async () => {} };
  },
  { keeps: true, shared: true },
);

durableJournalContract(
  'files on a disk',
  async () => {
    const folder = await folderOf();
    return { open: () => openJournal(folder, systemRandom), destroy: () => rm(folder, { recursive: true }) };
  },
  { keeps: true, shared: false },
);

durableJournalContract(
  'files on a disk, over a channel',
  async () => {
    const folder = await folderOf();
    return {
      open: async () => {
        const journal = await openJournal(folder, systemRandom);
        const { port1, port2 } = new MessageChannel();
        // As Electron hands messages over: an event with `data`.
        const port = {
          postMessage: (message: unknown) => port1.postMessage(message),
          on: (event: string, listener: (event: never) => void) =>
            port1.on(event, (data: unknown) => listener({ data } as never)),
          start: () => port1.start(),
          close: () => port1.close(),
        };
        const stop = serveJournalOn(port, journal, async () => true);
        const client = connectJournal(portOfEmitter(port2));
        return {
          ...client,
          close: async () => {
            await client.close();
            stop();
            await journal.close();
          },
        };
      },
      destroy: () => rm(folder, { recursive: true }),
    };
  },
  { keeps: true, shared: false },
);
