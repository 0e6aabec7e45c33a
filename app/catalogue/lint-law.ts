/**
 * What the law asks of a procedure, as checks (country-law.ts says which count where). Some of it needs no check: a
 * definition without grounds, appeal, delay or retention does not have the shape of one, and a desk prints a récépissé
 * for every file.
 */
import { holdChecker } from './can-hold.ts';
import type { Condition } from './conditions.ts';
import { type CountryLaw, type LawRule, ruleCounts } from './country-law.ts';
import type { ServiceDefinition, Step } from './definition.ts';
import type { Report } from './lint-report.ts';

type LawCheck = (definition: ServiceDefinition, report: Report, law: CountryLaw) => void;

const CHECKS: Readonly<Record<LawRule, LawCheck>> = {
  declared,
  'ask-once': askOnce,
  'one-copy': oneCopy,
  'no-legalised-copies': noLegalisedCopies,
  recepisse,
  'delay-limit': delayLimit,
  'fee-source': feeSource,
};

export function lawFindings(definition: ServiceDefinition, report: Report, law: CountryLaw): void {
  for (const [rule, check] of Object.entries(CHECKS))
    if (ruleCounts(law, rule as LawRule)) check(definition, report, law);
}

function declared(definition: ServiceDefinition, report: Report): void {
  const listed = new Set(definition.documents.map(({ code }) => code));
  for (const [p, page] of definition.pages.entries())
    for (const [f, field] of page.fields.entries())
      if (field.type === 'evidence' && !listed.has(field.document))
        report('CT-201', `/pages/${p}/fields/${f}/document`, field.document);
}

/** Two questions of one type with one label, or two documents with one title, that can be in sight together. */
function askOnce(definition: ServiceDefinition, report: Report): void {
  const canHold = holdChecker(definition);
  const questions = definition.pages.flatMap((page, p) =>
    page.fields.map((field, f) => ({
      key: `${field.type} ${wording(field.label.fr)}`,
      path: `/pages/${p}/fields/${f}/label`,
      when: [page.when, field.when],
    })),
  );
  const documents = definition.documents.map(({ title, when }, i) => ({
    key: wording(title.fr),
    path: `/documents/${i}/title`,
    when: [when],
  }));
  for (const asked of [questions, documents]) {
    for (const [i, one] of asked.entries()) {
      const before = asked.slice(0, i).find(({ key, when }) => {
        const conditions = [...when, ...one.when].filter((it): it is Condition => it !== undefined);
        return key === one.key && canHold(conditions);
      });
      if (before) report('CT-202', one.path, before.path);
    }
  }
}

const wording = (label: string): string =>
  label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

function oneCopy({ documents }: ServiceDefinition, report: Report): void {
  for (const [i, { copies = 0 }] of documents.entries())
    if (copies > 1) report('CT-204', `/documents/${i}/copies`, String(copies));
}

function noLegalisedCopies({ documents }: ServiceDefinition, report: Report): void {
  for (const [i, { legalised, original }] of documents.entries())
    if (legalised === true && original !== 'kept') report('CT-205', `/documents/${i}/legalised`);
}

/** The applicant has it in hand before anybody but the mission gets the file. */
function recepisse({ steps = [] }: ServiceDefinition, report: Report): void {
  const away = steps.findIndex(({ by }) => by === 'centre' || by === 'authority');
  const given = steps.findIndex(({ gives, when }) => gives === 'recepisse' && when === undefined);
  if (given < 0 || (away >= 0 && given > away)) report('CT-206', '/steps');
}

function delayLimit(definition: ServiceDefinition, report: Report, law: CountryLaw): void {
  const most = law.longestDelay.byClass[definition.class] ?? law.longestDelay.days;
  for (const [i, { days, basis }] of definition.delays.entries())
    if (basis !== 'observed' && days > most) report('CT-208', `/delays/${i}/days`, `${days} > ${most}`);
}

/** An amount that nobody has confirmed is no amount: it stays `null` until there is a source. */
function feeSource({ fees }: ServiceDefinition, report: Report): void {
  for (const [i, { amount, source }] of fees.entries())
    if (amount !== null && source === undefined) report('CT-209', `/fees/${i}/source`);
}

/** Whether the steps lead to what is issued; asked of every country. */
export const givesInstrument = (steps: readonly Step[]): boolean =>
  steps.some(({ gives }) => gives === 'instrument');
