/**
 * The ground that a story stands on: a ministry made for it, its server as a process, its desks in real Electron, its
 * console in real Chromium, each with a profile of its own. Nothing is shared with another test, and nothing is left.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  _electron,
  type BrowserContext,
  chromium,
  type ElectronApplication,
  type Page,
} from '@playwright/test';
import { chromiumLaunchOptions } from '../../scripts/chromium.mjs';
import { electronFlags, electronPath } from '../../scripts/electron-runtime.mjs';
import { demoPlan, type MinistryPlan } from '../../scripts/ministry/plan.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** The folder whose dist/ is played; another one than this work tree's while that is being rebuilt. */
export const PROGRAM = process.env.GUICHET_PROGRAM ?? ROOT;
/** Where each ground lies; what a story leaves there is looked at afterwards. */
export const RESULTS = join(ROOT, 'test-results', 'ground');
const TSX = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const SERVER_UP_MS = 20_000;
const ACTION_MS = 15_000;
const SCREEN = { width: 1366, height: 700 };

export interface OfficerWords {
  readonly desk: string;
  readonly initials: string;
  readonly roles: readonly string[];
  readonly kid: string;
  readonly words: string;
}

export interface RunningDesk {
  readonly app: ElectronApplication;
  readonly page: Page;
}

export interface DeskOptions {
  /** `none`: Chromium's `basic` store; `os`: the GNOME key ring of this session */
  readonly keyStore?: 'os' | 'none';
  /** profile folder, where it is not the desk's usual one */
  readonly profile?: string;
  /** false: a computer that nobody put into service */
  readonly kit?: boolean;
}

export class Ground {
  readonly folder: string;
  readonly url: string;
  readonly port: number;
  readonly officers: readonly OfficerWords[];
  #server: ChildProcess | null = null;
  readonly #desks = new Set<ElectronApplication>();
  readonly #consoles = new Set<BrowserContext>();

  private constructor(folder: string, port: number, officers: readonly OfficerWords[]) {
    this.folder = folder;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.officers = officers;
  }

