/**
 * `guichet://<host>/…`: the program's own pages, from its own files, without a web server. `guichet://desk/` is the
 * desk, and the print pages under `/print/`; `guichet://strip/` the strip that counts a decision down.
 */
import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import type { CustomScheme, Protocol } from 'electron';

export const SCHEME = 'guichet';
export const DESK_ORIGIN = `${SCHEME}://desk`;

/** Before `ready`: makes the scheme a secure origin of its own, with storage, workers and fetch. */
export const SCHEME_PRIVILEGES: CustomScheme = {
  scheme: SCHEME,
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    corsEnabled: true,
    stream: true,
    codeCache: true,
  },
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.otf': 'font/otf',
  '.pdf': 'application/pdf',
  '.traineddata': 'application/octet-stream',
  '.gz': 'application/gzip',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * The file that an address means, or null. Nothing outside `root` has an address, however it is written; an address
 * without an extension is a screen of the desk, so the page itself.
 */
export function fileOf(root: string, address: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = resolve(root, `.${extname(path) === '' ? '/index.html' : path}`);
  return file.startsWith(resolve(root) + sep) && Object.hasOwn(TYPES, extname(file)) ? file : null;
}

const headers = (type: string, policy: string): Record<string, string> => ({
  'content-type': type,
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
});

const nothing = (policy: string): Response =>
  new Response('', { status: 404, headers: headers('text/plain', policy) });

/** `guichet://preview/<name>.pdf`: a document that was drawn here, for the browser's own viewer in a frame. */
export const PREVIEW_HOST = 'preview';

/** What a PDF in the viewer may do: nothing of its own. The viewer's wrapper page has a style attribute. */
const PREVIEW_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors guichet://desk";

function previewOf(url: URL, preview: (name: string) => Uint8Array | null): Response {
  const bytes = preview(url.pathname.slice(1).replace(/\.pdf$/, ''));
  if (bytes === null) return nothing(PREVIEW_POLICY);
  const head = headers('application/pdf', PREVIEW_POLICY);
  return new Response(Uint8Array.from(bytes), { headers: { ...head, 'cache-control': 'no-store' } });
}

/**
 * Serves the files of `root` under `guichet://<host>/`.
 * @param policyNow what a page that is loaded now may do
 * @param preview a document of PREVIEW_HOST by its name, in memory
 */
export function serveFolder(
  protocol: Protocol,
  host: string,
  root: string,
  policyNow: () => string,
  preview: (name: string) => Uint8Array | null = () => null,
): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    const policy = policyNow();
    if (url.host === PREVIEW_HOST && request.method === 'GET') return previewOf(url, preview);
    const file = request.method === 'GET' && url.host === host ? fileOf(root, request.url) : null;
    if (file === null) return nothing(policy);
    try {
      const bytes = await readFile(file);
      return new Response(new Uint8Array(bytes), { headers: headers(TYPES[extname(file)] ?? '', policy) });
    } catch {
      return nothing(policy);
    }
  });
}

/** Serves a few texts that are part of the program itself. */
export function serveTexts(
  protocol: Protocol,
  host: string,
  texts: Readonly<Record<string, string>>,
  policy: string,
): void {
  protocol.handle(SCHEME, (request) => {
    const { host: asked, pathname } = new URL(request.url);
    const text = asked === host && Object.hasOwn(texts, pathname) ? texts[pathname] : undefined;
    if (text === undefined) return nothing(policy);
    return new Response(text, { headers: headers(TYPES[extname(pathname)] ?? '', policy) });
  });
}
