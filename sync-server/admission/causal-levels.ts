import type { OfferedRecord } from './offered.ts';

const NONE: ReadonlySet<string> = new Set();

/**
 * The order in which acts are judged, in groups. Erasures last: what came with them may be a legal hold, and what comes
 * after them is judged again.
 */
export function inOrder(acts: readonly OfferedRecord[]): readonly (readonly OfferedRecord[])[] {
  const isErasure = ({ act }: OfferedRecord): boolean => act?.envelope.kind === 'erased';
  return [...causalLevels(acts.filter((one) => !isErasure(one))), ...causalLevels(acts.filter(isErasure))];
}

/** Acts of one delivery in groups: none stands on another of its own or of a later group. */
export function causalLevels(acts: readonly OfferedRecord[]): readonly (readonly OfferedRecord[])[] {
  const here = new Set<string>(acts.map(({ subject }) => subject));
  const open = new Map<OfferedRecord, number>();
  const followers = new Map<string, OfferedRecord[]>();
  for (const act of acts) {
    const { prior } = act.claims;
    const below = prior.length === 0 ? NONE : new Set(prior.filter((id) => here.has(id)));
    open.set(act, below.size);
    for (const id of below) followers.set(id, [...(followers.get(id) ?? []), act]);
  }
  const levels: OfferedRecord[][] = [];
  let level = acts.filter((act) => open.get(act) === 0);
  while (level.length > 0) {
    levels.push(level);
    const next: OfferedRecord[] = [];
    for (const { subject } of level) {
      for (const follower of followers.get(subject) ?? []) {
        const left = (open.get(follower) ?? 0) - 1;
        open.set(follower, left);
        if (left === 0) next.push(follower);
      }
    }
    level = next;
  }
  return levels;
}