  /**
   * A fresh ministry in test-results/`name`, in place of what an earlier run left there.
   * @param planned the demo's plan where it is not the demo's
   */
  static async make(name: string, planned?: (demo: MinistryPlan) => MinistryPlan): Promise<Ground> {
    const folder = join(RESULTS, name);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    await mkdir(folder, { recursive: true });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const plan = join(folder, 'plan.json');
    if (planned) await writeFile(plan, JSON.stringify(planned(demoPlan(url))));
    const kind = planned ? ['--plan', plan, '--generate'] : ['--demo', '--gateway-url', url];
    const args = ['init', ...kind, '--out', join(folder, 'ministry'), '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, [
      TSX,
      join(ROOT, 'scripts', 'ministry.ts'),
      ...args,
    ]);
    const { officers } = JSON.parse(stdout) as { officers: OfficerWords[] };
    return new Ground(folder, port, officers);
  }

  words(desk: string, initials: string): string {
    const found = this.officers.find((one) => one.desk === desk && one.initials === initials);
    if (!found) throw new Error(`no officer ${initials} at ${desk}`);
    return found.words;
  }

  /** The desk's kit as the ministry wrote it; laid into its profile at its first start. */
  kit(desk: string): string {
    return join(this.folder, 'ministry', 'desks', desk.replace('/', '-'));
  }

  profile(desk: string): string {
    return join(this.folder, 'profiles', desk.replace('/', '-'));
  }

  get serverData(): string {
    return join(this.folder, 'server');
  }

  // ── server ──

  async startServer(): Promise<void> {
    const server = spawn(
      process.execPath,
      [
        join(PROGRAM, 'dist', 'server', 'main.js'),
        ...['--data', this.serverData, '--ministry', join(this.folder, 'ministry')],
        ...['--port', String(this.port), '--web', join(PROGRAM, 'dist', 'renderer')],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    await mkdir(join(this.folder, 'logs'), { recursive: true });
    const log = createWriteStream(join(this.folder, 'logs', 'server.log'), { flags: 'a' });
    server.stdout.pipe(log, { end: false });
    server.stderr.pipe(log, { end: false });
    this.#server = server;
    const ended = new Promise<never>((_, reject) => {
      server.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)));
    });
    ended.catch(() => {});
    await Promise.race([ended, answers(`${this.url}/_up`)]);
  }

  async stopServer(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill(signal);
    await gone;
  }

  // ── desks ──

  async openDesk(
    desk: string,
    { keyStore = 'none', profile = this.profile(desk), kit = true }: DeskOptions = {},
  ): Promise<RunningDesk> {
    if (kit) await cp(this.kit(desk), join(profile, 'desk'), { recursive: true, force: false });
    const app = await _electron.launch({
      executablePath: await electronPath(),
      args: [
        ...electronFlags(),
        `--password-store=${keyStore === 'os' ? 'gnome-libsecret' : 'basic'}`,
        PROGRAM,
        `--profile=${profile}`,
      ],
      locale: 'fr',
      env: { ...definedEnvironment(), LANGUAGE: 'fr', LC_ALL: 'C.UTF-8' },
    });
    this.#desks.add(app);
    await someoneIsThere(app);
    const page = await deskPageOf(app);
    page.setDefaultTimeout(ACTION_MS);
    catchFileChoosers(page);
    await page.setViewportSize(SCREEN);
    return { app, page };
  }

  async closeDesk({ app }: RunningDesk): Promise<void> {
    this.#desks.delete(app);
    await app.close();
  }

  /** As a power cut for the program: no handler runs, nothing is flushed by it. */
  async killDesk({ app }: RunningDesk): Promise<void> {
    this.#desks.delete(app);
    const gone = new Promise((resolve) => app.process().once('exit', resolve));
    app.process().kill('SIGKILL');
    await gone;
  }

  // ── console ──

  /** The console in Chromium with a profile of its own, on the page that the server serves. */
  async openConsole(desk: string): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
    const context = await chromium.launchPersistentContext(this.profile(desk), {
      ...chromiumLaunchOptions(),
      headless: true,
      viewport: SCREEN,
      locale: 'fr-FR',
    });
    this.#consoles.add(context);
    const page = context.pages()[0] ?? (await context.newPage());
    catchFileChoosers(page);
    await page.goto(`${this.url}/`);
    return { context, page };
  }

  async closeConsole(context: BrowserContext): Promise<void> {
    this.#consoles.delete(context);
    // As a person closes a window: the page hears of it before the browser is gone, however busy the machine is.
    for (const page of context.pages()) await page.goto('about:blank').catch(() => {});
    await context.close();
  }

  /** Ends whatever still runs. The folder stays: other tests read what a story left. */
  async end(): Promise<void> {
    for (const app of this.#desks) {
      this.#desks.delete(app);
      // A window that does not close any more must not hold up the others.
      const gone = new Promise((resolve) => app.process().once('exit', resolve));
      if (app.process().exitCode === null && app.process().signalCode === null) {
        app.process().kill('SIGKILL');
        await gone;
      }
    }
    for (const context of this.#consoles) await this.closeConsole(context);
    await this.stopServer('SIGKILL');
  }
}

/**
 * A test's keys and clicks never pass the display, so to the system nobody has touched anything since it started: after
 * ten minutes of tests every desk would lock as it opens.
 */
export async function someoneIsThere(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => 0;
  });
}

/** How long a desk may take to show its window, on a machine with other work. */
const WINDOW_MS = 60_000;

/**
 * The desk's page among the program's pages (the strip is one too). Looked for, and not waited for as an event: a window
 * is announced before it has its address.
 */
export async function deskPageOf(app: ElectronApplication): Promise<Page> {
  for (const end = Date.now() + WINDOW_MS; Date.now() < end; ) {
    const page = app.windows().find((one) => one.url().startsWith('guichet://desk/'));
    if (page) return page;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the desk has shown no window');
}

/** From the start: a chooser that opens before Playwright listens is the system's, and nobody answers it. */
function catchFileChoosers(page: Page): void {
  page.on('filechooser', () => {});
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function answers(url: string): Promise<void> {
  const deadline = performance.now() + SERVER_UP_MS;
  for (;;) {
    const up = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return;
    if (performance.now() > deadline) throw new Error(`nothing answers at ${url}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
