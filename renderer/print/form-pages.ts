/**
 * A service's form on paper, from its definition: blank, with every question, its help and a place to write; or filled,
 * with what is in sight and what was brought. In the language of whoever reads it.
 */
import { holds, isFilled } from '../../app/catalogue/conditions.ts';
import type { DocumentAsked, ServiceDefinition } from '../../app/catalogue/definition.ts';
import { type AnswerMap, CONSENTS, type Field, type FieldOf } from '../../app/catalogue/fields.ts';
import { type FormContext, visibleForm } from '../../app/catalogue/form.ts';
import { readItem } from '../../app/catalogue/read-answer.ts';
import { RELATION_TEXTS, RELATIONS, WITH_AUTHORITY } from '../../app/catalogue/relations.ts';
import { checklist, type Supplied } from '../../app/catalogue/required-documents.ts';
import type { Texts } from '../../app/catalogue/texts.ts';
import type { FormDocument, FormItem, FormPages, FormPart } from '../../app/desk/form-pages.ts';
import { answerText } from '../screens/shared/answer-text.ts';
import { say } from '../screens/shared/texts.ts';
import { type I18n, makeI18n, withoutIsolates } from '../ui/i18n.tsx';
import { arabicMonthsOf, type Locale } from '../ui/locale.ts';

/** Blocks of a repeated question on a blank form: whoever needs more takes a second sheet. */
const BLANK_ITEMS = 2;

interface Sheet {
  readonly language: Locale;
  readonly mission: Texts;
  /** the day it is made, `2026-11-21` */
  readonly day: string;
}

export function blankForm(definition: ServiceDefinition, sheet: Sheet): FormPages {
  const i18n = makeI18n(sheet.language, arabicMonthsOf(definition.country));
  const { t } = i18n;
  return pages(definition, sheet, i18n, {
    note: t('print.form.blank-note'),
    parts: definition.pages.flatMap((page) =>
      partsOf(
        say(i18n, page.title),
        page.help ? say(i18n, page.help.text) : '',
        page.fields.flatMap((field) => {
          const condition = field.when ?? page.when;
          return blank(field, i18n, condition === undefined ? '' : t('print.form.if-concerned'));
        }),
      ),
    ),
    documents: definition.documents.map(
      (document): FormDocument => ({
        title: titleOf(document, i18n),
        note: [
          document.when ? t('print.form.if-concerned') : '',
          document.help ? say(i18n, document.help.text) : '',
        ]
          .filter(Boolean)
          .join(' '),
        ticked: false,
      }),
    ),
    signed: definition.signatures ?? [],
  });
}

/** @param supplied the files that were brought */
export function filledForm(
  definition: ServiceDefinition,
  answers: AnswerMap,
  supplied: readonly Supplied[],
  context: FormContext,
  sheet: Sheet,
): FormPages {
  const i18n = makeI18n(sheet.language, arabicMonthsOf(definition.country));
  const { t } = i18n;
  const form = visibleForm(definition, answers, context);
  return pages(definition, sheet, i18n, {
    note: t('print.form.filled-note'),
    parts: form.pages.flatMap(({ page, fields }) =>
      partsOf(
        say(i18n, page.title),
        '',
        fields.flatMap((field) => filled(field, form.answers[field.code], i18n)),
      ),
    ),
    documents: checklist(definition, answers, supplied, context)
      .filter(({ document, state }) => document.required || state !== 'optional')
      .map(
        ({ document, supplied: count, state }): FormDocument => ({
          title: titleOf(document, i18n),
          note: state === 'missing' ? t('print.form.to-bring') : t('print.form.files', { n: count }),
          ticked: state === 'complete',
        }),
      ),
    signed: (definition.signatures ?? []).filter(({ when }) => holds(when, form.facts)),
  });
}

interface Content {
  readonly note: string;
  readonly parts: readonly FormPart[];
  readonly documents: readonly FormDocument[];
  readonly signed: NonNullable<ServiceDefinition['signatures']>;
}

