/**
 * The whole way: captured and sealed without a server, killed in the middle of a draft, sent, reviewed in a browser,
 * decided, handed over. One story: each test goes on where the one before stopped.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { fillForm } from './fill-form.ts';
import { Ground, type RunningDesk } from './ground.ts';
import {
  attachScans,
  commission,
  confirmWords,
  find,
  handOver,
  issue,
  lock,
  lodge,
  lookAtEverything,
  newApplication,
  refuse,
  seal,
  sendAll,
  toReview,
  unlock,
} from './hands.ts';
import { drawScan } from './scans.ts';
import { LAISSEZ_PASSER, LAST_WORDS, PASSPORT, REFUSAL, SECOND_PASSPORT, VISA } from './specimens.ts';

test.describe.configure({ mode: 'serial' });

const DESK = 'ML-PAR/B';
const MISSION = 'ML-PAR';
let ground: Ground;
let desk: RunningDesk;
let central: Awaited<ReturnType<Ground['openConsole']>>;
const CENTRE = 'CENTRAL/A';
const refs = { passport: '', visa: '', second: '', laissezPasser: '' };

test.beforeAll(async () => {
  ground = await Ground.make('story');
});
test.afterAll(() => ground.end());

test('a passport and a visa are captured and sealed while there is no server', async () => {
  desk = await ground.openDesk(DESK);
  const { page } = desk;
  await unlock(page, ground, DESK, 'A. S.');
  refs.passport = await lodge(page, PASSPORT, MISSION);
  await page.keyboard.press('F4');
  refs.visa = await lodge(page, VISA, MISSION);
  expect(refs.passport).toMatch(/^PAR-B-\d\d-00001-.$/);
  expect(refs.visa).toMatch(/^PAR-B-\d\d-00002-.$/);
});

test('the récépissé is previewed as the very PDF that will be printed', async () => {
  const { page, app } = desk;
  await page.keyboard.press('Control+P');
  const sheet = page.getByRole('dialog', { name: 'Récépissé' });
  const preview = sheet.getByTitle(`Aperçu du récépissé ${refs.visa}`);
  await expect(preview).toBeVisible();
  // It is in the page before it has an address.
  const address = async () => (await (await preview.elementHandle())?.contentFrame())?.url();
  await expect.poll(address).toMatch(/^guichet:\/\/preview\/[0-9a-f]{64}\.pdf/);
  // The viewer is the browser's own; its innermost frame holds the document itself.
  const url = ((await address()) ?? 'none').replace(/#.*/, '');
  const framesOfDocument = (): Promise<number> =>
    app.evaluate(
      ({ BrowserWindow }, of) =>
        BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.framesInSubtree.filter((one) =>
          one.url.startsWith(of),
        ).length ?? 0,
      url,
    );
  await expect.poll(framesOfDocument).toBe(2);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

test('a third application is in a draft when the program is killed; nothing of it is lost', async () => {
  const { page } = desk;
  await newApplication(page, SECOND_PASSPORT);
  await fillForm(page, SECOND_PASSPORT, MISSION);
  await attachScans(page, { ...SECOND_PASSPORT, documents: SECOND_PASSPORT.documents.slice(0, 2) });
  await page.getByRole('button', { name: 'Page précédente' }).click();
  await page.getByRole('textbox', { name: 'Ville' }).fill('Paris 20e');
  const kept = page.getByText(/^Brouillon gardé à /);
  const before = await kept.textContent();
  await page.getByRole('textbox', { name: 'Ville' }).press('End');
  await page.keyboard.type(LAST_WORDS);
  await expect(kept).toBeVisible();
  await expect(kept).not.toHaveText(before ?? '');
  await ground.killDesk(desk);

  desk = await ground.openDesk(DESK);
  await unlock(desk.page, ground, DESK, 'A. S.');
  await expect(desk.page.getByRole('heading', { level: 1, name: /^Arrêt brusque/ })).toBeVisible();
  await expect(desk.page.getByText(refs.visa)).toBeVisible();
  await expect(desk.page.getByText(VISA.name)).toBeVisible();
  await expect(desk.page.getByText(SECOND_PASSPORT.name)).toBeVisible();
  await expect(desk.page.getByText(/repris à la lettre près/)).toBeVisible();
});

