/**
 * Builds pages that show the renderer on specimen data, which are no part of the product's build, and serves them on the
 * loopback: a browser refuses modules from files.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const TOP = join(import.meta.dirname, '..', '..');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.otf': 'font/otf',
};

/** react-aria-components adds one style element for presses; renderer pages allow it by this hash. */
export const ARIA_STYLE = 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=';

/** The policy of the shipped pages. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' '${ARIA_STYLE}'`,
  "font-src 'self'",
  "img-src 'self'",
  'frame-src blob:',
  "connect-src 'self'",
].join('; ');

export interface SpecimenPages {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The screens, under the policy of the shipped pages.
 * @param name of a folder of its own in .cache/: two test files may build at the same time
 * @param beside files that lie beside the page, by path, such as `/services.json`
 */
export const openPreview = (
  name = 'preview',
  beside: Readonly<Record<string, string>> = {},
): Promise<SpecimenPages> =>
  open(join('renderer', 'screens'), 'preview.html', name, { 'content-security-policy': POLICY }, beside);

/** A page that main prints, under no policy: who opens it gives it its bridge. */
export const openPrintPage = (page: string): Promise<SpecimenPages> =>
  open(join('renderer', 'print'), page, `print-${page}`, {});

/** The kit's components. The page has a policy of its own. */
export const openGallery = (): Promise<SpecimenPages> =>
  open(join('renderer', 'ui'), 'gallery.html', 'gallery', {});

async function open(
  root: string,
  page: string,
  name: string,
  headers: Readonly<Record<string, string>>,
  beside: Readonly<Record<string, string>> = {},
): Promise<SpecimenPages> {
  const folder = join(TOP, '.cache', name);
  // As it is shipped: React for development costs each keystroke ten times as much.
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  await build({
    configFile: false,
    root: join(TOP, root),
    base: './',
    plugins: [react()],
    define: { global: 'globalThis' },
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: join(TOP, root, page) },
    },
  }).finally(() => {
    process.env.NODE_ENV = NODE_ENV;
  });
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const extension = extname(path);
    const given = beside[path];
    if (given !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(given);
      return;
    }
    readFile(join(folder, path)).then(
      (bytes) =>
        response
          .writeHead(200, {
            ...headers,
            'content-type': TYPES[extension] ?? 'application/octet-stream',
            // All but the page itself have a hash in their names.
            'cache-control': extension === '.html' ? 'no-store' : 'max-age=3600, immutable',
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${page}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
