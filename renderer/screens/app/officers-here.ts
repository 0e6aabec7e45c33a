/** Who was at this desk last: key ids, the newest first. They say no more than the slots themselves, which rest in clear too. */
import type { Kid } from '../../../app/acts/ids.ts';

const PLACE = 'guichet.officers';
const REMEMBERED = 16;

export function officersHere(): readonly Kid[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '[]');
    return Array.isArray(kept) ? kept.filter((kid): kid is Kid => typeof kid === 'string') : [];
  } catch {
    return [];
  }
}

export function noteOfficerHere(kid: Kid): void {
  const others = officersHere().filter((other) => other !== kid);
  try {
    localStorage.setItem(PLACE, JSON.stringify([kid, ...others].slice(0, REMEMBERED)));
  } catch {
    // A full or forbidden storage: the next officer chooses their initials.
  }
}

/**
 * Who is asked for their secret first: the last one who was here; after one has made room for another, another.
 * @param slots in their order on screen
 */
export function firstAsked(
  slots: readonly { readonly kid: Kid }[],
  recent: readonly Kid[],
  leaving: Kid | null,
): Kid | undefined {
  const candidates = slots.map(({ kid }) => kid).filter((kid) => kid !== leaving);
  return recent.find((kid) => candidates.includes(kid)) ?? candidates[0] ?? slots[0]?.kid;
}
