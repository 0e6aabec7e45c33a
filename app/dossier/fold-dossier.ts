/**
 * The fold: acts ∪ verdicts → the state of a dossier, from envelopes alone (bodies are folded in fold-data.ts).
 * Any order of delivery and any duplication give the same state (law 2); two heads are kept (law 3); an act of a newer
 * version is kept and freezes what may be done (law 10); a refused or held act is shown and not folded.
 */
import type { ActId, RecordHash } from '../acts/ids.ts';
import { isActKind } from '../acts/kinds.ts';
import { isOfThisVersion, type VerifiedAct, waitsForDelegation } from '../acts/verify-act.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { DossierState, FoldedAct, Standing } from './dossier-state.ts';
import { History } from './history.ts';
import { holdsInForce } from './legal-hold.ts';
import { wrongWhereSealed } from './sealed-rightly.ts';
import { type ProcedureState, RESTING_STATES } from './status.ts';
import { NEXT_STATE } from './transitions.ts';
import type { Verdicts } from './verdict.ts';

export type { DossierState, FoldedAct, Standing } from './dossier-state.ts';

const node = (act: VerifiedAct, standing: Standing): FoldedAct => ({
  id: act.id,
  kind: act.envelope.kind,
  prior: act.envelope.prior,
  act,
  standing,
});

/**
 * @param acts verified acts of one dossier, in any order, with any repetition
 * @param verdicts the centre's word where there is one; no word counts as accepted on the desk that sealed it
 * @param definition the service as of the release it was opened with; without it nothing is checked for having been
 *   allowed, and a second signature is not known of
 * @returns null when there is no `opened` act that counts
 */
export function foldDossier(
  acts: Iterable<VerifiedAct>,
  verdicts: Pick<Verdicts, 'get'>,
  definition: ServiceDefinition | undefined,
): DossierState | null {
  const unique = new Map<ActId, VerifiedAct>();
  for (const act of acts) unique.set(act.id, act);
  const standings = standingOf(unique, verdicts, definition);
  const counted = [...unique.values()].filter((act) => standings.get(act.id) === 'folded');
  const history = new History(counted.map((act) => node(act, 'folded')));
  const others = shownOrder([...unique.values()]).filter((act) => standings.get(act.id) !== 'folded');
  const state = stateOf(history, history.heads(), definition);
  if (!state) return null;
  return {
    ...state,
    acts: [...history.order, ...others.map((act) => node(act, standings.get(act.id) ?? 'waiting'))],
    needsUpdate: [...unique.values()].some((act) => !isOfThisVersion(act)),
  };
}

/** Causal as far as it is known: a missing prior is no reason to show an act before what it stands on. */
function shownOrder(acts: readonly VerifiedAct[]): readonly VerifiedAct[] {
  const here = new Set(acts.map(({ id }) => id));
  const nodes = acts.map((act) => {
    const { kind, prior } = act.envelope;
    return { id: act.id, kind, prior: prior.filter((id) => here.has(id)), act };
  });
  return new History(nodes).order.map(({ act }) => act);
}

/** Which acts count. Priors first, so that what stands on a waiting act waits, and on a left-out one is left out. */
function standingOf(
  acts: ReadonlyMap<ActId, VerifiedAct>,
  verdicts: Pick<Verdicts, 'get'>,
  definition: ServiceDefinition | undefined,
): ReadonlyMap<ActId, Standing> {
  const standings = new Map<ActId, Standing>();
  const all = new History([...acts.values()].map((act) => node(act, 'waiting')));
  for (const { id, act, prior } of all.order) {
    const below = prior.map((p) => standings.get(p) ?? 'waiting');
    const verdict = verdicts.get(id)?.verdict;
    let standing: Standing = 'folded';
    if (verdict === 'refused' || below.includes('left-out')) standing = 'left-out';
    else if (verdict === 'held' || below.includes('waiting') || !isOfThisVersion(act)) standing = 'waiting';
    else if (waitsForDelegation(act)) standing = 'waiting';
    else if (definition && !rightWhereSealed(act, all, definition)) standing = 'left-out';
    standings.set(id, standing);
  }
  // What misses a prior is not in `all.order`: it waits, unless the centre has refused it.
  for (const id of acts.keys()) {
    if (!standings.has(id))
      standings.set(id, verdicts.get(id)?.verdict === 'refused' ? 'left-out' : 'waiting');
  }
  return standings;
}

