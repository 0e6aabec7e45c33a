/**
 * A dossier for the person it is about: everything the fold holds, in clear, for machines (docs/access-file.md). The signed
 * and encrypted file is the bundle (bundle.ts); this one proves nothing, and says by `act` which signed entries it shows.
 *
 * Of officers it says roles, desk and a number of this file, so that one sees which entries are one person's; no name, key
 * or id by which files could be held together (docs/decisions/0024).
 */
import type { ActBody, BlobManifest } from '../acts/bodies.ts';
import type { ActId, DeskId, MissionCode } from '../acts/ids.ts';
import type { VerifiedAct } from '../acts/verify-act.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { Texts } from '../catalogue/texts.ts';
import type { RecepisseWords } from '../desk/recepisse.ts';
import type { DossierState, Standing } from '../dossier/dossier-state.ts';
import type { DossierData } from '../dossier/fold-data.ts';
import { retentionEnds } from '../dossier/retention.ts';
import type { Role } from '../keyring/roles.ts';
import { utf8 } from '../seal/bytes.ts';

/** Raised when a member changes or goes; new members do not raise it. */
export const ACCESS_VERSION = 1;

/** An officer as the applicant may know them. */
export interface AccessOfficer {
  /** from 1, of this file alone */
  readonly officer: number;
  readonly roles: readonly string[];
  readonly desk: DeskId | null;
}

export interface AccessEntry {
  readonly act: ActId;
  readonly kind: string;
  readonly by: AccessOfficer;
  /** under a delegation of signature: in whose place */
  readonly inPlaceOf: AccessOfficer | null;
  readonly claimedAt: string;
  readonly receivedAt: string | null;
  readonly standing: Standing;
  readonly verdictCode: string | null;
  readonly prior: readonly ActId[];
  readonly priority: string | null;
  /** of `assigned`: to whom; null where it frees the file */
  readonly assignee?: AccessOfficer | null;
  /** what it says, as it was sealed; keys of documents left out */
  readonly body: unknown;
}

/** `missing`: why its bytes are not in the file; null where they are. */
export interface AccessDocument extends Omit<BlobManifest, 'key' | 'chunks'> {
  readonly act: ActId;
  readonly missing: 'not-at-this-desk' | 'damaged' | null;
  /** its bytes; only in the JSON, and only where nothing is missing */
  readonly base64?: string;
}

export interface AccessTrace {
  readonly what: string;
  readonly by: AccessOfficer;
  readonly claimedAt: string;
}

type Decision = NonNullable<DossierData['decision']>;

export interface AccessFile {
  readonly type: 'guichet-access-file';
  readonly v: number;
  readonly madeAt: string;
  readonly madeBy: AccessOfficer;
  readonly dossier: string;
  readonly reference: string;
  readonly mission: { readonly code: MissionCode; readonly name: Texts };
  readonly service: {
    readonly code: string;
    readonly release: string;
    readonly definition: ServiceDefinition;
  };
  readonly language: RecepisseWords['language'];
  readonly person: string | null;
  readonly state: {
    readonly status: DossierState['status'];
    readonly priority: DossierState['priority'];
    readonly urgentReason: string | null;
    readonly assignee: AccessOfficer | null;
    readonly lodgedBy: readonly AccessOfficer[];
    readonly approvedBy: AccessOfficer | null;
    readonly approvedFor: AccessOfficer | null;
    readonly legalHold: boolean;
    readonly holdLiftedBy: readonly AccessOfficer[];
    readonly restingSince: string | null;
    readonly heads: readonly ActId[];
    /** of these, the newest that do not commute: two are versions that compete */
    readonly mainHeads: readonly ActId[];
  };
  readonly answers: DossierData['answers'];
  /** where two versions compete: each by the newest entry that leads to it */
  readonly versions: readonly { readonly head: ActId; readonly answers: DossierData['answers'] }[];
  readonly documents: readonly AccessDocument[];
  readonly missing: readonly { readonly document: string; readonly dueBy: string }[];
  readonly originalsKept: readonly { readonly document: string; readonly until: string }[];
  readonly phones: readonly string[];
  readonly fees: { readonly due: unknown; readonly collected: DossierData['fees'] };
  readonly requests: DossierData['requests'];
  readonly contacts: DossierData['contacts'];
  readonly decision: (Omit<Decision, 'body'> & { readonly body: unknown }) | null;
  readonly instrument: DossierData['instrument'];
  /** as it would be printed again, without its signed code: whoever has that could show the receipt as theirs */
  readonly filingReceipt: RecepisseWords;
  readonly history: readonly AccessEntry[];
  /** who read the file, took a copy of it or took over a draft, as far as this desk knows */
  readonly traces: readonly AccessTrace[];
  /** `ends`: first day on which it is over; null while the file is open, or where no time is set */
  readonly retention: ServiceDefinition['retention'] & { readonly ends: string | null };
  readonly legalBasis: ServiceDefinition['legalBasis'];
  readonly appeal: ServiceDefinition['appeal'];
  /** records of this file whose signature does not verify: they are none of its entries, and not in here */
  readonly unverified: number;
}

