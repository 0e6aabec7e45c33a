/** The whole sync server in a process of its own, for benches: prints its address, ends on SIGTERM. */
import { parseArgs } from 'node:util';
import { HTTP_LIMITS } from '../../sync-server/http/limits.ts';
import { startServer } from '../../sync-server/server.ts';
import { tellMemory } from './served.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    ministry: { type: 'string' },
    port: { type: 'string' },
    /** hundreds of desks behind one address, which a ministry's are not */
    'any-rate': { type: 'boolean', default: false },
  },
});
const { data = '', ministry = '', port = '0' } = values;
const free = { capacity: 1e9, perSecond: 1e9 };
const rates = values['any-rate'] ? { handshake: free, address: free, desk: free } : {};
const http = values['any-rate'] ? { connectionsPerAddress: HTTP_LIMITS.connections } : {};
const server = await startServer({ data, ministry, port: Number(port), rates, http });
tellMemory();
process.stdout.write(`listening on ${server.url}\n`);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
