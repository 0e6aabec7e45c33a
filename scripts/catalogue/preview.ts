/**
 * The forms that a country's services become, on the screens of the desk with specimen data, for whoever writes them: a
 * change of a file is in sight at once, and what was typed stays. On the loopback only; nothing is signed or kept.
 */
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { CATALOGUE, readCountry, type SourceFinding } from './country-folder.ts';

const TOP = join(import.meta.dirname, '..', '..');
const SERVICES = '/services.json';

export interface PreviewOptions {
  readonly country: string;
  /** its form is opened; without one, the list of services */
  readonly service?: string | undefined;
  /** 0: any that is free */
  readonly port: number;
  readonly catalogue?: string;
  /** what stands in the way of signing, each time the services are read */
  readonly onRead: (findings: readonly SourceFinding[]) => void;
}

export interface Preview {
  /** in French; `lang=en` and `lang=ar` in its place show the others, with the same answers in the same tab */
  readonly url: string;
  close(): Promise<void>;
}

/** @throws NoCatalogueError; Error CT-032: the country has no such service */
export async function openCataloguePreview(options: PreviewOptions): Promise<Preview> {
  const { country, service, port, catalogue = CATALOGUE, onRead } = options;
  const first = readCountry(country, catalogue);
  if (service !== undefined && !first.services.some(({ code }) => code === service))
    throw new Error(
      `CT-032: no service ${service}; there are ${first.services.map(({ code }) => code).join(', ')}`,
    );
  const server = await createServer({
    configFile: false,
    root: join(TOP, 'renderer', 'screens'),
    plugins: [
      react(),
      {
        name: 'services-of-a-country',
        configureServer: ({ middlewares, watcher, ws }) => {
          middlewares.use(SERVICES, (_request, response) => {
            const { services, findings } = readCountry(country, catalogue);
            onRead(findings);
            response.setHeader('content-type', 'application/json');
            response.end(JSON.stringify(services));
          });
          watcher.add(catalogue);
          watcher.on('change', (file) => {
            if (file.startsWith(catalogue)) ws.send({ type: 'full-reload' });
          });
        },
      },
    ],
    define: { global: 'globalThis' },
    cacheDir: join(TOP, '.cache', 'catalogue-preview'),
    logLevel: 'warn',
    server: { host: '127.0.0.1', port, strictPort: port !== 0, fs: { allow: [TOP] } },
  });
  await server.listen();
  const address = server.httpServer?.address();
  const open = typeof address === 'object' && address ? address.port : port;
  const query = new URLSearchParams({ lang: 'fr', services: SERVICES, mission: missionOf(first) });
  if (service !== undefined) query.set('service', service);
  return {
    url: `http://127.0.0.1:${open}/preview.html?${query}${service === undefined ? '#/new' : ''}`,
    close: () => server.close(),
  };
}

/** The one its examples are of; Paris where it has none. */
const missionOf = ({ country, examples }: ReturnType<typeof readCountry>): string =>
  [...examples.values()].flat()[0]?.mission ?? `${country}-PAR`;
