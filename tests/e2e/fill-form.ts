/** Fills a form of the catalogue as an officer does: by the labels on screen, page after page. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Field } from '../../app/catalogue/fields.ts';
import { visibleForm } from '../../app/catalogue/form.ts';
import type { Application } from './specimens.ts';

const OPTIONAL = ' (facultatif)';

/** Spaces of any kind: no-break ones are typography, and no part of a name. */
const labelled = (label: string): RegExp => {
  const pattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s');
  return new RegExp(`^${pattern(label)}(?:${pattern(OPTIONAL)})?$`);
};

/** `2026-11-21` as it is typed: eight digits. */
const typedDate = (date: string): string => date.split('-').reverse().join('');

async function chooseCountry(page: Page, label: string, code: string): Promise<void> {
  const box = page.getByRole('combobox', { name: labelled(label) });
  await box.fill(code);
  await box.press('Tab');
  await expect(box).not.toHaveValue(code);
}

async function fillAddress(
  page: Page,
  label: string,
  value: Readonly<Record<string, string>>,
): Promise<void> {
  const text = (name: string): Locator => page.getByRole('textbox', { name: labelled(name) });
  await text(label).fill(value.line1 ?? '');
  if (value.postalCode) await text('Code postal').fill(value.postalCode);
  await text('Ville').fill(value.city ?? '');
  await chooseCountry(page, 'Pays', value.country ?? '');
}

async function fillField(page: Page, field: Field, value: unknown): Promise<void> {
  const label = field.label.fr;
  const text = (name = label): Locator => page.getByRole('textbox', { name: labelled(name) });
  const group = (): Locator => page.getByRole('group', { name: labelled(label) });
  switch (field.type) {
    case 'name-pair': {
      const pair = value as { latin: string; arabic?: string };
      await text().fill(pair.latin);
      if (pair.arabic) await text(`${label}, caractères arabes`).fill(pair.arabic);
      return;
    }
    case 'date':
      await text().fill(typedDate(String(value)));
      return;
    case 'country':
      await chooseCountry(page, label, String(value));
      return;
    case 'yes-no':
      await group()
        .getByRole('radio', { name: value === true ? 'Oui' : 'Non' })
        .check();
      return;
    case 'choice': {
      const option = field.options.find(({ code }) => code === value)?.label.fr ?? '';
      if (field.shown === 'radio') await group().getByRole('radio', { name: option, exact: true }).check();
      else await page.getByRole('combobox', { name: labelled(label) }).selectOption({ label: option });
      return;
    }
    case 'address':
      await fillAddress(page, label, value as Record<string, string>);
      return;
    case 'latin-name':
    case 'arabic-name':
    case 'text':
    case 'long-text':
    case 'email':
    case 'phone':
    case 'travel-document-number':
    case 'nina':
    case 'number':
      await text().fill(String(value));
      return;
    case 'money':
      throw new Error('no specimen asks for money');
  }
}

/** From the first page of a new draft to its documents page. */
export async function fillForm(
  page: Page,
  { definition, answers }: Application,
  mission: string,
): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const { pages } = visibleForm(definition, answers, { today, mission });
  for (const { page: step, fields } of pages) {
    await expect(page.getByRole('heading', { level: 1, name: step.title.fr })).toBeVisible();
    for (const field of fields) if (field.code in answers) await fillField(page, field, answers[field.code]);
    await page.keyboard.press('Control+Enter');
  }
  await expect(page.getByRole('heading', { level: 1, name: 'Pièces' })).toBeVisible();
}
