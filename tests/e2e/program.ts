/**
 * Builds the main process with a bare page into a folder of its own, and runs it as a desk does: a real Electron, a
 * profile folder with a kit, nothing else.
 */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { build } from 'vite';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode } from '../../app/acts/ids.ts';
import type { DeskConfiguration } from '../../app/desk/ports.ts';
import type { PublicJwk } from '../../app/seal/keys.ts';
import { sealSlot } from '../../app/vault/slot-file.ts';
import { generateWords } from '../../app/vault/words.ts';
import { electronFlags, electronPath } from '../../scripts/electron-runtime.mjs';
import {
  AUTHORITY_PLAN,
  holder,
  ROOT_PLAN,
  technicalPlan,
  transportPlan,
} from '../../scripts/ministry/issue.ts';
import { deskPageOf, someoneIsThere } from './ground.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const COMMON = { logLevel: 'warn', mode: 'production' } as const;

/** @returns the folder to hand to Electron */
export async function buildProgram(): Promise<string> {
  process.env.NODE_ENV = 'production';
  const folder = await mkdtemp(join(tmpdir(), 'guichet-program-'));
  const main = join(folder, 'main');
  await build({ ...COMMON, configFile: join(ROOT, 'vite.main.config.ts'), build: { outDir: main } });
  for (const script of ['preload', 'strip', 'print']) {
    await build({
      ...COMMON,
      configFile: join(ROOT, 'vite.preload.config.ts'),
      build: {
        outDir: main,
        rolldownOptions: { input: { [script]: join(ROOT, 'main', 'preload', `${script}.ts`) } },
      },
    });
  }
  const pages = [
    [join(ROOT, 'renderer'), 'print/recepisse.html'],
    [join(ROOT, 'renderer'), 'print/access.html'],
    [join(ROOT, 'renderer'), 'print/form.html'],
    [join(ROOT, 'tests', 'e2e', 'bare-page'), 'index.html'],
  ] as const;
  for (const [root, page] of pages) {
    await build({
      ...COMMON,
      configFile: false,
      root,
      build: {
        outDir: join(folder, 'renderer'),
        emptyOutDir: false,
        assetsInlineLimit: 0,
        target: 'chrome130',
        rolldownOptions: { input: join(root, page) },
      },
    });
  }
  const manifest = { name: 'guichet', type: 'module', main: 'main/main.js', version: '0.0.0' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

export interface Kit {
  readonly profile: string;
  readonly kid: Kid;
  readonly words: string;
  readonly publicKey: PublicJwk;
  /** what must never lie in clear on the disk */
  readonly secrets: readonly string[];
}

export const DESK = 'ML-PAR/B' as DeskId;
export const MISSION = 'ML-PAR' as MissionCode;

/** A profile as the ministry's script leaves it: one officer, words not yet used. */
export async function makeKit(): Promise<Kit> {
  const profile = await mkdtemp(join(tmpdir(), 'guichet-profile-'));
  const making = { clock: { now: () => Date.now() }, random: systemRandom, documents: [] };
  const root = await holder(making, null, ROOT_PLAN);
  const authority = await holder(making, root, AUTHORITY_PLAN);
  const gateway = await holder(making, authority, technicalPlan('gateway'));
  const transport = await holder(making, authority, transportPlan(DESK));
  const officer = { roles: ['agent'] as const, scope: MISSION, desk: DESK, years: 1 };
  const { credential, sig, enc } = await holder(making, authority, officer);
  const { kid } = credential;
  const words = generateWords(systemRandom);
  const configuration: DeskConfiguration = {
    desk: DESK,
    mission: MISSION,
    missions: [MISSION],
    missionNames: { 'ML-PAR': { fr: 'Paris', en: 'Paris', ar: 'باريس' } },
    root: root.credential.jws,
    gateway: { url: 'http://127.0.0.1:9', kid: gateway.credential.kid },
    seed: [],
  };
  const slot = await sealSlot({
    identity: { kid, credential: credential.jws, initials: 'AE', roles: ['agent'], mission: MISSION },
    secrets: { sig, enc, readModelKeys: { 'ML-PAR': 'k' } },
    kind: 'words',
    secret: words,
    random: systemRandom,
  });
  const files: Readonly<Record<string, unknown>> = {
    'desk.json': configuration,
    [`slots/${kid}.json`]: slot,
    'transport.json': {
      v: 1,
      kid: transport.credential.kid,
      credential: transport.credential.jws,
      key: transport.sig,
      stored: null,
    },
  };
  for (const [name, content] of Object.entries(files)) {
    const path = join(profile, 'desk', name);
    await mkdir(path.slice(0, -basename(path).length), { recursive: true });
    await writeFile(path, JSON.stringify(content));
  }
  return {
    profile,
    kid,
    words,
    publicKey: credential.sig,
    secrets: [sig.d, enc.d, transport.sig.d],
  };
}

export interface RunningDesk {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** @param keyStore `none`: Chromium's `basic` store; `os`: the GNOME key ring of this session */
export async function launch(
  program: string,
  profile: string,
  keyStore: 'os' | 'none',
): Promise<RunningDesk> {
  const app = await _electron.launch({
    executablePath: await electronPath(),
    args: [
      ...electronFlags(),
      `--password-store=${keyStore === 'os' ? 'gnome-libsecret' : 'basic'}`,
      program,
      `--profile=${profile}`,
    ],
  });
  await someoneIsThere(app);
  return { app, page: await deskPage(app) };
}

/** The desk's page, once it holds its ports. */
async function deskPage(app: ElectronApplication): Promise<Page> {
  const page = await deskPageOf(app);
  await page.getByText('ready').waitFor();
  return page;
}
