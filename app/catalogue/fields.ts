/**
 * The types of question a form may ask, each with the shape of its answer:
 *
 * | type | answer |
 * |---|---|
 * | latin-name, arabic-name, text, long-text, email | string |
 * | name-pair | `{ latin, arabic }` |
 * | date | `2026-11-21`; with `partial` also `1974-08`, `1974` |
 * | country | three-letter code of ICAO Doc 9303 part 3 (ISO 3166 alpha-3, `UTO`, `D`, `XXA`…) |
 * | phone | `+` and 7 to 15 digits |
 * | choice | code of the option |
 * | yes-no | boolean |
 * | number | number |
 * | money | `{ amount, currency }`, minor units |
 * | travel-document-number | capitals and digits, up to 20 |
 * | nina | 14 digits and a letter |
 * | address | `{ line1, line2?, postalCode?, city, country }` |
 * | relation | code of relations.ts |
 * | authority | `{ name, relation, phone?, shared, secondName?, consent?, reason? }` |
 * | group | list of answers, one a person or thing: `[{ "child-name": … }, …]` |
 * | evidence | none: shows at this place where a document of the list is added; the file goes into the act's blobs |
 *
 * A type this version does not know is refused by the lint, with the whole release: a form that leaves out a
 * question in silence would be worse than none.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { CONDITION_CONTEXT, Condition } from './conditions.ts';
import { RELATIONS, type Relation } from './relations.ts';
import { Note, Texts } from './texts.ts';

export const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,47}$' });

const common = {
  code: Code,
  label: Texts,
  help: Type.Optional(Note),
  /** an optional field says so on screen; a required one says nothing */
  optional: Type.Optional(Type.Boolean()),
  when: Type.Optional(Condition),
  /** columns of the six-column grid */
  span: Type.Union([Type.Literal(2), Type.Literal(3), Type.Literal(6)]),
};
/** Surnames are stored in capitals, as on travel documents: a transform at the field, never by style. */
const letters = {
  case: Type.Optional(Type.Literal('capitals')),
  maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 4000 })),
};

export const Option = Type.Object({ code: Code, label: Texts });
export type Option = Static<typeof Option>;

export const LatinNameField = Type.Object({ type: Type.Literal('latin-name'), ...common, ...letters });
export const ArabicNameField = Type.Object({
  type: Type.Literal('arabic-name'),
  ...common,
  maxLength: letters.maxLength,
});
export const NamePairField = Type.Object({
  type: Type.Literal('name-pair'),
  ...common,
  ...letters,
  /** whether the Arabic spelling must be given too; the Latin one always must, unless the field is optional */
  arabic: Type.Union([Type.Literal('required'), Type.Literal('optional')]),
});
export const TextField = Type.Object({ type: Type.Literal('text'), ...common, ...letters });
export const LongTextField = Type.Object({
  type: Type.Literal('long-text'),
  ...common,
  maxLength: letters.maxLength,
});
export const DateField = Type.Object({
  type: Type.Literal('date'),
  ...common,
  /** whether the day, or the day and the month, may be unknown */
  partial: Type.Optional(Type.Boolean()),
  /** a calendar is offered for stays and appointments only */
  calendar: Type.Optional(Type.Boolean()),
});
export const CountryField = Type.Object({
  type: Type.Literal('country'),
  ...common,
  ofNationality: Type.Optional(Type.Boolean()),
});
export const PhoneField = Type.Object({ type: Type.Literal('phone'), ...common });
export const EmailField = Type.Object({ type: Type.Literal('email'), ...common });
export const ChoiceField = Type.Object({
  type: Type.Literal('choice'),
  ...common,
  shown: Type.Union([Type.Literal('radio'), Type.Literal('select')]),
  options: Type.Array(Option, { minItems: 2 }),
});
export const YesNoField = Type.Object({ type: Type.Literal('yes-no'), ...common });
export const NumberField = Type.Object({
  type: Type.Literal('number'),
  ...common,
  minimum: Type.Optional(Type.Number()),
  maximum: Type.Optional(Type.Number()),
  decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
});
export const MoneyField = Type.Object({
  type: Type.Literal('money'),
  ...common,
  currencies: Type.Array(Type.String({ pattern: '^[A-Z]{3}$' }), { minItems: 1 }),
});
export const TravelDocumentNumberField = Type.Object({
  type: Type.Literal('travel-document-number'),
  ...common,
});
export const NinaField = Type.Object({ type: Type.Literal('nina'), ...common });
export const AddressField = Type.Object({ type: Type.Literal('address'), ...common });

