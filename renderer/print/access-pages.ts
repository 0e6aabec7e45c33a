/**
 * An applicant's file as texts in their order, in their language: every datum with the label of its field, every version,
 * who did what and when. Bodies are walked member by member (access-lines.ts), so that nothing is left out that a newer
 * service or version says.
 */

import type { AccessScan } from '../../app/desk/access.ts';
import type { AccessLine, AccessPages, AccessPart, AccessPicture } from '../../app/desk/access-pages.ts';
import type { AccessDocument, AccessEntry, AccessFile } from '../../app/export/access-file.ts';
import { provenanceText, say } from '../screens/shared/texts.ts';
import { type I18n, makeI18n } from '../ui/i18n.tsx';
import { arabicMonthsOf } from '../ui/locale.ts';
import { AccessLines, line, sentence, shown } from './access-lines.ts';

export interface AccessPrint {
  readonly pages: AccessPages;
  /** all pictures, one after the other */
  readonly pictures: Uint8Array;
}

export function accessPrint(file: AccessFile, scans: readonly AccessScan[]): AccessPrint {
  const i18n = makeI18n(file.language, arabicMonthsOf(file.mission.code));
  const words = new AccessLines(file, i18n);
  const { pictures, bytes } = picturesOf(file, scans, words);
  const pages = {
    ref: file.reference,
    language: file.language,
    title: i18n.t('access.doc.title'),
    parts: partsOf(file, i18n, words).filter(({ lines, level }) => level === 1 || lines.length > 0),
    pictures,
    undrawn: i18n.t('access.document.not-drawn'),
  };
  return { pages, pictures: bytes };
}

function partsOf(file: AccessFile, i18n: I18n, words: AccessLines): AccessPart[] {
  const { t } = i18n;
  const part = (title: string, lines: readonly AccessLine[]): AccessPart => ({ title, level: 1, lines });
  const some = (lines: readonly AccessLine[]): readonly AccessLine[] =>
    lines.length > 0 ? lines : [sentence(t('access.none'))];
  return [
    part(t('access.part.copy'), copyLines(file, i18n, words)),
    part(t('access.part.answers'), []),
    ...answerParts(file, file.answers, i18n, words),
    ...file.versions.flatMap(({ answers }, at) => [
      part(t('access.part.version', { n: at + 1 }), []),
      ...answerParts(file, answers, i18n, words),
    ]),
    part(t('access.part.contact'), words.body({ language: file.language, phones: file.phones })),
    part(t('access.part.documents'), some(documentLines(file, i18n, words))),
    part(t('access.part.requests'), some(requestLines(file, i18n, words))),
    part(t('access.part.fees'), some(feeLines(file, i18n))),
    part(t('access.part.decision'), decisionLines(file, i18n, words)),
    part(t('access.part.instrument'), some(instrumentLines(file, i18n, words))),
    part(t('access.part.receipt'), receiptLines(file, i18n, words)),
    part(t('access.part.history'), []),
    ...file.history.map(
      (entry): AccessPart => ({
        title: t('access.within', {
          outer: i18n.lookUp(`desk.kind.${entry.kind}`) ?? t('desk.kind.unknown'),
          inner: i18n.moment(entry.claimedAt, true),
        }),
        level: 2,
        lines: entryLines(entry, i18n, words),
      }),
    ),
    part(t('access.part.readings'), some(traceLines(file, ['read'], i18n, words))),
    part(t('access.part.copies'), some(traceLines(file, null, i18n, words))),
    part(t('access.part.keeping'), keepingLines(file, i18n)),
  ];
}

function copyLines(file: AccessFile, i18n: I18n, words: AccessLines): AccessLine[] {
  const { t, moment } = i18n;
  const { state, service, mission } = file;
  return [
    line(t('access.copy.made'), moment(file.madeAt, true), true),
    line(t('access.copy.by'), words.officer(file.madeBy)),
    line(t('access.copy.mission'), say(i18n, mission.name)),
    line(t('access.copy.service'), say(i18n, service.definition.title)),
    line(t('access.copy.reference'), file.reference, true),
    line(t('access.copy.status'), statusWord(file, i18n)),
    ...(state.priority === 'urgent'
      ? [line(t('access.copy.urgent'), shown(state.urgentReason ?? t('access.priority.urgent')))]
      : []),
    ...(state.assignee ? [line(t('access.copy.assignee'), words.officer(state.assignee))] : []),
    sentence(t('access.copy.what')),
    sentence(t('access.copy.officers')),
    sentence(t('access.copy.times')),
    ...(file.unverified > 0 ? [sentence(t('access.copy.unverified', { n: file.unverified }))] : []),
  ];
}

