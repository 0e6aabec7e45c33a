/**
 * A service, whole, as data: what is asked, from whom, with which documents, at what fee, within what time, who
 * decides, on which grounds it may be refused, and what is issued. Members this version does not know are kept.
 */
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { Money } from '../acts/bodies.ts';
import { OFFICER_ROLES, type OfficerRole } from '../keyring/roles.ts';
import { CONDITION_CONTEXT, Condition } from './conditions.ts';
import { Code, Field, isField } from './fields.ts';
import { Rule } from './rules.ts';
import { Note, provenance, Texts } from './texts.ts';

/** The version of the shape below. A definition with a higher one needs an update of the desk. */
export const DEFINITION_VERSION = 1;

const ServiceCode = Type.String({ pattern: '^[a-z]{2}-[a-z0-9-]{2,48}$' });
const Words = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 40 });
const Roles = Type.Array(Type.Unsafe<OfficerRole>(Type.Enum([...OFFICER_ROLES])), { minItems: 1 });

export const Page = Type.Object({
  code: Code,
  title: Texts,
  help: Type.Optional(Note),
  when: Type.Optional(Condition),
  fields: Type.Array(Field, { minItems: 1 }),
});
export type Page = Static<typeof Page>;

export const MEDIA_TYPES = ['image/jpeg', 'image/png', 'application/pdf'] as const;

const Period = Type.Object({
  months: Type.Optional(Type.Integer({ minimum: 0, maximum: 1200 })),
  days: Type.Optional(Type.Integer({ minimum: 0, maximum: 36_500 })),
});

/** What may be brought in its place: the original, a plain copy, a file or a message on a telephone, a translation. */
export const DOCUMENT_FORMS = ['original', 'copy', 'digital', 'translation'] as const;

/** A document to provide. `required` false: asked for, and the file can go without it. */
export const DocumentAsked = Type.Object({
  code: Code,
  title: Texts,
  help: Type.Optional(Note),
  when: Type.Optional(Condition),
  required: Type.Boolean(),
  /** without it nothing can be sealed; other required documents may follow, and the récépissé lists them */
  atLodging: Type.Optional(Type.Boolean()),
  /** what happens to the original: seen and given back at once, kept until hand-over, or none is brought */
  original: Type.Union([Type.Literal('shown'), Type.Literal('kept'), Type.Literal('none')]),
  mediaTypes: Type.Array(Type.Enum([...MEDIA_TYPES]), { minItems: 1 }),
  /** how many files at least; a card has two sides */
  minimum: Type.Integer({ minimum: 1, maximum: 20 }),
  forms: Type.Optional(Type.Array(Type.Enum([...DOCUMENT_FORMS]), { minItems: 1 })),
  /** copies on paper that are asked for; absent: none */
  copies: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
  /** whether the signature on it must have been legalised */
  legalised: Type.Optional(Type.Boolean()),
  /** issued no longer ago than this */
  issuedWithin: Type.Optional(Period),
  /** valid for at least so long from the day at the counter, or from the date that is answered to `from` */
  validFor: Type.Optional(Type.Intersect([Period, Type.Object({ from: Type.Optional(Code) })])),
  /** expired no longer ago than this, it is accepted all the same */
  acceptedExpired: Type.Optional(Period),
  ...provenance,
});
export type DocumentAsked = Static<typeof DocumentAsked>;

/** What a reviewer ticks before deciding, with the documents and fields it is checked against. */
export const Check = Type.Object({
  code: Code,
  text: Texts,
  when: Type.Optional(Condition),
  documents: Type.Optional(Type.Array(Code)),
  fields: Type.Optional(Type.Array(Code)),
});
export type Check = Static<typeof Check>;

export const Ground = Type.Object({ code: Code, text: Texts, ...provenance });
export type Ground = Static<typeof Ground>;

/** Every line whose condition holds is due, and they add up. `amount` null: nobody has said it yet. */
export const FeeLine = Type.Object({
  code: Code,
  label: Texts,
  when: Type.Optional(Condition),
  amount: Type.Union([Money, Type.Null()]),
  ...provenance,
});
export type FeeLine = Static<typeof FeeLine>;

/** The first line whose condition holds counts. `observed`: what is done in practice, not what the law says. */
export const DelayLine = Type.Object({
  code: Code,
  when: Type.Optional(Condition),
  days: Type.Integer({ minimum: 0, maximum: 1000 }),
  count: Type.Union([Type.Literal('calendar'), Type.Literal('working')]),
  basis: Type.Union([Type.Literal('legal'), Type.Literal('observed'), Type.Literal('target')]),
  ...provenance,
});
export type DelayLine = Static<typeof DelayLine>;

