/** What only the services of a country taken together can show: a question under two codes, services that wait for each other. */
import { type CountryLaw, ruleCounts } from './country-law.ts';
import { type PersonFields, questionsOf, type ServiceDefinition } from './definition.ts';
import { type Finding, LINT_REASONS, type LintCode } from './lint-report.ts';

export interface NamedDefinition {
  readonly file: string;
  readonly definition: ServiceDefinition;
}

/** @param services of one country, each without a finding of its own */
export function lintCatalogue(services: readonly NamedDefinition[], law: CountryLaw): readonly Finding[] {
  const findings: Finding[] = [];
  const report = (file: string, path: string, code: LintCode, detail: string): void => {
    findings.push({ file, path, code, reason: `${LINT_REASONS[code]}: ${detail}` });
  };
  sameCode(services, report);
  prerequisites(services, report);
  if (ruleCounts(law, 'ask-once')) sameQuestions(services, report);
  return findings;
}

type ReportIn = (file: string, path: string, code: LintCode, detail: string) => void;

function sameCode(services: readonly NamedDefinition[], report: ReportIn): void {
  const seen = new Set<string>();
  for (const { file, definition } of services) {
    if (seen.has(definition.code)) report(file, '/code', 'CT-213', definition.code);
    seen.add(definition.code);
  }
}

/** An answer is offered again by its field's code: it must be the same question, and the person's must have one code. */
function sameQuestions(services: readonly NamedDefinition[], report: ReportIn): void {
  const types = new Map<string, { readonly type: string; readonly service: string }>();
  const person = new Map<string, { readonly code: string; readonly service: string }>();
  for (const { file, definition } of services) {
    for (const { path, field } of questionsOf(definition)) {
      const before = types.get(field.code);
      if (before && before.type !== field.type)
        report(file, `${path}/type`, 'CT-203', `${field.code}, ${before.service}: ${before.type}`);
      if (!before) types.set(field.code, { type: field.type, service: definition.code });
    }
    for (const [what, code] of Object.entries(definition.person) as [keyof PersonFields, string][]) {
      const before = person.get(what);
      if (before && before.code !== code)
        report(file, `/person/${what}`, 'CT-203', `${before.service}: ${before.code}, ${code}`);
      if (!before) person.set(what, { code, service: definition.code });
    }
  }
}

function prerequisites(services: readonly NamedDefinition[], report: ReportIn): void {
  const byCode = new Map(services.map((one) => [one.definition.code, one]));
  const needs = (code: string): readonly string[] =>
    (byCode.get(code)?.definition.prerequisites ?? [])
      .filter(({ when }) => when === undefined)
      .map(({ service }) => service);
  for (const { file, definition } of services) {
    for (const [i, { service }] of (definition.prerequisites ?? []).entries())
      if (!byCode.has(service)) report(file, `/prerequisites/${i}/service`, 'CT-212', service);
    const way = wayBack(definition.code, needs);
    if (way) report(file, '/prerequisites', 'CT-211', way.join(' → '));
  }
}

/** The services in between where one needs itself in the end. */
function wayBack(start: string, needs: (code: string) => readonly string[]): readonly string[] | undefined {
  const seen = new Set<string>();
  const walk = (code: string, way: readonly string[]): readonly string[] | undefined => {
    for (const next of needs(code)) {
      if (next === start) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk(next, [...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(start, [start]);
}
