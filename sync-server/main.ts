/**
 * The sync server from the command line.
 *
 *   node dist/server/main.js (--data DIR | --store-url URL) --ministry DIR [--port 8475] [--host 127.0.0.1] [--web DIR]
 *     [--tls-cert FILE --tls-key FILE] [--public-url URL]… [--cors-origin ORIGIN]… [--new-epoch]
 *     [--metrics-port PORT] [--trusted-proxy ADDRESS|NETWORK]…
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { TrustedProxies } from './http/address.ts';
import { stopOnSignal } from './http/stop.ts';
import { createLog } from './log.ts';
import { type ServerOptions, startServer } from './server.ts';
import { parseCouchdbUrl } from './stores/couchdb-url.ts';
import type { StoreChoice } from './stores/open-store.ts';

const USAGE = `usage: main.js (--data DIR | --store-url URL) --ministry DIR [--port 8475] [--host 127.0.0.1] [--web DIR]
  [--tls-cert FILE --tls-key FILE] [--public-url URL]… [--cors-origin ORIGIN]… [--new-epoch]
  [--metrics-port PORT] [--trusted-proxy ADDRESS|NETWORK]…`;
const MISUSE = 2;
/** Whoever starts the server must not start this one again: it would end the one that is right. */
const SUPERSEDED = 3;

class Misuse extends Error {}

async function optionsOf(args: readonly string[]): Promise<ServerOptions> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      'store-url': { type: 'string' },
      ministry: { type: 'string' },
      port: { type: 'string', default: '8475' },
      host: { type: 'string', default: '127.0.0.1' },
      web: { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      'public-url': { type: 'string', multiple: true, default: [] },
      'cors-origin': { type: 'string', multiple: true, default: [] },
      'new-epoch': { type: 'boolean', default: false },
      'metrics-port': { type: 'string' },
      'trusted-proxy': { type: 'string', multiple: true, default: [] },
    },
  });
  const { ministry, host, web, 'public-url': publicUrls, 'cors-origin': corsOrigins } = values;
  const [cert, key] = [values['tls-cert'], values['tls-key']];
  const port = portOf('--port', values.port);
  const metricsPort =
    values['metrics-port'] === undefined ? undefined : portOf('--metrics-port', values['metrics-port']);
  const store = storeOf(values.data, values['store-url']);
  if (ministry === undefined) throw new Misuse('--ministry is needed');
  if ((cert === undefined) !== (key === undefined)) throw new Misuse('--tls-cert and --tls-key go together');
  const strange = publicUrls.find((url) => !URL.canParse(url));
  if (strange !== undefined) throw new Misuse('--public-url is not an address');
  const trustedProxies = proxiesOf(values['trusted-proxy']);
  const tls =
    cert !== undefined && key !== undefined
      ? { cert: await readFile(cert), key: await readFile(key) }
      : undefined;
  const newEpoch = values['new-epoch'];
  return {
    ...store,
    ministry,
    port,
    host,
    publicUrls,
    corsOrigins,
    trustedProxies,
    newEpoch,
    ...(metricsPort !== undefined && { metricsPort }),
    ...(web && { web }),
    ...(tls && { tls }),
  };
}

/** A URL with a password in it is better kept out of the list of processes: `STORE_URL` says the same, to who says nothing. */
function storeOf(data: string | undefined, flag: string | undefined): StoreChoice {
  if (data !== undefined && flag !== undefined) throw new Misuse('--data and --store-url exclude each other');
  if (data !== undefined) return { data };
  const storeUrl = flag ?? process.env.STORE_URL;
  if (storeUrl === undefined) throw new Misuse('--data or --store-url is needed');
  checkUrl(storeUrl);
  return { storeUrl };
}

function checkUrl(storeUrl: string): void {
  try {
    parseCouchdbUrl(storeUrl);
  } catch (error) {
    throw new Misuse(error instanceof TypeError ? error.message : '--store-url is not an address');
  }
}

function proxiesOf(places: readonly string[]): readonly string[] {
  try {
    void new TrustedProxies(places);
    return places;
  } catch (error) {
    throw error instanceof TypeError ? new Misuse(`--trusted-proxy: ${error.message}`) : error;
  }
}

function portOf(flag: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Misuse(`${flag} is not a port`);
  return port;
}

async function main(): Promise<void> {
  const logger = createLog();
  const onSuperseded = (): void => {
    logger.fatal('another process signs with the key of this gateway: this one stops');
    process.exit(SUPERSEDED);
  };
  const options = await optionsOf(process.argv.slice(2));
  const server = await startServer({ ...options, logger, onSuperseded });
  const { url, gateway, metrics } = server;
  const listening = { url, epoch: gateway.epoch.value, ...(metrics && { metrics: metrics.url }) };
  logger.info(listening, 'listening');
  stopOnSignal(async () => {
    await server.close();
    logger.info('stopped');
  });
}

/** What an operator can do something about is said in a sentence; nothing is said of the inside. */
main().catch((error: unknown) => {
  const misuse = error instanceof Misuse || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(error instanceof Error ? error.message : 'the server could not start');
  if (misuse) console.error(USAGE);
  process.exit(misuse ? MISUSE : 1);
});