test('the draft is there to the letter, with its scans, and is finished and sealed', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('textbox', { name: 'Ville' })).toHaveValue(`Paris 20e${LAST_WORDS}`);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: /^Retirer, / })).toHaveCount(2);
  await attachScans(page, { ...SECOND_PASSPORT, documents: SECOND_PASSPORT.documents.slice(2) });
  await toReview(page);
  refs.second = await seal(page);
});

test('what was sealed before the kill is in the list', async () => {
  const { page } = desk;
  await page.getByRole('link', { name: /^Dossiers/ }).click();
  for (const ref of [refs.passport, refs.visa, refs.second])
    await expect(page.getByRole('row').filter({ hasText: ref })).toBeVisible();
});

test('a laissez-passer is captured, decided and handed over on one desk without any network', async () => {
  const { page, app } = desk;
  await app.evaluate(({ session }) => session.defaultSession.enableNetworkEmulation({ offline: true }));
  refs.laissezPasser = await lodge(page, LAISSEZ_PASSER, MISSION);
  await lock(page);
  await unlock(page, ground, DESK, 'M. U.');
  await page.getByRole('link', { name: /^À décider/ }).click();
  await expect(page.getByRole('row').filter({ hasText: refs.laissezPasser })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Examiner', exact: true }).click();
  await lookAtEverything(page);
  await page.keyboard.press('Control+Enter');
  await confirmWords(page, ground.words(DESK, 'M. U.'));
  const strip = await stripOf(app);
  await expect(strip.getByText(refs.laissezPasser)).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => {
    // A real key to the window: Playwright's own keys go past the main process.
    BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'Escape' });
  });
  await expect(page.getByText(/décision annulée, rien n’est scellé/)).toBeVisible();
  // The file is open again, as it was left.
  await expect(page.getByRole('heading', { level: 1, name: LAISSEZ_PASSER.name })).toBeVisible();
  await expect(page.getByText('Toutes les pièces requises ont été affichées')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(new RegExp(`${refs.laissezPasser}\\s: accord scellé à`))).toBeVisible({
    timeout: 20_000,
  });
  await find(page, LAISSEZ_PASSER.name, refs.laissezPasser);
  await expect(page.getByRole('main').getByText('Accordé').first()).toBeVisible();
  await lock(page);
  await unlock(page, ground, DESK, 'A. S.');
  await find(page, LAISSEZ_PASSER.phone, refs.laissezPasser);
  await issue(page, 'LP0000042', ground.words(DESK, 'A. S.'));
  await handOver(page);
  await expect(page.getByRole('main').getByText('Remis').first()).toBeVisible();
  await app.evaluate(({ session }) => session.defaultSession.disableNetworkEmulation());
});

test('a dossier is found by name, reference and telephone, each within ten seconds', async () => {
  const { page } = desk;
  const last = PASSPORT.phone.slice(-8);
  for (const text of [PASSPORT.name, 'إريكسون', 'eriksson', refs.passport, PASSPORT.phone, last])
    expect(await find(page, text, refs.passport), text).toBeLessThan(10_000);
});

test('the server starts, and everything sealed is received by the centre', async () => {
  const { page } = desk;
  await ground.startServer();
  expect(await sendAll(page)).toBeGreaterThanOrEqual(8);
  await expect(page.getByRole('button', { name: /^Liaison, Reçu au centre \d\d:\d\d/ })).toBeVisible();
  await page.getByRole('link', { name: /^Dossiers/ }).click();
  for (const ref of Object.values(refs))
    await expect(page.getByRole('row').filter({ hasText: ref }).getByLabel('Reçu au centre')).toBeVisible();
});

