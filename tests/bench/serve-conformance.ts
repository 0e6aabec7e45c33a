/** The protocol layer alone in a process of its own, for benches: nobody is asked who they are. Ends on SIGTERM. */
import { parseArgs } from 'node:util';
import { couchServer } from '../../sync-server/couch/standalone.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import { tellMemory } from './served.ts';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const app = await couchServer(await openLevelStore(values.data ?? ''));
tellMemory();
process.stdout.write(`listening on ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`);
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
