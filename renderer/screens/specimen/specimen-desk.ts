/**
 * A desk in memory with specimen data, for the preview page and the tests of the screens only. It behaves as the
 * contract says as far as a screen can see; nothing is encrypted, signed or kept. Never part of a shipped build.
 */
import type {
  ActId,
  BlobId,
  DeskId,
  DossierId,
  DraftId,
  Kid,
  MissionCode,
  Reference,
} from '../../../app/acts/ids.ts';
import { ACT_KINDS, isActKind } from '../../../app/acts/kinds.ts';
import { makeReference } from '../../../app/acts/reference.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { PendingDecision } from '../../../app/desk/decision.ts';
import type { DeskApi } from '../../../app/desk/desk-api.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import type { DossierRow } from '../../../app/desk/dossier-row.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import type { Draft, DraftEvidence } from '../../../app/desk/draft.ts';
import type { EvidenceContent } from '../../../app/desk/evidence-content.ts';
import type { Staleness } from '../../../app/desk/keyring-age.ts';
import type { LinkStatus } from '../../../app/desk/link-status.ts';
import { LIST_FILTERS, type ListFilter, type SearchHit } from '../../../app/desk/lists.ts';
import type { Officer, OfficerSlot } from '../../../app/desk/officer.ts';
import type { PersonChoice } from '../../../app/desk/persons.ts';
import type { RecoveryReport } from '../../../app/desk/recovery-report.ts';
import type { SealOutcome } from '../../../app/desk/seal-outcome.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import type { DeskConnection } from '../../../app/desk/worker-start.ts';
import { specimenAccess } from './access.ts';
import { specimenAudit } from './audit.ts';
import { pendingDesk, specimenCommissioning } from './commissioning.ts';
import { specimenDelegation } from './delegation.ts';
import { DESK_B, fakeHash, fakeId, MISSION, SPECIMEN_NOW, SPECIMEN_ROWS, viewOf } from './dossiers.ts';
import { draftsKept } from './drafts-kept.ts';
import { specimenEnrolment, WAITING } from './enrolment.ts';
import { SPECIMEN_KEYRINGS, type SpecimenKeyring } from './keyrings.ts';
import { SPECIMEN_LINKS, type SpecimenLink } from './links.ts';
import { SPECIMEN_MEASURED } from './measured.ts';
import { changedSince, movedSince } from './moved-draft.ts';
import { specimenAbout, specimenPersons } from './persons.ts';
import { reviewOf } from './review.ts';
import { passagesFrom, SPECIMEN_SERVICES } from './services.ts';
import { specimenVisits } from './visits.ts';

export const PARIS = {
  fr: 'Ambassade à Paris, section consulaire',
  en: 'Embassy in Paris, consular section',
  ar: 'السفارة بباريس، القسم القنصلي',
} as const;

const slot = (name: string, initials: string, more: Partial<OfficerSlot> = {}): OfficerSlot => ({
  kid: fakeHash<Kid>(`kid-${name}-`),
  initials,
  roles: ['agent'],
  mission: MISSION,
  secret: 'pin',
  waitUntil: null,
  ...more,
});
export const AGENT_SLOT = slot('agent', 'AS');
const SLOTS: readonly OfficerSlot[] = [
  AGENT_SLOT,
  slot('head', 'BU', { roles: ['head-of-mission'] }),
  slot('cashier', 'CM', { roles: ['cashier', 'agent'], secret: 'passphrase' }),
  slot('new', 'DE', { secret: 'activate' }),
];
/** The only PIN, and the only six words, that open anything here. */
export const SPECIMEN_PIN = '482915';
export const SPECIMEN_WORDS = 'abri bois clef dune elan fort';

