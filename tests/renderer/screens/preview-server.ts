/** Serves the built preview on the loopback, under the policy of the shipped pages. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.otf': 'font/otf',
};

/** react-aria-components adds one style element for presses; renderer pages allow it by this hash. */
const ARIA_STYLE = 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=';
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' '${ARIA_STYLE}'`,
  "font-src 'self'",
  "img-src 'self'",
  'frame-src blob:',
  "connect-src 'self'",
].join('; ');

export interface Preview {
  readonly url: string;
  close(): Promise<void>;
}

/** @param name of a folder of its own in .cache/: two test files may build at the same time */
export async function openPreview(name = 'preview'): Promise<Preview> {
  const folder = fileURLToPath(new URL(`../../../.cache/${name}`, import.meta.url));
  await build({
    configFile: fileURLToPath(new URL('./preview.config.ts', import.meta.url)),
    build: { outDir: folder },
  });
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    readFile(join(folder, path)).then(
      (bytes) =>
        response
          .writeHead(200, {
            'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
            'content-security-policy': POLICY,
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/preview.html`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