const statusWord = ({ state, service }: AccessFile, i18n: I18n): string =>
  service.definition.statusWords?.[state.status]?.[i18n.locale] ?? i18n.t(`status.procedure.${state.status}`);

/** Page by page as they were asked, whatever is shown of them on a screen; then what no page asks for. */
function answerParts(
  file: AccessFile,
  answers: AccessFile['answers'],
  i18n: I18n,
  words: AccessLines,
): AccessPart[] {
  const { pages } = file.service.definition;
  const asked = new Set<string>();
  const parts = pages.map(({ title, fields }): AccessPart => {
    for (const { code } of fields) asked.add(code);
    const lines = fields.flatMap(({ code }) => words.answer(code, answers[code]));
    return { title: say(i18n, title), level: 2, lines };
  });
  const others = Object.entries(answers).filter(([code]) => !asked.has(code));
  const rest = others.flatMap(([code, value]) => words.answer(code, value));
  return [...parts, { title: i18n.t('access.part.other'), level: 2, lines: rest }];
}

function documentLines(file: AccessFile, i18n: I18n, words: AccessLines): AccessLine[] {
  const { t } = i18n;
  const originals = words.originals(file.originalsKept);
  return [
    ...file.documents.flatMap((document) => documentLine(document, i18n, words)),
    ...file.missing.map(({ document, dueBy }) =>
      line(
        t('access.document.awaited'),
        t('access.document.awaited-line', { title: words.document(document), date: i18n.shortDate(dueBy) }),
      ),
    ),
    ...originals,
  ];
}

