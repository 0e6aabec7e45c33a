/** A desk's word about itself, checked: numbers and closed words, so that nothing of a person can come in by it. */
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { DeskReport } from '../../app/desk/fleet.ts';

const Time = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' });
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(one: T) => Type.Union([one, Type.Null()]);
const strict = { additionalProperties: false } as const;

const Report = Type.Object(
  {
    v: Type.Literal(1),
    version: Type.String({ pattern: '^\\d{1,5}\\.\\d{1,5}\\.\\d{1,5}(-(alpha|beta|rc)\\.\\d{1,5})?$' }),
    at: Time,
    journal: orNull(
      Type.Object({ epoch: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }), seq: Count }, strict),
    ),
    backlog: orNull(Type.Object({ entries: Count, bytes: Count, oldestAt: orNull(Time) }, strict)),
    lastError: orNull(Type.Object({ code: Type.String({ pattern: '^LN-\\d{3}$' }), at: Time }, strict)),
  },
  strict,
);

/** @returns null for anything else: it is dropped, and refuses nothing */
export function readReport(value: unknown): DeskReport | null {
  if (!Check(Report, value)) return null;
  const times = [value.at, value.backlog?.oldestAt, value.lastError?.at];
  if (times.some((time) => typeof time === 'string' && Number.isNaN(Date.parse(time)))) return null;
  return value as DeskReport;
}