function pages(definition: ServiceDefinition, sheet: Sheet, i18n: I18n, content: Content): FormPages {
  const { t } = i18n;
  const { code, version } = definition;
  const signers = content.signed.length > 0 ? content.signed.map(({ by }) => by) : ['applicant' as const];
  return {
    language: sheet.language,
    ref: `${code} · ${version} · ${i18n.shortDate(sheet.day)}`,
    mission: say(i18n, sheet.mission),
    title: say(i18n, definition.title),
    note: content.note,
    parts: content.parts,
    documents: { title: t('print.form.documents'), list: content.documents },
    signatures: {
      title: t('print.form.signatures'),
      statement: t('print.form.statement'),
      place: t('print.form.place-and-day'),
      by: signers.map((by) => t(`print.form.by.${by}`)),
    },
  };
}

const titleOf = (document: DocumentAsked, i18n: I18n): string =>
  document.required ? say(i18n, document.title) : `${say(i18n, document.title)} ${i18n.t('ui.optional')}`;

/** Questions one after the other, and in between those that have a heading of their own. */
type Piece =
  | FormItem
  | { readonly title: string; readonly help: string; readonly items: readonly FormItem[] };

function partsOf(title: string, help: string, pieces: readonly Piece[]): FormPart[] {
  const parts: { title: string; level: 1 | 2; help: string; items: FormItem[] }[] = [];
  let at = { title, level: 1 as 1 | 2, help, items: [] as FormItem[] };
  parts.push(at);
  let nested = false;
  for (const piece of pieces) {
    if ('items' in piece) {
      parts.push({ ...piece, level: 2, items: [...piece.items] });
      nested = true;
      continue;
    }
    if (nested) {
      at = { title: '', level: 2, help: '', items: [] };
      parts.push(at);
      nested = false;
    }
    at.items.push(piece);
  }
  return parts.filter((part) => part.level === 1 || part.items.length > 0);
}

function item(label: string, more: Partial<FormItem> = {}): FormItem {
  return { label, help: '', span: 6, value: null, ltr: false, lines: 1, choices: [], ...more };
}

/** @param condition said of a question that not everybody is asked */
function blank(field: Field, i18n: I18n, condition: string): Piece[] {
  const { t } = i18n;
  const help = [condition, field.help ? say(i18n, field.help.text) : ''].filter(Boolean).join(' ');
  const label = field.optional ? `${say(i18n, field.label)} ${t('ui.optional')}` : say(i18n, field.label);
  const own = (more: Partial<FormItem> = {}) => [item(label, { help, span: field.span, ...more })];
  switch (field.type) {
    case 'name-pair':
      return [
        item(label, { help, span: 3 }),
        item(t('ui.name.label', { label: say(i18n, field.label), script: t('ui.name.arabic') }), { span: 3 }),
      ];
    case 'long-text':
      return own({ lines: 4 });
    case 'date':
      return own({ help: [t('print.form.date'), help].filter(Boolean).join(' ') });
    case 'yes-no':
      return own({ choices: [t('ui.yes'), t('ui.no')] });
    case 'choice':
      return own({ choices: field.options.map((option) => say(i18n, option.label)) });
    case 'relation':
      return own({ span: 6, choices: relations(field.among ?? RELATIONS, i18n) });
    case 'money':
      return own({ help: [field.currencies.join(', '), help].filter(Boolean).join('. ') });
    case 'address':
      return [
        item(label, { help, span: 6, lines: 2 }),
        item(t('desk.address.postalCode'), { span: 2 }),
        item(t('desk.address.city'), { span: 2 }),
        item(t('desk.address.country'), { span: 2 }),
      ];
    case 'authority':
      return [{ title: label, help, items: blankAuthority(i18n) }];
    case 'group':
      return Array.from(
        { length: Math.max(field.minimum, Math.min(BLANK_ITEMS, field.maximum)) },
        (_, n) => ({
          title: itemTitle(field, n, i18n),
          help: n === 0 ? help : '',
          items: field.fields.flatMap((asked) =>
            blank(asked as Field, i18n, asked.when ? t('print.form.if-concerned') : ''),
          ) as FormItem[],
        }),
      );
    case 'evidence':
      return []; // it is in the list of documents
    default:
      return own();
  }
}

