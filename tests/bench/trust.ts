/**
 * `npm run bench -- trust`: what trust costs at the counter, in a real Chromium, in the desk's own worker, over its real
 * IndexedDB. The officer's slot is opened (Argon2id); the signatures of 10,000 acts are verified from a cold start, beside
 * WebCrypto's verification of the same signatures and nothing else; the desk is unlocked over 1,000, 10,000 and 100,000
 * files until the first list is there and a search answers; the read model is rebuilt from the log. Each measurement has a
 * browser of its own; CPU time is that of all its processes. `--part slot|verify|unlock|rebuild` measures one of them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { systemRandom } from '../../app/acts/clock.ts';
import type { Epoch, MissionCode } from '../../app/acts/ids.ts';
import { signReceipt } from '../../app/admission/receipt.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { KIT_VERSION } from '../../app/vault/kit.ts';
import { sealSlot } from '../../app/vault/slot-file.ts';
import { chromiumLaunchOptions } from '../../scripts/chromium.mjs';
import { transportFile } from '../../scripts/ministry/kits.ts';
import { configurationOf, WORDS } from '../world/desk-in-node.ts';
import { readServices } from '../world/services.ts';
import { World } from '../world/world.ts';
import type { BenchRow } from './bench-row.ts';
import { buildPages, servePages } from './trust/serve-pages.ts';

const ACTS = Number(process.env.BENCH_ACTS ?? 10_000);
const FILES = (process.env.BENCH_FILES ?? '1000,10000,100000').split(',').map(Number);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const EPOCH = 'specimenEpoch000' as Epoch;
const DESK = 'ML-PAR/B';
const SCOPE = 'ML-PAR' as MissionCode;

interface Ground {
  readonly url: string;
  readonly unlock: { readonly kid: string; readonly words: string };
  readonly readModelKey: string;
}

/** A browser with an empty profile, or with the one that is given. */
async function inBrowser<T>(url: string, profile: string, work: (desk: DeskPage) => Promise<T>): Promise<T> {
  const context = await chromium.launchPersistentContext(profile, {
    ...chromiumLaunchOptions(),
    headless: true,
  });
  try {
    const page = await context.newPage();
    await page.goto(url);
    return await work(new DeskPage(context, page));
  } finally {
    await context.close();
  }
}

class DeskPage {
  readonly #context: BrowserContext;
  readonly #page: Page;

  constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.#page = page;
  }

  call<T>(name: string, argument: unknown = null): Promise<T> {
    return this.#page.evaluate(
      ([method, given]) =>
        (globalThis as unknown as { callDesk(name: unknown, argument: unknown): Promise<unknown> }).callDesk(
          method,
          given,
        ),
      [name, argument],
    ) as Promise<T>;
  }

  /** milliseconds of CPU time that all of the browser's processes have taken */
  async cpu(): Promise<number> {
    const browser = this.#context.browser();
    if (!browser) throw new Error('no browser');
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function makeGround(world: World): Promise<Record<string, unknown>> {
  const { credential, plan, scope, sig, enc } = world.agent;
  const readModelKey = world.ministry.readModelKeys.get(SCOPE) ?? '';
  const slot = await sealSlot({
    identity: {
      kid: credential.kid,
      credential: credential.jws,
      initials: plan.initials,
      roles: plan.roles,
      mission: scope,
    },
    secrets: { sig, enc, readModelKeys: { [SCOPE]: readModelKey } },
    kind: 'words',
    secret: WORDS,
    random: systemRandom,
  });
  const transport = world.ministry.transports.get(world.agent.desk);
  if (!transport) throw new Error('the desk has no transport key');
  const desk = configurationOf(world, world.agent.desk, null);
  const [service] = world.definitions;
  if (!service) throw new Error('the catalogue is empty');
  const records: SignedDocument[] = [];
  for (let made = 0; made < ACTS; made += 2) {
    const { dossier, acts } = await world.lodged(service);
    const { _id, _rev, jws } = dossier.wrap;
    records.push({ _id, _rev, jws }, ...acts.map(({ document }) => document));
  }
  const { gateway } = world.ministry;
  const content = { epoch: EPOCH, n: 1, at: '2026-11-21T09:00:00Z', items: [], chains: [] };
  const { hash: _, ...receipt } = await signReceipt(content, gateway.credential.kid, gateway.signingKey);
  return {
    'kit.json': { v: KIT_VERSION, desk, transport: transportFile(transport), slots: [slot] },
    'records.json': records,
    'acts.json': records.filter(({ _id }) => _id.startsWith('act:')),
    'receipt.json': receipt,
  };
}

async function slotRows(ground: Ground, profile: string): Promise<BenchRow[]> {
  const times: number[] = [];
  await inBrowser(ground.url, profile, async (desk) => {
    for (let round = 0; round < ROUNDS; round += 1)
      times.push(await desk.call<number>('openSlot', ground.unlock));
  });
  const ours = median(times);
  return [
    {
      case: 'a slot opened: Argon2id, 64 MiB, t=3',
      metric: 'time, median (less is better)',
      unit: 'ms',
      ours,
      limit: 1500,
      ratio: ours / 1500,
    },
  ];
}

/** Cold each time: another browser, another worker. The two ways take turns. */
async function verifyRows(ground: Ground, folder: string): Promise<BenchRow[]> {
  const spent = {
    raw: { ms: [] as number[], cpu: [] as number[] },
    ours: { ms: [] as number[], cpu: [] as number[] },
  };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const way of round % 2 === 0 ? (['raw', 'ours'] as const) : (['ours', 'raw'] as const))
      await inBrowser(ground.url, join(folder, `verify-${round}-${way}`), async (desk) => {
        const before = await desk.cpu();
        spent[way].ms.push(await desk.call<number>('verify', { way }));
        spent[way].cpu.push((await desk.cpu()) - before);
      });
  const row = (metric: string, of: 'ms' | 'cpu'): BenchRow => {
    const [ours, peer] = [median(spent.ours[of]), median(spent.raw[of])];
    return {
      case: `${ACTS} acts verified from a cold start`,
      metric,
      unit: 'µs',
      ours: (ours * 1000) / ACTS,
      peer: (peer * 1000) / ACTS,
      peerName: 'WebCrypto’s verification of the same signatures and nothing else, 200 at once',
      limit: (2 * peer * 1000) / ACTS,
      ratio: ours / peer,
    };
  };
  return [
    row('time an act; the limit is twice the peer’s (less is better)', 'ms'),
    row('CPU time an act, with reading the records (less is better)', 'cpu'),
  ];
}

interface Unlocked {
  readonly total: number;
  readonly unlock: number;
  readonly usable: number;
  readonly afterSlot: number;
  readonly list: number;
  readonly link: number;
  readonly search: number;
  readonly firstNear: number;
  readonly near: number;
}

