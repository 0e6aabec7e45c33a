/**
 * What an act stands on (FORMATS.md, "Act" and "Folding"): the heads that the officer saw, and what commutes with them.
 * What moved the file without their looking is not built upon, so that it stays beside their act as a version (law 3).
 * Decision 0008.
 */
import type { ActId } from '../acts/ids.ts';
import { commutes, type History, type Node } from './history.ts';

export interface Standpoint {
  /** what the act lists in `prior`, sorted */
  readonly prior: readonly ActId[];
  /** the newest non-commuting acts that were not seen: what is sealed at `prior` competes with them, unless it commutes */
  readonly unseen: readonly ActId[];
}

/**
 * @param history all acts of the dossier that count
 * @param seen the heads that the screen showed
 * @returns null when these were never the heads of this file: none, an act that does not count here, or one that another
 *   of them stands on
 */
export function standpoint(history: History<Node>, seen: readonly ActId[]): Standpoint | null {
  const below = new Set(seen.flatMap((id) => [...history.ancestors(id)]));
  const wereHeads = seen.every((id) => history.get(id) !== undefined && !below.has(id));
  if (seen.length === 0 || !wereHeads) return null;
  const looked = new Set([...seen, ...below]);
  const unseen = history.order.filter((node) => !commutes(node) && !looked.has(node.id)).map(({ id }) => id);
  const beyond = new Set(unseen);
  for (const { id, prior } of history.order) if (prior.some((one) => beyond.has(one))) beyond.add(id);
  const stoodOn = history.order.filter(({ id }) => !beyond.has(id));
  const notHeads = new Set(stoodOn.flatMap(({ prior }) => prior));
  return {
    prior: stoodOn
      .map(({ id }) => id)
      .filter((id) => !notHeads.has(id))
      .sort(),
    unseen: history.mainHeads(unseen),
  };
}
