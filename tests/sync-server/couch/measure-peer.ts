import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

/** express-pouchdb over LevelDB in a folder, alone in its process: what `measure.ts` compares with. */
const load = createRequire(import.meta.url);
const PouchDB = load('pouchdb-core')
  .plugin(load('pouchdb-adapter-leveldb'))
  .plugin(load('pouchdb-replication'));
const [folder = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const app = load('express')();
const Prefixed = PouchDB.defaults({ prefix: `${folder}/` });
app.use(
  load('express-pouchdb')(Prefixed, {
    mode: 'minimumForPouchDB',
    inMemoryConfig: true,
    configPath: `${folder}/config.json`,
    logPath: `${folder}/log.txt`,
  }),
);
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