function blankAuthority(i18n: I18n): FormItem[] {
  const { t } = i18n;
  const concerned = { help: t('print.form.if-concerned') };
  return [
    item(t('desk.authority.name'), { span: 6 }),
    item(t('desk.authority.relation'), { choices: relations(WITH_AUTHORITY, i18n) }),
    item(t('desk.authority.phone'), { span: 3 }),
    item(t('desk.authority.shared'), { span: 3, choices: [t('ui.yes'), t('ui.no')] }),
    item(t('desk.authority.secondName'), { span: 3, ...concerned }),
    item(t('desk.authority.consent'), {
      span: 3,
      choices: CONSENTS.map((consent) => t(`desk.authority.consent.${consent}`)),
      ...concerned,
    }),
    item(t('desk.authority.reason'), { span: 6, ...concerned }),
  ];
}

const relations = (among: readonly (keyof typeof RELATION_TEXTS)[], i18n: I18n): readonly string[] =>
  among.map((one) => say(i18n, RELATION_TEXTS[one]));

/** « Enfants qui voyagent, Enfant 2 » */
const itemTitle = (field: FieldOf<'group'>, n: number, i18n: I18n): string =>
  withoutIsolates(
    i18n.t('desk.review.within', {
      outer: say(i18n, field.label),
      inner: i18n.t('desk.group.item', { item: say(i18n, field.item), n: n + 1 }),
    }),
  );

function filled(field: Field, value: unknown, i18n: I18n): Piece[] {
  const { t } = i18n;
  const own = (said: string, ltr = false): FormItem =>
    item(say(i18n, field.label), { span: field.span, value: said, ltr });
  if (field.type === 'evidence') return [];
  if (field.type === 'authority' && isMembers(value))
    return [{ title: say(i18n, field.label), help: '', items: filledAuthority(value, i18n) }];
  if (field.type === 'group' && Array.isArray(value) && value.length > 0)
    return value.map((answers: AnswerMap, n) => ({
      title: itemTitle(field, n, i18n),
      help: '',
      items: readItem(field, answers).fields.flatMap((asked) =>
        filled(asked as Field, answers[asked.code], i18n),
      ) as FormItem[],
    }));
  if (!isFilled(value)) return [own(t('desk.value.unanswered'))];
  const said = answerText(field, value, i18n);
  return [own(said?.text ?? t('desk.value.unanswered'), said?.ltr ?? false)];
}

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function filledAuthority(value: Readonly<Record<string, unknown>>, i18n: I18n): FormItem[] {
  const { t } = i18n;
  const text = (name: string): string => (typeof value[name] === 'string' ? value[name] : '');
  const relation = RELATIONS.find((one) => one === value.relation);
  const consent = CONSENTS.find((one) => one === value.consent);
  const said = [
    ['name', 6, text('name')],
    ['relation', 2, relation ? say(i18n, RELATION_TEXTS[relation]) : ''],
    ['phone', 2, text('phone')],
    ['shared', 2, typeof value.shared === 'boolean' ? t(value.shared ? 'ui.yes' : 'ui.no') : ''],
    ['secondName', 3, text('secondName')],
    ['consent', 3, consent ? t(`desk.authority.consent.${consent}`) : ''],
    ['reason', 6, text('reason')],
  ] as const;
  return said.flatMap(([name, span, words]) =>
    words === '' ? [] : [item(t(`desk.authority.${name}`), { span, value: words, ltr: name === 'phone' })],
  );
}
