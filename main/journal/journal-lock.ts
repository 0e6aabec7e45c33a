/**
 * One process per journal. A lock file would outlive a `kill -9`; what the system takes back with the process does
 * not: a listening socket in Linux's abstract namespace, a named pipe on Windows, and elsewhere a socket file which
 * is taken over once nobody answers on it. Nothing is ever said on it. Whoever can open it on this machine could only
 * keep the journal from opening (`JRN-003`).
 */
import { createHash } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalError } from '../../app/log/durable-journal.ts';

export interface JournalLock {
  release(): Promise<void>;
}

/** A name without the path in it: it shows up in lists of sockets. */
function addressOf(folder: string): string {
  const name = `guichet-journal-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

function listen(address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ path: address, exclusive: true }, () => resolve(server.unref()));
  });
}

const answers = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const inUse = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

/** @param folder real path of the journal's folder. @throws JournalError JRN-003 when another process holds it */
export async function lockJournal(folder: string): Promise<JournalLock> {
  const address = addressOf(folder);
  let server: Server;
  try {
    server = await listen(address);
  } catch (error) {
    if (!inUse(error)) throw error;
    const isFile = !address.startsWith('\0') && process.platform !== 'win32';
    if (!isFile || (await answers(address))) throw new JournalError('JRN-003', 'journal is open elsewhere');
    await unlink(address); // left behind by a process that was killed
    server = await listen(address);
  }
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}