function documentLine(document: AccessDocument, i18n: I18n, words: AccessLines): AccessLine[] {
  const { t } = i18n;
  const title = words.titleOf(document);
  const type = document.mediaType.replace(/^.*\//, '').toUpperCase();
  return [
    line(
      t('access.member.document'),
      t('access.document.line', { title, type, size: i18n.bytes(document.bytes) }),
    ),
    ...(document.missing === null ? [] : [sentence(t(`access.document.missing.${document.missing}`))]),
    ...(document.missing === null && !isPicture(document) ? [sentence(t('access.document.not-drawn'))] : []),
    line(t('access.document.sha'), document.sha256, true),
  ];
}

function requestLines({ requests }: AccessFile, { t }: I18n, words: AccessLines): AccessLine[] {
  return requests.flatMap(({ supplied, ...item }) => [
    ...words.body(item),
    line(t('access.request.supplied'), t(supplied ? 'desk.value.yes' : 'desk.value.no')),
  ]);
}

function feeLines({ filingReceipt, fees }: AccessFile, { t, money }: I18n): AccessLine[] {
  const { due } = filingReceipt.fee;
  return [
    ...(due ? [line(t('access.fee.due'), money(due.amount, due.currency))] : []),
    ...fees.collected.map(({ quittance, collected, voided }) => {
      const paid = t('access.within', {
        outer: money(collected.amount, collected.currency),
        inner: shown(quittance),
      });
      return line(t('access.fee.paid'), voided ? t('access.fee.voided', { line: paid }) : paid);
    }),
  ];
}

function decisionLines(file: AccessFile, i18n: I18n, words: AccessLines): AccessLine[] {
  const { t, lookUp } = i18n;
  const { decision, appeal, history } = file;
  const service = line(
    t('access.decision.service-appeal'),
    [say(i18n, appeal.text), provenanceText(i18n, appeal)].filter(Boolean).join(' '),
  );
  if (!decision) return [sentence(t('access.decision.none')), service];
  const entry = history.find(({ act }) => act === decision.act);
  return [
    line(t('access.decision.outcome'), lookUp(`status.procedure.${decision.outcome}`) ?? decision.outcome),
    ...(entry
      ? [
          line(t('access.decision.at'), i18n.moment(entry.claimedAt, true), true),
          line(t('access.decision.by'), words.officer(entry.by)),
        ]
      : []),
    ...words.body(decision.body),
    service,
  ];
}

function instrumentLines({ instrument }: AccessFile, { t }: I18n, words: AccessLines): AccessLine[] {
  if (!instrument) return [];
  const { act: _act, voided, ...issued } = instrument;
  return [
    ...words.body(issued),
    ...(voided ? [line(t('access.instrument.voided'), t('desk.value.yes'))] : []),
  ];
}

function receiptLines({ filingReceipt }: AccessFile, i18n: I18n, words: AccessLines): AccessLine[] {
  const { t } = i18n;
  const { at, desk, received, dueBy, duplicate } = filingReceipt;
  return [
    line(t('access.receipt.at'), i18n.moment(at, true), true),
    line(t('access.receipt.desk'), words.desk(desk)),
    line(
      t('print.recepisse.received'),
      received.map((title) => say(i18n, title)).join(t('access.separator')),
    ),
    ...(dueBy === null ? [] : [line(t('print.recepisse.answer'), i18n.longDate(dueBy))]),
    line(t('access.receipt.duplicates'), i18n.number(duplicate), true),
  ].filter(({ value }) => value !== '');
}

function entryLines(entry: AccessEntry, i18n: I18n, words: AccessLines): AccessLine[] {
  const { t, moment, lookUp } = i18n;
  const { receivedAt, inPlaceOf, standing, verdictCode, assignee, priority } = entry;
  const verdict = [lookUp(`errors.${verdictCode}.fact`), verdictCode].filter(Boolean).join(' ');
  const to = assignee ? words.officer(assignee) : t('access.history.freed');
  return [
    line(t('access.history.by'), words.officer(entry.by)),
    ...(inPlaceOf ? [line(t('access.history.in-place-of'), words.officer(inPlaceOf))] : []),
    ...(receivedAt === null ? [] : [line(t('access.history.received'), moment(receivedAt, true), true)]),
    ...(standing === 'folded' ? [] : [line(t('access.history.standing'), t(`desk.entry.${standing}`))]),
    ...(verdictCode === null ? [] : [line(t('access.history.verdict'), verdict)]),
    ...(priority === null
      ? []
      : [line(t('access.history.priority'), lookUp(`access.priority.${priority}`) ?? shown(priority))]),
    ...(assignee === undefined ? [] : [line(t('access.history.assigned'), to)]),
    ...words.body(entry.body),
  ];
}

/** @param kinds null: all but readings */
function traceLines(
  { traces }: AccessFile,
  kinds: readonly string[] | null,
  i18n: I18n,
  words: AccessLines,
): AccessLine[] {
  return traces
    .filter(({ what }) => (kinds === null ? what !== 'read' : kinds.includes(what)))
    .map(({ what, by, claimedAt }) => {
      const done = kinds === null ? [i18n.lookUp(`access.trace.${what}`) ?? shown(what)] : [];
      const value = [...done, words.officer(by)].join(i18n.t('access.separator'));
      return line(i18n.moment(claimedAt, true), value);
    });
}

function keepingLines({ retention, legalBasis, state }: AccessFile, i18n: I18n): AccessLine[] {
  const { t } = i18n;
  const years =
    retention.years === null
      ? t('access.to-confirm')
      : t('access.keeping.years-line', { n: retention.years });
  const bases = legalBasis.map((note) =>
    [say(i18n, note.text), provenanceText(i18n, note)].filter(Boolean).join(' '),
  );
  return [
    line(
      t('access.keeping.years'),
      [years, provenanceText(i18n, retention)].filter(Boolean).join(t('access.separator')),
    ),
    ...(retention.ends === null ? [] : [line(t('access.keeping.ends'), i18n.longDate(retention.ends))]),
    ...(state.legalHold ? [line(t('access.keeping.hold'), t('access.keeping.held'))] : []),
    ...(bases.length > 0 ? bases : [t('access.to-confirm')]).map((text) =>
      line(t('access.keeping.basis'), text),
    ),
  ];
}

const isPicture = (
  document: AccessDocument,
): document is AccessDocument & { readonly mediaType: AccessPicture['mediaType'] } =>
  document.mediaType === 'image/jpeg' || document.mediaType === 'image/png';

function picturesOf(file: AccessFile, scans: readonly AccessScan[], words: AccessLines) {
  const bytesOf = new Map<string, Uint8Array>(scans.map(({ blob, bytes }) => [blob, bytes]));
  const pictures: AccessPicture[] = [];
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const document of file.documents) {
    const bytes = bytesOf.get(document.id);
    if (!bytes || bytes.length === 0 || !isPicture(document)) continue;
    pictures.push({
      title: words.titleOf(document),
      mediaType: document.mediaType,
      at,
      length: bytes.length,
    });
    parts.push(bytes);
    at += bytes.length;
  }
  const bytes = new Uint8Array(at);
  for (const [index, { at: start }] of pictures.entries()) bytes.set(parts[index] as Uint8Array, start);
  return { pictures, bytes };
}
