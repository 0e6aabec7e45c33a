/**
 * The central office in memory with specimen files of three missions, for pictures and tests of these screens only.
 * It keeps the contract as far as a screen can see it. Never part of a shipped build.
 */
import type {
  ActId,
  BlobId,
  DeskId,
  DossierId,
  Kid,
  MissionCode,
  ServiceCode,
} from '../../../../app/acts/ids.ts';
import { makeReference } from '../../../../app/acts/reference.ts';
import type { ServiceDefinition } from '../../../../app/catalogue/definition.ts';
import type { ActCommand } from '../../../../app/desk/act-command.ts';
import type { PendingDecision } from '../../../../app/desk/decision.ts';
import type { DeskApi } from '../../../../app/desk/desk-api.ts';
import { DeskError } from '../../../../app/desk/desk-error.ts';
import type { DeskEvent } from '../../../../app/desk/desk-event.ts';
import type { DossierRow, Notice } from '../../../../app/desk/dossier-row.ts';
import type { DossierDocument, DossierView } from '../../../../app/desk/dossier-view.ts';
import type { EvidenceContent } from '../../../../app/desk/evidence-content.ts';
import type { FleetView } from '../../../../app/desk/fleet.ts';
import type { Language } from '../../../../app/desk/language.ts';
import type { Officer, OfficerSlot } from '../../../../app/desk/officer.ts';
import type { DeskConnection } from '../../../../app/desk/worker-start.ts';
import { specimenAccess } from '../../specimen/access.ts';
import { specimenAudit } from '../../specimen/audit.ts';
import { fakeHash, fakeId, SPECIMEN_NOW, viewOf } from '../../specimen/dossiers.ts';
import { specimenAnswer } from '../../specimen/enrolment.ts';
import { SPECIMEN_SERVICES } from '../../specimen/services.ts';
import { specimenDesk } from '../../specimen/specimen-desk.ts';
import { NO_ERASURES, specimenErasures } from './erasures.ts';
import { type SpecimenFleet, specimenFleet } from './fleet.ts';
import { SPECIMEN_HELD } from './held.ts';
import { specimenScan } from './scans.ts';
import { crockfordId } from './specimen-id.ts';

export const REVIEWER_SLOT: OfficerSlot = {
  kid: fakeHash<Kid>('kid-reviewer-'),
  initials: 'RM',
  roles: ['reviewer'],
  mission: 'CENTRAL',
  secret: 'passphrase',
  waitUntil: null,
};
export const REVIEWER: Officer = {
  kid: REVIEWER_SLOT.kid,
  subject: 'RM',
  name: 'R. MUSTERMANN',
  roles: ['reviewer'],
  delegates: [],
  mission: 'CENTRAL',
  desk: 'CENTRAL/A' as DeskId,
};
/** Whoever puts desks into service from the centre: gives what they may not do themselves. */
const ENROLMENT: Officer = { ...REVIEWER, roles: ['enrolment'], delegates: ['agent', 'cashier'] };
/** Whoever looks at journals: from envelopes and names alone. */
const AUDITOR: Officer = { ...REVIEWER, name: 'S. SPECIMEN', roles: ['auditor'] };
const SUPERVISOR: Officer = { ...REVIEWER, roles: ['reviewer', 'supervisor'] };
/** The only words that confirm anything here. */
export const REVIEWER_WORDS = 'abri bois clef dune elan fort';

const text = (fr: string, en: string, ar: string) => ({ fr, en, ar });
// biome-ignore format: one line a check
const VISA_CHECKS: ServiceDefinition['checks'] = [
  { code: 'name', text: text('Nom conforme au passeport', 'Name as in the passport', 'الاسم مطابق للجواز'), documents: ['passport'] },
  { code: 'mrz', text: text('Clés de contrôle de la bande', 'Check digits of the zone', 'أرقام المراقبة في الشريط'), documents: ['passport'] },
  { code: 'photo', text: text('Photo de moins de six mois', 'Photo under six months old', 'صورة أقل من ستة أشهر'), documents: ['photo'] },
  { code: 'return', text: text('Billet de retour', 'Return ticket', 'تذكرة العودة'), documents: ['ticket'] },
  { code: 'lodging', text: text('Hébergement', 'Accommodation', 'السكن'), documents: ['lodging'] },
];
const ORDER = ['passport', 'ticket', 'lodging', 'photo'];
export const CENTRAL_SERVICES: readonly ServiceDefinition[] = SPECIMEN_SERVICES.map((service) =>
  service.code === 'ml-visa-short-stay'
    ? {
        ...service,
        checks: VISA_CHECKS,
        documents: service.documents.toSorted((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code)),
      }
    : service,
);

