/** Law 1 in a browser, by the kernel's own account: OPFS `flush()` has synced each file before the answer is said. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { createServer, type ViteDevServer } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chromiumFlags, chromiumPath } from '../../scripts/chromium.mjs';
import { NO_STRACE, parseTrace, STRACE_OPTIONS, type SystemCall } from './strace.ts';

let folder: string;
let server: ViteDevServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-opfs-'));
  server = await createServer({
    configFile: false,
    root: new URL('../..', import.meta.url).pathname,
    cacheDir: join(folder, 'vite'),
    appType: 'custom',
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    plugins: [
      {
        name: 'page-and-answers',
        configureServer: ({ middlewares }) => {
          middlewares.use((request, response, next) => {
            if (request.url === '/') response.setHeader('Content-Type', 'text/html').end('<!doctype html>');
            else if (request.url?.startsWith('/said/')) response.end();
            else next();
          });
        },
      },
    ],
  });
  await server.listen();
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A shell script that starts Chromium under strace: Playwright starts what it is given. */
async function tracedChromium(trace: string): Promise<string> {
  if (spawnSync('strace', ['-V']).error !== undefined) throw new Error(NO_STRACE);
  const path = join(folder, 'chromium');
  const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
  const options = [...STRACE_OPTIONS, '-o', trace].map(quote).join(' ');
  await writeFile(
    path,
    `#!/bin/sh\nexec strace ${options} ${quote(chromiumPath() ?? chromium.executablePath())} "$@"\n`,
  );
  await chmod(path, 0o700);
  return path;
}

const WRITES = new Set(['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2']);
const SENDS = new Set(['write', 'writev', 'sendto', 'sendmsg']);
const fileOf = (call: SystemCall): string | undefined => /^\d+<([^>]*)>/.exec(call.args)?.[1];

describe('OPFS journal and fdatasync (law 1)', () => {
  it('syncs chunks, then wraps, then the frame, and all before the answer leaves the browser', async () => {
    const trace = join(folder, 'trace');
    // A profile on a disk: in a private window the file system would be memory.
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: await tracedChromium(trace),
      args: chromiumFlags(),
    });
    try {
      const page = await context.newPage();
      await page.goto(server.resolvedUrls?.local[0] ?? '');
      await page.evaluate(
        () =>
          new Promise<void>((resolve, reject) => {
            const worker = new Worker('/tests/crash/opfs-sealing.worker.ts', { type: 'module' });
            worker.onmessage = () => resolve();
            worker.onerror = (event) => reject(new Error(event.message ?? 'worker failed'));
          }),
      );
    } finally {
      await context.close();
    }
    const calls = parseTrace(await readFile(trace, 'utf8'));
    const headerOf = (kind: number) =>
      calls.find((call) => WRITES.has(call.name) && call.args.includes(`"GUICHETJ\\1\\${kind}\\0`));
    const paths = { acts: 1, wraps: 2, evidence: 3 } as const;
    const onFile = (name: keyof typeof paths) => {
      const path = fileOf(headerOf(paths[name])!);
      expect(path).toContain('File System');
      return calls.filter((call) => fileOf(call) === path);
    };
    const files = { acts: onFile('acts'), wraps: onFile('wraps'), evidence: onFile('evidence') };
    const writesOf = (name: keyof typeof paths) => files[name].filter((call) => WRITES.has(call.name));
    const unflushedBefore = (name: keyof typeof paths, moment: number) =>
      writesOf(name).filter(
        (write) =>
          write.began < moment &&
          !files[name].some(
            (call) =>
              /^(fdatasync|fsync)$/.test(call.name) &&
              call.result === '0' &&
              write.ended < call.began &&
              call.ended < moment,
          ),
      );
    let from = -1;
    for (let n = 1; n <= 3; n += 1) {
      const answer = calls.find((call) => SENDS.has(call.name) && call.args.includes(`/said/committed-${n}`));
      expect(answer, `answer ${n} in the trace`).toBeDefined();
      const during = (call: SystemCall) => call.began > from && call.ended < answer!.began;
      const [frame] = writesOf('acts').filter(during).slice(-1);
      const [wrap] = writesOf('wraps').filter(during).slice(-1);
      expect(frame).toBeDefined();
      expect(wrap).toBeDefined();
      expect(writesOf('evidence').filter(during).length).toBeGreaterThan(0);
      for (const name of ['acts', 'wraps', 'evidence'] as const)
        expect(unflushedBefore(name, answer!.began)).toEqual([]);
      for (const name of ['wraps', 'evidence'] as const)
        expect(unflushedBefore(name, frame!.began)).toEqual([]);
      expect(unflushedBefore('evidence', wrap!.began)).toEqual([]);
      from = answer!.ended;
    }
  }, 120_000);
});
