/**
 * What the law of a country asks of every service, as data beside its services: which rules of the lint count there,
 * the longest delay, and where that was read. The model is Morocco's law 55-19 on the simplification of procedures.
 */
import { type Static, Type } from 'typebox';
import { Note, provenance, Texts } from './texts.ts';

/** The rules that a country may switch off, each with the codes it reports (lint-report.ts). */
export const LAW_RULES = {
  /** nothing is asked that is not in the published list: CT-201 */
  declared: 'CT-201',
  /** nothing is asked twice of the same person: CT-202, CT-203 */
  'ask-once': 'CT-202',
  /** one copy of a document at most: CT-204 */
  'one-copy': 'CT-204',
  /** no legalised or certified copy inside a file: CT-205 */
  'no-legalised-copies': 'CT-205',
  /** a dated récépissé, always: CT-206 */
  recepisse: 'CT-206',
  /** an answer within so many days: CT-208 */
  'delay-limit': 'CT-208',
  /** no amount without a source: CT-209 */
  'fee-source': 'CT-209',
} as const;
export type LawRule = keyof typeof LAW_RULES;
export const LAW_RULE_NAMES = Object.keys(LAW_RULES) as readonly LawRule[];

/** `on` false needs a reason: `note`. */
const Switch = Type.Object({ on: Type.Boolean(), note: Type.Optional(Note), ...provenance });
type Switch = Static<typeof Switch>;

export const CountryLaw = Type.Object({
  v: Type.Literal(1),
  /** two letters, ISO 3166 alpha-2 */
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  name: Texts,
  rules: Type.Partial(Type.Record(Type.Union(LAW_RULE_NAMES.map((name) => Type.Literal(name))), Switch)),
  /** longest delay in days; by service class where another counts there */
  longestDelay: Type.Object({
    days: Type.Integer({ minimum: 1, maximum: 1000 }),
    byClass: Type.Record(Type.String(), Type.Integer({ minimum: 1, maximum: 1000 })),
    ...provenance,
  }),
});
export type CountryLaw = Omit<Static<typeof CountryLaw>, 'rules'> & {
  readonly rules: Readonly<Partial<Record<LawRule, Switch>>>;
};

/** A rule that a country says nothing about counts. */
export const ruleCounts = (law: CountryLaw, rule: LawRule): boolean => law.rules[rule]?.on !== false;
