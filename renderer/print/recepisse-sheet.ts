/**
 * The récépissé, A5 (UI.md section 13): one row a fact, in the applicant's language; for Arabic both languages on one
 * sheet, French at the left, Arabic at the right. Plain elements, so that Electron's hidden page and the web console
 * draw the same.
 */
import type { RecepisseModel } from '../../app/desk/desk-api.ts';
import { type I18n, makeI18n } from '../ui/i18n.tsx';
import type { Locale } from '../ui/locale.ts';
import { qrSvg } from './qr.ts';

interface Fact {
  readonly label: string;
  readonly value: string;
  readonly strong: boolean;
}

/** @param now when this copy is printed, milliseconds: stands on duplicates */
export function drawRecepisse(document: Document, model: RecepisseModel, now: number): HTMLElement {
  const languages: readonly Locale[] = model.language === 'ar' ? ['fr', 'ar'] : [model.language];
  const [first = 'fr'] = languages;
  document.documentElement.lang = first;
  document.title = model.ref;
  const words = languages.map((locale) => makeI18n(locale));
  const make = maker(document);

  const sheet = make('main', languages.length === 2 ? 'sheet bilingual' : 'sheet');
  sheet.append(header(make, words, model), title(make, words, model, now), facts(make, words, model));
  const foot = make('section', 'foot');
  const box = make('div', 'qr');
  const code = qrSvg(document, model.token);
  code.setAttribute('aria-label', words[0]?.t('print.recepisse.code') ?? '');
  box.append(code);
  foot.append(box);
  for (const i18n of words) foot.append(advice(make, i18n));
  sheet.append(foot);
  return sheet;
}

/** Text sizes in points, from the usual to the smallest that is still read at a counter. */
const SIZES_PT = [10, 9.5, 9, 8.5, 8, 7.5, 7];

/**
 * Takes the largest text with which everything stands on one sheet.
 * @returns false when even the smallest does not
 */
export function fitOnSheet(sheet: HTMLElement): boolean {
  for (const size of SIZES_PT) {
    sheet.style.setProperty('--size', `${size}pt`);
    if (sheet.scrollHeight <= sheet.clientHeight && sheet.scrollWidth <= sheet.clientWidth) return true;
  }
  return false;
}

type Make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className?: string,
  text?: string,
  i18n?: I18n,
) => HTMLElementTagNameMap[K];

const maker =
  (document: Document): Make =>
  (tag, className, text, i18n) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    if (i18n) {
      element.lang = i18n.locale;
      element.dir = i18n.direction;
    }
    return element;
  };

function header(make: Make, words: readonly I18n[], model: RecepisseModel): HTMLElement {
  const place = make('header', 'place');
  const letter = model.desk.slice(model.desk.indexOf('/') + 1);
  for (const i18n of words) {
    const part = make('div', '', undefined, i18n);
    part.append(
      make('p', 'mission', model.missionName[i18n.locale]),
      make('p', 'desk', `${i18n.t('print.recepisse.desk', { letter })}, ${i18n.moment(model.at, true)}`),
    );
    place.append(part);
  }
  return place;
}

function title(make: Make, words: readonly I18n[], model: RecepisseModel, now: number): HTMLElement {
  const block = make('section', 'title');
  const names = make('div', 'names');
  for (const i18n of words) names.append(make('h1', '', i18n.t('print.recepisse.title'), i18n));
  const reference = make('p', 'reference', model.ref);
  reference.dir = 'ltr';
  block.append(names, reference);
  if (model.duplicate > 0) {
    const copies = make('div', 'names duplicate');
    for (const i18n of words) {
      const values = { n: model.duplicate, at: i18n.moment(now, true) };
      copies.append(make('p', '', i18n.t('print.recepisse.duplicate', values), i18n));
    }
    block.append(copies);
  }
  return block;
}

function facts(make: Make, words: readonly I18n[], model: RecepisseModel): HTMLElement {
  const [first, second] = words.map((i18n) => factsOf(i18n, model));
  const rows = make('dl', 'facts');
  for (const [i, fact] of (first ?? []).entries()) {
    const row = make('div', 'row');
    const other = second?.[i];
    row.append(...pair(make, fact, words[0]));
    if (other) row.append(...pair(make, other, words[1]));
    rows.append(row);
  }
  return rows;
}

function pair(make: Make, { label, value, strong }: Fact, i18n: I18n | undefined): readonly HTMLElement[] {
  const text = make('dd', strong ? 'strong' : '', undefined, i18n);
  const isolated = make('bdi', '', value);
  text.append(isolated);
  return [make('dt', '', label, i18n), text];
}

/** Facts in the order of UI.md section 13; every language gives the same rows. */
function factsOf(i18n: I18n, model: RecepisseModel): readonly Fact[] {
  const { locale, t } = i18n;
  const facts: Fact[] = [];
  const add = (key: Parameters<I18n['t']>[0], value: string, strong = false): void => {
    if (value !== '') facts.push({ label: t(key), value, strong });
  };
  const list = (items: readonly string[]): string => items.join(t('print.recepisse.separator'));
  const day = (value: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? i18n.shortDate(value) : value);

  const arabicName = locale === 'ar' ? model.applicantArabic : null;
  add('print.recepisse.applicant', arabicName ?? model.applicant, true);
  add('print.recepisse.service', model.service[locale]);
  add('print.recepisse.received', list(model.received.map((title) => title[locale])));
  add(
    'print.recepisse.originals',
    list(
      model.originals.map(({ title, until }) =>
        t('print.recepisse.given-back', { title: title[locale], until: day(until) }),
      ),
    ),
  );
  add(
    'print.recepisse.missing',
    list(
      model.missing.map(({ title, dueBy }) =>
        t('print.recepisse.due', { title: title[locale], day: day(dueBy) }),
      ),
    ),
  );
  add('print.recepisse.fee', feeOf(i18n, model.fee));
  add('print.recepisse.answer', model.dueBy === null ? '' : i18n.longDate(model.dueBy), true);
  return facts;
}

/** The legal amount first, then what was collected and at which rate. */
function feeOf({ t, money }: I18n, fee: RecepisseModel['fee']): string {
  if (fee.due === null) return t(fee.toBeConfirmed ? 'print.recepisse.fee-later' : 'print.recepisse.free');
  const parts = [money(fee.due.amount, fee.due.currency)];
  if (fee.collected === null) parts.push(t('print.recepisse.not-paid'));
  else {
    if (fee.collected.currency !== fee.due.currency) {
      parts.push(
        t('print.recepisse.collected', { sum: money(fee.collected.amount, fee.collected.currency) }),
      );
    }
    if (fee.rate !== null) parts.push(t('print.recepisse.rate', { rate: fee.rate }));
    if (fee.quittance !== null) parts.push(t('print.recepisse.quittance', { number: fee.quittance }));
  }
  return parts.join(t('print.recepisse.comma'));
}

function advice(make: Make, i18n: I18n): HTMLElement {
  const block = make('div', 'advice', undefined, i18n);
  block.append(
    make('h2', '', i18n.t('print.recepisse.follow')),
    make('p', '', i18n.t('print.recepisse.how')),
    make('p', '', i18n.t('print.recepisse.token')),
    make('p', '', i18n.t('print.recepisse.no-travel')),
  );
  return block;
}
