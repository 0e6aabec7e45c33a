/**
 * Whatever an entry of a file carries, as labelled lines: known members by their words, unknown ones by their name. Codes
 * of the service become its own words; the rest is shown as it was written.
 */

import { allFields } from '../../app/catalogue/definition.ts';
import type { AccessLine } from '../../app/desk/access-pages.ts';
import type { AccessDocument, AccessFile, AccessOfficer } from '../../app/export/access-file.ts';
import { answerText, isPlainAnswer, isPlainMoney, isPlainNumber } from '../screens/shared/answer-text.ts';
import { placeText } from '../screens/shared/entry-text.tsx';
import { say } from '../screens/shared/texts.ts';
import type { I18n } from '../ui/i18n.tsx';

/**
 * Characters that turn the text around them, and those that draw nothing: a reader is to see that they are there. What
 * an Arabic text needs to join its letters or to set a full stop right stays.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const isolates = /[\u2068\u2069]/g;

/** @param value as it was written by a person */
export const shown = (value: string): string =>
  value
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, (one) => `[U+${one.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`);

export const line = (label: string, value: string, ltr = false): AccessLine => ({ label, value, ltr });
export const sentence = (value: string): AccessLine => ({ label: '', value });

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members that hold a day, and those that hold an id or a number: they run left to right. */
const DAYS: ReadonlySet<string> = new Set(['dueBy', 'validFrom', 'validUntil', 'until']);
const CODES: ReadonlySet<string> = new Set([
  ...['person', 'other', 'phone', 'phones', 'shown', 'id', 'dossier', 'number', 'quittance', 'act'],
]);

/** Characters of a name in a label, and of a label: main takes a few times that (access-pages-schema.ts). */
const LONGEST_NAME = 100;
const LONGEST_LABEL = 500;
const cut = (text: string, most: number): string => {
  const letters = [...text.slice(0, 2 * most + 2)];
  return letters.length > most ? `${letters.slice(0, most).join('')}…` : text;
};

export class AccessLines {
  readonly #file: AccessFile;
  readonly #i18n: I18n;
  readonly #fields: ReadonlyMap<string, ReturnType<typeof allFields>[number]['field']>;

  constructor(file: AccessFile, i18n: I18n) {
    this.#file = file;
    this.#i18n = i18n;
    const { definition } = file.service;
    this.#fields = new Map(allFields(definition).map(({ field }) => [field.code, field]));
  }

  officer({ officer: n, roles, desk }: AccessOfficer): string {
    const { t, lookUp } = this.#i18n;
    if (roles.length === 0 || desk === null) return t('access.officer-only', { n });
    const said = roles
      .map((role) => lookUp(`desk.role.${role}`) ?? shown(role))
      .join(t('print.recepisse.comma'));
    return t('access.officer', { n, roles: said, desk: this.desk(desk) });
  }