/** Was this act right in the state that its signer had seen? A function of the act and what it stands on. */
function rightWhereSealed(act: VerifiedAct, all: History<FoldedAct>, definition: ServiceDefinition): boolean {
  const { kind, prior } = act.envelope;
  return isActKind(kind) && wrongWhereSealed(act, kind, stateOf(all, prior, definition), definition) === null;
}

/**
 * The state at the given heads, of a history in which everything counts.
 * @returns null when no `opened` act leads there
 */
export function stateOf(
  history: History<FoldedAct>,
  heads: readonly ActId[],
  definition: ServiceDefinition | undefined,
): DossierState | null {
  const path = history.path(heads);
  const below = new Set<ActId>(heads);
  for (const head of heads) for (const id of history.ancestors(head)) below.add(id);
  const acts = history.order.filter((entry) => below.has(entry.id));
  // Two `opened` acts of one dossier have nothing in common: both are shown as versions, the first by order names it.
  const opened = (path.find(isOpened) ?? acts.find(isOpened))?.act;
  if (!opened) return null;
  const { status: onPath, approvedBy, approvedFor, restingSince } = procedure(path, definition);
  // What was sealed beside an erasure competes with it, and brings nothing back: no key is left that opens it.
  const status = acts.some(({ kind }) => kind === 'erased') ? 'erased' : onPath;
  const keyCommits = new Map<number, RecordHash[]>();
  for (const { act } of acts) {
    const { keyGen, keyCommit } = act.envelope;
    if (!keyCommit) continue;
    const known = keyCommits.get(keyGen);
    if (!known) keyCommits.set(keyGen, [keyCommit]);
    else if (!known.includes(keyCommit)) known.push(keyCommit);
  }
  const last = <K extends 'assignee' | 'priority'>(name: K) =>
    acts.findLast(({ act }) => act.envelope[name] !== undefined)?.act.envelope[name];
  const lodging = acts.filter(({ kind }) => kind === 'opened' || kind === 'submitted');
  const { dossier, ref, mission, service, release } = opened.envelope;
  const assignee = last('assignee') ?? null;
  return {
    dossier,
    ref,
    mission,
    service,
    release,
    status: status === 'submitted' && assignee !== null ? 'under-review' : status,
    heads: [...heads].sort(),
    versions: history.mainHeads(heads),
    history,
    acts,
    lodgedBy: new Set(lodging.map(({ act }) => act.signer.subject)),
    approvedBy,
    approvedFor,
    assignee,
    legalHold: holdsInForce(acts).length > 0,
    holdLiftedBy: new Set(
      acts.filter(({ kind }) => kind === 'hold-lifted').map(({ act }) => act.signer.subject),
    ),
    restingSince,
    priority: last('priority') ?? 'normal',
    keyGen: Math.max(...keyCommits.keys(), 1),
    keyCommits,
    needsUpdate: false,
  };
}

const isOpened = (entry: FoldedAct): boolean => entry.kind === 'opened';

function procedure(
  path: readonly FoldedAct[],
  definition: ServiceDefinition | undefined,
): {
  status: ProcedureState;
  approvedBy: string | null;
  approvedFor: string | null;
  restingSince: string | null;
} {
  let status: ProcedureState = 'lodged';
  let approved: VerifiedAct | null = null;
  let restingSince: string | null = null;
  for (const { kind, act } of path) {
    if (!isActKind(kind)) continue;
    const next = NEXT_STATE[kind];
    if (kind === 'approved') approved = act;
    if (next === 'decided') status = definition?.decision.countersign ? 'to-countersign' : 'approved';
    else if (next !== 'same') status = next;
    if (next !== 'same') restingSince = RESTING_STATES.has(status) ? act.envelope.claimedAt : null;
  }
  const approvedFor = approved?.delegation?.by.subject ?? null;
  return { status, approvedBy: approved?.signer.subject ?? null, approvedFor, restingSince };
}
