/** express-pouchdb over LevelDB in a process of its own: what the benches compare with. Ends on SIGTERM. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

const load = createRequire(import.meta.url);
const PouchDB = load('pouchdb-core')
  .plugin(load('pouchdb-adapter-leveldb'))
  .plugin(load('pouchdb-replication'));
const { data = '' } = parseArgs({ options: { data: { type: 'string' } } }).values;
mkdirSync(data, { recursive: true });
const app = load('express')();
const Prefixed = PouchDB.defaults({ prefix: `${data}/` });
app.use(
  load('express-pouchdb')(Prefixed, {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    configPath: `${data}/config.json`,
    logPath: `${data}/log.txt`,
  }),
);
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
