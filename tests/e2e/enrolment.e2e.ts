/**
 * A new agent on a desk, without a network: asked for on the locked screen, approved by the head of mission on another
 * desk, activated, and at work; the centre takes the agent's first application although it has never heard of them.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { Ground, type RunningDesk } from './ground.ts';
import { confirmWords, lock, lodge, sendAll, unlock } from './hands.ts';
import { LAISSEZ_PASSER } from './specimens.ts';

test.describe.configure({ mode: 'serial' });

const DESK = 'ML-PAR/A';
const APPROVER = 'ML-PAR/B';
const NEW = 'ML-PAR/P';
const INITIALS = 'N. F.';
let ground: Ground;
let desk: RunningDesk;
let words = '';
let newWords = '';
let digits = '';
const files = { request: '', answer: '' };

test.beforeAll(async () => {
  ground = await Ground.make('enrolment');
});
test.afterAll(() => ground.end());

/** The system's own dialogue cannot be pressed from here: what is saved goes to `filePath`. */
const saveTo = ({ app }: RunningDesk, filePath: string): Promise<void> =>
  app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = (() =>
      Promise.resolve({ canceled: false, filePath: path })) as typeof dialog.showSaveDialog;
  }, filePath);

async function choose(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choisir un fichier' }).click();
  await (await chooser).setFiles(file);
}

test('is asked for on the locked screen; the QR code on it reads as the very request', async () => {
  desk = await ground.openDesk(DESK);
  const { page } = desk;
  await page.getByRole('button', { name: 'Nouvel agent sur ce guichet' }).click();
  await page.getByLabel('Initiales').fill(INITIALS);
  await page.getByRole('checkbox', { name: /^agent/ }).check();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Vos six mots' })).toBeVisible();
  const noted = await page.getByRole('main').getByRole('listitem').allInnerTexts();
  words = noted.map((line) => line.replace(/^\d\s*/, '').trim()).join(' ');
  expect(words.split(' ')).toHaveLength(6);
  await page.getByRole('checkbox', { name: 'Je les ai notés' }).check();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: `Demande de ${INITIALS}` })).toBeVisible();
  digits = await page.locator('.enrol-digits').innerText();

  files.request = join(ground.folder, 'request.txt');
  await saveTo(desk, files.request);
  await page.keyboard.press('Control+S');
  await expect(page.getByText('Fichier enregistré.')).toBeVisible();
  const picture = join(ground.folder, 'request.png');
  await page.getByRole('img', { name: 'Code QR de la demande' }).screenshot({ path: picture });
  const { stdout } = await promisify(execFile)('zbarimg', ['-q', '--raw', picture]);
  expect(stdout.trim()).toBe(await readFile(files.request, 'utf8'));
});

test('waits there after the program was killed', async () => {
  await ground.killDesk(desk);
  desk = await ground.openDesk(DESK);
  const { page } = desk;
  await page.getByRole('button', { name: new RegExp(`^${INITIALS.replaceAll('.', '\\.')}`) }).click();
  expect(await page.locator('.enrol-digits').innerText()).toBe(digits);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Déverrouiller' })).toBeVisible();
});

test('is approved by the head of mission on another desk, who sees the same digits', async () => {
  const other = await ground.openDesk(APPROVER);
  const { page } = other;
  await unlock(page, ground, APPROVER, 'M. U.');
  await page.keyboard.press('Control+K');
  await page.keyboard.type('>habiliter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Habiliter un agent' })).toBeVisible();
  await choose(page, files.request);
  await expect(page.getByLabel('Nom', { exact: true })).toBeVisible();
  expect(await page.locator('.enrol-digits').innerText()).toBe(digits);
  await page.getByRole('checkbox', { name: /^J’ai comparé ces chiffres/ }).check();
  await page.getByLabel('Nom', { exact: true }).fill('SPECIMEN');
  await page.getByLabel(/^Prénoms/).fill('Ɲagalɛn');
  await page.keyboard.press('Control+Enter');
  await confirmWords(page, ground.words(APPROVER, 'M. U.'), 'Votre code, pour habiliter');
  await expect(page.getByRole('heading', { level: 1, name: 'Habilitation signée' })).toBeVisible();
  files.answer = join(ground.folder, 'answer.txt');
  await saveTo(other, files.answer);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Fichier enregistré.')).toBeVisible();
  await lock(page);
  await ground.closeDesk(other);
});