export interface SpecimenOptions {
  readonly commissioned?: boolean;
  readonly unlocked?: boolean;
  readonly empty?: boolean;
  readonly recovery?: boolean;
  /** the service of the draft has changed since it was opened */
  readonly moved?: boolean;
  /** policy destroys slots: three tries are left */
  readonly destroys?: boolean;
  /** and every slot here is */
  readonly destroyed?: boolean;
  readonly head?: boolean;
  /** a colleague at desk A amends each file just before something is sealed on it here */
  readonly overtaken?: boolean;
  /** two requests of new officers wait here */
  readonly waiting?: boolean;
  /** the system has no key store: words instead of a PIN */
  readonly words?: boolean;
  /** nobody has a slot on this desk yet */
  readonly nobody?: boolean;
  /** the desk is revoked: what it sealed still waits, or is handed over */
  readonly revoked?: 'waiting' | 'done';
  readonly keyring?: SpecimenKeyring;
  readonly link?: SpecimenLink;
  /** instead of the three of services.ts; such a desk starts without any dossier */
  readonly services?: readonly ServiceDefinition[];
  readonly mission?: MissionCode;
  /** drafts outlive the page, as they do on a desk */
  readonly keepDrafts?: boolean;
  /** the clock of the desk, milliseconds */
  readonly now?: () => number;
}

const officerOf = (kid: Kid, slots: readonly OfficerSlot[], mission = MISSION): Officer => {
  const found = slots.find((one) => one.kid === kid) ?? AGENT_SLOT;
  const name = found.initials === 'BU' ? 'B. UTOPIAN' : 'A. SPECIMEN';
  const delegates = found.initials === 'BU' ? (['agent', 'cashier'] as const) : [];
  return {
    kid,
    subject: found.initials,
    name,
    roles: found.roles,
    delegates,
    mission,
    desk: DESK_B,
  };
};

/** A drawing as PNG bytes, so that thumbnails show something: a grey page with a violet stamp. */
const PAGE_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAD4AAABYCAMAAACasrQxAAAADFBMVEX///+WnqZaLpHN1NvkSEsPAAAAc0lEQVR42u3WOQ7AIBBD0SHc/84USAEiigEXLPmuQvEiMTiLRSkWTQh8PQ+f3MafnDmeaXsDPy+q8iO8c+nmzZbfxSm8u/rH3sVzV1sndl594i5+WfGRWsaDPxpn8jOj0zidp/N0nsnTeTrPrxEcDt+RS0lFbAdTpQLFrAAAAABJRU5ErkJggg==';
const pageBytes = (): Uint8Array => Uint8Array.from(atob(PAGE_PNG), (c) => c.charCodeAt(0));

type Paid = Pick<DossierView['fee']['paid'][number], 'quittance' | 'collected'>;

/** A number that was left to the seal is drawn, as the worker does from its lease. */
function numbered(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  if ('quittance' in body && body.quittance === '') return { ...body, quittance: 'PAR-Q-26-01121' };
  return 'number' in body && body.number === '' ? { ...body, number: 'PAR001121' } : body;
}

