/** Which parts of a service a question asks for. */
import { termsOf } from './terms.ts';
import { ELSEWHERE, EMPTY, PLACES, SECTIONS, type Section, WAYS, WEAK } from './ways.ts';

const EMPTY_TERMS: ReadonlySet<string> = new Set(termsOf(EMPTY));
const WEAK_TERMS: ReadonlySet<string> = new Set(termsOf(WEAK));
const PLACE_TERMS: ReadonlySet<string> = new Set(termsOf(PLACES));
export const saysNothing = (term: string): boolean => EMPTY_TERMS.has(term);
/** It may be part of a name, and tells nothing alone. */
export const isPlace = (term: string): boolean => PLACE_TERMS.has(term);

interface Way {
  /** undefined: no catalogue answers it */
  readonly section: Section | undefined;
  readonly terms: readonly string[];
}
const waysOf = (section: Section | undefined, list: string): readonly Way[] =>
  list.split('|').map((way) => ({ section, terms: termsOf(way) }));
/** The longest first: a longer way knows better what is meant. */
const ALL_WAYS = [
  ...SECTIONS.flatMap((section) => waysOf(section, WAYS[section])),
  ...waysOf(undefined, ELSEWHERE),
].toSorted((a, b) => b.terms.length - a.terms.length);
const waysBeginning = new Map<string, Way[]>();
for (const way of ALL_WAYS) {
  const [first = ''] = way.terms;
  waysBeginning.set(first, [...(waysBeginning.get(first) ?? []), way]);
}

/** Every word of ours that names no service. */
export function plainWords(): readonly string[] {
  return [...EMPTY_TERMS, ...PLACE_TERMS, ...ALL_WAYS.flatMap(({ terms }) => terms)];
}

/** How sure one word is of its part: « document » and « comment » stand in many questions about something else. */
const WEIGHT: Readonly<Record<Section, number>> = {
  about: 0.6,
  documents: 0.8,
  fee: 1,
  delay: 0.9,
  decision: 1.3,
  steps: 0.65,
  validity: 1.6,
  prerequisites: 1.2,
  appeal: 2,
  'personal-data': 2,
};

function sureness({ terms }: Way, section: Section): number {
  const [first = ''] = terms;
  const length = terms.length === 1 && WEAK_TERMS.has(first) ? 0.4 : 0.5 + terms.length / 2;
  return length * WEIGHT[section];
}

export interface AskedFor {
  /** best first; empty: nothing says which part is meant */
  readonly sections: readonly Section[];
  /** something is asked that stands in no catalogue */
  readonly elsewhere: boolean;
  /** what is left to name the service */
  readonly rest: readonly string[];
}

/**
 * Which parts the question asks for, and what is left of it.
 * @param named words that already name a service: they ask for nothing
 */
export function sectionsAsked(terms: readonly string[], named: (term: string) => boolean): AskedFor {
  const strength = new Map<Section, number>();
  const rest: string[] = [];
  let elsewhere = false;
  for (let at = 0; at < terms.length; ) {
    const way = waysBeginning
      .get(terms[at] ?? '')
      ?.find((one) => one.terms.every((term, n) => terms[at + n] === term) && !one.terms.every(named));
    if (way?.section)
      strength.set(way.section, (strength.get(way.section) ?? 0) + sureness(way, way.section));
    else if (way) elsewhere = true;
    else if (!saysNothing(terms[at] ?? '')) rest.push(terms[at] ?? '');
    at += way?.terms.length ?? 1;
  }
  const sections = [...strength].toSorted(([, a], [, b]) => b - a).map(([section]) => section);
  return { sections, elsewhere, rest };
}
