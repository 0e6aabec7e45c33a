/** The bench's page and worker, built as the desk's are, on the loopback, with the records that they ask for. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { build } from 'vite';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** @returns the folder */
export async function buildPages(folder: string): Promise<string> {
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: './',
    define: { global: 'globalThis' },
    worker: { format: 'es' },
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome130',
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: join(import.meta.dirname, 'index.html') },
    },
  });
  return folder;
}

/** @param records what is answered as JSON, by file name */
export async function servePages(
  folder: string,
  records: Readonly<Record<string, unknown>>,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const texts = new Map(Object.entries(records).map(([name, value]) => [`/${name}`, JSON.stringify(value)]));
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const text = texts.get(path);
    if (text !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
      return;
    }
    readFile(join(folder, path)).then(
      (bytes) =>
        response
          .writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/index.html`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
