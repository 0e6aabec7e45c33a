/**
 * Questions as people type them, with the service and the section that answer, or none. `tuning`: words were chosen with
 * these in sight. `aside`: nobody looked at these while words were chosen; only their figures tell how good it is.
 */
import { describe, expect, it } from 'vitest';
import type { ServiceCode } from '../../app/acts/ids.ts';
import { Assistant } from '../../app/assistant/assistant.ts';
import { SECTIONS, type Section } from '../../app/assistant/ways.ts';
import countries from '../../assets/catalogue/countries.json' with { type: 'json' };
import { readCountry } from '../../scripts/catalogue/country-folder.ts';
import all from './questions.json' with { type: 'json' };

interface Question {
  readonly q: string;
  readonly lang: string;
  readonly country: string;
  /** absent: the catalogue does not answer it */
  readonly service?: string | null;
  readonly section?: string | null;
  readonly also?: readonly string[];
  readonly alsoSection?: readonly string[];
  readonly set: string;
}
const questions = (all as readonly Question[]).map(({ service, ...one }) => ({
  ...one,
  service: service ?? null,
}));
const catalogues = ['ml', 'tg', 'ma'].map((country) => [country, readCountry(country).services] as const);
const assistants = new Map(
  catalogues.map(([country, services]) => [country, new Assistant(services, Object.values(countries))]),
);
const known = new Set(catalogues.flatMap(([, services]) => services.map(({ code }) => code)));

function figures(set: string) {
  const of = questions.filter((one) => one.set === set);
  const count = { answerable: 0, service: 0, first: 0, three: 0, unanswerable: 0, silent: 0 };
  for (const { q, country, service, section, also = [], alsoSection = [] } of of) {
    const answers = assistants.get(country)?.answer(q) ?? [];
    if (service === null) {
      count.unanswerable += 1;
      if (answers.length === 0) count.silent += 1;
      continue;
    }
    const isService = (one: { service: ServiceCode }) => [service, ...also].includes(one.service);
    const isRight = (one: { service: ServiceCode; section: Section }) =>
      isService(one) && [section, ...alsoSection].some((it) => it === one.section);
    const [first] = answers;
    count.answerable += 1;
    if (first && isService(first)) count.service += 1;
    if (first && isRight(first)) count.first += 1;
    if (answers.some(isRight)) count.three += 1;
  }
  const share = (part: number, whole: number) => Math.round((1000 * part) / whole) / 10;
  return {
    n: of.length,
    service: share(count.service, count.answerable),
    first: share(count.first, count.answerable),
    three: share(count.three, count.answerable),
    silence: share(count.silent, count.unanswerable),
  };
}

describe('the questions', () => {
  it('are enough, in three languages, with enough that nothing answers', () => {
    for (const set of ['tuning', 'aside']) {
      const of = questions.filter((one) => one.set === set);
      expect(of.length).toBeGreaterThan(150);
      expect(of.filter(({ service }) => service === null).length).toBeGreaterThan(30);
      for (const lang of ['fr', 'en', 'ar'])
        expect(of.filter((one) => one.lang === lang).length).toBeGreaterThan(50);
    }
    expect(new Set(questions.map(({ q }) => q)).size).toBe(questions.length);
  });
  it('expect services and sections that there are', () => {
    for (const { service, section, also = [], alsoSection = [] } of questions)
      if (service !== null) {
        for (const one of [service, ...also]) expect(known).toContain(one);
        for (const one of [section, ...alsoSection]) expect(SECTIONS).toContain(one);
      }
  });
});

/** Not less than was reached; docs/catalogue.md has the figures, and what was aimed at. */
describe.each([
  ['tuning', { service: 89, first: 80, three: 86, silence: 98 }],
  ['aside', { service: 89, first: 73, three: 82, silence: 91 }],
])('the answers to the questions of %s', (set, least) => {
  it('are not worse than they were', () => {
    const found = figures(set);
    for (const [what, share] of Object.entries(least))
      expect(found[what as keyof typeof least], what).toBeGreaterThanOrEqual(share);
  });
});