export interface AccessSources {
  readonly madeAt: string;
  readonly madeBy: Signer;
  readonly missionName: Texts;
  readonly state: DossierState;
  readonly data: DossierData;
  readonly bodies: ReadonlyMap<ActId, ActBody>;
  readonly definition: ServiceDefinition;
  readonly filingReceipt: RecepisseWords;
  readonly traces: readonly {
    readonly what: string;
    readonly by: Pick<Signer, 'subject' | 'roles'>;
    readonly desk: DeskId;
    readonly claimedAt: string;
  }[];
  readonly unverified: number;
  readonly receivedAt: (act: VerifiedAct) => string | null;
  readonly verdictCode: (act: VerifiedAct) => string | null;
  /** what is not here of a document; null where all is */
  readonly missing: (blob: string) => AccessDocument['missing'];
}

interface Signer {
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly desk: DeskId | null;
}

/** Numbers persons in the order in which they are met. */
class Officers {
  readonly #known = new Map<string, AccessOfficer>();

  of({ subject, roles, desk }: Signer): AccessOfficer {
    const officer = this.#known.get(subject)?.officer ?? this.#known.size + 1;
    const found = { officer, roles: [...roles], desk };
    this.#known.set(subject, found);
    return found;
  }

  /** somebody of whom an entry says no more than who */
  named(subject: string): AccessOfficer {
    return this.#known.get(subject) ?? this.of({ subject, roles: [], desk: null });
  }
}

