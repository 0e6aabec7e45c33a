/** A draft as the screens show it. */
import type { BlobManifest } from '../../app/acts/bodies.ts';
import type { BlobId, PersonId } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { personOf } from '../../app/catalogue/person.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Draft, DraftEvidence, DraftRow } from '../../app/desk/draft.ts';
import type { OpenDraft } from '../drafts/draft-book.ts';
import type { DeskContext } from './desk-context.ts';

/** A line of « À reprendre ». */
export function draftRow(desk: DeskContext, { id, author, savedAt, content }: OpenDraft): DraftRow {
  const definition = desk.reference.definition(content.release, content.service);
  const person =
    content.purpose === 'application' && definition ? personOf(definition, content.answers) : null;
  const applicant = person?.latin || (desk.model.rows.get(content.dossier)?.applicant ?? null);
  return {
    id,
    service: content.service,
    applicant: applicant || null,
    savedAt,
    ticket: content.purpose === 'application' ? content.ticket : null,
    interrupted: content.purpose === 'decision' || content.sealing !== undefined,
    mine: author === desk.session.credential.kid,
  };
}

/** @throws DeskError DR-001 a decision is no draft to go on with */
/** @param move what a later release would change, where there is one */
export function shownDraft(
  { id, savedAt, content }: OpenDraft,
  definition: ServiceDefinition,
  move: Draft['move'],
): Draft {
  if (content.purpose === 'decision') throw new DeskError('DR-001');
  const empty = {
    ticket: null,
    answers: {},
    originalsKept: [],
    language: 'fr',
    urgentReason: null,
    page: null,
  } as const;
  const filled =
    content.purpose === 'application'
      ? content
      : { ...empty, fee: { paid: false, collected: null, means: null }, person: '' as PersonId };
  const { ticket, answers, originalsKept, language, urgentReason, fee, page, person } = filled;
  const {
    reused = {},
    compared = [],
    setAside = [],
    filesAside = [],
    visit,
  } = content.purpose === 'application' ? content : {};
  return {
    id,
    purpose: content.purpose,
    dossier: content.purpose === 'supply' ? content.dossier : null,
    service: content.service,
    release: content.release,
    definition,
    ticket,
    answers,
    evidence: content.evidence.map(shownEvidence),
    originalsKept,
    language,
    urgentReason,
    fee,
    page,
    savedAt,
    person,
    reused,
    compared,
    move,
    setAside,
    filesAside: filesAside.length,
    inVisit: visit !== undefined,
  };
}

export const shownEvidence = ({ id, document, mediaType, bytes, label }: BlobManifest): DraftEvidence => ({
  id: id as BlobId,
  document,
  mediaType,
  bytes,
  label: label ?? '',
});
