/**
 * A whole desk is killed, again and again, while it seals and sends to a real server. In the end everything it had told
 * is there, once, and received; every reference was given once; what was not sealed is still a draft.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import { createMinistry } from '../../scripts/ministry/create-ministry.ts';
import { demoPlan } from '../../scripts/ministry/plan.ts';
import { writeMinistry } from '../../scripts/ministry/write-ministry.ts';
import { type RunningServer, startServer } from '../../sync-server/server.ts';
import { readServices } from '../world/services.ts';
import { TestClock } from '../world/world.ts';
import { forEachSeed } from './seeded.ts';

const CHILD = fileURLToPath(new URL('./desk-child.ts', import.meta.url));
const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const LIVES = 4;

interface Said {
  readonly ready?: true;
  readonly sealed?: { readonly dossier: string; readonly ref: string };
  readonly trouble?: string;
  readonly end?: {
    readonly files: readonly {
      dossier: string;
      ref: string;
      kinds: string[];
      states: string[];
      evidence: number;
    }[];
    readonly drafts: readonly unknown[];
    readonly code: string;
  };
}

let folder: string;
let server: RunningServer;
let words: string;
let child: ChildProcess | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-desk-kill-'));
  const clock = new TestClock();
  const plan = demoPlan('http://127.0.0.1:1');
  const ministry = await createMinistry(plan, readServices('ml'), { clock, random: systemRandom });
  const told = await writeMinistry(ministry, folder, systemRandom, CHEAP);
  words = told.find(({ desk, roles }) => desk === 'ML-PAR/B' && roles.includes('agent'))?.words ?? '';
  server = await startServer({ data: join(folder, 'server'), ministry: folder, clock });
}, 60_000);
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a desk until `until` says so, then kills it `delay` ms later, or lets it end. */
async function life(until: (said: Said) => boolean, delay: number | null, mode = ''): Promise<Said[]> {
  const kit = join(folder, 'desks', 'ML-PAR-B.kit.json');
  const args = [join(folder, 'profile'), kit, server.url, words, String(new TestClock().time + 60_000), mode];
  const started = spawn(process.execPath, ['--import', 'tsx', CHILD, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  const said: Said[] = [];
  const gone = once(started, 'close');
  let timer: NodeJS.Timeout | undefined;
  createInterface({ input: started.stdout }).on('line', (line) => {
    // The last line may be cut by the kill.
    const one = line.endsWith('}') ? (JSON.parse(line) as Said) : {};
    said.push(one);
    if (delay !== null && until(one)) timer ??= setTimeout(() => started.kill('SIGKILL'), delay);
  });
  await gone;
  clearTimeout(timer);
  return said;
}

describe('a desk that is killed while it seals and sends', () => {
  test('loses nothing that it told, and seals nothing twice', { timeout: 300_000 }, async () => {
    await forEachSeed(1, async (dice) => {
      const told = new Map<string, string>();
      for (let run = 0; run < LIVES; run += 1) {
        const said = await life(({ ready }) => ready === true, 300 + dice.below(2500));
        for (const { sealed } of said) if (sealed) told.set(sealed.dossier, sealed.ref);
        expect(said.flatMap(({ trouble }) => trouble ?? [])).toEqual([]);
      }
      const [last] = (await life(() => false, null, 'finish')).flatMap(({ end }) => end ?? []);
      expect(last?.code).toBe('done');
      const files = last?.files ?? [];
      expect(told.size).toBeGreaterThan(0);
      for (const [dossier, ref] of told)
        expect(files.find((file) => file.dossier === dossier)?.ref).toBe(ref);
      const serials = files.map(({ ref }) => Number(ref.split('-')[3])).sort((a, b) => a - b);
      expect(serials).toEqual(serials.map((_, index) => index + 1));
      for (const { kinds, states, evidence } of files) {
        expect(kinds).toEqual(['opened', 'submitted']);
        expect(states).toEqual(['received', 'received']);
        expect(evidence).toBe(4);
      }
      // each life leaves at most the draft it was at
      expect(last?.drafts.length).toBeLessThanOrEqual(LIVES);
    });
  });
});
