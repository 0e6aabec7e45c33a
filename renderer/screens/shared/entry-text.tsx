/** An entry of the timeline as words: what was done, by whom, and what its body adds. */
import type { ActBodies } from '../../../app/acts/bodies.ts';
import { isActKind } from '../../../app/acts/kinds.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { TimelineEntry } from '../../../app/desk/dossier-view.ts';
import type { I18n } from '../../ui/i18n.tsx';
import { say } from './texts.ts';

/** `C1…`: `ML-PAR/B` is « Guichet B ». */
export function deskText(desk: string, i18n: I18n): string {
  const letter = desk.slice(desk.indexOf('/') + 1);
  return i18n.t('desk.desk.letter', { letter });
}

export function entryTitle(entry: TimelineEntry, i18n: I18n): string {
  if (!isActKind(entry.kind)) return i18n.t('desk.kind.unknown');
  if (entry.kind === 'contact-noted' && entry.body !== null) {
    const body = entry.body as ActBodies['contact-noted'];
    const known = i18n.lookUp(`desk.contact.${body.by}.${body.direction}`);
    if (known !== undefined) return known;
  }
  return i18n.t(`desk.kind.${entry.kind}`);
}

/** « A. SPECIMEN, Guichet B ». */
export function whoText({ by, desk }: Pick<TimelineEntry, 'by' | 'desk'>, i18n: I18n): string {
  const name = by.name ?? i18n.t('desk.entry.unknown-officer');
  return i18n.t('desk.entry.who', { name, desk: placeText(desk, i18n) });
}

/** The centre, or the desk by its letter. */
export const placeText = (desk: string, i18n: I18n): string =>
  desk.startsWith('CENTRAL/') ? i18n.t('desk.entry.centre') : deskText(desk, i18n);

export function entryWho(entry: TimelineEntry, i18n: I18n): string {
  if (entry.inPlaceOf === null) return whoText(entry, i18n);
  const name = entry.by.name ?? i18n.t('desk.entry.unknown-officer');
  const desk = placeText(entry.desk, i18n);
  const other = entry.inPlaceOf.name ?? i18n.t('desk.entry.unknown-officer');
  return i18n.t('desk.entry.in-place-of', { name, desk, other });
}

/** The sentences that a body adds, oldest information first; empty for most. */
export function entryDetails(
  entry: TimelineEntry,
  i18n: I18n,
  definition: ServiceDefinition | null,
): readonly string[] {
  if (entry.body === null || !isActKind(entry.kind)) return [];
  const document = (code: string): string => {
    const found = definition?.documents.find((one) => one.code === code);
    return found ? say(i18n, found.title) : code;
  };
  const ground = (code: string): string => {
    const found = definition?.grounds.find((one) => one.code === code);
    return found ? say(i18n, found.text) : code;
  };
  const bodyOf = <K extends keyof ActBodies>(_kind: K): ActBodies[K] => entry.body as ActBodies[K];
  const texts = (...lines: readonly (string | undefined)[]): readonly string[] =>
    lines.filter((line): line is string => line !== undefined && line !== '');
  switch (entry.kind) {
    case 'contact-noted': {
      const body = bodyOf('contact-noted');
      return texts(body.note, body.phone);
    }
    case 'annotated':
      return texts(bodyOf('annotated').note);
    case 'information-requested': {
      const body = bodyOf('information-requested');
      return texts(...body.items.map(({ what }) => what), body.note);
    }
    case 'information-supplied': {
      const body = bodyOf('information-supplied');
      return texts(...body.documents.map((one) => document(one.document)), body.note);
    }
    case 'evidence-attached': {
      const body = bodyOf('evidence-attached');
      return texts(...body.documents.map((one) => document(one.document)), body.note);
    }
    case 'refused': {
      const body = bodyOf('refused');
      return texts(...body.grounds.map(ground), body.explanation);
    }
    case 'instrument-issued':
      return texts(bodyOf('instrument-issued').number);
    case 'fee-collected': {
      const { collected, quittance } = bodyOf('fee-collected');
      return texts(`${i18n.money(collected.amount, collected.currency)}, ${quittance}`);
    }
    case 'amended':
      return texts(bodyOf('amended').reason);
    case 'withdrawn':
      return texts(bodyOf('withdrawn').reason);
    case 'closed':
      return texts(bodyOf('closed').reason);
    case 'reconciled':
      return texts(bodyOf('reconciled').reason);
    case 'corrected':
      return texts(bodyOf('corrected').reason);
    case 'countersignature-declined':
      return texts(bodyOf('countersignature-declined').reason);
    case 'instrument-voided':
      return texts(bodyOf('instrument-voided').reason);
    case 'waits-for':
      return texts(bodyOf('waits-for').reason);
    case 'transferred':
      return texts(bodyOf('transferred').reason);
    case 'fee-voided':
      return texts(bodyOf('fee-voided').quittance, bodyOf('fee-voided').reason);
    case 'document-declared-lost':
      return texts(bodyOf('document-declared-lost').circumstances);
    case 'approved':
      return texts(bodyOf('approved').note);
    case 'countersigned':
      return texts(bodyOf('countersigned').note);
    case 'submitted':
      return texts(bodyOf('submitted').note);
    case 'opened':
    case 'applicant-confirmed':
    case 'assigned':
    case 'handed-over':
    case 'person-linked':
    case 'person-unlinked':
    case 'erased':
      return [];
    case 'held-by-law':
      return texts(bodyOf('held-by-law').reason);
    case 'hold-lifted':
      return texts(bodyOf('hold-lifted').reason);
  }
}
