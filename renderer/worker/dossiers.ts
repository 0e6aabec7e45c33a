/** A dossier as the screens show it: what is said, by whom, where each entry is, and what may be done. */
import type { ActBody, BlobManifest } from '../../app/acts/bodies.ts';
import type { ActId, BlobId, DossierId, Kid, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { ActKind } from '../../app/acts/kinds.ts';
import type { VerifiedAct } from '../../app/acts/verify-act.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { DossierRow, Notice } from '../../app/desk/dossier-row.ts';
import type { DossierDocument, DossierView, TimelineEntry } from '../../app/desk/dossier-view.ts';
import type { EvidenceContent } from '../../app/desk/evidence-content.ts';
import { ACTS_IN_ORDER, allowedActs } from '../../app/dossier/allowed-acts.ts';
import type { DossierState } from '../../app/dossier/dossier-state.ts';
import { retentionEnds } from '../../app/dossier/retention.ts';
import type { ProcedureState } from '../../app/dossier/status.ts';
import { rightTo } from '../../app/dossier/under-delegation.ts';
import { decryptBlob } from '../../app/evidence/blob.ts';
import type { OfficerRole } from '../../app/keyring/roles.ts';
import type { Row } from '../read-model/project-row.ts';
import { odditiesOf } from './act-times.ts';
import type { DeskContext } from './desk-context.ts';
import { type DossierFile, standingOfEntry, wrapHashes } from './mission-book.ts';
import type { ChunkFetcher } from './replicator.ts';

/** Kinds that ask for the PIN again (UI.md section 8). */
export const SECRET_KINDS: ReadonlySet<ActKind> = new Set([
  'approved',
  'refused',
  'countersigned',
  'instrument-issued',
  'instrument-voided',
  'fee-voided',
  'erased',
  'held-by-law',
  'hold-lifted',
]);

/** Who has taken a file matters until it is decided. */
const HELD_IN: ReadonlySet<ProcedureState> = new Set([
  'submitted',
  'under-review',
  'information-requested',
  'information-supplied',
  'waiting-on-other',
  'to-countersign',
]);

export class Dossiers {
  readonly #desk: DeskContext;
  readonly #fetcher: ChunkFetcher;

  constructor(desk: DeskContext, fetcher: ChunkFetcher) {
    this.#desk = desk;
    this.#fetcher = fetcher;
  }

  /** A row of the read model as lists show it to this officer. */
  shownRow(row: Row): DossierRow {
    const { session } = this.#desk;
    const { id, ref, mission, service, applicant, applicantArabic, entry, urgent, lastAt, dueBy } = row;
    const assignee = row.assignee && {
      subject: row.assignee.subject,
      name: (row.assignee.kid && session.names.get(row.assignee.kid)) ?? null,
      until: row.assignee.until,
    };
    const ready = row.procedure === 'issued' && session.officer.mission === mission;
    const notices: Notice[] = [...row.notices];
    if (assignee && assignee.subject !== session.officer.subject && HELD_IN.has(row.procedure))
      notices.push({ code: 'assigned-to', values: { name: assignee.name ?? '' } });
    return {
      id,
      ref,
      mission,
      service,
      applicant,
      applicantArabic,
      entry,
      procedure: ready ? 'ready' : row.procedure,
      notices,
      urgent,
      lastAt,
      dueBy,
      assignee,
    };
  }

  async view(id: DossierId): Promise<DossierView> {
    const desk = this.#desk;
    const row = desk.row(id);
    const file = await desk.book(row.mission).load(id, desk.session.groups);
    const { state, data, definition } = file;
    const allowed =
      state && definition && file.unverified.length === 0 ? this.#allowed(state, definition) : [];
    const opened = data?.opened ?? null;
    const supplied = new Set(data?.documents.map(({ document }) => document));
    return {
      row: this.shownRow(row),
      definition: definition ?? null,
      release: file.acts[0]?.envelope.release ?? ('' as RecordHash),
      heads: state?.heads ?? [],
      mainHeads: state?.versions ?? [],
      answers: data?.answers ?? {},
      versions: this.#versions(file),
      documents: await this.#documents(file),
      missing: (opened?.missing ?? []).filter(({ document }) => !supplied.has(document)),
      originalsKept: opened?.originalsKept ?? [],
      requests: data?.requests ?? [],
      language: opened?.language ?? 'fr',
      phones: data?.phones ?? [],
      urgentReason: opened?.urgentReason ?? null,
      fee: {
        due: opened?.feeDue ?? null,
        paid: (data?.fees ?? []).map(({ quittance, collected, act, voided }) => ({
          quittance,
          collected,
          at: this.#at(file, act),
          voided,
        })),
      },
      decision: this.#decision(file),
      instrument: data?.instrument
        ? {
            instrument: data.instrument.instrument,
            number: data.instrument.number,
            validFrom: data.instrument.validFrom,
            validUntil: data.instrument.validUntil ?? null,
            voided: data.instrument.voided,
          }
        : null,
      timeline: await this.#timeline(file, row.mission),
      allowed,
      secretNeeded: allowed.filter((kind) => SECRET_KINDS.has(kind)),
      legalHold: state?.legalHold ?? false,
      retentionEnds: state && definition ? retentionEnds(state, definition) : null,
      erasedFor: state?.acts.find(({ kind }) => kind === 'erased')?.act.envelope.ground ?? null,
      lodgedByMe: state?.lodgedBy.has(desk.session.officer.subject) ?? false,
    };
  }

  /** By one's own right first, in the order in which a screen offers them; then what may be signed in another's place. */
  #allowed(state: DossierState, definition: ServiceDefinition): readonly ActKind[] {
    const { credential, delegations } = this.#desk.signatory();
    const own = allowedActs(state, definition, credential);
    if (delegations.length === 0) return own;
    return ACTS_IN_ORDER.filter(
      (kind) => own.includes(kind) || rightTo(kind, state, definition, credential, delegations) !== null,
    );
  }

  #at(file: DossierFile, act: ActId): string {
    return file.acts.find(({ id }) => id === act)?.envelope.claimedAt ?? '';
  }

  #name(act: VerifiedAct): string | null {
    return this.#desk.session.names.get(act.kid as Kid) ?? null;
  }

  #versions(file: DossierFile): DossierView['versions'] {
    return [...(file.data?.versions ?? [])].map(([head, answers]) => {
      const act = file.acts.find(({ id }) => id === head);
      return { head, by: act ? this.#name(act) : null, at: act?.envelope.claimedAt ?? '', answers };
    });
  }

  #decision(file: DossierFile): DossierView['decision'] {
    const decision = file.data?.decision;
    if (!decision) return null;
    const act = file.acts.find(({ id }) => id === decision.act);
    const refusal = 'grounds' in decision.body ? decision.body : { grounds: [], explanation: '', appeal: '' };
    return {
      outcome: decision.outcome,
      at: act?.envelope.claimedAt ?? '',
      by: act ? this.#name(act) : null,
      grounds: refusal.grounds,
      explanation: refusal.explanation,
      appeal: refusal.appeal,
    };
  }

  #standing(file: DossierFile, act: VerifiedAct) {
    const { receipts } = this.#desk.book(act.envelope.mission);
    return standingOfEntry(file, act, receipts, this.#desk.sent.has(act.id));
  }

  /** Entries in causal order; those that wait or are left out come last. */
  async #timeline(file: DossierFile, mission: MissionCode): Promise<TimelineEntry[]> {
    const standings = new Map(file.state?.acts.map(({ id, standing }) => [id, standing]));
    const order = file.state?.acts.map(({ act }) => act) ?? file.acts;
    const oddities = await odditiesOf(order, this.#desk.book(mission), this.#desk.reference.keyring);
    return order.map((act) => {
      const { receipts } = this.#desk.book(act.envelope.mission);
      const { lastReceipt, claimedAt, kind, desk } = act.envelope;
      const lastReceiptAt = lastReceipt ? (receipts.timeOf(lastReceipt) ?? null) : null;
      const standing = standings.get(act.id) ?? 'waiting';
      const { state, code } = this.#standing(file, act);
      return {
        act: act.id,
        kind,
        by: {
          subject: act.signer.subject,
          name: this.#name(act),
          roles: act.signer.roles as readonly OfficerRole[],
        },
        inPlaceOf: act.delegation
          ? {
              subject: act.delegation.by.subject,
              name: this.#desk.session.names.get(act.delegation.by.kid) ?? null,
            }
          : null,
        desk,
        claimedAt,
        lastReceiptAt,
        receivedAt: receipts.receivedAt(act, wrapHashes(file, act)),
        state,
        verdictCode: code === 'AD-000' ? null : code,
        standing: standing === 'folded' ? 'folded' : standing,
        oddities: oddities.get(act.id) ?? [],
        body: (file.bodies.get(act.id) as ActBody | undefined) ?? null,
      };
    });
  }

  async #documents(file: DossierFile): Promise<DossierDocument[]> {
    const documents: DossierDocument[] = [];
    for (const entry of file.data?.documents ?? []) {
      const act = file.acts.find(({ id }) => id === entry.act);
      if (!act) continue;
      const missing = await this.#desk.chunks(act.envelope.mission).missing(entry.chunks as RecordHash[]);
      const { id, document, mediaType, bytes, label } = entry;
      documents.push({
        blob: id as BlobId,
        act: act.id,
        document,
        mediaType,
        bytes,
        label: label ?? '',
        here: missing.length === 0,
        state: this.#standing(file, act).state,
      });
    }
    return documents;
  }

  /** The clear bytes of a document; chunks that are not here are asked of the centre first. */
  async evidence(id: DossierId, blob: BlobId): Promise<EvidenceContent> {
    return this.content(id, await this.#manifest(id, blob));
  }

  /** The same of a document whose manifest is at hand: of an entry that is not folded, too. */
  async content(id: DossierId, manifest: BlobManifest): Promise<EvidenceContent> {
    const { mission } = this.#desk.row(id);
    const store = this.#desk.chunks(mission);
    const names = manifest.chunks as RecordHash[];
    const missing = await store.missing(names);
    const still = missing.length > 0 ? await this.#fetch(id, missing) : missing;
    if (still.length > 0)
      return {
        here: false,
        bytes: manifest.bytes,
        chunksHere: names.length - still.length,
        chunks: names.length,
      };
    return {
      here: true,
      mediaType: manifest.mediaType,
      bytes: await decryptBlob(manifest, (chunk) => store.get(chunk)),
    };
  }

  async #manifest(id: DossierId, blob: BlobId): Promise<BlobManifest> {
    const { mission } = this.#desk.row(id);
    const file = await this.#desk.book(mission).load(id, this.#desk.session.groups);
    const manifest = file.data?.documents.find((entry) => entry.id === blob);
    if (!manifest) throw new DeskError('EV-001');
    return manifest;
  }

  /** Fetches the documents of files that will be opened next. Failing is no matter: they are asked for again. */
  async prefetch(dossiers: readonly DossierId[]): Promise<void> {
    for (const id of dossiers) {
      const { mission } = this.#desk.row(id);
      const file = await this.#desk.book(mission).load(id, this.#desk.session.groups);
      const names = file.acts.flatMap(({ envelope }) => envelope.blobs.flatMap(({ chunks }) => [...chunks]));
      const missing = await this.#desk.chunks(mission).missing(names);
      if (missing.length > 0) await this.#fetch(id, missing);
    }
  }

  /** @returns what is still not here; what has come is told to the screens */
  async #fetch(id: DossierId, missing: readonly RecordHash[]): Promise<readonly RecordHash[]> {
    const { mission } = this.#desk.row(id);
    await this.#fetcher.fetch(mission, missing).catch(() => {});
    const still = await this.#desk.chunks(mission).missing([...missing]);
    if (still.length < missing.length) this.#desk.emit({ type: 'dossiers-changed', dossiers: [id] });
    return still;
  }
}
