/** What a person does at a desk or at the centre, in the words on screen. */
import { expect, type Page } from '@playwright/test';
import { fillForm } from './fill-form.ts';
import type { Ground } from './ground.ts';
import { drawScan } from './scans.ts';
import type { Application } from './specimens.ts';

export async function unlock(page: Page, ground: Ground, desk: string, initials: string): Promise<void> {
  await page.getByRole('radio', { name: initials }).check();
  await page.getByLabel('Six mots', { exact: true }).fill(ground.words(desk, initials));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Déverrouiller' })).toBeHidden();
}

/** F2, the service's name, Entrée. */
export async function newApplication(page: Page, { definition }: Application): Promise<void> {
  await page.keyboard.press('F2');
  await page.getByLabel('Filtrer').fill(definition.title.fr);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('navigation', { name: 'Étapes' })).toBeVisible();
}

export async function attachScans(page: Page, { definition, documents }: Application): Promise<void> {
  for (const [index, code] of documents.entries()) {
    const title = definition.documents.find((one) => one.code === code)?.title.fr ?? code;
    const scan = await drawScan(page, title, index);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: `Choisir un fichier, ${title}`, exact: true }).click();
    await (await chooser).setFiles(scan);
    await expect(page.getByRole('button', { name: `Retirer, ${title} 1`, exact: true })).toBeVisible();
  }
}

/** From the documents page to the review page, past the fee. */
export async function toReview(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  const fee = page.getByRole('heading', { level: 1, name: 'Redevance' });
  const review = page.getByRole('heading', { level: 1, name: 'Relecture et sceau' });
  await expect(fee.or(review)).toBeVisible();
  if (await fee.isVisible()) {
    const later = page.getByRole('radio', { name: 'Reste due' });
    if (await later.isVisible()) await later.check();
    await page.keyboard.press('Control+Enter');
  }
  await expect(review).toBeVisible();
}

/** @returns the reference on the screen that says « Scellé à » */
export async function seal(page: Page): Promise<string> {
  await expect(page.getByText('Tout est complet.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog', { name: 'Sceller' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Scellé à \d\d:\d\d:\d\d$/ })).toBeVisible();
  const reference = page.getByText(/^[A-Z]{3}-[A-Z]-\d\d-\d{5}-[0-9A-Z]$/);
  return (await reference.textContent()) ?? '';
}

/** A whole application, from F2 to the seal. */
export async function lodge(page: Page, application: Application, mission: string): Promise<string> {
  await newApplication(page, application);
  await fillForm(page, application, mission);
  await attachScans(page, application);
  await toReview(page);
  return seal(page);
}