test('the console is put into service in a browser and shows what waits, due first', async () => {
  central = await ground.openConsole(CENTRE);
  const { page } = central;
  await commission(page, `${ground.kit(CENTRE)}.kit.json`);
  await unlock(page, ground, CENTRE, 'I. S.');
  await expect(page.getByRole('heading', { level: 1, name: 'File' })).toBeVisible();
  const rows = page.getByRole('grid', { name: 'File' }).getByRole('row');
  await expect(rows.filter({ hasText: refs.second })).toBeVisible({ timeout: 30_000 });
  await expect(rows.filter({ hasText: refs.passport })).toBeVisible();
  await expect(rows.nth(1)).toContainText(refs.visa);
  await expect(rows.filter({ hasText: refs.laissezPasser })).toBeHidden();
});

test('the console shows each desk of the story with its last contact, and what a desk has sealed', async () => {
  const { page } = central;
  await page.getByRole('link', { name: /^Guichets/ }).click();
  const rows = page.getByRole('grid', { name: 'Guichets' }).getByRole('row');
  const row = rows.filter({ hasText: `${MISSION}, guichet B` });
  await expect(row).toContainText(/il y a \d+\s(min|h), /, { timeout: 30_000 });
  await expect(rows.filter({ hasText: 'Centre, guichet A' })).toContainText(/il y a \d+\s(min|h), /);
  await row.dblclick();
  const sheet = page.getByRole('dialog', { name: `${MISSION}, guichet B` });
  await expect(sheet.getByText(/^\d+ scellées, \d+ reçues$/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.getByRole('link', { name: /^File/ }).click();
});

test('the visa is refused with grounds and the way of appeal; the first refusal is cancelled in time', async () => {
  const { page } = central;
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: VISA.name })).toBeVisible();
  await lookAtEverything(page);
  await refuse(page, REFUSAL.ground, REFUSAL.explanation);
  await confirmWords(page, ground.words(CENTRE, 'I. S.'));
  await expect(page.getByText(/^Scellé dans \d\ss$/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('décision annulée, rien n’est scellé')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: VISA.name })).toBeVisible();
  await refuse(page, REFUSAL.ground, REFUSAL.explanation);
  await expect(page.getByText(new RegExp(`${refs.visa}\\s: refus scellé à`))).toBeVisible({
    timeout: 20_000,
  });
});

