/**
 * JSON Schemas (2020-12) for the editor of whoever writes a service: names, choices and patterns while they type.
 *
 *     service.schema.json    a complete definition, as it is signed
 *     source.schema.json     as it is written: an object may be `{ "use": … }` with members of its own
 */
import { Condition } from '../../app/catalogue/conditions.ts';
import * as definition from '../../app/catalogue/definition.ts';
import { Field, Option, SimpleField } from '../../app/catalogue/fields.ts';
import { Rule, RuleTest } from '../../app/catalogue/rules.ts';
import { Note, Source, Texts } from '../../app/catalogue/texts.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

type Schema = { readonly [member: string]: unknown };

/** What stands in many places is said once, by the name that the code has for it; the largest first. */
const NAMED: Readonly<Record<string, unknown>> = {
  Page: definition.Page,
  Field,
  SimpleField,
  Option,
  Rule,
  RuleTest,
  Condition,
  DocumentAsked: definition.DocumentAsked,
  Check: definition.Check,
  Ground: definition.Ground,
  FeeLine: definition.FeeLine,
  DelayLine: definition.DelayLine,
  InstrumentIssued: definition.InstrumentIssued,
  Step: definition.Step,
  Prerequisite: definition.Prerequisite,
  Signature: definition.Signature,
  PersonalData: definition.PersonalData,
  Note,
  Source,
  Texts,
};

export const serviceSchema = (): Schema => schemaOf('service', 'Service definition', (schema) => schema);

export const sourceSchema = (): Schema => schemaOf('source', 'Service as it is written', withUse);

function schemaOf(name: string, title: string, change: (schema: Schema) => unknown): Schema {
  const defs = Object.fromEntries(
    Object.entries(NAMED).map(([one, schema]) => [one, change(refer(plain(schema), one) as Schema)]),
  );
  const whole = change(refer(plain(definition.ServiceDefinition), '') as Schema);
  return {
    $schema: DIALECT,
    $id: `https://guichet.invalid/${name}.schema.json`,
    title,
    ...(whole as Schema),
    $defs: defs,
  };
}

/** Without what only the library needs; a schema that speaks of itself does so by its name. */
function plain(schema: unknown): Schema {
  const whole = JSON.parse(JSON.stringify(schema)) as { readonly $defs?: { readonly Condition?: Schema } };
  const { $id: _, ...own } = (whole.$defs?.Condition ?? whole) as { readonly $id?: string };
  return own as Schema;
}

const TEXTS = new Map(Object.entries(NAMED).map(([name, schema]) => [JSON.stringify(schema), name]));

/** @param self name of the schema itself, which is said here */
function refer(schema: unknown, self: string): unknown {
  if (Array.isArray(schema)) return schema.map((one) => refer(one, ''));
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = schema as Schema;
  if (typeof members.$ref === 'string' && !members.$defs) return { $ref: `#/$defs/${members.$ref}` };
  const name = TEXTS.get(JSON.stringify(schema));
  if (name !== undefined && name !== self) return { $ref: `#/$defs/${name}` };
  return Object.fromEntries(Object.entries(members).map(([key, value]) => [key, refer(value, '')]));
}

const USE = {
  type: 'object',
  required: ['use'],
  properties: { use: { type: 'string', description: 'name of a part in a common.json' } },
};

function withUse(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withUse);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, name === 'const' ? value : withUse(value)]),
  );
  // A condition is small, and never shared by name.
  return members.type === 'object' && members.additionalProperties !== false
    ? { anyOf: [USE, members] }
    : members;
}
