/** The applicant's copy on the specimen desk: what its view says, without scans; one file was exported before. */
import type { ActId, DossierId, RecordHash } from '../../../app/acts/ids.ts';
import type { AccessApi, Trace } from '../../../app/desk/access.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import { ACCESS_VERSION, type AccessFile, type AccessOfficer } from '../../../app/export/access-file.ts';
import { DESK_B, fakeHash, MISSION } from './dossiers.ts';

export interface AccessSpecimenParts {
  readonly view: (id: DossierId) => DossierView;
  readonly at: () => string;
  /** the secret was confirmed within the last minutes */
  readonly confirmed: () => boolean;
  readonly emit: (event: DeskEvent) => void;
}

const NAME = { fr: 'Paris', en: 'Paris', ar: 'باريس' } as const;
const ME: AccessOfficer = { officer: 1, roles: ['agent'], desk: DESK_B };

export function specimenAccess({ view, at, confirmed, emit }: AccessSpecimenParts): AccessApi {
  const made = new Map<DossierId, Trace[]>();
  const trace = (id: DossierId, what: Trace['what'], claimedAt: string): void => {
    const own = made.get(id) ?? [];
    const record = fakeHash<RecordHash>(`trace-${id}-${own.length}-`);
    const by = { subject: 'AS', name: 'A. SPECIMEN', roles: ['agent'] as const };
    made.set(id, [...own, { record, what, by, mission: MISSION, desk: DESK_B, claimedAt }]);
  };
  return {
    traces: async (id) => made.get(id) ?? [],
    accessFile: async (id) => {
      if (!confirmed()) throw new DeskError('PN-002');
      const file = fileOf(view(id), at(), made.get(id) ?? []);
      trace(id, 'exported-in-clear', at());
      emit({ type: 'dossiers-changed', dossiers: [id] });
      const json = new TextEncoder().encode(`${JSON.stringify(file, null, 1)}\n`);
      return { json, file, scans: [] };
    },
  };
}

function fileOf(view: DossierView, madeAt: string, traces: readonly Trace[]): AccessFile {
  const { row, definition, heads } = view;
  if (!definition) throw new DeskError('AX-001');
  const texts = (code: string) => definition.documents.find((one) => one.code === code)?.title ?? NAME;
  return {
    type: 'guichet-access-file',
    v: ACCESS_VERSION,
    madeAt,
    madeBy: ME,
    dossier: row.id,
    reference: row.ref,
    mission: { code: row.mission, name: NAME },
    service: { code: row.service, release: view.release, definition },
    language: view.language,
    person: null,
    state: {
      status: row.procedure,
      priority: row.urgent ? 'urgent' : 'normal',
      urgentReason: view.urgentReason,
      assignee: null,
      lodgedBy: [ME],
      approvedBy: null,
      approvedFor: null,
      legalHold: view.legalHold,
      holdLiftedBy: [],
      restingSince: null,
      heads,
      mainHeads: view.mainHeads,
    },
    answers: view.answers,
    versions: view.versions.map(({ head, answers }) => ({ head, answers })),
    documents: view.documents.map(({ blob, act, document, mediaType, bytes, label }) => ({
      ...{ id: blob, act, document, mediaType, bytes, label },
      sha256: fakeHash(`sha-${blob}-`),
      missing: 'not-at-this-desk',
    })),
    missing: view.missing,
    originalsKept: view.originalsKept,
    phones: view.phones,
    fees: { due: view.fee.due, collected: [] },
    requests: view.requests,
    contacts: [],
    decision: null,
    instrument: null,
    filingReceipt: {
      ...{ mission: row.mission, missionName: NAME, desk: DESK_B, at: row.lastAt, ref: row.ref as never },
      ...{ applicant: row.applicant ?? '', applicantArabic: row.applicantArabic, service: definition.title },
      received: view.documents.map(({ document }) => texts(document)),
      ...{ originals: [], missing: [], dueBy: row.dueBy, language: view.language, duplicate: 0 },
      fee: { due: view.fee.due, toBeConfirmed: true, collected: null, rate: null, quittance: null },
    },
    history: view.timeline.map((entry) => ({
      act: entry.act as ActId,
      kind: entry.kind,
      by: { ...ME, desk: entry.desk },
      inPlaceOf: null,
      claimedAt: entry.claimedAt,
      receivedAt: entry.receivedAt,
      standing: entry.standing,
      verdictCode: entry.verdictCode,
      prior: [],
      priority: null,
      body: entry.body,
    })),
    traces: traces.map(({ what, claimedAt }) => ({ what, by: ME, claimedAt })),
    retention: { ...definition.retention, ends: view.retentionEnds },
    legalBasis: definition.legalBasis,
    appeal: definition.appeal,
    unverified: 0,
  };
}