export function accessFile(sources: AccessSources): AccessFile {
  const { state, data, definition, bodies } = sources;
  const officers = new Officers();
  const history = state.acts.map(({ act, standing }): AccessEntry => {
    const { id, envelope, signer, delegation } = act;
    const { kind, claimedAt, prior, priority, assignee } = envelope;
    return {
      act: id,
      kind,
      by: officers.of({ ...signer, desk: envelope.desk }),
      inPlaceOf: delegation ? officers.of(delegation.by) : null,
      claimedAt,
      receivedAt: sources.receivedAt(act),
      standing,
      verdictCode: sources.verdictCode(act),
      prior,
      priority: priority ?? null,
      ...(assignee === undefined ? {} : { assignee: assignee === null ? null : officers.named(assignee) }),
      body: withoutKeys(bodies.get(id) ?? null),
    };
  });
  const named = (subject: string | null) => (subject === null ? null : officers.named(subject));
  const { opened, decision } = data;
  return {
    type: 'guichet-access-file',
    v: ACCESS_VERSION,
    madeAt: sources.madeAt,
    madeBy: officers.of(sources.madeBy),
    dossier: state.dossier,
    reference: state.ref,
    mission: { code: state.mission, name: sources.missionName },
    service: { code: state.service, release: state.release, definition },
    language: opened?.language ?? 'fr',
    person: opened?.person ?? null,
    state: {
      status: state.status,
      priority: state.priority,
      urgentReason: opened?.urgentReason ?? null,
      assignee: named(state.assignee),
      lodgedBy: [...state.lodgedBy].map((subject) => officers.named(subject)),
      approvedBy: named(state.approvedBy),
      approvedFor: named(state.approvedFor),
      legalHold: state.legalHold,
      holdLiftedBy: [...state.holdLiftedBy].map((subject) => officers.named(subject)),
      restingSince: state.restingSince,
      heads: state.heads,
      mainHeads: state.versions,
    },
    answers: data.answers,
    versions: [...data.versions].map(([head, answers]) => ({ head, answers })),
    documents: documentsOf(sources),
    missing: opened?.missing ?? [],
    originalsKept: opened?.originalsKept ?? [],
    phones: data.phones,
    fees: { due: opened?.feeDue ?? null, collected: data.fees },
    requests: data.requests,
    contacts: data.contacts,
    decision: decision && { ...decision, body: withoutKeys(decision.body) },
    instrument: data.instrument,
    filingReceipt: sources.filingReceipt,
    history,
    traces: sources.traces.map(({ what, by, desk, claimedAt }) => ({
      what,
      by: officers.of({ ...by, desk }),
      claimedAt,
    })),
    retention: { ...definition.retention, ends: retentionEnds(state, definition) },
    legalBasis: definition.legalBasis,
    appeal: definition.appeal,
    unverified: sources.unverified,
  };
}

/** The JSON, with the documents' bytes in it. @param bytesOf null where they are not here */
export function writeAccessFile(file: AccessFile, bytesOf: (blob: string) => Uint8Array | null): Uint8Array {
  const documents = file.documents.map((document) => {
    const bytes = document.missing === null ? bytesOf(document.id) : null;
    return bytes ? { ...document, base64: toBase64(bytes) } : document;
  });
  return utf8(`${JSON.stringify({ ...file, documents }, null, 1)}\n`);
}

/** Every document that an entry of the file carries, each once: those of entries that are not folded, too. */
export function manifestsOf(
  acts: readonly { readonly id: ActId }[],
  bodies: ReadonlyMap<ActId, ActBody>,
): readonly (BlobManifest & { readonly act: ActId })[] {
  const found = new Map<string, BlobManifest & { readonly act: ActId }>();
  for (const { id } of acts)
    for (const manifest of manifestsIn(bodies.get(id)))
      if (!found.has(manifest.id)) found.set(manifest.id, { ...manifest, act: id });
  return [...found.values()];
}

function documentsOf({ state, bodies, missing }: AccessSources): AccessDocument[] {
  return manifestsOf(state.acts, bodies).map(({ key: _key, chunks: _chunks, ...document }) => ({
    ...document,
    missing: missing(document.id),
  }));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isManifest = (value: unknown): value is BlobManifest =>
  isObject(value) && ['id', 'sha256', 'key', 'mediaType'].every((name) => typeof value[name] === 'string');

function manifestsIn(body: unknown): BlobManifest[] {
  if (!isObject(body)) return [];
  return [body.documents, body.signature].flat().filter(isManifest);
}

const withoutKey = ({ key: _key, chunks: _chunks, ...document }: BlobManifest) => document;

/** A document's key opens its ciphertext, which is not in here: whoever has this file has the document itself. */
function withoutKeys(value: unknown): unknown {
  if (!isObject(value)) return value;
  const bare = (one: unknown): unknown => (isManifest(one) ? withoutKey(one) : one);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      Array.isArray(member) ? member.map(bare) : bare(member),
    ]),
  );
}

const PORTION = 0x8000;

/** RFC 4648 section 4, with padding: what tools of every kind read. */
function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += PORTION)
    binary += String.fromCharCode(...bytes.subarray(at, at + PORTION));
  return btoa(binary);
}
