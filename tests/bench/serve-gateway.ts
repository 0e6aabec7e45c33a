/** The whole sync server in a process of its own, for benches: prints its address, ends on SIGTERM. */
import { parseArgs } from 'node:util';
import { startServer } from '../../sync-server/server.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, ministry: { type: 'string' }, port: { type: 'string' } },
});
const { data = '', ministry = '', port = '0' } = values;
const server = await startServer({ data, ministry, port: Number(port) });
process.stdout.write(`listening on ${server.url}\n`);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
