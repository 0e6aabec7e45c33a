/** Two versions of the answers: what differs, and what the officer's choices make of them. Pure. */
import type { ActBodies } from '../../../app/acts/bodies.ts';
import type { Answers } from '../../../app/desk/answers.ts';
import type { Side } from '../../ui/compare-versions.tsx';

/** Object members may come in any order; the answer is the same. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Codes of the answers that differ, in the order of the first version, then what only the second has. */
export function differingCodes(first: Answers, second: Answers): readonly string[] {
  const codes = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...codes].filter((code) => canonical(first[code]) !== canonical(second[code]));
}

/** What is the same in both, and the chosen side of each line that differs. Call only when all are chosen. */
export function reconciledAnswers(
  first: Answers,
  second: Answers,
  chosen: Readonly<Record<string, Side>>,
): ActBodies['reconciled']['answers'] {
  const differing = new Set(differingCodes(first, second));
  const codes = new Set([...Object.keys(first), ...Object.keys(second)]);
  const entries = [...codes].flatMap((code) => {
    const from = differing.has(code) && chosen[code] === 'second' ? second : first;
    return from[code] === undefined ? [] : [[code, from[code]] as const];
  });
  return Object.fromEntries(entries) as ActBodies['reconciled']['answers'];
}
