/** What the page may ask to have drawn of a form: no definition asks more questions, and no answer is longer. */
import { Type } from 'typebox';

const Text = Type.String({ maxLength: 40_000 });
const Title = Type.String({ maxLength: 4000 });

const Item = Type.Object({
  label: Title,
  help: Title,
  span: Type.Union([Type.Literal(2), Type.Literal(3), Type.Literal(6)]),
  value: Type.Union([Text, Type.Null()]),
  ltr: Type.Boolean(),
  lines: Type.Integer({ minimum: 1, maximum: 20 }),
  choices: Type.Array(Title, { maxItems: 300 }),
});

export const FormPagesSchema = Type.Object({
  language: Type.Union([Type.Literal('fr'), Type.Literal('en'), Type.Literal('ar')]),
  // It stands at the foot of each page, within a style.
  ref: Type.String({ pattern: '^[A-Za-z0-9 ·./-]{1,80}$' }),
  mission: Title,
  title: Title,
  note: Title,
  parts: Type.Array(
    Type.Object({
      title: Title,
      level: Type.Union([Type.Literal(1), Type.Literal(2)]),
      help: Title,
      items: Type.Array(Item, { maxItems: 2000 }),
    }),
    { maxItems: 2000 },
  ),
  documents: Type.Object({
    title: Title,
    list: Type.Array(Type.Object({ title: Title, note: Title, ticked: Type.Boolean() }), { maxItems: 500 }),
  }),
  signatures: Type.Object({
    title: Title,
    statement: Title,
    place: Title,
    by: Type.Array(Title, { maxItems: 20 }),
  }),
});
