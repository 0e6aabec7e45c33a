/**
 * Nothing personal lies in clear: not in a desk's profile, not in the console's, not in the server's data, in no log.
 * Run after the story, on what it left. Before it is believed, the scan must find what was planted.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { chromium, expect, test } from '@playwright/test';
import { ClassicLevel } from 'classic-level';
import { chromiumLaunchOptions } from '../../scripts/chromium.mjs';
import { PROGRAM, RESULTS } from './ground.ts';
import { linesOf, Scanner } from './privacy/scan.ts';
import { PERSONAL } from './specimens.ts';

const STORY = join(RESULTS, 'story');
const PLANTED = join(RESULTS, 'planted');
const LATIN = 'ERIKSSON-PLANTED';
const ARABIC = 'إريكسون المزروعة';

test.beforeAll(async () => {
  await rm(PLANTED, { recursive: true, force: true });
  await mkdir(PLANTED, { recursive: true });
});

test('the scan finds a name in each encoding and wrapping', async () => {
  const scanner = new Scanner([LATIN, ARABIC]);
  const text = `before ${LATIN} between ${ARABIC} after`;
  const utf8 = Buffer.from(text);
  const shifted = (by: number): Buffer => Buffer.from(Buffer.from('x'.repeat(by) + text).toString('base64'));
  const variants: Readonly<Record<string, Buffer>> = {
    'utf-8': utf8,
    'lower case': Buffer.from(text.toLowerCase()),
    'utf-16le': Buffer.from(text, 'utf16le'),
    'utf-16be': Buffer.from(text, 'utf16le').swap16(),
    'base64 0': shifted(0),
    'base64 1': shifted(1),
    'base64 2': shifted(2),
    'base64 of utf-16': Buffer.from(Buffer.from(text, 'utf16le').toString('base64')),
    gzip: Buffer.concat(
      [Buffer.from('head'), gzipSync(new Uint8Array(utf8))].map((part) => new Uint8Array(part)),
    ),
    zlib: Buffer.concat(
      [Buffer.from('head'), deflateSync(new Uint8Array(utf8))].map((part) => new Uint8Array(part)),
    ),
    deflate: deflateRawSync(new Uint8Array(utf8)),
    'base64 in gzip': gzipSync(new Uint8Array(shifted(1))),
    'gzip in gzip': gzipSync(new Uint8Array(gzipSync(new Uint8Array(utf8)))),
  };
  for (const [name, bytes] of Object.entries(variants)) {
    const words = new Set(scanner.file(new Uint8Array(bytes), name).map(({ word }) => word));
    expect([...words].sort(), name).toEqual([LATIN, ARABIC].sort());
  }
  expect(scanner.file(new Uint8Array(Buffer.from('ERIKSSON Anna Maria')), 'other')).toEqual([]);
});

test('the scan finds a name inside LevelDB’s Snappy blocks', async () => {
  const folder = join(PLANTED, 'level');
  const db = new ClassicLevel(folder, { compression: true });
  await db.batch(
    Array.from({ length: 2000 }, (_, i) => ({
      type: 'put' as const,
      key: `row-${i}`,
      value: JSON.stringify({
        note: 'the same text again and again '.repeat(4),
        name: `${LATIN} ${ARABIC} ${i}`,
      }),
    })),
  );
  await db.compactRange('a', 'z');
  await db.close();
  const { found } = await new Scanner([LATIN, ARABIC]).folder(folder);
  for (const word of [LATIN, ARABIC])
    expect(found.some((one) => one.word === word && one.within.includes('level-snappy-block'))).toBe(true);
});

/** One name for each kind of store, so that each must be found by itself. */
const STORES = [
  'idb-string',
  'idb-object',
  'idb-large',
  'idb-key',
  'idb-blob',
  'idb-bytes',
  'local-storage',
  'cache',
  'opfs',
] as const;
const plantedIn = (store: string): readonly string[] => [
  `${LATIN}-${store.toUpperCase()}`,
  `${ARABIC} ${STORES.findIndex((one) => one.startsWith(store))}ز`,
];

