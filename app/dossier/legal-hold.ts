/**
 * Legal hold: while somebody has to keep a file by law, it is not erased. A hold is in force until a `hold-lifted` stands
 * on it, so that whoever lifts has seen what they lift; a hold that came beside the lifting is another one, and stays.
 */
import type { ActId } from '../acts/ids.ts';
import type { Node } from './history.ts';

/** @param acts those that count, each with everything that it stands on @returns holds that nobody has lifted, sorted */
export function holdsInForce(acts: readonly Node[]): readonly ActId[] {
  const lifted = below(
    acts,
    acts.filter(({ kind }) => kind === 'hold-lifted').flatMap(({ prior }) => prior),
  );
  return holds(acts).filter((id) => !lifted.has(id));
}

/**
 * Holds of a file that whoever sealed on `prior` had not seen.
 * @param acts those that count, those at `prior` among them
 */
export function holdsUnseen(acts: readonly Node[], prior: readonly ActId[]): readonly ActId[] {
  const seen = below(acts, prior);
  return holds(acts).filter((id) => !seen.has(id));
}

/**
 * Had whoever knew the file as far as `seen` been shown every hold of it, and each of them lifted? A hold that came later,
 * or a lifting that is not here yet, says no.
 */
export const sawHoldsLifted = (acts: readonly Node[], seen: readonly ActId[]): boolean => {
  const shown = below(acts, seen);
  return (
    holdsUnseen(acts, seen).length === 0 && holdsInForce(acts.filter(({ id }) => shown.has(id))).length === 0
  );
};

const holds = (acts: readonly Node[]): readonly ActId[] =>
  acts
    .filter(({ kind }) => kind === 'held-by-law')
    .map(({ id }) => id)
    .sort();

/** these and everything that they stand on */
function below(acts: readonly Node[], ids: readonly ActId[]): ReadonlySet<ActId> {
  const byId = new Map(acts.map((act) => [act.id, act]));
  const seen = new Set<ActId>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(byId.get(id)?.prior ?? []));
  }
  return seen;
}
