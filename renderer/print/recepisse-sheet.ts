/**
 * The récépissé, A5 (UI.md section 13): one row a fact, in the applicant's language; for Arabic both languages on one
 * sheet, French at the left, Arabic at the right. Plain elements, so that Electron's hidden page and the web console
 * draw the same.
 */
import type { RecepisseModel } from '../../app/desk/recepisse.ts';
import { type I18n, makeI18n } from '../ui/i18n.tsx';
import { arabicMonthsOf, type Locale } from '../ui/locale.ts';
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
  const words = languages.map((locale) => makeI18n(locale, arabicMonthsOf(model.mission)));
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

/** From roomy to tight: text in points, and labels above their values or before them on the same line. */
const SIZES = [
  ...[10, 9.5, 9, 8.5, 8, 7.5].map((points) => ({ points, tight: false })),
  ...[8, 7.5, 7, 6.5].map((points) => ({ points, tight: true })),
];

/**
 * Takes the largest text with which everything stands on one sheet.
 * @returns false when even the smallest does not
 */
export function fitOnSheet(sheet: HTMLElement): boolean {
  return SIZES.some(({ points, tight }) => {
    sheet.style.setProperty('--size', `${points}pt`);
    sheet.classList.toggle('tight', tight);
    return sheet.scrollHeight <= sheet.clientHeight && sheet.scrollWidth <= sheet.clientWidth;
  });
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
      make(
        'p',
        'desk',
        [i18n.t('print.recepisse.desk', { letter }), isolated(i18n, i18n.moment(model.at, true))].join(
          i18n.t('print.recepisse.comma'),
        ),
      ),
    );
    place.append(part);
  }
  return place;
}

function title(make: Make, words: readonly I18n[], model: RecepisseModel, now: number): HTMLElement {
  const block = make('section', 'heading');
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
  const columns = words.map((i18n) => ({ i18n, facts: factsOf(i18n, model) }));
  const rows = make('section', 'facts');
  for (const i of (columns[0]?.facts ?? []).keys()) {
    const row = make('div', 'row');
    for (const { i18n, facts } of columns) {
      const fact = facts[i];
      if (fact === undefined) continue;
      const cell = make('div', 'cell', undefined, i18n);
      cell.append(
        make('p', 'fact-name', fact.label),
        make('p', fact.strong ? 'fact-text strong' : 'fact-text', fact.value),
      );
      row.append(cell);
    }
    rows.append(row);
  }
  return rows;
}

const FSI = '\u2068';
const PDI = '\u2069';
/** A name, amount or date inside an Arabic line runs its own way. */
const isolated = (i18n: I18n, value: string): string =>
  i18n.direction === 'rtl' ? `${FSI}${value}${PDI}` : value;

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
  add('print.recepisse.applicant', isolated(i18n, arabicName ?? model.applicant), true);
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
  add('print.recepisse.answer', model.dueBy === null ? '' : isolated(i18n, i18n.longDate(model.dueBy)), true);
  return facts;
}

/** The legal amount first, then what was collected and at which rate. */
function feeOf(i18n: I18n, fee: RecepisseModel['fee']): string {
  const { t, money } = i18n;
  if (fee.due === null) return t(fee.toBeConfirmed ? 'print.recepisse.fee-later' : 'print.recepisse.free');
  if (fee.due.amount === 0) return t('print.recepisse.free');
  const parts = [isolated(i18n, money(fee.due.amount, fee.due.currency))];
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
