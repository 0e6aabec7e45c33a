/** The web console opens without its server, and never takes another version by itself: the real build, real Chromium. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { build } from '../../../scripts/build.mjs';
import { chromiumLaunchOptions } from '../../../scripts/chromium.mjs';

const DIST = join(import.meta.dirname, '../../../dist/renderer');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

let browser: Browser;
let server: Server;
let origin: string;
/** written at the end of the service worker: another version of the console */
let version = '';

beforeAll(async () => {
  await build({ only: ['renderer'] });
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = path === '/' ? '/index.html' : path;
    try {
      const bytes = readFileSync(join(DIST, file));
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
      response.end(file === '/service-worker.js' ? `${bytes}\n// ${version}` : bytes);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch(chromiumLaunchOptions());
}, 240_000);

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

const installed = async (page: Page): Promise<void> => {
  await page.goto(origin);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
};

it('keeps a new version waiting until a person takes it', async () => {
  const page = await browser.newPage();
  await installed(page);
  await page.reload();
  const before = await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL ?? null);
  expect(before).toBe(`${origin}/service-worker.js`);
  version = 'another';
  const states = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const controller = navigator.serviceWorker.controller;
    const arrived = new Promise<ServiceWorker>((resolve) => {
      registration.addEventListener('updatefound', () => {
        const { installing } = registration;
        installing?.addEventListener('statechange', () => {
          if (installing.state === 'installed') resolve(installing);
        });
      });
    });
    await registration.update();
    const next = await arrived;
    // A message that is not the asked one changes nothing; an answer to a second one shows that it was read.
    next.postMessage({ type: 'ANYTHING' });
    await registration.update();
    return {
      waiting: registration.waiting === next,
      same: navigator.serviceWorker.controller === controller,
      state: next.state,
    };
  });
  expect(states).toEqual({ waiting: true, same: true, state: 'installed' });

  const taken = await page.evaluate(async () => {
    const { waiting } = await navigator.serviceWorker.ready;
    const changed = new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', () => resolve(true)),
    );
    waiting?.postMessage({ type: 'SKIP_WAITING' });
    return changed;
  });
  expect(taken).toBe(true);
  await page.close();
});

it('opens at its first address and at a deep link when the server is gone', async () => {
  const context = await browser.newContext();
  const first = await context.newPage();
  await installed(first);
  await first.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await expect(fetch(origin)).rejects.toThrow();

  for (const path of ['/', '/#/central/review/ANY', '/central/any/deep/link']) {
    const page = await context.newPage();
    await page.goto(`${origin}${path}`);
    await page.waitForSelector('h1');
    expect(await page.title(), path).toBe('Guichet');
    expect(await page.evaluate(() => document.fonts.ready.then((fonts) => fonts.size))).toBeGreaterThan(0);
    await page.close();
  }
  await context.close();
});
