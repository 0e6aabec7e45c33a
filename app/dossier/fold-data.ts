/**
 * The clear side of a dossier: what the opened bodies say, folded along the same history as the state.
 * Bodies that this officer cannot open are simply absent; the state does not need them.
 */
import type { ActBodies, ActBody, BlobManifest, Money, RequestedItem } from '../acts/bodies.ts';
import type { ActId } from '../acts/ids.ts';
import type { ActKind } from '../acts/kinds.ts';
import type { DossierState, FoldedAct } from './dossier-state.ts';

export type Bodies = ReadonlyMap<ActId, ActBody>;
export type Answers = Readonly<Record<string, unknown>>;

export interface FoldedDocument extends BlobManifest {
  readonly act: ActId;
}
export interface FoldedFee {
  readonly quittance: string;
  readonly legal: Money;
  readonly collected: Money;
  readonly act: ActId;
  readonly voided: boolean;
}
export interface FoldedDecision {
  readonly outcome: 'approved' | 'refused';
  readonly act: ActId;
  readonly body: ActBodies['approved'] | ActBodies['refused'];
}

export interface DossierData {
  readonly answers: Answers;
  /** answers of each competing version, by its head; empty when there is one version */
  readonly versions: ReadonlyMap<ActId, Answers>;
  readonly opened: ActBodies['opened'] | null;
  readonly documents: readonly FoldedDocument[];
  readonly fees: readonly FoldedFee[];
  readonly requests: readonly (RequestedItem & { readonly supplied: boolean })[];
  readonly decision: FoldedDecision | null;
  readonly instrument:
    | (ActBodies['instrument-issued'] & { readonly act: ActId; readonly voided: boolean })
    | null;
  readonly contacts: readonly { readonly act: ActId; readonly body: ActBodies['contact-noted'] }[];
  readonly phones: readonly string[];
}

/** The body of an act if it is of this kind and was opened. */
function bodyOf<K extends ActKind>(entry: FoldedAct, kind: K, bodies: Bodies): ActBodies[K] | undefined {
  return entry.kind === kind ? (bodies.get(entry.id) as ActBodies[K] | undefined) : undefined;
}

/** Answers along the path to these heads: later ones replace earlier ones, a reconciliation replaces all. */
function answersAt(state: DossierState, heads: readonly ActId[], bodies: Bodies): Answers {
  let answers: Answers = {};
  const path = state.history.path(heads);
  const roots = path.some((entry) => entry.kind === 'opened')
    ? []
    : state.acts.filter((a) => a.kind === 'opened').slice(0, 1);
  for (const entry of [...roots, ...path]) {
    const whole = bodyOf(entry, 'opened', bodies) ?? bodyOf(entry, 'reconciled', bodies);
    const part =
      bodyOf(entry, 'amended', bodies) ??
      bodyOf(entry, 'corrected', bodies) ??
      bodyOf(entry, 'information-supplied', bodies);
    if (whole) answers = whole.answers;
    if (part?.answers) answers = { ...answers, ...part.answers };
  }
  return answers;
}

export function foldData(state: DossierState, bodies: Bodies): DossierData {
  const counted = state.acts.filter((entry) => entry.standing === 'folded');
  const each = <K extends ActKind>(kind: K) =>
    counted.flatMap((entry) => {
      const body = bodyOf(entry, kind, bodies);
      return body ? [{ act: entry.id, body }] : [];
    });
  const path = state.history.path(state.heads);
  const latest = <K extends ActKind>(kind: K) => {
    const entry = path.findLast((candidate) => candidate.kind === kind);
    const body = entry && bodyOf(entry, kind, bodies);
    return entry && body ? { act: entry.id, body } : null;
  };
  const opened = each('opened')[0]?.body ?? null;
  return {
    answers: answersAt(state, state.heads, bodies),
    versions: new Map(
      state.versions.length > 1 ? state.versions.map((head) => [head, answersAt(state, [head], bodies)]) : [],
    ),
    opened,
    documents: documentsOf(each),
    fees: feesOf(each),
    requests: requestsOf(path, bodies),
    decision: decisionOf(path, bodies),
    instrument: instrumentOf(latest, each),
    contacts: each('contact-noted'),
    phones: phonesOf(opened, each),
  };
}

type Each = <K extends ActKind>(kind: K) => { act: ActId; body: ActBodies[K] }[];
type Latest = <K extends ActKind>(kind: K) => { act: ActId; body: ActBodies[K] } | null;

function documentsOf(each: Each): FoldedDocument[] {
  const carried = [...each('opened'), ...each('evidence-attached'), ...each('information-supplied')];
  const byBlob = new Map<string, FoldedDocument>();
  for (const { act, body } of carried)
    for (const entry of body.documents) byBlob.set(entry.id, { ...entry, act });
  return [...byBlob.values()];
}

function feesOf(each: Each): FoldedFee[] {
  const voided = new Set(each('fee-voided').map(({ body }) => body.quittance));
  return each('fee-collected').map(({ act, body: { quittance, legal, collected } }) => ({
    quittance,
    legal,
    collected,
    act,
    voided: voided.has(quittance),
  }));
}

/** The newest request replaces earlier ones; what was supplied after it is marked, item by item. */
function requestsOf(path: readonly FoldedAct[], bodies: Bodies): (RequestedItem & { supplied: boolean })[] {
  const at = path.findLastIndex((entry) => entry.kind === 'information-requested');
  const request = path[at];
  const asked = request && bodyOf(request, 'information-requested', bodies);
  if (!asked) return [];
  const supplied = new Set(
    path.slice(at).flatMap((entry) => bodyOf(entry, 'information-supplied', bodies)?.items ?? []),
  );
  return asked.items.map((item) => ({ ...item, supplied: supplied.has(item.id) }));
}

function decisionOf(path: readonly FoldedAct[], bodies: Bodies): FoldedDecision | null {
  const entry = path.findLast(({ kind }) => kind === 'approved' || kind === 'refused');
  if (!entry) return null;
  const approved = bodyOf(entry, 'approved', bodies);
  if (approved) return { outcome: 'approved', act: entry.id, body: approved };
  const refused = bodyOf(entry, 'refused', bodies);
  return refused ? { outcome: 'refused', act: entry.id, body: refused } : null;
}

function instrumentOf(latest: Latest, each: Each): DossierData['instrument'] {
  const issued = latest('instrument-issued');
  if (!issued) return null;
  const voided = each('instrument-voided').some(({ body }) => body.number === issued.body.number);
  return { ...issued.body, act: issued.act, voided };
}

function phonesOf(opened: ActBodies['opened'] | null, each: Each): string[] {
  const noted = each('contact-noted').flatMap(({ body }) => (body.phone ? [body.phone] : []));
  return [...new Set([...(opened?.phones ?? []), ...noted])];
}