test('a name planted through a page’s stores is found in the profile, also after LevelDB compacted it', async () => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Plant</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const profile = join(PLANTED, 'chromium');
  const context = await chromium.launchPersistentContext(profile, {
    ...chromiumLaunchOptions(),
    headless: true,
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.evaluate(
      async (names) => {
        const text = (store: string): string => (names[store] ?? []).join(' ');
        const bytes = (store: string): Uint8Array => new TextEncoder().encode(text(store));
        const db = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open('planted', 1);
          request.onupgradeneeded = () => request.result.createObjectStore('rows');
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        const put = (key: string, value: unknown): Promise<void> =>
          new Promise((resolve, reject) => {
            const work = db.transaction('rows', 'readwrite', { durability: 'strict' });
            work.objectStore('rows').put(value, key);
            work.oncomplete = () => resolve();
            work.onerror = () => reject(work.error);
          });
        await put('string', text('idb-string'));
        await put('object', { deep: [{ name: text('idb-object') }] });
        await put('large', { name: text('idb-large'), filler: 'text that packs well '.repeat(3000) });
        await put(text('idb-key'), 1);
        await put('blob', new Blob([bytes('idb-blob') as BlobPart]));
        await put('bytes', bytes('idb-bytes'));
        localStorage.setItem('planted', text('local-storage'));
        const cache = await caches.open('planted');
        await cache.put('/planted', new Response(text('cache')));
        const root = await navigator.storage.getDirectory();
        const file = await (await root.getFileHandle('planted', { create: true })).createWritable();
        await file.write(bytes('opfs') as FileSystemWriteChunkType);
        await file.close();
        // Enough that LevelDB writes tables of its own accord.
        // Values over 64 KiB would go into files of their own.
        for (let i = 0; i < 400; i++) await put(`noise-${i}`, crypto.getRandomValues(new Uint8Array(40_000)));
      },
      Object.fromEntries(STORES.map((store) => [store, plantedIn(store)])),
    );
  } finally {
    await context.close();
    server.close();
  }
  const { found } = await new Scanner(STORES.flatMap(plantedIn)).folder(profile);
  const words = new Set(found.map(({ word }) => word));
  for (const store of STORES)
    for (const word of plantedIn(store)) expect(words, `${store}: ${word}`).toContain(word);
  const tables = (await readdir(profile, { recursive: true })).filter((name) => name.endsWith('.ldb'));
  expect(tables.length, 'LevelDB was to write tables').toBeGreaterThan(0);
  expect(
    found.some(({ within }) => within.some((how) => how.startsWith('level-') && how !== 'level-log-record')),
  ).toBe(true);
});

test('after the story nothing personal lies in clear, in any profile, the server’s data or a log', async () => {
  expect(existsSync(join(STORY, 'server')), 'the story is played first (playwright.config.ts)').toBe(true);
  const scanner = new Scanner(PERSONAL);
  // A word of the program itself would be found in its cached files, and say nothing.
  const program = await scanner.folder(join(PROGRAM, 'dist', 'renderer'));
  expect(linesOf(program.found.filter(({ file }) => !file.endsWith('.map')))).toEqual([]);
  let bytes = 0;
  for (const part of ['profiles', 'server']) {
    const scanned = await scanner.folder(join(STORY, part));
    expect(linesOf(scanned.found), part).toEqual([]);
    expect(scanned.files, part).toBeGreaterThan(5);
    bytes += scanned.bytes;
  }
  const log = await scanner.folder(join(STORY, 'logs'));
  expect(linesOf(log.found)).toEqual([]);
  expect(log.bytes).toBeGreaterThan(0);
  expect(bytes, 'four dossiers with their scans').toBeGreaterThan(5_000_000);
  await writeFile(join(PLANTED, 'control.txt'), PERSONAL.join('\n'));
  const control = await scanner.folder(PLANTED);
  expect(new Set(control.found.map(({ word }) => word))).toEqual(new Set(PERSONAL));
});
