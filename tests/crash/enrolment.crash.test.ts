/**
 * An enrolment is killed before and after each write. Afterwards there is the request, or the slot, or both; the same
 * answer ends what was begun; nothing secret lies in clear at any moment.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeskId, Kid } from '../../app/acts/ids.ts';
import { readRequest } from '../../app/enrolment/request.ts';
import { openVault, type Vault } from '../../main/vault/vault.ts';
import { configurationOf, MemoryVault, NodeDesk, WORDS } from '../world/desk-in-node.ts';
import { approvedBy } from '../world/enrolled.ts';
import { Fault } from '../world/fault.ts';
import { World } from '../world/world.ts';

const CHILD = fileURLToPath(new URL('./enrolment-child.ts', import.meta.url));
const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const DESK = 'ML-PAR/B' as DeskId;

let world: World;
let root: string;
beforeEach(async () => {
  world = await World.open();
  root = await mkdtemp(join(tmpdir(), 'guichet-enrolment-'));
});
afterEach(() => rm(root, { recursive: true }));

interface Life {
  readonly killed: boolean;
  readonly said: {
    readonly steps: number;
    readonly request?: string;
    readonly words?: string;
    readonly kid?: Kid;
  } | null;
}

const live = (folder: string, n: number, ...what: string[]): Promise<Life> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, ['--import', 'tsx', CHILD, folder, String(n), ...what], (error, stdout) => {
      const killed = (error as { signal?: string } | null)?.signal === 'SIGKILL';
      if (error && !killed) reject(error);
      else resolve({ killed, said: stdout === '' ? null : (JSON.parse(stdout) as Life['said']) });
    });
  });

const vaultIn = (folder: string): Promise<Vault> =>
  openVault({
    folder,
    keyStore: null,
    countdown: { run: async () => 'cancelled', cancel: () => {} },
    report: () => {},
    cost: CHEAP,
  });

async function commissioned(): Promise<string> {
  const folder = join(root, 'desk');
  await mkdir(folder);
  await writeFile(join(folder, 'desk.json'), JSON.stringify(configurationOf(world, DESK, null)));
  return folder;
}

/** Whatever lies in the folder, as text. */
async function everything(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile() && one.name !== 'desk.json');
  return (await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), 'utf8')))).join('\n');
}

describe('main', () => {
  test('asking: killed at any write, there is the whole request or none', async () => {
    const folder = await commissioned();
    const whole = await live(folder, 0, 'ask');
    expect(whole.said?.steps).toBe(2);
    for (const n of [1, 2]) {
      await rm(join(folder, 'requests'), { recursive: true, force: true });
      expect((await live(folder, n, 'ask')).killed).toBe(true);
      expect(await (await vaultIn(folder)).port.requests()).toHaveLength(n - 1);
      expect(await everything(folder)).not.toContain('"d":');
    }
  }, 120_000);

  test('activating: killed at any write, the same answer ends it', async () => {
    const start = await commissioned();
    const { request: text = '', words = '' } = (await live(start, 0, 'ask')).said ?? {};
    const request = await readRequest(text);
    const { answer, credential } = await approvedBy(world, request);
    const answerFile = join(root, 'answer.guichet-enrolment');
    await writeFile(answerFile, answer);
    let kills = 0;
    for (let n = 1; ; n += 1) {
      const folder = join(root, `life-${n}`);
      await cp(start, folder, { recursive: true });
      const life = await live(folder, n, 'activate', answerFile, words);
      const vault = await vaultIn(folder);
      const slots = await vault.port.slots();
      const requests = await vault.port.requests();
      expect([slots.length, requests.length], `after step ${n}`).toEqual(
        slots.length === 1 ? [1, 0] : [0, 1],
      );
      if (slots.length === 0) {
        // The attempt was counted before it was made, and is free again after its second.
        const [wait] = [
          (await vault.port.activateRequest(answer, words)) as { waitUntil?: string; kid?: Kid },
        ];
        if (wait.waitUntil) {
          await new Promise((resolve) => setTimeout(resolve, Date.parse(wait.waitUntil ?? '') - Date.now()));
          expect(await vault.port.activateRequest(answer, words)).toMatchObject({ kid: credential.kid });
        }
      }
      expect(await vault.port.requests()).toEqual([]);
      expect(await vault.port.unlock(credential.kid, words)).toMatchObject({ outcome: 'opened' });
      expect(await everything(folder)).not.toContain('"d":');
      if (!life.killed) {
        expect(life.said).toMatchObject({ kid: credential.kid });
        break;
      }
      kills += 1;
    }
    expect(kills).toBe(8); // two attempts noted, the slot, the request: before and after each
  }, 240_000);
});