const Relations = Type.Array(Type.Unsafe<Relation>(Type.Enum([...RELATIONS])), { minItems: 1 });
/** Who a person is to the applicant. `among`: only these. */
export const RelationField = Type.Object({
  type: Type.Literal('relation'),
  ...common,
  among: Type.Optional(Relations),
});
/** The person who has authority over a minor, and the second parent's consent where authority is shared. */
export const AuthorityField = Type.Object({ type: Type.Literal('authority'), ...common });
export const EvidenceField = Type.Object({
  type: Type.Literal('evidence'),
  ...common,
  /** code of the document asked for */
  document: Code,
});

const SIMPLE_FIELDS = [
  LatinNameField,
  ArabicNameField,
  NamePairField,
  TextField,
  LongTextField,
  DateField,
  CountryField,
  PhoneField,
  EmailField,
  ChoiceField,
  YesNoField,
  NumberField,
  MoneyField,
  TravelDocumentNumberField,
  NinaField,
  AddressField,
  RelationField,
] as const;
/** What a group may hold. */
export const SimpleField = Type.Union([...SIMPLE_FIELDS]);
export type SimpleField = Static<typeof SimpleField>;

/**
 * The same questions for each of several persons or things. A condition inside looks only at the same item's questions;
 * nothing outside looks inside.
 */
export const GroupField = Type.Object({
  type: Type.Literal('group'),
  ...common,
  /** one of them: « Enfant » */
  item: Texts,
  fields: Type.Array(SimpleField, { minItems: 1, maxItems: 20 }),
  minimum: Type.Integer({ minimum: 0, maximum: 50 }),
  maximum: Type.Integer({ minimum: 1, maximum: 50 }),
});

export const Field = Type.Union([...SIMPLE_FIELDS, AuthorityField, EvidenceField, GroupField]);
export type Field = Static<typeof Field>;
export type FieldType = Field['type'];
export type FieldOf<T extends FieldType> = Extract<Field, { type: T }>;

type Typed = { readonly properties: { readonly type: { readonly const: string } } };
const byType = (schemas: readonly TSchema[]): ReadonlyMap<unknown, TSchema> =>
  new Map(schemas.map((schema) => [(schema as unknown as Typed).properties.type.const, schema]));
const SIMPLE_BY_TYPE = byType(SIMPLE_FIELDS);
const BY_TYPE = byType([
  ...SIMPLE_FIELDS,
  AuthorityField,
  EvidenceField,
  Type.Object({
    ...GroupField.properties,
    fields: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 20 }),
  }),
]);

/** What `Value.Check(Field, …)` says, twenty times as fast: the type is looked at first, and one schema after it. */
export function isField(value: unknown, schemas = BY_TYPE): value is Field {
  const { type, fields } = (value ?? {}) as { readonly type?: unknown; readonly fields?: unknown };
  const schema = schemas.get(type);
  if (!schema || !Value.Check(CONDITION_CONTEXT, schema, value)) return false;
  return type !== 'group' || (fields as readonly unknown[]).every((one) => isField(one, SIMPLE_BY_TYPE));
}

export const FIELD_TYPES = [
  'latin-name',
  'arabic-name',
  'name-pair',
  'text',
  'long-text',
  'date',
  'country',
  'phone',
  'email',
  'choice',
  'yes-no',
  'number',
  'money',
  'travel-document-number',
  'nina',
  'address',
  'relation',
  'authority',
  'evidence',
  'group',
] as const satisfies readonly FieldType[];

/** Answers by field code, as acts carry them. */
export type AnswerMap = Readonly<Record<string, unknown>>;
export type NamePair = { readonly latin: string; readonly arabic?: string };
export type Address = {
  readonly line1: string;
  readonly line2?: string;
  readonly postalCode?: string;
  readonly city: string;
  readonly country: string;
};

/** `consent` and what follows it only where authority is shared. */
export type Authority = {
  readonly name: string;
  readonly relation: Relation;
  readonly phone?: string;
  readonly shared: boolean;
  readonly secondName?: string;
  readonly consent?: Consent;
  /** why there is no consent */
  readonly reason?: string;
};
export const CONSENTS = ['given', 'dispensed'] as const;
export type Consent = (typeof CONSENTS)[number];
export type GroupAnswer = readonly AnswerMap[];