/** What is issued in the end. `numbers` names the lease series its number is drawn from. */
export const InstrumentIssued = Type.Object({
  code: Code,
  title: Texts,
  validity: Type.Object({
    months: Type.Optional(Type.Integer({ minimum: 1 })),
    days: Type.Optional(Type.Integer({ minimum: 1 })),
    text: Texts,
    ...provenance,
  }),
  numbers: Type.String({ pattern: '^[a-z-]{2,32}$' }),
  /** ICAO Doc 9303 document code for the machine readable zone, where there is one */
  documentCode: Type.Optional(Type.String({ pattern: '^[A-Z][A-Z<]$' })),
});
export type InstrumentIssued = Static<typeof InstrumentIssued>;

export const STEP_ACTORS = ['applicant', 'mission', 'centre', 'authority'] as const;

/** One step of the procedure, as the applicant reads it. `authority`: another one of the State. */
export const Step = Type.Object({
  code: Code,
  title: Texts,
  by: Type.Enum([...STEP_ACTORS]),
  when: Type.Optional(Condition),
  /** which paper the applicant leaves this step with */
  gives: Type.Optional(
    Type.Union([Type.Literal('recepisse'), Type.Literal('quittance'), Type.Literal('instrument')]),
  ),
  /** whether the applicant must come in person */
  inPerson: Type.Optional(Type.Boolean()),
  help: Type.Optional(Note),
});
export type Step = Static<typeof Step>;

/** The result of another service that this one needs; `under-way`: its récépissé is enough. */
export const Prerequisite = Type.Object({
  code: Code,
  service: ServiceCode,
  text: Texts,
  when: Type.Optional(Condition),
  enough: Type.Union([Type.Literal('issued'), Type.Literal('under-way')]),
  ...provenance,
});
export type Prerequisite = Static<typeof Prerequisite>;

/** Who signs at the counter, beside the officers that `lodge` and `decision` name. */
export const Signature = Type.Object({
  by: Type.Union([
    Type.Literal('applicant'),
    Type.Literal('declarant'),
    Type.Literal('authority'),
    Type.Literal('second-parent'),
    Type.Literal('witness'),
    Type.Literal('proxy'),
  ]),
  when: Type.Optional(Condition),
});

/** What becomes of personal data; how long they are kept is the definition's `retention`. */
export const PersonalData = Type.Object({
  purpose: Note,
  basis: Note,
  recipients: Type.Array(Texts, { minItems: 1 }),
  /** what the ministry must have done, with what is done */
  checklist: Type.Array(Type.Object({ code: Code, text: Texts, done: Type.Boolean() }), { minItems: 1 }),
});
export type PersonalData = Static<typeof PersonalData>;

/** Per cent of the checklist that is done, rounded down: only what is whole says 100. */
export const personalDataDone = ({ checklist }: PersonalData): number =>
  Math.floor((100 * checklist.filter(({ done }) => done).length) / checklist.length);

const figure = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]);
const Figures = Type.Object({ trips: figure, documents: figure, minutes: figure, pages: figure });

/** Which fields say who the file is about. The same codes in every service: nothing is asked twice. */
export const PersonFields = Type.Object({
  surname: Code,
  givenNames: Type.Optional(Code),
  birthDate: Type.Optional(Code),
  birthPlace: Type.Optional(Code),
  sex: Type.Optional(Code),
  nationality: Type.Optional(Code),
  phone: Type.Optional(Code),
  email: Type.Optional(Code),
});
export type PersonFields = Static<typeof PersonFields>;

