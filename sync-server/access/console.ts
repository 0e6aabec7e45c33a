/**
 * The web console, served from the root beside the protocol. Nothing clashes: files are served under exactly the names
 * that the build made; every other navigation of a browser (GET that accepts HTML) is a screen and gets the main page,
 * unless its address is one that the protocol answers (`/_…`, `/mission-…`, `/keyring`, `/catalogue`, `/admin`).
 *
 * The list of files is read once at the start: nothing that is not in it can be asked for, whatever the address says.
 */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.otf': 'font/otf',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};
const MAIN_PAGE = '/index.html';
/** Vite writes a hash of the content into these names: they never change. */
const HASHED = /^\/assets\/.+-[A-Za-z0-9_-]{8}\.\w+$/;
const PROTOCOL = /^\/(?:_|mission-|keyring(?:\/|$)|catalogue(?:\/|$)|admin(?:\/|$))/;

/**
 * React Aria puts one `<style>` into the page, whose text is fixed: its hash is allowed instead of every inline style.
 * tests/sync-server/access checks that the desk's own policy allows the same.
 */
export const PRESS_STYLE_HASH = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

export interface ConsoleFile {
  readonly path: string;
  readonly bytes: number;
  readonly type: string;
  readonly tag: string;
}

export const securityHeaders = (gateways: readonly string[]): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' ${PRESS_STYLE_HASH}`,
    "img-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ${gateways.join(' ')}`.trimEnd(),
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
});

export class Console {
  readonly #files: ReadonlyMap<string, ConsoleFile>;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(files: ReadonlyMap<string, ConsoleFile>, headers: Readonly<Record<string, string>>) {
    this.#files = files;
    this.#headers = headers;
  }

  /** @param gateways addresses of this server other than the page's own, where the page's worker may have to call */
  static async open(folder: string, gateways: readonly string[]): Promise<Console> {
    const files = new Map<string, ConsoleFile>();
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = await stat(path);
      const type = TYPES[extname(entry.name).toLowerCase()];
      const name = `/${relative(folder, path).split(sep).join('/')}`;
      if (type)
        files.set(name, {
          path,
          bytes: size,
          type,
          tag: `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`,
        });
    }
    if (!files.has(MAIN_PAGE)) throw new Error(`${folder} has no index.html: the web console is not built`);
    return new Console(files, securityHeaders(gateways));
  }

  /** @returns the file that answers this request; undefined when the protocol does */
  find(request: FastifyRequest): ConsoleFile | undefined {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
    const path = pathOf(request.url);
    const file = path === undefined ? undefined : this.#files.get(path);
    if (file || path === undefined || PROTOCOL.test(path)) return file;
    const navigates = (request.headers.accept ?? '').includes('text/html');
    return navigates ? this.#files.get(MAIN_PAGE) : undefined;
  }

  send(file: ConsoleFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const page = file.type.startsWith('text/html');
    const lasting = HASHED.test(pathOf(request.url) ?? '') && !page;
    reply.headers({
      ...(page && this.#headers),
      'content-type': file.type,
      'cache-control': lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: file.tag,
      ...(file.path.endsWith('service-worker.js') && { 'service-worker-allowed': '/' }),
    });
    if (request.headers['if-none-match'] === file.tag) return reply.code(304).send();
    reply.header('content-length', file.bytes);
    return request.method === 'HEAD' ? reply.send() : reply.send(createReadStream(file.path));
  }
}

function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '/');
  } catch {
    return undefined;
  }
}
