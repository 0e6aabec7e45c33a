/** What the page may ask to have printed: every text bounded, so that a captured page cannot exhaust the program. */
import { Type } from 'typebox';

const Line = Type.String({ maxLength: 400 });
const InLanguages = Type.Object({ fr: Line, en: Line, ar: Line });
const LineOrNull = Type.Union([Line, Type.Null()]);
const MoneyOrNull = Type.Union([Type.Object({ amount: Type.Integer(), currency: Line }), Type.Null()]);
const list = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Array(item, { maxItems: 40 });

export const RecepisseSchema = Type.Object({
  mission: Line,
  missionName: InLanguages,
  desk: Line,
  at: Line,
  ref: Line,
  applicant: Line,
  applicantArabic: LineOrNull,
  service: InLanguages,
  received: list(InLanguages),
  originals: list(Type.Object({ title: InLanguages, until: Line })),
  missing: list(Type.Object({ title: InLanguages, dueBy: Line })),
  fee: Type.Object({
    due: MoneyOrNull,
    toBeConfirmed: Type.Boolean(),
    collected: MoneyOrNull,
    rate: LineOrNull,
    quittance: LineOrNull,
  }),
  dueBy: LineOrNull,
  language: Type.Union([Type.Literal('fr'), Type.Literal('en'), Type.Literal('ar')]),
  token: Type.String({ minLength: 1, maxLength: 360 }),
  duplicate: Type.Integer({ minimum: 0, maximum: 9999 }),
});