export const ServiceDefinition = Type.Object({
  v: Type.Literal(DEFINITION_VERSION),
  code: ServiceCode,
  /** service class: the groups of officers who may read the dossiers, such as `visas` */
  class: Type.String({ pattern: '^[a-z][a-z-]{1,31}$' }),
  /** raised with every published change of this service */
  version: Type.Integer({ minimum: 1 }),
  title: Texts,
  summary: Texts,
  /** what people call it, beside its title: for search and for questions */
  words: Type.Optional(Type.Object({ fr: Words, en: Words, ar: Words })),
  /**
   * Where and whether it is offered; absent: at every mission. `open` false: known, and not to be opened until a release
   * says otherwise.
   */
  offer: Type.Optional(
    Type.Object({
      open: Type.Boolean(),
      missions: Type.Optional(
        Type.Array(Type.String({ pattern: '^[A-Z]{2}-[A-Z0-9]{2,8}$' }), { minItems: 1 }),
      ),
      note: Type.Optional(Note),
    }),
  ),
  /** two letters, ISO 3166 alpha-2 */
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  audience: Type.Union([
    Type.Literal('citizen'),
    Type.Literal('business'),
    Type.Literal('administration'),
    Type.Literal('foreigner'),
  ]),
  /** 1 a document is delivered, 2 the form is filled here, 3 the whole procedure */
  maturity: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)]),
  lodge: Type.Object({ roles: Roles }),
  decision: Type.Object({
    by: Type.Union([Type.Literal('mission'), Type.Literal('centre')]),
    roles: Roles,
    /** further signatures, each by another person, and none by the decider: no definition can say otherwise */
    countersign: Type.Optional(Type.Object({ roles: Roles, distinct: Type.Literal(true) })),
    /** why it is decided there */
    note: Type.Optional(Note),
  }),
  /** in the order in which they come; these and the next three are asked for by the lint, not by the shape */
  steps: Type.Optional(Type.Array(Step, { minItems: 1 })),
  prerequisites: Type.Optional(Type.Array(Prerequisite)),
  signatures: Type.Optional(Type.Array(Signature, { minItems: 1 })),
  personalData: Type.Optional(PersonalData),
  person: PersonFields,
  pages: Type.Array(Page, { minItems: 1 }),
  rules: Type.Array(Rule),
  documents: Type.Array(DocumentAsked),
  checks: Type.Array(Check, { minItems: 1 }),
  grounds: Type.Array(Ground, { minItems: 1 }),
  appeal: Note,
  fees: Type.Array(FeeLine),
  delays: Type.Array(DelayLine, { minItems: 1 }),
  instrument: InstrumentIssued,
  /** own words instead of « Accordé », « Refusé »…, by name of the state, such as `approved` */
  statusWords: Type.Optional(Type.Record(Type.String(), Texts)),
  legalBasis: Type.Array(Note),
  /** how long the file is kept after it is closed; `years` null until the ministry has said it */
  retention: Type.Object({ years: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]), ...provenance }),
  /** what a person goes through before and with this service; null where nobody has measured it */
  simplification: Type.Object({ before: Figures, after: Figures, ...provenance }),
});
export type ServiceDefinition = Static<typeof ServiceDefinition>;

export type DefinitionErrorCode = 'CT-001' | 'CT-002';

/** CT-001 not a service definition; CT-002 written for a newer version. `path` is a JSON pointer. */
export class DefinitionError extends Error {
  readonly code: DefinitionErrorCode;
  readonly path: string;
  constructor(code: DefinitionErrorCode, path: string, message: string) {
    super(`${message} at ${path || '/'}`);
    this.name = 'DefinitionError';
    this.code = code;
    this.path = path;
  }
}

/** All but the questions, which are looked at by their types. */
const Shell = Type.Object({
  ...ServiceDefinition.properties,
  pages: Type.Array(
    Type.Object({ ...Page.properties, fields: Type.Array(Type.Unknown(), { minItems: 1 }) }),
    {
      minItems: 1,
    },
  ),
});

/** What `Value.Check(ServiceDefinition, …)` says, in a tenth of the time. */
export const isDefinition = (json: unknown): json is ServiceDefinition =>
  Value.Check(CONDITION_CONTEXT, Shell, json) &&
  json.pages.every(({ fields }) => fields.every((field) => isField(field)));

/** The very object that was read, unknown members included. @throws {DefinitionError} */
export function parseDefinition(json: unknown): ServiceDefinition {
  if (isDefinition(json)) return json;
  const v = typeof json === 'object' && json !== null && 'v' in json ? json.v : undefined;
  if (typeof v === 'number' && v > DEFINITION_VERSION)
    throw new DefinitionError('CT-002', '/v', 'needs an update');
  const [first] = Value.Errors(CONDITION_CONTEXT, ServiceDefinition, json);
  throw new DefinitionError(
    'CT-001',
    first?.instancePath ?? '',
    first?.message ?? 'not a service definition',
  );
}

/** All fields in order, with the page they stand on. */
export const allFields = (definition: ServiceDefinition): readonly { page: Page; field: Field }[] =>
  definition.pages.flatMap((page) => page.fields.map((field) => ({ page, field })));

/** All questions, those inside groups too, each with its JSON pointer. */
export const questionsOf = ({
  pages,
}: ServiceDefinition): readonly { readonly path: string; readonly field: Field }[] =>
  pages.flatMap((page, p) =>
    page.fields.flatMap((field, f) => {
      const path = `/pages/${p}/fields/${f}`;
      const inside = field.type === 'group' ? field.fields : [];
      return [
        { path, field },
        ...inside.map((one, g) => ({ path: `${path}/fields/${g}`, field: one as Field })),
      ];
    }),
  );