async function unlockRows(ground: Ground, folder: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const usable: number[] = [];
  for (const count of FILES) {
    const profile = join(folder, `unlock-${count}`);
    const { readModelKey, unlock } = ground;
    const planted = await inBrowser(ground.url, profile, async (desk) => {
      await desk.call('install');
      return desk.call<{ ms: number; name: string }>('plant', { count, epoch: EPOCH, readModelKey });
    });
    const seen: Unlocked[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      seen.push(
        await inBrowser(ground.url, profile, (desk) =>
          desk.call<Unlocked>('unlock', { ...unlock, name: planted.name }),
        ),
      );
    if (seen.some(({ total }) => total !== count)) throw new Error('not every file is in the list');
    const of = (what: keyof Unlocked) => median(seen.map((one) => one[what]));
    usable.push(of('afterSlot'));
    const line = (metric: string, ours: number, limit?: number): BenchRow => ({
      case: `${count} files`,
      metric,
      unit: 'ms',
      ours,
      ...(limit === undefined ? {} : { limit, ratio: ours / limit }),
    });
    rows.push(
      line('from the opened slot to a usable counter (less is better)', of('afterSlot'), 2000),
      line('from the secret to a usable counter: Argon2id and that (less is better)', of('usable')),
      line('the list again (less is better)', of('list'), 100),
      line('a search (less is better)', of('search'), 50),
      line('a search for what is near, right after unlocking (less is better)', of('firstNear')),
      line('a search for what is near (less is better)', of('near'), 50),
      line('the link’s figures (less is better)', of('link')),
      line('all rows written, and put in order (less is better)', planted.ms),
    );
  }
  return [...rows, ...growth('from the opened slot to a usable counter', FILES, usable)];
}

/** What one file more costs among many, to what it costs among few. */
function growth(what: string, counts: readonly number[], times: readonly number[]): BenchRow[] {
  if (counts.length < 3) return [];
  const [a, b, c] = counts.slice(-3) as [number, number, number];
  const [ta, tb, tc] = times.slice(-3) as [number, number, number];
  const [few, many] = [(tb - ta) / (b - a), (tc - tb) / (c - b)];
  return [
    {
      case: `${what}: a file more, from ${b} to ${c}`,
      metric: 'cost; the peer is the same from fewer (less is better)',
      unit: 'µs',
      ours: many * 1000,
      peer: few * 1000,
      peerName: `a file more, from ${a} to ${b}`,
      limit: few * 1250,
      ratio: many / few,
    },
  ];
}

/** The read model from nothing, over a tenth of the files and over all. */
async function rebuildRows(ground: Ground, folder: string): Promise<BenchRow[]> {
  const all = ACTS / 2;
  const some = Math.max(1, Math.floor(all / 10));
  const cost: number[] = [];
  const rows: BenchRow[] = [];
  const profile = join(folder, 'rebuild');
  let filled = 0;
  for (const count of [some, all]) {
    const { ms, told, total } = await inBrowser(ground.url, profile, async (desk) => {
      if (filled === 0) await desk.call('install');
      await desk.call('fill', { from: filled, to: count });
      return desk.call<{ ms: number; told: number; total: number }>('rebuild', ground.unlock);
    });
    if (total !== count || told === 0) throw new Error('not rebuilt, or nothing was said of how far it was');
    filled = count;
    cost.push(ms / count);
    rows.push({
      case: `the read model of ${count} files rebuilt from the log`,
      metric: `time a file; progress was told ${told} times (less is better)`,
      unit: 'ms',
      ours: ms / count,
      ...(count === all
        ? {
            peer: cost[0] as number,
            peerName: `the same of ${some} files`,
            limit: 1.25 * (cost[0] as number),
            ratio: ms / count / (cost[0] as number),
          }
        : {}),
    });
  }
  return rows;
}

const PARTS: Readonly<Record<string, (ground: Ground, folder: string) => Promise<readonly BenchRow[]>>> = {
  slot: slotRows,
  verify: verifyRows,
  unlock: unlockRows,
  rebuild: rebuildRows,
};

export async function trust({ part }: { readonly part?: string }): Promise<readonly BenchRow[]> {
  const parts = Object.entries(PARTS).filter(([name]) => part === undefined || name === part);
  if (parts.length === 0) throw new RangeError(`--part ${Object.keys(PARTS).join('|')}`);
  const folder = await mkdtemp(join(tmpdir(), 'guichet-bench-trust-'));
  const world = await World.open(readServices('ml'));
  const pages = await servePages(await buildPages(join(folder, 'pages')), await makeGround(world));
  const ground: Ground = {
    url: pages.url,
    unlock: { kid: world.officer('A. S.', DESK).credential.kid, words: WORDS },
    readModelKey: world.ministry.readModelKeys.get(SCOPE) ?? '',
  };
  const rows: BenchRow[] = [];
  try {
    for (const [name, measure] of parts) rows.push(...(await measure(ground, join(folder, name))));
    return rows;
  } finally {
    await pages.close();
    await rm(folder, { recursive: true, force: true });
  }
}