interface Seed {
  readonly desk: 'ML-PAR/B' | 'ML-RBA/A' | 'ML-DKR/A';
  readonly serial: number;
  readonly name: string;
  readonly arabic?: string;
  readonly service: 'ml-passport-ordinary' | 'ml-visa-short-stay';
  readonly at: string;
  readonly due: string;
  readonly urgent?: string;
  readonly coming?: boolean;
  readonly takenBy?: string;
  readonly procedure?: DossierRow['procedure'];
  readonly language?: Language;
}
// biome-ignore format: one line a file
const SEEDS: readonly Seed[] = [
  { desk: 'ML-PAR/B', serial: 417, name: 'ERIKSSON Anna Maria', arabic: 'آنا ماريا إريكسون', service: 'ml-visa-short-stay', at: '21T08:58', due: '2026-11-21', urgent: 'vol ce soir, obsèques' },
  { desk: 'ML-RBA/A', serial: 88, name: 'UTOPIAN Fatoumata', arabic: 'فاطوماتا أوتوبيان', service: 'ml-passport-ordinary', at: '20T17:05', due: '2026-11-24', urgent: 'opération le 25', language: 'ar' },
  { desk: 'ML-DKR/A', serial: 231, name: 'SPECIMEN Ɲagalɛn', service: 'ml-passport-ordinary', at: '10T09:20', due: '2026-11-19' },
  { desk: 'ML-PAR/B', serial: 402, name: 'MUSTERMANN Ʋle', service: 'ml-visa-short-stay', at: '18T11:31', due: '2026-11-22', takenBy: 'A. SPECIMEN' },
  { desk: 'ML-PAR/B', serial: 414, name: 'SPECIMEN Ibrahim', arabic: 'إبراهيم سبيسيمن', service: 'ml-visa-short-stay', at: '20T15:50', due: '2026-11-23', coming: true, language: 'ar' },
  { desk: 'ML-RBA/A', serial: 85, name: 'UTOPIAN Moussa', arabic: 'موسى أوتوبيان', service: 'ml-visa-short-stay', at: '20T10:12', due: '2026-11-24', procedure: 'information-supplied' },
  { desk: 'ML-PAR/B', serial: 416, name: 'ERIKSSON Ɔmar', service: 'ml-visa-short-stay', at: '21T09:05', due: '2026-11-25' },
  { desk: 'ML-DKR/A', serial: 236, name: 'UTOPIAN Sira', service: 'ml-passport-ordinary', at: '20T16:44', due: '2026-12-01' },
  { desk: 'ML-PAR/B', serial: 412, name: 'ERIKSSON Sven', service: 'ml-passport-ordinary', at: '20T15:30', due: '2026-12-03' },
  { desk: 'ML-PAR/B', serial: 413, name: 'ERIKSSON Lina', service: 'ml-passport-ordinary', at: '20T15:31', due: '2026-12-03' },
  { desk: 'ML-DKR/A', serial: 237, name: 'SPECIMEN Bakary', service: 'ml-passport-ordinary', at: '20T17:10', due: '2026-12-04' },
  { desk: 'ML-RBA/A', serial: 89, name: 'MUSTERMANN Erika', service: 'ml-visa-short-stay', at: '21T09:44', due: '2026-12-05' },
];

const moment = (short: string): string => `2026-11-${short}:00+01:00`;

