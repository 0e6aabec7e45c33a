/**
 * The law inside the catalogue: what a definition must have before anyone may sign it. Each check is one line of a
 * table and names the place and the reason. A fact has a source or says that it is to be confirmed; every text is
 * there in three languages; every condition speaks of a question that was asked before it.
 */
import { Value } from 'typebox/value';
import { PROCEDURE_STATES } from '../dossier/status.ts';
import { CONDITION_CONTEXT } from './conditions.ts';
import type { CountryLaw } from './country-law.ts';
import { allFields, DEFINITION_VERSION, isDefinition, questionsOf, ServiceDefinition } from './definition.ts';
import { FIELD_TYPES } from './fields.ts';
import { conditionFindings } from './lint-conditions.ts';
import { givesInstrument, lawFindings } from './lint-law.ts';
import { type Finding, LINT_REASONS, type Report } from './lint-report.ts';
import { missingLanguages, textFindings } from './lint-texts.ts';
import { fieldsOfTest } from './rules.ts';

/**
 * @param file only named in the findings
 * @param law of the definition's country; without it only what every country asks is checked
 * @returns nothing where the definition may be signed
 */
export function lintDefinition(json: unknown, file: string, law?: CountryLaw): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (code, path, detail) => {
    findings.push({
      file,
      path,
      code,
      reason: detail ? `${LINT_REASONS[code]}: ${detail}` : LINT_REASONS[code],
    });
  };
  if (!shapeHolds(json, report)) return findings;
  for (const check of CHECKS) check(json, report);
  if (law) lawFindings(json, report, law);
  return findings;
}

/** Unknown field types first: a union that fails says too little. */
function shapeHolds(json: unknown, report: Report): json is ServiceDefinition {
  if (isDefinition(json)) return true;
  const definition = json as { readonly v?: unknown; readonly pages?: unknown } | null;
  if (typeof definition?.v === 'number' && definition.v > DEFINITION_VERSION) {
    report('CT-002', '/v');
    return false;
  }
  const strange = unknownTypes(definition?.pages);
  for (const { path, type } of strange) report('CT-003', path, type);
  const silent = missingLanguages(json);
  for (const { path, language } of silent) report('CT-104', path, language);
  if (strange.length + silent.length > 0) return false;
  for (const error of Value.Errors(CONDITION_CONTEXT, ServiceDefinition, json))
    report('CT-001', error.instancePath, error.message);
  return false;
}

function unknownTypes(pages: unknown): readonly { path: string; type: string }[] {
  if (!Array.isArray(pages)) return [];
  return pages.flatMap((page: { fields?: unknown }, p) =>
    (Array.isArray(page?.fields) ? page.fields : []).flatMap((field: { type?: unknown }, f: number) =>
      FIELD_TYPES.some((type) => type === field?.type)
        ? []
        : [{ path: `/pages/${p}/fields/${f}/type`, type: String(field?.type) }],
    ),
  );
}

type LintCheck = (definition: ServiceDefinition, report: Report) => void;

const CHECKS: readonly LintCheck[] = [
  textFindings,
  uniqueCodes,
  conditionFindings,
  knownReferences,
  ruleFields,
  provenance,
  figures,
  feesAndDelays,
  states,
  limits,
  procedure,
];

function uniqueCodes(definition: ServiceDefinition, report: Report): void {
  const lists: readonly (readonly [string, readonly { readonly code: string }[]])[] = [
    ['/pages', definition.pages],
    ['/rules', definition.rules],
    ['/documents', definition.documents],
    ['/checks', definition.checks],
    ['/grounds', definition.grounds],
    ['/fees', definition.fees],
    ['/delays', definition.delays],
    ['/steps', definition.steps ?? []],
    ['/prerequisites', definition.prerequisites ?? []],
    ['/personalData/checklist', definition.personalData?.checklist ?? []],
  ];
  for (const [path, list] of lists)
    repeated(list, (index) => report('CT-110', `${path}/${index}/code`, list[index]?.code));
  const questions = questionsOf(definition);
  repeated(
    questions.map(({ field }) => field),
    (index) => report('CT-110', `${questions[index]?.path}/code`),
  );
  for (const { path, field } of questions)
    if (field.type === 'choice')
      repeated(field.options, (index) => report('CT-110', `${path}/options/${index}/code`));
}

function repeated(list: readonly { readonly code: string }[], found: (index: number) => void): void {
  const seen = new Set<string>();
  for (const [index, { code }] of list.entries()) {
    if (seen.has(code)) found(index);
    seen.add(code);
  }
}