test('is activated with the answer and the words, unlocks, and seals an application', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: new RegExp(`^${INITIALS.replaceAll('.', '\\.')}`) }).click();
  await page.keyboard.press('Control+Enter');
  await choose(page, files.answer);
  await page.getByLabel('Six mots notés pour la demande').fill(words);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`Habilitation de ${INITIALS} activée.`)).toBeVisible();
  await expect(page.getByRole('radio', { name: INITIALS })).toBeChecked();
  await expect(page.getByLabel('Six mots', { exact: true })).toBeFocused();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Rubriques' })).toBeVisible();
  // The program was killed before: that is said first.
  const stopped = page.getByRole('heading', { level: 1, name: /^Arrêt brusque/ });
  const home = page.getByRole('heading', { level: 1, name: 'Accueil' });
  await expect(stopped.or(home)).toBeVisible();
  if (await stopped.isVisible()) await page.keyboard.press('Control+Enter');
  await expect(home).toBeVisible();
  await lodge(page, LAISSEZ_PASSER, 'ML-PAR');
});

test('is believed by the centre, which receives what they sealed', async () => {
  await ground.startServer();
  const { page } = desk;
  expect(await sendAll(page)).toBeGreaterThan(0);
  // Nothing of it rests in quarantine, and nobody has something to do.
  await page.keyboard.press('F8');
  await expect(page.getByRole('dialog', { name: 'Liaison' })).toContainText('Rien à faire ici.');
});

test('a computer without a kit asks, is approved, and is the desk of its answer at once', async () => {
  const fresh = await ground.openDesk(NEW, { kit: false });
  const { page } = fresh;
  await page.getByRole('button', { name: 'Demander la mise en service' }).click();
  await choose(page, join(ground.folder, 'ministry', 'root.jws'));
  await page.getByRole('checkbox', { name: /^J’ai comparé cette empreinte/ }).check();
  await page.keyboard.press('Control+Enter');
  await page.getByLabel('Mission', { exact: true }).fill('ML-PAR');
  await page.getByLabel('Initiales').fill(INITIALS);
  await page.getByRole('checkbox', { name: /^agent/ }).check();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Vos six mots' })).toBeVisible();
  const noted = await page.getByRole('main').getByRole('listitem').allInnerTexts();
  newWords = noted.map((line) => line.replace(/^\d\s*/, '').trim()).join(' ');
  await page.getByRole('checkbox', { name: 'Je les ai notés' }).check();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Demande de mise en service' })).toBeVisible();
  const shown = await page.locator('.enrol-digits').innerText();
  await saveTo(fresh, files.request);
  await page.keyboard.press('Control+S');
  await expect(page.getByText('Fichier enregistré.')).toBeVisible();

  await desk.page.keyboard.press('Escape');
  await lock(desk.page);
  await unlock(desk.page, ground, DESK, 'M. U.');
  await desk.page.keyboard.press('Control+K');
  await desk.page.keyboard.type('>habiliter');
  await desk.page.keyboard.press('Enter');
  await choose(desk.page, files.request);
  await expect(
    desk.page.getByRole('heading', { level: 1, name: 'Mettre un guichet en service' }),
  ).toBeVisible();
  expect(await desk.page.locator('.enrol-digits').innerText()).toBe(shown);
  await desk.page.getByRole('checkbox', { name: /^J’ai comparé ces chiffres/ }).check();
  await desk.page.getByLabel('Nom', { exact: true }).fill('SPECIMEN');
  await desk.page.getByLabel(/^Prénoms/).fill('Ɲagalɛn');
  await desk.page.keyboard.press('Control+Enter');
  await confirmWords(desk.page, ground.words(DESK, 'M. U.'), 'Votre code, pour habiliter');
  await expect(
    desk.page.getByRole('heading', { level: 1, name: 'Réponse signée pour le guichet' }),
  ).toBeVisible();
  await saveTo(desk, files.answer);
  await desk.page.keyboard.press('Control+Enter');
  await expect(desk.page.getByText('Fichier enregistré.')).toBeVisible();

  await page.getByRole('button', { name: 'J’ai la réponse', exact: true }).click();
  await choose(page, files.answer);
  await page.getByLabel('Six mots notés pour la demande').fill(newWords);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Déverrouiller' })).toBeVisible();
  await expect(page.getByText('Guichet P').first()).toBeVisible();
  await page.getByLabel('Six mots', { exact: true }).fill(newWords);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Accueil' })).toBeVisible();
  // The page that loaded anew may speak to the gateway, which has never heard of this desk.
  await lodge(page, LAISSEZ_PASSER, 'ML-PAR');
  expect(await sendAll(page)).toBeGreaterThan(0);
});

test('leaves nobody’s name or words in clear on either desk', async () => {
  await ground.end();
  const all = [words, newWords];
  const secrets = ['Ɲagalɛn', ...all, ...all.map((one) => one.replaceAll(' ', '-'))];
  for (const name of [DESK, APPROVER, NEW]) {
    const root = join(ground.profile(name), 'desk');
    const found = await readdir(root, { recursive: true, withFileTypes: true });
    for (const file of found.filter((one) => one.isFile())) {
      const bytes = await readFile(join(file.parentPath, file.name));
      for (const secret of secrets) expect(bytes.includes(Buffer.from(secret)), file.name).toBe(false);
    }
  }
});