function rowOf(seed: Seed): DossierRow {
  const notices: Notice[] = [
    ...(seed.urgent ? [{ code: 'urgent', values: { reason: seed.urgent } } as const] : []),
    ...(seed.coming ? [{ code: 'evidence-on-its-way', values: { n: 1 } } as const] : []),
  ];
  return {
    id: crockfordId(seed.serial),
    ref: makeReference(seed.desk as DeskId, 2026, seed.serial),
    mission: seed.desk.split('/')[0] as MissionCode,
    service: seed.service as ServiceCode,
    applicant: seed.name,
    applicantArabic: seed.arabic ?? null,
    entry: 'received',
    procedure: seed.takenBy ? 'under-review' : (seed.procedure ?? 'submitted'),
    notices,
    urgent: seed.urgent !== undefined,
    lastAt: moment(seed.at),
    dueBy: seed.due,
    assignee: seed.takenBy ? { subject: 'AS', name: seed.takenBy, until: moment('21T11:10') } : null,
  };
}

const namesOf = ({ name, arabic = '' }: Seed) => {
  const [surname = '', ...given] = name.split(' ');
  const words = arabic.split(' ');
  return {
    surname: { latin: surname, arabic: words.at(-1) ?? '' },
    'given-names': { latin: given.join(' '), arabic: words.slice(0, -1).join(' ') },
  };
};

function documentsOf(row: DossierRow, seed: Seed): readonly DossierDocument[] {
  const definition = CENTRAL_SERVICES.find(({ code }) => code === row.service);
  return (definition?.documents ?? []).map((document, n, all) => ({
    blob: fakeId<BlobId>(`${row.ref}-${n}-`),
    act: fakeHash('act-'),
    document: document.code,
    mediaType: 'image/png',
    bytes: 212_000 + n * 41_000,
    label: '',
    here: !(seed.coming && n === all.length - 1),
    state: 'received',
  }));
}

export interface CentralSpecimen extends DeskConnection {
  readonly emit: (event: DeskEvent) => void;
  /** every call that changes something, for tests */
  readonly calls: { readonly method: string; readonly args: readonly unknown[] }[];
  /** the document has arrived */
  readonly arrive: (row: DossierRow) => void;
  /** what the gateway answers from now on */
  readonly setFleet: (fleet: FleetView) => void;
  /** a colleague at desk A amends the file behind the screen */
  readonly amendElsewhere: (row: DossierRow) => void;
  readonly rows: () => readonly DossierRow[];
}

export interface CentralOptions {
  readonly now?: () => number;
  readonly empty?: boolean;
  /** `main`: the main process draws the countdown, so the page draws none */
  readonly drawnBy?: PendingDecision['drawnBy'];
  readonly unlocked?: boolean;
  /** allows what a second signature needs on every file */
  readonly countersign?: boolean;
  readonly fleet?: SpecimenFleet;
  /** whoever is there puts desks into service, and reviews nothing */
  readonly enrolment?: boolean;
  /** whoever is there audits journals: of which nothing is wrong, or of thousands of records */
  readonly auditor?: 'faults' | 'whole' | 'many' | undefined;
  /** who may erase, and lift what is on hold: every file is at rest */
  readonly supervisor?: boolean;
}

