/** The protocol layer over a fresh store with one empty database, for as long as the tests of a file run. */
import { afterAll, beforeAll } from 'vitest';
import { ask, folder, remove, type Server, startServer } from './support.ts';

export interface ServedDb {
  /** address of the server, and of its database; once the tests have begun */
  readonly server: string;
  readonly db: string;
}

export function serveDb(): ServedDb {
  let open: { readonly server: Server; readonly data: string } | undefined;
  const address = (): string => {
    if (!open) throw new Error('asked before the tests began');
    return open.server.url;
  };
  const served: ServedDb = {
    get server() {
      return address();
    },
    get db() {
      return `${address()}/db`;
    },
  };
  beforeAll(async () => {
    const data = await folder();
    open = { data, server: await startServer(data) };
    await ask(served.db, 'PUT');
  });
  afterAll(async () => {
    await open?.server.app.close();
    if (open) await remove(open.data);
  });
  return served;
}