export function specimenDesk(
  options: SpecimenOptions = {},
): DeskConnection & { readonly emit: (event: DeskEvent) => void } {
  const now = options.now ?? (() => Date.parse(SPECIMEN_NOW));
  const at = (): string => new Date(now()).toISOString();
  const listeners = new Set<(event: DeskEvent) => void>();
  const emit = (event: DeskEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const { services = SPECIMEN_SERVICES, mission = MISSION } = options;
  const asked = passagesFrom(services);
  const bare = options.empty === true || options.services !== undefined;
  let rows: DossierRow[] = bare ? [] : [...SPECIMEN_ROWS];
  const views = new Map<DossierId, DossierView>();
  const drafts = options.keepDrafts ? draftsKept(services) : new Map<DraftId, Draft>();
  const files = new Map<BlobId, Uint8Array>();
  const pending = new Map<
    string,
    { readonly decision: PendingDecision; readonly timer: ReturnType<typeof setTimeout> }
  >();
  let unlocked: Kid | null = options.unlocked
    ? options.head
      ? (SLOTS[1]?.kid ?? null)
      : AGENT_SLOT.kid
    : null;
  const slots: OfficerSlot[] = options.nobody || options.revoked ? [] : [...SLOTS];
  let { revoked } = options;
  let confirmed = false;
  let failures = 0;
  let waitUntil: string | null = null;
  let serial = 417;
  let drawn = drafts.size;
  let recovered = options.recovery ?? false;
  let link: LinkStatus = SPECIMEN_LINKS[options.link ?? 'no-link'];

  const draftOf = (id: DraftId): Draft => {
    const draft = drafts.get(id);
    if (!draft) throw new DeskError('DR-001');
    return draft;
  };
  const viewFor = (id: DossierId): DossierView => {
    const known = views.get(id);
    if (known) return known;
    const row = rows.find((one) => one.id === id);
    if (!row) throw new DeskError('DO-001');
    return viewOf(row);
  };
  const makeDraft = (
    service: string,
    ticket: string | null,
    dossier: DossierId | null,
    about?: PersonChoice,
  ): Draft => {
    const definition = services.find(({ code }) => code === service);
    if (!definition) throw new DeskError('CT-003');
    drawn += 1;
    const draft: Draft = {
      id: fakeId<DraftId>(`draft-${drawn}-`),
      purpose: dossier === null ? 'application' : 'supply',
      dossier,
      service: definition.code as Draft['service'],
      release: fakeHash('release-'),
      definition,
      ticket,
      ...specimenAbout(about, rows),
      evidence: [],
      originalsKept: [],
      language: 'fr',
      urgentReason: null,
      fee: { paid: false, collected: null, means: null },
      page: null,
      savedAt: at(),
      person: fakeId('person-'),
      move: null,
      setAside: [],
      filesAside: 0,
      inVisit: false,
    };
    drafts.set(draft.id, draft);
    emit({ type: 'drafts-changed' });
    return draft;
  };
  if (!bare) {
    const visa = makeDraft('ml-visa-short-stay', '41', null);
    const begun: Draft = {
      ...visa,
      answers: {
        surname: { latin: 'SPECIMEN', arabic: '' },
        'given-names': { latin: 'Koffi', arabic: '' },
        'birth-date': '1988-03-02',
      },
      page: 'travel-document',
      savedAt: '2026-11-21T10:41:07+01:00',
    };
    drafts.set(visa.id, options.moved ? changedSince(begun) : begun);
  }

  const filterRows = (filter: ListFilter): readonly DossierRow[] =>
    rows.filter((row) => inFilter(row, filter));
  const outcome = (view: DossierView, kind: string): SealOutcome => ({
    dossier: view.row.id,
    ref: view.row.ref,
    acts: [fakeHash<ActId>(`act-${kind}-`)],
    sealedAt: at(),
    durable: 'journal',
    meanwhile: [],
  });
  const replaceView = (view: DossierView): void => {
    views.set(view.row.id, view);
    rows = rows.map((row) => (row.id === view.row.id ? view.row : row));
    emit({ type: 'dossiers-changed', dossiers: [view.row.id] });
  };
  const sealOn = (
    id: DossierId,
    kind: DossierView['timeline'][number]['kind'],
    unnumbered: unknown,
  ): SealOutcome => {
    const view = viewFor(id);
    const body = numbered(unnumbered);
    const procedure = AFTER[kind] ?? view.row.procedure;
    const row: DossierRow = { ...view.row, procedure, entry: 'sealed', lastAt: at() };
    const entry: DossierView['timeline'][number] = {
      act: fakeHash<ActId>(`act-${kind}-${view.timeline.length}-`),
      kind,
      by: { subject: 'a1', name: 'A. SPECIMEN', roles: ['agent'] },
      inPlaceOf: null,
      desk: DESK_B,
      claimedAt: at(),
      lastReceiptAt: null,
      receivedAt: null,
      state: 'sealed',
      verdictCode: null,
      standing: 'folded',
      oddities: [],
      body: body as DossierView['timeline'][number]['body'],
    };
    const base = viewOf(row);
    const competes = options.overtaken && isActKind(kind) && !ACT_KINDS[kind].commutes;
    const theirs: typeof entry = {
      ...entry,
      act: fakeHash<ActId>(`act-theirs-${view.timeline.length}-`),
      kind: 'amended',
      by: { subject: 'b1', name: 'B. UTOPIAN', roles: ['agent'] },
      desk: 'ML-PAR/A' as DeskId,
      body: null,
    };
    const before = competes ? [...view.timeline, theirs] : view.timeline;
    replaceView({
      ...base,
      mainHeads: competes ? [theirs.act, entry.act] : [entry.act],
      ...(competes ? { allowed: ['reconciled', 'contact-noted'] } : {}),
      answers: view.answers,
      timeline: [...before, entry],
      requests: view.requests,
      missing: view.missing,
      versions: competes
        ? [theirs, entry].map(({ act, by }) => ({ head: act, by: by.name, at: at(), answers: view.answers }))
        : kind === 'reconciled'
          ? []
          : view.versions,
      ...(kind === 'fee-collected'
        ? { fee: { ...view.fee, paid: [...view.fee.paid, { ...(body as Paid), at: at(), voided: false }] } }
        : {}),
    });
    return { ...outcome({ ...base, row }, kind), meanwhile: competes ? [theirs.act] : [] };
  };
  const recovery = (): RecoveryReport | null =>
    recovered
      ? {
          stoppedAt: '2026-11-21T10:42:00+01:00',
          sealed: rows.slice(0, 1).map((row) => ({
            ref: row.ref,
            dossier: row.id,
            service: row.service,
            applicant: row.applicant,
            at: '2026-11-21T10:41:50+01:00',
          })),
          notSealed: draftRows(),
          unprinted: rows.slice(0, 1).map((row) => ({
            dossier: row.id,
            ref: row.ref,
            document: 'recepisse',
            startedAt: '2026-11-21T10:41:52+01:00',
          })),
          replayed: 2,
        }
      : null;
  const draftRows = () =>
    [...drafts.values()].map((draft) => ({
      id: draft.id,
      service: draft.service,
      applicant: nameIn(draft.answers),
      savedAt: draft.savedAt,
      ticket: draft.ticket,
      interrupted: recovered,
      mine: true,
    }));
  const addFile = (draft: Draft, document: string, label: string, bytes: Uint8Array): DraftEvidence => {
    if (bytes.length === 0) throw new DeskError('EV-010');
    if (bytes.length > 10_000_000) throw new DeskError('EV-011', { megabytes: 10 });
    const mediaType = bytes[0] === 0xff ? 'image/jpeg' : bytes[0] === 0x89 ? 'image/png' : null;
    if (mediaType === null) throw new DeskError('EV-012', { claimed: 'JPEG' });
    drawn += 1;
    const made: DraftEvidence = {
      id: fakeId<BlobId>(`file-${drawn}-`),
      document,
      mediaType,
      bytes: bytes.length,
      label,
    };
    files.set(made.id, bytes);
    drafts.set(draft.id, { ...draft, evidence: [...draft.evidence, made], savedAt: at() });
    return made;
  };
  let word: SpecimenKeyring = options.keyring ?? (options.empty ? 'fresh' : 'old');
  const staleness = (): Staleness => SPECIMEN_KEYRINGS[word];
  const triesLeft = (): Pick<OfficerSlot, 'left'> & Partial<Pick<OfficerSlot, 'secret'>> => {
    if (!options.destroys) return {};
    const left = Math.max(0, 3 - failures);
    return left > 0 ? { left } : { left, secret: 'destroyed' };
  };
  const situation = (): DeskSituation => ({
    commissioned: options.commissioned ?? true,
    desk: options.commissioned === false ? null : DESK_B,
    country: options.commissioned === false ? null : 'ML',
    missionName: options.commissioned === false ? null : PARIS,
    keyStore: options.words ? 'none' : 'os',
    journal: 'file',
    slots: slots.map((one) => ({
      ...one,
      ...(one.kid === AGENT_SLOT.kid ? { waitUntil, ...triesLeft() } : {}),
      ...(options.destroyed ? { secret: 'destroyed' as const } : {}),
    })),
    unlocked,
    lastSealAt: '2026-11-21T10:41:50+01:00',
    lastWordFromCentre: '2026-11-19T17:20:00+01:00',
    version: '0.1.0',
    keyring: staleness(),
    revoked: revoked
      ? {
          at: '2026-11-20T09:00:00Z',
          reason: 'replaced',
          handedOver: revoked === 'done',
          waiting: revoked === 'waiting' ? 3 : 0,
        }
      : null,
  });

  const desk: DeskApi = {
    situation: async () => situation(),
    commission: async (kit) => {
      if (!kit.trim().startsWith('{')) throw new DeskError('KT-001');
    },
    importKeyring: async (text) => {
      if (!text.startsWith('{"type":"guichet-keyring"')) throw new DeskError('KR-021');
      const older = word === 'fresh';
      word = 'fresh';
      emit({ type: 'link-changed' });
      return { fresh: older ? 0 : 12, wordAt: staleness().wordAt, older, waiting: 0 };
    },
    exportKeyring: async () => '{"type":"guichet-keyring","v":1,"freshness":null}\n',
    exportUnsent: async () => new TextEncoder().encode('{"type":"guichet-unsent"}\n'),
    takeUnsent: async (bytes) => {
      if (bytes[0] !== 0x7b) throw new DeskError('HO-001');
      return 3;
    },
    held: async () => [],
    lift: async () => {
      throw new DeskError('LF-002');
    },
    endHandover: async () => {
      revoked = 'done';
    },
    unlock: async (kid, secret) => {
      const one = slots.find((candidate) => candidate.kid === kid);
      if (one?.secret === 'activate' && secret === SPECIMEN_WORDS) return { outcome: 'choose-pin' };
      if (secret !== SPECIMEN_PIN && secret !== SPECIMEN_WORDS) {
        failures += 1;
        waitUntil = new Date(now() + 2 ** failures * 1000).toISOString();
        return { outcome: 'refused', waitUntil, ...triesLeft() };
      }
      unlocked = kid;
      return { outcome: 'unlocked', officer: officerOf(kid, slots, mission) };
    },
    choosePin: async (kid) => {
      unlocked = kid;
      return { outcome: 'unlocked', officer: officerOf(kid, slots, mission) };
    },
    confirmSecret: async (secret) => {
      confirmed ||= secret === SPECIMEN_PIN;
      return secret === SPECIMEN_PIN
        ? { confirmed: true, waitUntil: null }
        : { confirmed: false, waitUntil: new Date(now() + 4000).toISOString() };
    },
    lock: async () => {
      unlocked = null;
      emit({ type: 'locked' });
    },
    recovery: async () => recovery(),
    dismissRecovery: async () => {
      recovered = false;
    },
    home: async () => ({
      resume: draftRows(),
      returned: rows.filter((row) => inFilter(row, 'to-resume')),
      toDecide: options.head ? rows.filter((row) => inFilter(row, 'to-decide')) : [],
      toCountersign: [],
      toHandOver: filterRows('to-collect'),
      dueSoon: rows.filter((row) => row.dueBy !== null && row.dueBy <= '2026-11-24'),
      desk: {
        freeBytes: 212_000_000,
        keyring: staleness(),
        clockWentBackSeconds: null,
        quittancesLeft: 12,
        unprinted: recovery()?.unprinted ?? [],
      },
    }),
    services: async () => services,
    measured: async () => (options.empty ? [] : SPECIMEN_MEASURED),
    service: async (code) => {
      const found = services.find((one) => one.code === code);
      if (!found) throw new DeskError('CT-020');
      return found;
    },
    ask: async (question, about) => asked(question, about),
    drafts: async () => draftRows(),
    newDraft: async (service, ticket, about) => makeDraft(service, ticket, null, about),
    ...specimenPersons(() => rows),
    ...specimenVisits({
      draftOf,
      put: (draft) => void drafts.set(draft.id, draft),
      make: (service, ticket) => makeDraft(service, ticket, null),
      review: (draft) => reviewOf(draft, { today: at().slice(0, 10), mission }),
      seal: (id) => desk.sealDraft(id),
      rowOf: (id) => viewFor(id).row,
      today: () => at().slice(0, 10),
    }),
    newSupply: async (dossier) => makeDraft(viewFor(dossier).row.service, null, dossier),
    draft: async (id) => draftOf(id),
    saveDraft: async (id, { release, ...change }) => {
      const savedAt = at();
      if (release !== undefined && release !== draftOf(id).release) throw new DeskError('DR-004');
      drafts.set(id, { ...draftOf(id), ...change, savedAt });
      emit({ type: 'drafts-changed' });
      return { savedAt };
    },
    moveDraft: async (id) => {
      drafts.set(id, movedSince(draftOf(id)));
    },
    keepDraftAsItIs: async (id) => {
      const draft = draftOf(id);
      drafts.set(id, { ...draft, move: draft.move && { ...draft.move, declined: true } });
    },
    discardDraft: async (id) => {
      drafts.delete(id);
      emit({ type: 'drafts-changed' });
    },
    addEvidence: async (id, document, label, _claimed, bytes) => addFile(draftOf(id), document, label, bytes),
    removeEvidence: async (id, blob) => {
      const draft = draftOf(id);
      drafts.set(id, { ...draft, evidence: draft.evidence.filter((one) => one.id !== blob) });
    },
    draftEvidence: async (id, blob) => {
      const one = draftOf(id).evidence.find((candidate) => candidate.id === blob);
      return { here: true, mediaType: one?.mediaType ?? 'image/png', bytes: files.get(blob) ?? pageBytes() };
    },
    reviewDraft: async (id) => reviewOf(draftOf(id), { today: at().slice(0, 10), mission }),
    sealDraft: async (id) => {
      const draft = draftOf(id);
      serial += 1;
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      const { dossierIdFrom } = await import('../../../app/acts/ids.ts');
      const row: DossierRow = {
        id: dossierIdFrom(bytes),
        ref: makeReference(DESK_B, 2026, serial),
        mission: MISSION,
        service: draft.service,
        applicant: nameIn(draft.answers),
        applicantArabic: null,
        entry: 'sealed',
        procedure: 'submitted',
        notices: [],
        urgent: draft.urgentReason !== null,
        lastAt: at(),
        dueBy: '2026-12-05',
        assignee: null,
      };
      rows = [row, ...rows];
      views.set(row.id, { ...viewOf(row, draft.language), answers: draft.answers });
      drafts.delete(id);
      emit({ type: 'drafts-changed' });
      emit({ type: 'dossiers-changed', dossiers: [row.id] });
      return outcome(viewFor(row.id), 'opened');
    },
    sealSupply: async (id, items, note) => {
      const draft = draftOf(id);
      if (draft.dossier === null) throw new DeskError('DR-002');
      const view = viewFor(draft.dossier);
      drafts.delete(id);
      const sealed = sealOn(draft.dossier, 'information-supplied', { items, documents: [], note });
      const after = viewFor(draft.dossier);
      replaceView({
        ...after,
        requests: view.requests.map((one) => (items.includes(one.id) ? { ...one, supplied: true } : one)),
      });
      return sealed;
    },
    sealAttachment: async (id, note) => {
      const draft = draftOf(id);
      if (draft.dossier === null) throw new DeskError('DR-002');
      drafts.delete(id);
      const documents = draft.evidence.map((one) => ({ ...one, label: '' }));
      const sealed = sealOn(draft.dossier, 'evidence-attached', { documents, note });
      const after = viewFor(draft.dossier);
      const brought = new Set(documents.map(({ document }) => document));
      replaceView({ ...after, missing: after.missing.filter(({ document }) => !brought.has(document)) });
      return sealed;
    },
    list: async (filter, offset, limit) => {
      const found = filterRows(filter);
      const counts = Object.fromEntries(LIST_FILTERS.map((one) => [one, filterRows(one).length])) as Record<
        ListFilter,
        number
      >;
      return { rows: found.slice(offset, offset + limit), total: found.length, counts };
    },
    search: async (text, limit) => {
      const wanted = text.trim().toLowerCase();
      if (wanted === '') return [];
      const hits = rows.flatMap((row): SearchHit[] => {
        const name = `${row.applicant ?? ''} ${row.applicantArabic ?? ''}`.toLowerCase();
        if (row.ref.toLowerCase().includes(wanted)) return [{ ...row, matched: 'reference' }];
        if (name.includes(wanted)) return [{ ...row, matched: 'name' }];
        if (/^\+?\d{4,}$/.test(wanted) && '+33100000000'.includes(wanted))
          return [{ ...row, matched: 'phone' }];
        if (wanted === 'erikson' && name.includes('eriksson')) return [{ ...row, matched: 'close' }];
        return [];
      });
      return hits.slice(0, limit);
    },
    // The specimen's token is no signed one: what can be seen is that it is refused.
    fileOfRecepisse: async () => {
      throw new DeskError('QR-002');
    },
    dossier: async (id) => viewFor(id),
    evidence: async (dossier, blob): Promise<EvidenceContent> => {
      const document = viewFor(dossier).documents.find((one) => one.blob === blob);
      return document?.here === false
        ? { here: false, bytes: document.bytes, chunksHere: 1, chunks: 4 }
        : { here: true, mediaType: 'image/png', bytes: pageBytes() };
    },
    noteDisplayed: async () => {},
    seal: async (dossier, command) => sealOn(dossier, command.kind, command.body),
    decide: async (dossier, command) => {
      const kind = command.kind === 'refused' || command.kind === 'countersigned' ? command.kind : 'approved';
      const decision: PendingDecision = {
        id: `decision-${pending.size}`,
        dossier,
        ref: viewFor(dossier).row.ref,
        kind,
        secondsLeft: 8,
        drawnBy: 'page',
      };
      const timer = setTimeout(() => {
        pending.delete(decision.id);
        emit({
          type: 'decision-ended',
          end: { id: decision.id, dossier, end: 'sealed', outcome: sealOn(dossier, kind, command.body) },
        });
      }, 8000);
      pending.set(decision.id, { decision, timer });
      emit({ type: 'decision-counting', pending: decision });
      return decision;
    },
    cancelDecision: async (id) => {
      const one = pending.get(id);
      if (!one) return;
      clearTimeout(one.timer);
      pending.delete(id);
      emit({ type: 'decision-ended', end: { id, dossier: one.decision.dossier, end: 'cancelled' } });
    },
    pendingDecisions: async () => [...pending.values()].map(({ decision }) => decision),
    queue: async (offset, limit) => ({
      rows: filterRows('at-centre').slice(offset, offset + limit),
      total: filterRows('at-centre').length,
      missions: [MISSION],
    }),
    takeNext: async () => filterRows('at-centre')[0]?.id ?? null,
    leave: async () => {},
    prefetch: async () => {},
    ...specimenAudit({ many: false, whole: true, emit, spendSecret: () => true }),
    fleet: async () => ({ fleet: null, failure: 'LN-004' }),
    erasures: async () => ({ resting: [], erased: [], backupDays: null }),
    link: async () => link,
    sendNow: async () => ({ received: 3, left: 9, code: 'cut', at: '2026-11-21T10:44:00+01:00' }),
    pause: async (paused) => {
      link = SPECIMEN_LINKS[paused ? 'paused' : 'waiting'];
      emit({ type: 'link-changed' });
    },
    recepisse: async (dossier) => {
      const { row, definition, missing, originalsKept, fee, documents } = viewFor(dossier);
      const title = (code: string) => definition?.documents.find((one) => one.code === code)?.title ?? PARIS;
      return {
        mission: MISSION,
        missionName: PARIS,
        desk: DESK_B,
        at: at(),
        ref: row.ref as Reference,
        applicant: row.applicant ?? '',
        applicantArabic: row.applicantArabic,
        service: definition?.title ?? PARIS,
        received: documents.map(({ document }) => title(document)),
        originals: originalsKept.map(({ document, until }) => ({ title: title(document), until })),
        missing: missing.map(({ document, dueBy }) => ({ title: title(document), dueBy })),
        fee: {
          due: fee.due,
          toBeConfirmed: true,
          collected: fee.paid[0]?.collected ?? null,
          rate: null,
          quittance: fee.paid[0]?.quittance ?? null,
        },
        dueBy: row.dueBy,
        language: 'fr',
        token: 'SPECIMEN',
        duplicate: 0,
      };
    },
    notePrint: async () => {},
    exportDossier: async () => new TextEncoder().encode('{"specimen":true}\n'),
    ...specimenAccess({ view: viewFor, at, confirmed: () => confirmed, emit }),
    rebuild: async () => {},
    ...specimenEnrolment({
      pending: options.waiting ? WAITING : [],
      at,
      secrets: { pin: SPECIMEN_PIN, words: SPECIMEN_WORDS },
      addSlot: (added) => slots.push(added),
      confirmed: () => confirmed,
      delegates: () => (unlocked === null ? [] : officerOf(unlocked, slots, mission).delegates),
    }),
    ...specimenCommissioning({
      pending: options.waiting && options.commissioned === false ? pendingDesk() : null,
      at,
      secrets: { pin: SPECIMEN_PIN, words: SPECIMEN_WORDS },
      confirmed: () => confirmed,
    }),
    ...specimenDelegation({
      officer: () => (unlocked === null ? null : officerOf(unlocked, slots, mission)),
      confirmed: () => confirmed,
      empty: options.empty ?? false,
    }),
  };
  return {
    desk,
    emit,
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const AFTER: Readonly<Record<string, DossierRow['procedure']>> = {
  'information-supplied': 'information-supplied',
  'information-requested': 'information-requested',
  approved: 'approved',
  refused: 'refused',
  'instrument-issued': 'ready',
  'handed-over': 'handed-over',
  withdrawn: 'withdrawn',
  closed: 'closed',
};

function nameIn(answers: Draft['answers']): string | null {
  const latin = (code: string): string => {
    const value = answers[code];
    return typeof value === 'object' && value !== null && 'latin' in value ? String(value.latin) : '';
  };
  const name = `${latin('surname')} ${latin('given-names')}`.trim();
  return name === '' ? null : name;
}

function inFilter(row: DossierRow, filter: ListFilter): boolean {
  const waiting = ['submitted', 'under-review', 'information-supplied'].includes(row.procedure);
  const mission = row.service === 'ml-laissez-passer';
  switch (filter) {
    case 'all':
      return true;
    case 'here':
      return ['information-requested', 'lodged', 'approved'].includes(row.procedure) || (mission && waiting);
    case 'at-centre':
      return waiting && !mission;
    case 'to-collect':
      return row.procedure === 'ready' || row.procedure === 'issued';
    case 'to-resume':
      return (
        row.procedure === 'information-requested' ||
        row.entry === 'not-admitted' ||
        row.notices.some(({ code }) => code === 'two-versions')
      );
    case 'to-countersign':
      return row.procedure === 'to-countersign';
    case 'to-decide':
      return mission && waiting;
    case 'closed':
      return ['handed-over', 'refused', 'withdrawn', 'closed'].includes(row.procedure);
  }
}
