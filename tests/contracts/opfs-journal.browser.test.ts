/** The journal in a real browser's origin private file system: each window of the desk is a dedicated worker. */
import { afterEach, describe, expect, it } from 'vitest';
import { portOfEventTarget } from '../../app/desk/rpc-ports.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { connectJournal } from '../../app/log/journal-rpc.ts';
import { keepStorage } from '../../renderer/worker/storage-persistence.ts';
import { durableJournalContract } from './durable-journal.ts';
import { PARIS, sampleCommit } from './sealed-samples.ts';

const workers = new Set<Worker>();

async function openWindow(name: string): Promise<{ journal: DurableJournal; kill: () => void }> {
  const worker = new Worker(new URL('./opfs-journal.worker.ts', import.meta.url), { type: 'module', name });
  workers.add(worker);
  await new Promise<void>((resolve, reject) => {
    worker.addEventListener('message', (event) => event.data === 'ready' && resolve(), { once: true });
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
  });
  const kill = (): void => {
    worker.terminate();
    workers.delete(worker);
  };
  return { journal: connectJournal(portOfEventTarget(worker)), kill };
}

async function removeFolder(name: string): Promise<void> {
  await navigator.locks.request(`guichet-journal-${name}`, async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(name, { recursive: true });
  });
}

afterEach(() => {
  for (const worker of workers) worker.terminate();
  workers.clear();
});

durableJournalContract(
  'OPFS, in dedicated workers',
  async () => {
    const name = `journal-${crypto.randomUUID()}`;
    return {
      open: async () => {
        const { journal, kill } = await openWindow(name);
        let open = true;
        return {
          ...journal,
          close: async () => {
            if (!open) return;
            open = false;
            await journal.head(PARIS); // what was asked before is through
            kill();
          },
        };
      },
      destroy: () => removeFolder(name),
    };
  },
  { keeps: true, shared: true },
);

describe('OPFS journal', () => {
  it('has everything acknowledged after its worker is killed in the middle of sealing, again and again', async () => {
    const name = `journal-${crypto.randomUUID()}`;
    const acknowledged: string[] = [];
    for (let life = 0; life < 6; life += 1) {
      const { journal, kill } = await openWindow(name);
      const shown = (await journal.replay(0, 1000)).map((frame) => frame.acts[0]!._id);
      expect(shown.filter((id) => acknowledged.includes(id))).toEqual(acknowledged);
      expect(shown.length - acknowledged.length).toBeLessThanOrEqual(1);
      acknowledged.splice(0, acknowledged.length, ...shown);
      expect(await journal.damage()).toEqual([]);
      for (let n = 0; n < 3; n += 1) {
        const commit = await sampleCommit(await journal.head(PARIS), life * 10 + n, {
          chunks: 2,
          chunkBytes: 200_000,
        });
        expect((await journal.commit(commit)).outcome).toBe('committed');
        acknowledged.push(commit.acts[0]!._id);
      }
      const last = await sampleCommit(await journal.head(PARIS), life * 10 + 5, {
        chunks: 3,
        chunkBytes: 250_000,
      });
      void journal.commit(last).catch(() => {}); // never answered: the worker is gone
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(life);
      });
      kill();
    }
    await removeFolder(name);
  });

  it('asks the browser to keep the data, and tells what it answered', async () => {
    expect(await keepStorage(navigator.storage)).toBe(await navigator.storage.persisted());
  });
});
