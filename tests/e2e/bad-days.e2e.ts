/** Bad days of a desk: nothing is lost, the screen says what happened and what to do, and it is tried again. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { fillForm } from './fill-form.ts';
import { Ground, type RunningDesk } from './ground.ts';
import { attachScans, find, lodge, newApplication, seal, sendAll, toReview, unlock } from './hands.ts';
import { PASSPORT, VISA } from './specimens.ts';

test.describe.configure({ mode: 'serial' });

const DESK = 'ML-PAR/B';
const MISSION = 'ML-PAR';
let ground: Ground;
let desk: RunningDesk;
let ref = '';

test.beforeAll(async () => {
  ground = await Ground.make('bad-days');
});
test.afterAll(() => ground.end());

async function answerWith(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(ground.port, '127.0.0.1', resolve));
  return server;
}

const end = (server: Server): Promise<unknown> => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
};

/** F8, « Envoyer maintenant »: what it answers. */
async function sendAndRead(page: Page, said: RegExp): Promise<void> {
  await page.keyboard.press('F8');
  const panel = page.getByRole('dialog', { name: 'Liaison' });
  await panel.getByRole('button', { name: 'Envoyer maintenant' }).click();
  await expect(panel.getByRole('status').filter({ hasText: said })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
}

test('a server in trouble, a foreign answer, nonsense: each is said, nothing leaves, nothing is lost', async () => {
  desk = await ground.openDesk(DESK);
  const { page } = desk;
  await unlock(page, ground, DESK, 'A. S.');
  ref = await lodge(page, PASSPORT, MISSION);
  await sendAndRead(page, /aucune liaison à \d\d:\d\d/);

  const days: readonly (readonly [string, RequestListener, RegExp])[] = [
    ['500', (_request, response) => response.writeHead(500).end('{}'), /le centre répond mal/i],
    [
      'captive portal',
      (_request, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Wi-Fi</body></html>'),
      /la réponse ne vient pas du centre/i,
    ],
    [
      'captive portal that leads elsewhere',
      (_request, response) => response.writeHead(302, { location: 'http://wifi.invalid/' }).end(),
      /la réponse ne vient pas du centre/i,
    ],
    [
      'nonsense',
      (_request, response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":{{{'),
      /le centre répond mal/i,
    ],
  ];
  for (const [name, listener, said] of days) {
    const server = await answerWith(listener);
    await test.step(name, () => sendAndRead(page, said));
    await end(server);
  }
  await ground.startServer();
  expect(await sendAll(page)).toBeGreaterThanOrEqual(2);
  await ground.closeDesk(desk);
});

test('an orderly end is no abrupt stop', async () => {
  desk = await ground.openDesk(DESK);
  await unlock(desk.page, ground, DESK, 'A. S.');
  await expect(desk.page.getByRole('heading', { level: 1, name: 'Accueil' })).toBeVisible();
  await ground.closeDesk(desk);
});

test('with IndexedDB gone the desk is rebuilt from its journal', async () => {
  await rm(join(ground.profile(DESK), 'IndexedDB'), { recursive: true });
  desk = await ground.openDesk(DESK);
  const { page } = desk;
  await unlock(page, ground, DESK, 'A. S.');
  await page.getByRole('link', { name: /^Dossiers/ }).click();
  await expect(page.getByRole('row').filter({ hasText: ref })).toBeVisible();
  await find(page, PASSPORT.name, ref);
  await page.getByRole('tab', { name: /^Pièces/ }).click();
  await expect(page.getByRole('img', { name: /Photo d’identité/ }).first()).toBeVisible();
  await ground.closeDesk(desk);
});

test('with IndexedDB broken the desk opens, or says what to do; the journal keeps everything', async () => {
  const store = join(ground.profile(DESK), 'IndexedDB');
  for (const folder of await readdir(store)) {
    for (const file of await readdir(join(store, folder)))
      if (/\.(ldb|log)$/.test(file)) rmSync(join(store, folder, file));
  }
  desk = await ground.openDesk(DESK);
  const { page } = desk;
  await unlock(page, ground, DESK, 'A. S.');
  await page.keyboard.press('Control+Enter');
  await find(page, PASSPORT.name, ref);
  await ground.closeDesk(desk);
});

test('on a full disk nothing is said to be sealed; with room again the same draft is', async () => {
  test.setTimeout(120_000);
  const profile = join(ground.folder, 'small-disk');
  await mkdir(profile, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', profile], { stdio: 'ignore' });
  } catch {
    test.info().annotations.push({ type: 'note', description: 'no right to mount a small disk here' });
    return;
  }
  try {
    desk = await ground.openDesk('ML-PAR/A', { profile });
    const { page } = desk;
    await unlock(page, ground, 'ML-PAR/A', 'A. S.');
    await newApplication(page, VISA);
    await fillForm(page, VISA, MISSION);
    await attachScans(page, VISA);
    await toReview(page);
    await expect(page.getByText('Tout est complet.')).toBeVisible();
    fillUp(profile);
    await page.keyboard.press('Control+Enter');
    const sheet = page.getByRole('dialog', { name: 'Sceller' });
    await expect(sheet).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(sheet.getByText(/place sur le disque|Le disque n’a pas accepté/)).toBeVisible();
    rmSync(join(profile, 'ballast'));
    await sheet.getByRole('button', { name: 'Annuler' }).click();
    expect(await seal(page)).toMatch(/^PAR-A-/);
    await ground.closeDesk(desk);
  } finally {
    await ground.end();
    execFileSync('umount', ['-l', profile]);
  }
});

/** To the last byte: whole pages first, then what is left. */
function fillUp(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let size = 1 << 20; size >= 512; size >>= 1) {
    for (let full = false; !full; ) {
      try {
        writeFileSync(join(folder, 'ballast'), new Uint8Array(size), { flag: 'a' });
      } catch {
        full = true;
      }
    }
  }
}
