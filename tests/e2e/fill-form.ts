/** Fills a form of the catalogue as an officer does: by the labels on screen, page after page. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { AnswerMap, Authority, Field, FieldOf } from '../../app/catalogue/fields.ts';
import { visibleForm } from '../../app/catalogue/form.ts';
import { readItem } from '../../app/catalogue/read-answer.ts';
import { RELATION_TEXTS, type Relation } from '../../app/catalogue/relations.ts';
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

const relationName = (value: unknown): string => RELATION_TEXTS[value as Relation].fr;

async function fillAuthority(page: Page, label: string, value: Authority): Promise<void> {
  const whole = page.getByRole('group', { name: labelled(label) });
  const text = (name: string): Locator => whole.getByRole('textbox', { name: labelled(name) });
  const radio = (question: string, name: string): Locator =>
    whole.getByRole('group', { name: labelled(question) }).getByRole('radio', { name, exact: true });
  await text('Nom et prénoms de cette personne').fill(value.name);
  await whole
    .getByRole('combobox', { name: labelled('Lien avec le mineur') })
    .selectOption({ label: relationName(value.relation) });
  if (value.phone) await text('Téléphone de cette personne').fill(value.phone);
  await radio('Un second parent exerce-t-il aussi l’autorité ?', value.shared ? 'Oui' : 'Non').check();
  if (!value.shared) return;
  await text('Nom et prénoms du second parent').fill(value.secondName ?? '');
  const given = value.consent === 'given';
  await radio('Consentement du second parent', given ? 'Donné' : 'Non demandé').check();
  if (!given) await text('Pourquoi n’est-il pas demandé ?').fill(value.reason ?? '');
}

/** Item after item: questions of one item are found by their labels, the last of them in the newest block. */
async function fillGroup(page: Page, field: FieldOf<'group'>, items: readonly AnswerMap[]): Promise<void> {
  for (const [n, item] of items.entries()) {
    if (n >= field.minimum) await page.getByRole('button', { name: `Ajouter : ${field.item.fr}` }).click();
    for (const asked of readItem(field, item).fields)
      if (asked.code in item) await fillField(page, asked as Field, item[asked.code], n);
  }
}

/** @param nth of those with the same label: of which item of a group */
async function fillField(page: Page, field: Field, value: unknown, nth?: number): Promise<void> {
  const label = field.label.fr;
  const one = (found: Locator): Locator => (nth === undefined ? found : found.nth(nth));
  const text = (name = label): Locator => one(page.getByRole('textbox', { name: labelled(name) }));
  const group = (): Locator => one(page.getByRole('group', { name: labelled(label) }));
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
      else await one(page.getByRole('combobox', { name: labelled(label) })).selectOption({ label: option });
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
    case 'relation':
      await one(page.getByRole('combobox', { name: labelled(label) })).selectOption({
        label: relationName(value),
      });
      return;
    case 'authority':
      await fillAuthority(page, label, value as Authority);
      return;
    case 'group':
      await fillGroup(page, field, value as readonly AnswerMap[]);
      return;
    case 'evidence':
      return; // « Pièces » takes it
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