  desk = (desk: string): string => placeText(desk, this.#i18n);

  document(code: string): string {
    const asked = this.#file.service.definition.documents.find((one) => one.code === code);
    return asked ? say(this.#i18n, asked.title) : shown(code);
  }

  titleOf({ document, label }: Pick<AccessDocument, 'document' | 'label'>): string {
    const title = this.document(document);
    return label ? this.#i18n.t('access.within', { outer: title, inner: shown(label) }) : title;
  }

  originals(kept: AccessFile['originalsKept']): AccessLine[] {
    const { t, lookUp } = this.#i18n;
    return kept.flatMap(({ document, until, ...others }) => [
      line(
        t('access.document.kept'),
        t('access.document.kept-line', {
          title: this.document(document),
          when: lookUp(`desk.docs.until.${until}`) ?? shown(until),
        }),
      ),
      ...this.body(others),
    ]);
  }

  /** Every member of a body, in its order. */
  body(body: unknown): AccessLine[] {
    return isMembers(body) ? this.#members([], body) : [];
  }

  /** A name that is too long for labels, which no version of ours has, is said once before what it names. */
  #members(path: readonly string[], members: Members): AccessLine[] {
    return Object.entries(members).flatMap(([name, value]) => [
      ...(cut(name, LONGEST_NAME) === name ? [] : [sentence(shown(name))]),
      ...this.member([...path, name], value),
    ]);
  }

  /** @param path names of members, outermost first; the last says what the value is */
  member(path: readonly string[], value: unknown): AccessLine[] {
    const name = path.at(-1) ?? '';
    if (value === null || value === undefined || value === '') return [];
    if (name === 'answers' && isMembers(value))
      return Object.entries(value).flatMap(([code, one]) => this.answer(code, one));
    if (name === 'originalsKept' && Array.isArray(value)) return this.originals(value);
    if (name === 'checks' && Array.isArray(value)) return value.flatMap((one) => this.#check(one));
    const said = this.#said(name, value);
    if (said !== undefined) return [line(this.#label(path), said, CODES.has(name))];
    if (Array.isArray(value))
      return value.flatMap((one, at) =>
        isMembers(one)
          ? this.#nested([...path.slice(0, -1), `${name} ${at + 1}`], one)
          : this.member(path, one),
      );
    return isMembers(value) ? this.#nested(path, value) : [];
  }

  #nested(path: readonly string[], members: Members): AccessLine[] {
    const said = this.#said('', members);
    if (said !== undefined) return [line(this.#label(path), said)];
    return this.#members(path, members);
  }

  /** As its field shows it; member by member where the field would not show all of it. */
  answer(code: string, value: unknown): AccessLine[] {
    const field = this.#fields.get(code);
    if (!field || !isPlainAnswer(field, value)) return this.#members([], { [code]: value });
    const said = answerText(field, value, this.#i18n);
    return said ? [line(say(this.#i18n, field.label), shown(said.text), said.ltr)] : [];
  }

  #check(check: unknown): AccessLine[] {
    if (!isMembers(check)) return this.member(['checks'], check);
    const { t } = this.#i18n;
    const { code, ticked, ...others } = check;
    const known = this.#file.service.definition.checks.find((one) => one.code === code);
    const text = known ? say(this.#i18n, known.text) : shown(String(code));
    return [
      line(t('access.member.checks'), t(ticked ? 'access.check.ticked' : 'access.check.unticked', { text })),
      ...this.#members(['checks'], others),
    ];
  }

  /** « Élément 1, Pourquoi »; `items 1` is the first of several. */
  #label(path: readonly string[]): string {
    const { t, lookUp } = this.#i18n;
    const words = path.map((part) => {
      const [, name = part, n] = /^(.*) (\d+)$/s.exec(part) ?? [];
      const field = this.#fields.get(name);
      const word =
        lookUp(`access.member.${name}`) ??
        (field ? say(this.#i18n, field.label) : shown(cut(name, LONGEST_NAME)));
      return n === undefined ? word : t('access.nth', { label: word, n });
    });
    const label = words.reduce((outer, inner) => cut(t('access.within', { outer, inner }), LONGEST_LABEL));
    return cut(label.replace(isolates, ''), LONGEST_LABEL);
  }

  /** The value as one text; undefined where it has parts. */
  #said(name: string, value: unknown): string | undefined {
    const { t, number, money } = this.#i18n;
    if (typeof value === 'boolean') return t(value ? 'desk.value.yes' : 'desk.value.no');
    if (typeof value === 'number') return isPlainNumber(value) ? number(value) : String(value);
    if (typeof value === 'string') return this.#text(name, value);
    if (!isMembers(value)) return undefined;
    if (isPlainMoney(value)) return money(value.amount, value.currency);
    const { document, mediaType } = value;
    if (typeof document === 'string' && typeof mediaType === 'string') {
      const { label } = value;
      return this.titleOf({ document, ...(typeof label === 'string' ? { label } : {}) });
    }
    return undefined;
  }

  #text(name: string, value: string): string {
    const { definition } = this.#file.service;
    const { lookUp } = this.#i18n;
    const known = (): string | undefined => {
      switch (name) {
        case 'grounds': {
          const ground = definition.grounds.find(({ code }) => code === value);
          return ground && say(this.#i18n, ground.text);
        }
        case 'document':
          return this.document(value);
        case 'displayed': {
          const document = this.#file.documents.find(({ id }) => id === value);
          return document && this.titleOf(document);
        }
        case 'instrument':
          return definition.instrument.code === value
            ? say(this.#i18n, definition.instrument.title)
            : undefined;
        case 'by':
          return lookUp(`desk.act.by.${value}`);
        case 'direction':
          return lookUp(`desk.act.direction.${value}`);
        case 'to':
          return lookUp(`desk.act.hand-to.${value}`);
        case 'means':
          return lookUp(`desk.fee.means.${value}`);
        case 'language':
          return lookUp(`access.language.${value}`);
        case 'rule':
          return lookUp(`desk.ground.${value}`);
        default:
          return DAYS.has(name) ? this.#day(value) : undefined;
      }
    };
    return known() ?? shown(value);
  }

  #day(value: string): string | undefined {
    if (/^\d{4}(-\d{2}){0,2}$/.test(value)) return this.#i18n.longDate(value) || undefined;
    if (/^\d{4}-\d{2}-\d{2}T/.test(value) && !Number.isNaN(Date.parse(value)))
      return this.#i18n.moment(value, true);
    return undefined;
  }
}
