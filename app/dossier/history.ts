/**
 * The causal history of a dossier: a graph of acts by `prior`. Order is causal, ties by ActId (law 2); nothing here
 * knows a clock, an order of arrival, or what an act means beyond whether its kind commutes.
 */
import type { ActId } from '../acts/ids.ts';
import { ACT_KINDS, isActKind } from '../acts/kinds.ts';

/** The least that an act must have to stand in a history; its envelope has it. */
export interface Node {
  readonly id: ActId;
  readonly kind: string;
  readonly prior: readonly ActId[];
}

/** Never a competing head; the kind of a newer version is not known to commute. */
export const commutes = (node: Node): boolean => isActKind(node.kind) && ACT_KINDS[node.kind].commutes;

export class History<T extends Node> {
  /** all acts whose priors are here too, in causal order, ties by ActId */
  readonly order: readonly T[];
  readonly #byId = new Map<ActId, T>();
  /** for each act: the non-commuting acts that it stands on, none of them below another */
  readonly #main = new Map<ActId, readonly ActId[]>();

  /** Acts with a missing prior are left out, as is everything that stands on them. */
  constructor(nodes: Iterable<T>) {
    const known = new Map<ActId, T>();
    for (const node of nodes) known.set(node.id, node);
    this.order = causalOrder(known);
    for (const node of this.order) this.#byId.set(node.id, node);
    for (const node of this.order) this.#main.set(node.id, this.mainHeads(node.prior));
  }

  get(id: ActId): T | undefined {
    return this.#byId.get(id);
  }

  /** acts that no other stands on: what the next act lists in `prior` */
  heads(): readonly ActId[] {
    const below = new Set(this.order.flatMap((node) => node.prior));
    return this.order.filter((node) => !below.has(node.id)).map((node) => node.id);
  }

  /** The newest non-commuting acts among these and what they stand on, sorted. More than one: versions compete. */
  mainHeads(ids: readonly ActId[]): readonly ActId[] {
    const found = new Set<ActId>();
    for (const id of ids) {
      const node = this.#byId.get(id);
      if (!node) continue;
      if (commutes(node)) for (const main of this.#main.get(id) ?? []) found.add(main);
      else found.add(id);
    }
    if (found.size < 2) return [...found];
    const below = new Set([...found].flatMap((id) => [...this.ancestors(id)]));
    return [...found].filter((id) => !below.has(id)).sort();
  }

  /** everything an act stands on, itself not included */
  ancestors(id: ActId): ReadonlySet<ActId> {
    const seen = new Set<ActId>();
    const waiting = [...(this.#byId.get(id)?.prior ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...(this.#byId.get(next)?.prior ?? []));
    }
    return seen;
  }

  /** What competing versions have in common: the newest non-commuting acts that all of them stand on. */
  commonBase(heads: readonly ActId[]): readonly ActId[] {
    const [first, ...others] = heads.map((head) => this.ancestors(head));
    const common = [...(first ?? [])].filter((id) => others.every((ancestors) => ancestors.has(id)));
    return this.mainHeads(common);
  }

  /**
   * The non-commuting acts that lead to these heads, oldest first. Where versions compete and nobody has reconciled
   * them, the path ends at what they have in common: nothing wins silently (law 3). A `reconciled` act stands on that
   * common base and goes on from there.
   */
  path(heads: readonly ActId[]): readonly T[] {
    const backwards: T[] = [];
    let current = this.mainHeads(heads);
    while (current.length > 0) {
      const [id] = current;
      if (current.length > 1) {
        current = this.commonBase(current);
      } else {
        const node = id && this.#byId.get(id);
        if (!node) break;
        backwards.push(node);
        current = this.#main.get(node.id) ?? [];
      }
    }
    return backwards.reverse();
  }
}

/** Kahn's order with the smallest ActId first among those that are ready. */
function causalOrder<T extends Node>(nodes: ReadonlyMap<ActId, T>): T[] {
  const missing = new Map<ActId, number>();
  const followers = new Map<ActId, ActId[]>();
  const ready: ActId[] = [];
  for (const node of nodes.values()) {
    missing.set(node.id, node.prior.length);
    if (node.prior.length === 0) ready.push(node.id);
    for (const prior of node.prior) followers.set(prior, [...(followers.get(prior) ?? []), node.id]);
  }
  const order: T[] = [];
  ready.sort().reverse();
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    const node = nodes.get(id);
    if (node) order.push(node);
    for (const follower of followers.get(id) ?? []) {
      const left = (missing.get(follower) ?? 0) - 1;
      missing.set(follower, left);
      if (left === 0) insertDescending(ready, follower);
    }
  }
  return order;
}

function insertDescending(ids: ActId[], id: ActId): void {
  let at = ids.length;
  while (at > 0 && (ids[at - 1] as ActId) < id) at -= 1;
  ids.splice(at, 0, id);
}