function knownReferences(definition: ServiceDefinition, report: Report): void {
  const fields = new Set(allFields(definition).map(({ field }) => field.code));
  const documents = new Set(definition.documents.map(({ code }) => code));
  const need = (known: ReadonlySet<string>, codes: readonly string[], path: string): void => {
    for (const code of codes) if (!known.has(code)) report('CT-150', path, code);
  };
  for (const [i, rule] of definition.rules.entries()) {
    need(fields, [...rule.at, ...fieldsOfTest(rule.test)], `/rules/${i}`);
  }
  for (const [i, check] of definition.checks.entries()) {
    need(fields, check.fields ?? [], `/checks/${i}/fields`);
    need(documents, check.documents ?? [], `/checks/${i}/documents`);
  }
  for (const [key, code] of Object.entries(definition.person)) {
    if (typeof code === 'string') need(fields, [code], `/person/${key}`);
  }
}

function ruleFields(definition: ServiceDefinition, report: Report): void {
  const types = new Map(allFields(definition).map(({ field }) => [field.code, field.type]));
  const typed = (codes: readonly string[], type: string): boolean =>
    codes.every((code) => (types.get(code) ?? type) === type);
  for (const [i, { test }] of definition.rules.entries()) {
    const path = `/rules/${i}/test`;
    if (test.kind === 'date-order' || test.kind === 'date-distance') {
      if (!typed(fieldsOfTest(test), 'date')) report('CT-152', path);
    }
    if (test.kind === 'nina-matches') {
      if (!typed([test.nina], 'nina') || !typed([test.birthDate], 'date') || !typed([test.sex], 'choice'))
        report('CT-153', path);
    }
  }
}

interface Provenance {
  readonly source?: unknown;
  readonly toBeConfirmed?: unknown;
}
const proven = (fact: Provenance): boolean => fact.source !== undefined || fact.toBeConfirmed === true;

/** Help texts that state no fact need no source; everything on law, money, time and documents does. */
function provenance(definition: ServiceDefinition, report: Report): void {
  const facts: readonly (readonly [string, Provenance])[] = [
    ...entries('/documents', definition.documents),
    ...entries('/grounds', definition.grounds),
    ['/appeal', definition.appeal],
    ...entries('/fees', definition.fees),
    ...entries('/delays', definition.delays),
    ['/instrument/validity', definition.instrument.validity],
    ...entries('/legalBasis', definition.legalBasis),
    ['/retention', definition.retention],
    ['/simplification', definition.simplification],
    ...entries('/prerequisites', definition.prerequisites ?? []),
    ...(definition.personalData
      ? ([
          ['/personalData/purpose', definition.personalData.purpose],
          ['/personalData/basis', definition.personalData.basis],
        ] as const)
      : []),
  ];
  for (const [path, fact] of facts) if (!proven(fact)) report('CT-120', path);
  if (definition.legalBasis.length === 0) report('CT-120', '/legalBasis');
}

const entries = (path: string, list: readonly Provenance[]): readonly (readonly [string, Provenance])[] =>
  list.map((fact, index) => [`${path}/${index}`, fact]);

function figures(definition: ServiceDefinition, report: Report): void {
  const { retention, simplification, fees } = definition;
  const unsure: readonly (readonly [string, boolean, Provenance])[] = [
    ['/retention/years', retention.years === null, retention],
    [
      '/simplification',
      [...Object.values(simplification.before), ...Object.values(simplification.after)].includes(null),
      simplification,
    ],
    ...fees.map((line, i) => [`/fees/${i}/amount`, line.amount === null, line] as const),
  ];
  for (const [path, unknown, fact] of unsure)
    if (unknown && fact.toBeConfirmed !== true) report('CT-121', path);
}

function feesAndDelays(definition: ServiceDefinition, report: Report): void {
  if (definition.fees.length === 0) report('CT-122', '/fees');
  if (definition.delays.at(-1)?.when !== undefined)
    report('CT-130', `/delays/${definition.delays.length - 1}/when`);
}

function states(definition: ServiceDefinition, report: Report): void {
  for (const state of Object.keys(definition.statusWords ?? {})) {
    if (!PROCEDURE_STATES.some((known) => known === state)) report('CT-160', `/statusWords/${state}`);
  }
}

function limits(definition: ServiceDefinition, report: Report): void {
  for (const { path, field } of questionsOf(definition)) {
    const { minimum = -Infinity, maximum = Infinity } =
      field.type === 'number' || field.type === 'group' ? field : {};
    if (minimum > maximum) report('CT-161', `${path}/minimum`);
  }
}

/** What the applicant reads of the whole way, and of what becomes of the data. */
function procedure(definition: ServiceDefinition, report: Report): void {
  for (const part of ['steps', 'prerequisites', 'signatures', 'personalData'] as const)
    if (definition[part] === undefined) report('CT-170', `/${part}`);
  if (definition.steps && !givesInstrument(definition.steps)) report('CT-207', '/steps');
  if (definition.offer?.open === false && !definition.offer.note) report('CT-171', '/offer');
}
