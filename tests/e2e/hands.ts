/** What a person does at a desk or at the centre, in the words on screen. */
import { expect, type Page } from '@playwright/test';
import { personOf } from '../../app/catalogue/person.ts';
import { fillForm } from './fill-form.ts';
import type { Ground } from './ground.ts';
import { drawScan } from './scans.ts';
import type { Application } from './specimens.ts';

export async function unlock(page: Page, ground: Ground, desk: string, initials: string): Promise<void> {
  await page.getByRole('radio', { name: initials }).check();
  await page.getByLabel('Six mots', { exact: true }).fill(ground.words(desk, initials));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Rubriques' })).toBeVisible();
}

/** F2, who it is about: somebody new, whoever may be like them; the service's name. */
export async function newApplication(page: Page, { definition, answers }: Application): Promise<void> {
  const { surname, givenNames, birthDate } = personOf(definition, answers);
  await page.keyboard.press('F2');
  await expect(page.getByLabel(/^Nom en lettres latines ou arabes/)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByLabel('Nom', { exact: true }).fill(surname);
  await page.getByLabel('Prénoms', { exact: true }).fill(givenNames);
  await page.getByLabel(/^Date de naissance/).fill((birthDate ?? '').split('-').reverse().join(''));
  await page.keyboard.press('Control+Enter');
  const alike = page.getByRole('heading', { level: 1, name: /^Est-ce la même personne/ });
  const filter = page.getByLabel('Filtrer');
  await expect(alike.or(filter)).toBeVisible();
  if (await alike.isVisible()) await page.keyboard.press('Control+Enter');
  await filter.fill(definition.title.fr);
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
    if (await later.isVisible()) {
      await later.click();
      await expect(later).toBeChecked();
    }
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

/** Ctrl+Maj+L: back to « Déverrouiller ». */
export async function lock(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByRole('heading', { name: 'Déverrouiller' })).toBeVisible();
}

/** On a review screen: each document is put on screen, each check is ticked; by keys. */
export async function lookAtEverything(page: Page): Promise<void> {
  const documents = page.getByRole('tablist', { name: 'Pièces du dossier' }).getByRole('tab');
  await expect(documents.first()).toBeVisible();
  await page.getByRole('main').focus();
  const count = await documents.count();
  for (let n = 1; n <= count; n++) {
    await page.keyboard.press(String(n));
    await expect(documents.nth(n - 1)).toHaveAccessibleName(/affichée/);
  }
  const checks = page.getByRole('main').getByRole('checkbox');
  for (let n = await checks.count(); n > 0; n--) await page.keyboard.press('Space');
  for (const check of await checks.all()) await expect(check).toBeChecked();
  await expect(page.getByText('Toutes les pièces requises ont été affichées')).toBeVisible();
}

/** « Votre code, pour décider », or for what else is asked: the words again, once a round. */
export async function confirmWords(
  page: Page,
  words: string,
  name = 'Votre code, pour décider',
): Promise<void> {
  const sheet = page.getByRole('dialog', { name });
  await sheet.getByLabel('Vos six mots').fill(words);
  await page.keyboard.press('Control+Enter');
  await expect(sheet).toBeHidden();
}

/** « Délivrer »: the number of the document, the words again. */
export async function issue(page: Page, number: string, words: string): Promise<void> {
  await page.getByRole('button', { name: 'Délivrer', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'Délivrer' });
  await sheet.getByLabel(/^Numéro \(/).fill(number);
  const secret = sheet.getByLabel('Vos six mots, encore');
  if (await secret.isVisible()) await secret.fill(words);
  await page.keyboard.press('Control+Enter');
  await expect(sheet).toBeHidden();
}

export async function handOver(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Remettre', exact: true }).click();
  const sheet = page.getByRole('dialog', { name: 'Remettre' });
  await sheet.getByLabel(/^Pièce d’identité montrée/).fill('Carte consulaire');
  await page.keyboard.press('Control+Enter');
  await expect(sheet).toBeHidden();
}

/** Ctrl+K, what is known of the dossier, Entrée. @returns how long it took, in ms */
export async function find(page: Page, text: string, reference: string): Promise<number> {
  const start = performance.now();
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox', { name: 'Nom, numéro, téléphone, passeport' }).fill(text);
  await page.getByRole('option').filter({ hasText: reference }).click();
  await expect(page.getByRole('main').getByText(reference).first()).toBeVisible();
  return performance.now() - start;
}

/** The desk's kit is chosen as a file; then an officer unlocks. */
export async function commission(page: Page, kitFile: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Ce guichet n’est pas en service.' })).toBeVisible();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choisir le fichier' }).click();
  await (await chooser).setFiles(kitFile);
  await expect(page.getByRole('heading', { name: 'Déverrouiller' })).toBeVisible();
}

/** F8, « Envoyer maintenant », until nothing is left here. @returns how many entries the centre has received */
export async function sendAll(page: Page): Promise<number> {
  await page.keyboard.press('F8');
  const panel = page.getByRole('dialog', { name: 'Liaison' });
  await panel.getByRole('button', { name: 'Envoyer maintenant' }).click();
  const count = async (word: string): Promise<number> =>
    Number(
      (await panel.getByRole('listitem').filter({ hasText: word }).getByText(/^\d+$/).textContent()) ?? -1,
    );
  // The figures are a second old at most: before the sending has ended they may be of a time when nothing was sealed.
  const left = async (): Promise<number | 'nothing was ever sent'> =>
    (await count('Reçu au centre')) > 0
      ? (await count('Scellé ici')) + (await count('Envoyé'))
      : 'nothing was ever sent';
  try {
    // Longer than the desk waits for an answer that never comes (90 s), and then tries again.
    await expect(panel.locator('.link-outcome')).toBeVisible({ timeout: 180_000 });
    await expect.poll(left, { timeout: 180_000 }).toBe(0);
  } catch (error) {
    // What the panel says is what an officer would report.
    throw new Error(`not everything was received: ${await panel.innerText()}`, { cause: error });
  }
  await expect(panel.getByText('Rien à faire ici.')).toBeVisible();
  const received = await count('Reçu au centre');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  return received;
}

/** « Refuser… »: the service's grounds, words for the applicant, the way of appeal; to the seal's button. */
export async function refuse(page: Page, ground: string, explanation: string): Promise<void> {
  await page.getByRole('button', { name: 'Refuser…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Refuser la demande' });
  await sheet.getByRole('checkbox', { name: ground }).check();
  await sheet.getByLabel('Explication au demandeur, en français').fill(explanation);
  await expect(sheet.getByLabel('Voie de recours, en français')).not.toHaveValue('');
  await page.keyboard.press('Control+Enter');
}
