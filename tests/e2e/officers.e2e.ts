/** One desk at work: officers change quickly, an applicant's whole file leaves, an auditor signs what they find. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { personOf } from '../../app/catalogue/person.ts';
import { Ground, type RunningDesk } from './ground.ts';
import { confirmWords, lodge, newApplication, unlock } from './hands.ts';
import { LAISSEZ_PASSER, VISA } from './specimens.ts';

test.describe.configure({ mode: 'serial' });

const DESK = 'ML-PAR/B';
const [AGENT, HEAD, AUDITOR] = ['A. S.', 'M. U.', 'S. A.'];
let ground: Ground;
let desk: RunningDesk;

test.beforeAll(async () => {
  ground = await Ground.make('officers', (demo) => ({
    ...demo,
    officers: [
      ...demo.officers,
      { name: 'SPECIMEN Auditor', initials: AUDITOR, roles: ['auditor'], desks: [DESK as never] },
    ],
  }));
  desk = await ground.openDesk(DESK);
});
test.afterAll(() => ground.end());

const surname = (page: Page) => page.getByLabel('Nom', { exact: true });

/** Whoever was here before is asked first, and gives their words without the mouse. */
async function comeBack(page: Page, initials: string): Promise<void> {
  await expect(page.getByRole('radio', { name: initials })).toBeChecked();
  await expect(page.getByLabel('Six mots', { exact: true })).toBeFocused();
  await page.keyboard.insertText(ground.words(DESK, initials));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Rubriques' })).toBeVisible();
}

async function takeUp(page: Page, typed: string): Promise<void> {
  await page.getByRole('link', { name: /^Brouillons/ }).click();
  await page.getByRole('row').filter({ hasText: typed }).dblclick();
  await expect(surname(page)).toHaveValue(typed);
}

test('Ctrl+Maj+K changes the officer in the middle of a word, and each comes back to their own draft', async () => {
  const { page } = desk;
  await unlock(page, ground, DESK, AGENT);
  await newApplication(page, VISA);
  // Nothing is waited for: the last letters are not stored yet when the officer makes room.
  await surname(page).clear();
  await surname(page).pressSequentially('MUSTERMANN');
  await page.keyboard.press('Control+Shift+K');
  await unlock(page, ground, DESK, HEAD);
  await newApplication(page, VISA);
  await expect(surname(page)).toHaveValue(personOf(VISA.definition, VISA.answers).surname);
  await surname(page).clear();
  await surname(page).pressSequentially('UTOPIAN');
  await page.keyboard.press('Control+Shift+K');
  await comeBack(page, AGENT);
  await takeUp(page, 'MUSTERMANN');
  await page.keyboard.press('Control+Shift+K');
  await comeBack(page, HEAD);
  await takeUp(page, 'UTOPIAN');
});

/** The system's own dialogue cannot be pressed from here: what is saved lies in the ground's folder, under its own name. */
async function saveInto(folder: string): Promise<void> {
  await desk.app.evaluate(({ dialog }, into) => {
    dialog.showSaveDialog = ((_window: unknown, { defaultPath }: { defaultPath: string }) => {
      const filePath = `${into}/${defaultPath.replace(/^.*[\\/]/, '')}`;
      return Promise.resolve({ canceled: false, filePath });
    }) as typeof dialog.showSaveDialog;
  }, folder);
}

test('an applicant’s copy is a PDF whose text is text and a JSON with the scans; it stands in the timeline', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+Shift+K');
  await comeBack(page, AGENT);
  const ref = await lodge(page, LAISSEZ_PASSER, 'ML-PAR');
  await page.getByRole('button', { name: 'Ouvrir le dossier', exact: true }).click();
  await saveInto(ground.folder);
  await page.getByRole('button', { name: 'Copie pour le demandeur' }).click();
  const sheet = page.getByRole('dialog', { name: 'Copie pour le demandeur' });
  await sheet.getByLabel('Vos six mots, encore').fill(ground.words(DESK, AGENT));
  await page.keyboard.press('Control+Enter');
  await expect(sheet.getByText(/^Copie établie à/)).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('Control+Enter');
  await expect(sheet.getByText('PDF enregistré.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(sheet.getByText('PDF enregistré. Données enregistrées.')).toBeVisible();
  await page.keyboard.press('Escape');
  const timeline = page.getByRole('list', { name: 'Suite des écritures' });
  await expect(timeline.getByText('Copie établie pour le demandeur')).toBeVisible();

  const pdf = join(ground.folder, `${ref}.pdf`);
  const { stdout } = await promisify(execFile)('pdftotext', [pdf, '-']);
  const text = stdout.replace(/[\s\u00a0]+/g, '');
  const told = JSON.parse(await readFile(join(ground.folder, `${ref}.json`), 'utf8'));
  const { answers, documents } = LAISSEZ_PASSER;
  // Words and numbers as they were typed; codes, days and Arabic are drawn in words of their own.
  const written = Object.values(answers)
    .flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : [one]))
    .filter((one) => typeof one === 'string' && /[A-Z@+]/.test(one) && !/^[A-Z]{3}$/.test(one)) as string[];
  expect(written.length).toBeGreaterThan(8);
  for (const value of [...written, ref, 'Agent 1 (agent), Guichet B', 'Transmis pour décision'])
    expect(text).toContain(value.replace(/\s+/g, ''));
  for (const code of ['surname', 'given-names', 'phone', 'ticket'])
    expect(told.answers[code], code).toEqual(answers[code]);
  const { stdout: images } = await promisify(execFile)('pdfimages', ['-list', pdf]);
  // Each scan on a page of its own; Chromium cuts some into strips.
  const pages = images.split('\n').flatMap((row) => /^ +(\d+) +\d+ image /.exec(row)?.[1] ?? []);
  expect(new Set(pages).size).toBe(documents.length);
  expect(told.documents).toHaveLength(documents.length);
  for (const { base64, sha256 } of told.documents) {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    expect(createHash('sha256').update(bytes).digest('base64url')).toBe(sha256);
  }
});

test('an auditor verifies the desk’s journal, and `verify` takes the report that they sign', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+Shift+K');
  await unlock(page, ground, DESK, AUDITOR);
  await page.getByRole('link', { name: /^Journaux/ }).click();
  await expect(page.getByRole('radio', { name: 'Ce guichet' })).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Intègre\u00a0: aucun défaut trouvé.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await confirmWords(page, ground.words(DESK, AUDITOR), 'Votre code, pour signer');
  await expect(page.getByText(/^Rapport enregistré à/)).toBeVisible();

  const report = (await readdir(ground.folder)).find((name) => /^rapport-.*\.jws$/.test(name)) ?? 'none';
  const root = join(ground.folder, 'ministry', 'root.jws');
  const args = ['--silent', 'run', 'verify', '--', join(ground.folder, report), '--root', root, '--json'];
  const cwd = join(import.meta.dirname, '..', '..');
  const { stdout } = await promisify(execFile)('npm', args, { cwd });
  expect(JSON.parse(stdout)).toMatchObject({
    verified: true,
    report: { whole: true, journals: [{ desk: DESK }] },
  });
});