export function centralSpecimen(options: CentralOptions = {}): CentralSpecimen {
  const base = specimenDesk({ link: 'received', ...(options.now ? { now: options.now } : {}) });
  const now = options.now ?? (() => Date.parse(SPECIMEN_NOW));
  const calls: CentralSpecimen['calls'] = [];
  let fleet: FleetView | null = null;
  const views = new Map<DossierId, DossierView>();
  const pending = new Map<string, { decision: PendingDecision; timer: ReturnType<typeof setTimeout> }>();
  for (const seed of options.empty ? [] : SEEDS) {
    const row = rowOf(seed);
    const view = viewOf(row, seed.language ?? 'fr');
    views.set(row.id, {
      ...view,
      definition: CENTRAL_SERVICES.find(({ code }) => code === row.service) ?? null,
      answers: { ...view.answers, ...namesOf(seed) },
      documents: documentsOf(row, seed),
      urgentReason: seed.urgent ?? null,
      allowed: options.supervisor
        ? ['held-by-law', 'erased']
        : options.countersign
          ? ['countersigned', 'countersignature-declined', 'assigned']
          : ['approved', 'refused', 'information-requested', 'assigned', 'contact-noted'],
      missing: [],
    });
  }
  const note = (method: string, ...args: readonly unknown[]): void => {
    calls.push({ method, args });
  };
  const rows = (): readonly DossierRow[] => [...views.values()].map(({ row }) => row);
  const change = (id: DossierId, next: (view: DossierView) => DossierView): void => {
    const view = views.get(id);
    if (!view) return;
    views.set(id, next(view));
    base.emit({ type: 'dossiers-changed', dossiers: [id] });
  };
  const assign = (id: DossierId, assignee: DossierRow['assignee']): void =>
    change(id, (view) => ({
      ...view,
      row: { ...view.row, assignee, procedure: assignee === null ? 'submitted' : 'under-review' },
    }));
  const viewFor = (id: DossierId): DossierView => {
    const view = views.get(id);
    if (!view) throw new Error('no such specimen');
    return view;
  };
  const moved = ({ mainHeads }: DossierView, seen: readonly ActId[]): boolean =>
    mainHeads.some((head) => !seen.includes(head));
  const outcome = (id: DossierId, meanwhile: readonly ActId[] = []) => ({
    dossier: id,
    ref: viewFor(id).row.ref,
    acts: [],
    sealedAt: new Date(now()).toISOString(),
    durable: 'journal' as const,
    meanwhile,
  });
  const settle = (id: DossierId, command: ActCommand): void => {
    const procedure =
      command.kind === 'refused'
        ? 'refused'
        : command.kind === 'information-requested'
          ? 'information-requested'
          : 'approved';
    change(id, (view) => ({ ...view, row: { ...view.row, procedure, assignee: null }, allowed: [] }));
  };
  const waiting = (): readonly DossierRow[] =>
    rows().filter(({ procedure }) =>
      ['submitted', 'under-review', 'information-supplied'].includes(procedure),
    );

  let confirmed = false;
  const audit = specimenAudit({
    many: options.auditor === 'many',
    whole: options.auditor === 'whole',
    emit: base.emit,
    spendSecret: () => {
      const was = confirmed;
      confirmed = false;
      return was;
    },
    note,
  });

  let held = options.supervisor && !options.empty ? SPECIMEN_HELD : [];
  const desk: DeskApi = {
    ...base.desk,
    ...audit,
    situation: async () => ({
      ...(await base.desk.situation()),
      keyStore: 'browser',
      journal: 'opfs',
      slots: [REVIEWER_SLOT],
      unlocked: options.unlocked ? REVIEWER.kid : null,
    }),
    unlock: async (_kid, secret) =>
      secret === REVIEWER_WORDS
        ? {
            outcome: 'unlocked',
            officer: options.auditor
              ? AUDITOR
              : options.enrolment
                ? ENROLMENT
                : options.supervisor
                  ? SUPERVISOR
                  : REVIEWER,
          }
        : { outcome: 'refused', waitUntil: new Date(now() + 4000).toISOString() },
    confirmSecret: async (secret) => {
      note('confirmSecret');
      confirmed = secret === REVIEWER_WORDS;
      return secret === REVIEWER_WORDS
        ? { confirmed: true, waitUntil: null }
        : { confirmed: false, waitUntil: new Date(now() + 4000).toISOString() };
    },
    readEnrolmentRequest: async (text) => ({
      ...(await base.desk.readEnrolmentRequest(text)),
      mayGive: ENROLMENT.delegates,
    }),
    approveEnrolment: async () => ({ answer: specimenAnswer('good') }),
    held: async () => held,
    lift: async (act, verdict, reason) => {
      note('lift', act, verdict, reason);
      held = held.filter((one) => one.act !== act);
    },
    recovery: async () => null,
    services: async () => CENTRAL_SERVICES,
    queue: async (offset, limit) => {
      const all = waiting();
      return {
        rows: all.slice(offset, offset + limit),
        total: all.length,
        missions: [...new Set(all.map(({ mission }) => mission))],
      };
    },
    list: async (filter) => {
      const page = await base.desk.list(filter, 0, 1);
      const found = filter === 'to-countersign' ? (options.countersign ? waiting() : []) : waiting();
      return {
        rows: found,
        total: found.length,
        counts: { ...page.counts, all: rows().length, 'at-centre': waiting().length, 'to-countersign': 0 },
      };
    },
    takeNext: async () => {
      const next = waiting().find(({ assignee }) => assignee === null);
      note('takeNext', next?.id ?? null);
      return next?.id ?? null;
    },
    leave: async (id) => {
      note('leave', id);
      if (viewFor(id).row.assignee?.subject === REVIEWER.subject) assign(id, null);
    },
    erasures: async () => (options.empty ? NO_ERASURES : specimenErasures(rows(), now())),
    fleet: async () => {
      note('fleet');
      return fleet ?? specimenFleet(options.fleet ?? 'some', now());
    },
    prefetch: async (ids) => note('prefetch', ids),
    dossier: async (id) => viewFor(id),
    evidence: async (id, blob): Promise<EvidenceContent> => {
      const document = viewFor(id).documents.find((one) => one.blob === blob);
      if (document?.here === false) return { here: false, bytes: document.bytes, chunksHere: 3, chunks: 7 };
      return { here: true, mediaType: 'image/png', bytes: await specimenScan(document?.document ?? '') };
    },
    noteDisplayed: async (id, blob) => note('noteDisplayed', id, blob),
    seal: async (id, command, seen) => {
      note('seal', id, command, seen);
      if (command.kind === 'assigned') {
        const until = command.body.until ?? null;
        assign(id, command.assignee ? { subject: command.assignee, name: REVIEWER.name, until } : null);
        return outcome(id);
      }
      const before = viewFor(id);
      if (!moved(before, seen)) {
        settle(id, command);
        return outcome(id);
      }
      const mine = fakeHash<ActId>('act-mine-');
      change(id, (view) => ({ ...view, mainHeads: [...before.mainHeads, mine], allowed: ['reconciled'] }));
      return outcome(id, before.mainHeads);
    },
    decide: async (id, command, seen) => {
      note('decide', id, command, seen);
      if (moved(viewFor(id), seen)) throw new DeskError('DO-031');
      const kind =
        command.kind === 'refused' || command.kind === 'countersigned' || command.kind === 'erased'
          ? command.kind
          : 'approved';
      const decision: PendingDecision = {
        id: `decision-${calls.length}`,
        dossier: id,
        ref: viewFor(id).row.ref,
        kind,
        secondsLeft: 8,
        drawnBy: options.drawnBy ?? 'page',
      };
      const timer = setTimeout(() => {
        pending.delete(decision.id);
        if (moved(viewFor(id), seen)) {
          const end = { id: decision.id, dossier: id, end: 'failed', code: 'DO-031' } as const;
          base.emit({ type: 'decision-ended', end });
          return;
        }
        settle(id, command);
        base.emit({
          type: 'decision-ended',
          end: { id: decision.id, dossier: id, end: 'sealed', outcome: outcome(id) },
        });
      }, 8000);
      pending.set(decision.id, { decision, timer });
      base.emit({ type: 'decision-counting', pending: decision });
      return decision;
    },
    cancelDecision: async (id) => {
      note('cancelDecision', id);
      const found = pending.get(id);
      if (!found) return;
      clearTimeout(found.timer);
      pending.delete(id);
      base.emit({ type: 'decision-ended', end: { id, dossier: found.decision.dossier, end: 'cancelled' } });
    },
    pendingDecisions: async () => [...pending.values()].map(({ decision }) => decision),
    exportDossier: async (id) => {
      note('exportDossier', id);
      return new TextEncoder().encode('{"specimen":true}\n');
    },
    ...specimenAccess({
      view: viewFor,
      at: () => new Date(now()).toISOString(),
      confirmed: () => confirmed,
      emit: base.emit,
    }),
  };
  return {
    desk,
    on: base.on,
    emit: base.emit,
    calls,
    rows,
    setFleet: (next) => {
      fleet = next;
    },
    amendElsewhere: ({ id }) =>
      change(id, (view) => {
        const [first] = view.timeline;
        const act = fakeHash<ActId>('act-theirs-');
        const desk = 'ML-PAR/A' as DeskId;
        const entry = first && { ...first, act, kind: 'amended', desk, body: null };
        return {
          ...view,
          heads: [act],
          mainHeads: [act],
          timeline: [...view.timeline, ...(entry ? [entry] : [])],
        };
      }),
    arrive: ({ id }) =>
      change(id, (view) => ({
        ...view,
        documents: view.documents.map((document) => ({ ...document, here: true })),
      })),
  };
}
