/** A laissez-passer from F2 to the printed preview without a mouse: every character and key is pressed, and counted. */
import { expect, type Page, test } from '@playwright/test';
import { allFields } from '../../app/catalogue/definition.ts';
import type { Field } from '../../app/catalogue/fields.ts';
import { visibleForm } from '../../app/catalogue/form.ts';
import { Ground } from './ground.ts';
import { unlock } from './hands.ts';
import { drawScan } from './scans.ts';
import { LAISSEZ_PASSER } from './specimens.ts';

const DESK = 'ML-PAR/B';
let ground: Ground;

test.beforeAll(async () => {
  ground = await Ground.make('keyboard');
});
test.afterAll(() => ground.end());

class Keys {
  count = 0;
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#page.keyboard.press(key);
      this.count += 1;
    }
  }
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
    this.count += [...text].length;
  }
}

const typed = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The focus stands in the field's first control; afterwards in the next field's. Entrée goes on (UI.md section 7). */
async function answer(keys: Keys, field: Field, value: unknown): Promise<void> {
  switch (field.type) {
    case 'name-pair': {
      const pair = value as { latin: string; arabic?: string };
      await keys.type(pair.latin);
      await keys.press('Enter');
      await keys.type(pair.arabic ?? '');
      break;
    }
    case 'date':
      await keys.type(typed(value).split('-').reverse().join(''));
      break;
    case 'yes-no':
      await keys.press(value === true ? 'o' : 'n');
      break;
    case 'choice': {
      const at = field.options.findIndex(({ code }) => code === value);
      if (field.shown === 'radio') {
        await keys.press('Space');
        for (let i = 0; i < at; i++) await keys.press('ArrowRight');
      } else for (let i = 0; i <= at; i++) await keys.press('ArrowDown');
      break;
    }
    case 'address': {
      const parts = value as Readonly<Record<string, string>>;
      for (const part of ['line1', 'line2', 'postalCode', 'city']) {
        await keys.type(parts[part] ?? '');
        await keys.press('Enter');
      }
      await keys.type(parts.country ?? '');
      break;
    }
    default:
      await keys.type(typed(value));
  }
  await keys.press('Enter');
}

test('a laissez-passer is captured and sealed with the keyboard alone', async () => {
  const { page } = await ground.openDesk(DESK);
  await unlock(page, ground, DESK, 'A. S.');
  const keys = new Keys(page);
  const { definition, answers, documents } = LAISSEZ_PASSER;
  await keys.press('F2');
  await expect(page.getByLabel(/^Nom en lettres latines ou arabes/)).toBeFocused();
  await keys.press('Enter'); // somebody new
  const { person } = definition;
  const created = [person.surname, person.givenNames, person.birthDate];
  await expect(page.getByLabel('Nom', { exact: true })).toBeFocused();
  for (const { field } of allFields(definition))
    if (created.includes(field.code)) await answer(keys, field, answers[field.code]);
  await keys.press('Control+Enter');
  await expect(page.getByLabel('Filtrer')).toBeFocused();
  await keys.type('laissez');
  await keys.press('Control+Enter');
  const today = new Date().toISOString().slice(0, 10);
  for (const { page: step, fields } of visibleForm(definition, answers, { today, mission: 'ML-PAR' }).pages) {
    await expect(page.getByRole('heading', { level: 1, name: step.title.fr })).toBeVisible();
    await expect(page.locator('input:focus, select:focus, textarea:focus')).toHaveCount(1);
    // The cursor stands at the first question that is open; one that was answered before is passed.
    const open = fields.findIndex(({ code }) => !created.includes(code));
    for (const [at, field] of fields.entries()) {
      if (!created.includes(field.code)) await answer(keys, field, answers[field.code]);
      else if (at > open) await keys.press('Enter');
    }
    await keys.press('Control+Enter');
  }
  await expect(page.getByRole('heading', { level: 1, name: 'Pièces' })).toBeVisible();
  for (const [index, code] of documents.entries()) {
    const title = definition.documents.find((one) => one.code === code)?.title.fr ?? code;
    await keys.press('Control+I'); // to the first that is missing
    await expect(
      page.getByRole('button', { name: `Choisir un fichier, ${title}`, exact: true }),
    ).toBeFocused();
    const chooser = page.waitForEvent('filechooser');
    await keys.press('Space');
    await (await chooser).setFiles(await drawScan(page, title, index));
    await expect(page.getByRole('button', { name: `Retirer, ${title} 1`, exact: true })).toBeVisible();
  }
  const review = page.getByRole('heading', { level: 1, name: 'Relecture et sceau' });
  const fee = page.getByRole('heading', { level: 1, name: 'Redevance' });
  await keys.press('Control+Enter');
  await expect(review.or(fee)).toBeVisible();
  if (await fee.isVisible()) await keys.press('Control+Enter');
  await expect(page.getByText('Tout est complet.')).toBeVisible();
  await keys.press('Control+Enter');
  await expect(page.getByRole('dialog', { name: 'Sceller' })).toBeVisible();
  await keys.press('Control+Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Scellé à/ })).toBeVisible();
  await keys.press('Control+P');
  await expect(page.getByTitle(/^Aperçu du récépissé/)).toBeVisible();
  console.log(`keys for a laissez-passer, from F2 to the récépissé: ${keys.count}`);
  const letters = JSON.stringify(Object.values(answers)).length;
  expect(keys.count, 'keys beyond what is typed').toBeLessThan(letters);
});