test('the passport is approved after every document was on screen, and not before', async () => {
  const { page } = central;
  await page.getByRole('navigation', { name: 'File' }).getByRole('link', { name: refs.passport }).click();
  await expect(page.getByRole('heading', { level: 1, name: PASSPORT.name })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Accorder', exact: true })).toBeDisabled();
  await lookAtEverything(page);
  await page.getByRole('button', { name: 'Accorder', exact: true }).click();
  await expect(page.getByText(new RegExp(`${refs.passport}\\s: accord scellé à`))).toBeVisible({
    timeout: 20_000,
  });
});

test('information is requested, item by item', async () => {
  const { page } = central;
  await page.getByRole('navigation', { name: 'File' }).getByRole('link', { name: refs.second }).click();
  await expect(page.getByRole('heading', { level: 1, name: SECOND_PASSPORT.name })).toBeVisible();
  await page.getByRole('button', { name: 'Complément…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Demander un complément' });
  for (const [index, title] of ['Preuve de la profession', 'Extrait d’acte de naissance'].entries()) {
    await sheet.getByRole('button', { name: title, exact: true }).click();
    const line = sheet.getByRole('group', { name: `${index + 1}. ${title}` });
    await line.getByLabel('Pourquoi').fill('La copie est illisible.');
    await line.getByLabel('Ce qui suffit').fill('Une copie entière et lisible.');
  }
  await page.keyboard.press('Control+Enter');
  await expect(sheet).toBeHidden();
});

test('the desk shows both decisions, prints, issues and hands over', async () => {
  const { page } = desk;
  await page.getByRole('link', { name: /^Dossiers/ }).click();
  await expect(page.getByRole('row').filter({ hasText: refs.visa })).toContainText('Refusé', {
    timeout: 30_000,
  });
  await expect(page.getByRole('row').filter({ hasText: refs.passport })).toContainText('Accordé');
  await find(page, VISA.name, refs.visa);
  await page.getByRole('tab', { name: 'Décision' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(REFUSAL.explanation);
  await expect(page.getByRole('tabpanel')).toContainText('Voie de recours');
  await find(page, PASSPORT.name, refs.passport);
  await issue(page, 'AA0000042', ground.words(DESK, 'A. S.'));
  await handOver(page);
  await expect(page.getByRole('main').getByText('Remis').first()).toBeVisible();
});

test('what was asked is supplied in part, and the rest stays asked', async () => {
  const { page } = desk;
  await find(page, SECOND_PASSPORT.name, refs.second);
  await expect(page.getByRole('main').getByText('Complément demandé').first()).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole('button', { name: 'Fournir le complément', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'Fournir le complément' });
  const scan = await drawScan(page, 'Preuve de la profession, lisible', 8);
  await sheet.getByLabel(/^Preuve de la profession, Choisir un fichier/).setInputFiles(scan);
  await expect(sheet.getByRole('button', { name: /^Retirer/ })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(sheet).toBeHidden();
  await sendAll(page);
});

test('an exported dossier verifies against the root alone, and one flipped byte is noticed', async () => {
  const { page, app } = desk;
  const file = join(ground.folder, `${refs.passport}.guichet`);
  // The system's own dialogue cannot be pressed from here.
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (() =>
      Promise.resolve({ canceled: false, filePath })) as typeof dialog.showSaveDialog;
  }, file);
  await find(page, PASSPORT.name, refs.passport);
  await page.getByRole('button', { name: 'Exporter le dossier' }).click();
  const sheet = page.getByRole('dialog', { name: 'Exporter le dossier' });
  await sheet.getByRole('button', { name: 'Exporter', exact: true }).click();
  await expect(sheet.getByText(/^Exporté à/)).toBeVisible();
  await page.keyboard.press('Escape');

  const whole = await verify(file, ground);
  expect(whole.code, whole.report).toBe(0);
  const bytes = await readFile(file);
  const flipped = join(ground.folder, 'flipped.guichet');
  // tests/app/export flips every byte; this is that the command says so.
  const changed = Uint8Array.from(bytes);
  const at = Math.floor(bytes.length / 3);
  changed[at] = (changed[at] ?? 0) ^ 1;
  await writeFile(flipped, changed);
  expect((await verify(flipped, ground)).code, `byte ${at} of ${bytes.length}`).toBe(1);
});

test('the console opens without its server', async () => {
  await central.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await ground.closeConsole(central.context);
  await ground.stopServer();
  central = await ground.openConsole(CENTRE);
  const { page } = central;
  await unlock(page, ground, CENTRE, 'I. S.');
  await expect(page.getByRole('heading', { level: 1, name: 'File' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: refs.second })).toBeVisible();
  await ground.closeConsole(central.context);
});

/** `npm run verify`, as whoever receives the file runs it. */
function verify(
  file: string,
  { folder }: Ground,
): Promise<{ readonly code: number; readonly report: string }> {
  const args = ['--silent', 'run', 'verify', '--', file, '--root', join(folder, 'ministry', 'root.jws')];
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: join(import.meta.dirname, '..', '..') }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, report: `${stdout}${stderr}` }),
    );
  });
}

async function stripOf(app: ElectronApplication): Promise<Page> {
  const strip = (): Page | undefined => app.windows().find((one) => one.url().startsWith('guichet://strip/'));
  await expect.poll(() => strip() !== undefined).toBe(true);
  return strip() as Page;
}