describe('the worker', () => {
  test('activating: stopped at any call, the same answer ends it on what is left', async () => {
    const vault = new MemoryVault();
    const first = await NodeDesk.open({ world, desk: DESK, vault });
    const asked = await first.desk.askForEnrolment({ initials: 'E. A.', roles: ['agent'] }, null);
    await first.close();
    const { answer, credential } = await approvedBy(world, await readRequest(asked.pending.text));
    const file = (await vault.requests.all())[0]!;
    for (let n = 0; ; n += 1) {
      const fault = new Fault();
      const home = new MemoryVault();
      await home.requests.put(file);
      const desk = await NodeDesk.open({ world, desk: DESK, vault: home, fault });
      fault.stopIn(n);
      const done = await desk.desk.activateEnrolment(answer, asked.words ?? '').catch(() => null);
      await desk.kill();
      const again = await NodeDesk.open({ world, desk: DESK, vault: home, medium: desk.medium });
      if ((await again.desk.pendingEnrolments()).length > 0)
        expect(await again.desk.activateEnrolment(answer, asked.words ?? '')).toEqual({
          kid: credential.kid,
        });
      expect(await again.desk.unlock(credential.kid, asked.words ?? '')).toMatchObject({
        outcome: 'unlocked',
      });
      expect(await again.desk.pendingEnrolments()).toEqual([]);
      await again.close();
      if (done) {
        expect(n).toBeGreaterThan(10);
        break;
      }
    }
  }, 240_000);

  test('approving: stopped at any call, either nothing was given or it travels; approving again is possible', async () => {
    const { text } = await (async () => {
      const desk = await NodeDesk.open({ world, desk: DESK });
      const { pending } = await desk.desk.askForEnrolment({ initials: 'E. A.', roles: ['agent'] }, null);
      await desk.close();
      return pending;
    })();
    const approval = {
      name: 'ERIKSSON Anna',
      roles: ['agent'],
      until: world.officer('M. U.', 'ML-PAR/A').credential.until,
    } as const;
    for (let n = 0; ; n += 3) {
      const fault = new Fault();
      const head = await NodeDesk.open({ world, desk: 'ML-PAR/A', fault });
      await head.unlock('M. U.');
      await head.desk.confirmSecret(WORDS);
      fault.stopIn(n);
      const done = await head.desk.approveEnrolment(text, approval).catch(() => null);
      await head.kill();
      const again = await NodeDesk.open({ world, desk: 'ML-PAR/A', medium: head.medium });
      await again.unlock('M. U.');
      const journaled = (await again.journal.travelling()).flatMap(({ documents }) => documents);
      const known = (await again.desk.readEnrolmentRequest(text)).approvedBefore;
      expect(known).toBe(journaled.some(({ _id }) => _id.startsWith('credential:')));
      for (const { _id } of journaled)
        expect(await again.medium.log('mission-ml-par').get(_id), _id).toBeDefined();
      await again.desk.confirmSecret(WORDS);
      expect((await again.desk.approveEnrolment(text, approval)).answer).toContain('credential:');
      await again.close();
      if (done) break;
    }
  }, 240_000);
});
