/** What the page may ask to have drawn of a file: a body is at most a mebibyte, a document at most what a call may carry. */
import { Type } from 'typebox';

const Text = Type.String({ maxLength: 4 << 20 });
const Title = Type.String({ maxLength: 4000 });

export const AccessPagesSchema = Type.Object({
  ref: Type.String({ pattern: '^[A-Z0-9-]{1,40}$' }),
  language: Type.Union([Type.Literal('fr'), Type.Literal('en'), Type.Literal('ar')]),
  title: Title,
  parts: Type.Array(
    Type.Object({
      title: Title,
      level: Type.Union([Type.Literal(1), Type.Literal(2)]),
      lines: Type.Array(Type.Object({ label: Title, value: Text, ltr: Type.Optional(Type.Boolean()) }), {
        maxItems: 20_000,
      }),
    }),
    { maxItems: 20_000 },
  ),
  pictures: Type.Array(
    Type.Object({
      title: Title,
      mediaType: Type.Union([Type.Literal('image/jpeg'), Type.Literal('image/png')]),
      at: Type.Integer({ minimum: 0 }),
      length: Type.Integer({ minimum: 1 }),
    }),
    { maxItems: 4000 },
  ),
  undrawn: Title,
});
