/**
 * Fills a form of the catalogue as an officer at the keyboard does: what is typed goes where the focus is, Entrée goes on,
 * Ctrl+Entrée opens the next page. Nothing is looked for on the page; that the focus arrives where it should is looked at.
 */
import type { Page } from 'playwright';
import { isFilled } from '../../../app/catalogue/conditions.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { AnswerMap, Field, FieldOf } from '../../../app/catalogue/fields.ts';
import { CONSENTS } from '../../../app/catalogue/fields.ts';
import { type FormContext, visibleForm } from '../../../app/catalogue/form.ts';
import { readItem } from '../../../app/catalogue/read-answer.ts';
import { RELATIONS, WITH_AUTHORITY } from '../../../app/catalogue/relations.ts';
import type { Locale } from '../../../renderer/ui/locale.ts';

type Members = Readonly<Record<string, unknown>>;
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? (value as Members) : {};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export class FormRobot {
  readonly #page: Page;
  readonly #locale: Locale;

  constructor(page: Page, locale: Locale) {
    this.#page = page;
    this.#locale = locale;
  }

  /** All pages of the form, to the one that follows. @param onPage looks at a page that was filled */
  async fill(
    definition: ServiceDefinition,
    answers: AnswerMap,
    context: FormContext,
    onPage: (code: string) => Promise<void> = async () => {},
  ): Promise<void> {
    for (const { page, fields } of visibleForm(definition, answers, context).pages) {
      await this.#page.locator(`#field-${fields[0]?.code}`).waitFor({ state: 'attached' });
      for (const field of fields) await this.answer(field, answers[field.code]);
      await onPage(page.code);
      await this.press('Control+Enter');
    }
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  /** Sent together they arrive in order, and the page is waited for once. */
  async #together(text: string, ...keys: readonly string[]): Promise<void> {
    const { keyboard } = this.#page;
    const typed = text === '' ? undefined : keyboard.insertText(text);
    await Promise.all([typed, ...keys.flatMap((key) => [keyboard.down(key), keyboard.up(key)])]);
  }

  /** Where the focus is. */
  focus(): Promise<string> {
    return this.#page.evaluate(() => {
      const { activeElement: on } = document;
      return on?.id || on?.textContent || '';
    });
  }

  /** One question, from its first control to the first of the next. */
  async answer(field: Field, value: unknown, place?: string): Promise<void> {
    const id = ['field', place, field.code].filter(Boolean).join('-');
    switch (field.type) {
      case 'name-pair': {
        const { latin, arabic } = membersOf(value);
        const order = this.#locale === 'ar' ? ['arabic', 'latin'] : ['latin', 'arabic'];
        for (const part of order)
          await this.#type(part === 'latin' ? id : `${id}-arabic`, textOf(part === 'latin' ? latin : arabic));
        return;
      }
      case 'latin-name':
      case 'arabic-name':
      case 'text':
      case 'email':
      case 'phone':
      case 'travel-document-number':
      case 'nina':
        return this.#type(id, textOf(value));
      case 'country':
        return this.#country(id, textOf(value));
      case 'long-text':
        return this.#lines(id, textOf(value));
      case 'date':
        return this.#type(id, textOf(value).split('-').reverse().join(''));
      case 'number':
        return this.#type(id, isFilled(value) ? String(value) : '');
      case 'money':
        return this.#money(field, id, membersOf(value));
      case 'yes-no':
        return this.#radio(id, ['yes', 'no'], value === undefined ? '' : value === true ? 'yes' : 'no');
      case 'choice': {
        const codes = field.options.map(({ code }) => code);
        return field.shown === 'radio'
          ? this.#radio(id, codes, textOf(value))
          : this.#select(id, codes, textOf(value));
      }
      case 'relation':
        return this.#select(id, field.among ?? RELATIONS, textOf(value));
      case 'address':
        return this.#address(id, membersOf(value));
      case 'authority':
        return this.#authority(id, membersOf(value));
      case 'group':
        return this.#group(field, Array.isArray(value) ? value : []);
      case 'evidence':
        return; // the file was laid into the draft; Entrée goes over it
    }
  }

  async #at(id: string): Promise<void> {
    const on = await this.focus();
    if (on !== id && !on.startsWith(`${id}-`)) throw new Error(`the focus is on ${on}, not on ${id}`);
  }

  async #type(id: string, text: string): Promise<void> {
    await this.#at(id);
    await this.#together(text, 'Enter');
  }

  /** Entrée takes the country in sight, and goes on. */
  #country(id: string, code: string): Promise<void> {
    return this.#type(id, code);
  }

  async #lines(id: string, text: string): Promise<void> {
    await this.#at(id);
    for (const [n, line] of text.split('\n').entries()) {
      if (n > 0) await this.press('Enter');
      if (line !== '') await this.#page.keyboard.insertText(line);
    }
    await this.press('Tab');
  }

  async #radio(id: string, codes: readonly string[], code: string): Promise<void> {
    await this.#at(id);
    const n = codes.indexOf(code);
    if (n === 0) await this.press('Space');
    else if (n > 0) await this.#together('', ...Array.from({ length: n }, () => 'ArrowDown'));
    await this.press('Enter');
  }

  async #select(id: string, codes: readonly string[], code: string): Promise<void> {
    await this.#at(id);
    await this.#together('', ...Array.from({ length: codes.indexOf(code) + 1 }, () => 'ArrowDown'));
    await this.press('Enter');
  }

  async #money(field: FieldOf<'money'>, id: string, { amount, currency }: Members): Promise<void> {
    const digits = currency === 'XOF' ? 0 : 2;
    const whole = typeof amount === 'number' ? (amount / 10 ** digits).toFixed(digits) : '';
    await this.#type(id, whole);
    for (let step = 0; step < field.currencies.indexOf(textOf(currency)); step++)
      await this.press('ArrowDown');
    await this.press('Enter');
  }

  async #address(id: string, value: Members): Promise<void> {
    await this.#type(id, textOf(value.line1));
    for (const part of ['line2', 'postalCode', 'city'])
      await this.#type(`${id}-${part}`, textOf(value[part]));
    await this.#country(`${id}-country`, textOf(value.country));
  }

  async #authority(id: string, value: Members): Promise<void> {
    await this.#type(id, textOf(value.name));
    await this.#select(`${id}-relation`, WITH_AUTHORITY, textOf(value.relation));
    await this.#type(`${id}-phone`, textOf(value.phone));
    const shared = value.shared === undefined ? '' : value.shared === true ? 'yes' : 'no';
    await this.#radio(`${id}-shared`, ['yes', 'no'], shared);
    if (value.shared !== true) return;
    await this.#type(`${id}-secondName`, textOf(value.secondName));
    await this.#radio(`${id}-consent`, CONSENTS, textOf(value.consent));
    if (value.consent === 'dispensed') await this.#type(`${id}-reason`, textOf(value.reason));
  }

  async #group(field: FieldOf<'group'>, items: readonly unknown[]): Promise<void> {
    for (const [n, item] of items.entries()) {
      if (n >= field.minimum) await this.#addItem();
      const answers = membersOf(item);
      for (const asked of readItem(field, answers).fields)
        await this.answer(asked as Field, answers[asked.code], `${field.code}-${n}`);
    }
  }

  /** « Ajouter » stands after the last question of a group: Tab goes back to it from the next question. */
  async #addItem(): Promise<void> {
    // Entrée in the last field of a page goes on a moment after the answer.
    await this.#page.evaluate(() => new Promise((done) => setTimeout(done)));
    for (let step = 0; step < 8; step++) {
      const at = await this.#page.evaluate(
        () => document.activeElement?.parentElement?.className === 'group-foot',
      );
      if (at) return this.press('Enter');
      await this.press('Shift+Tab');
    }
    throw new Error('« Ajouter » is not reached by Tab');
  }
}
