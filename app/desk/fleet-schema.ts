/** The list of fleet.ts as it comes off the wire. Members that a later gateway adds are no harm. */
import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Fleet } from './fleet.ts';

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Time = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' });
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

const Report = Type.Object({
  v: Type.Literal(1),
  version: Type.String({ maxLength: 64 }),
  at: Time,
  journal: orNull(Type.Object({ epoch: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }), seq: Count })),
  backlog: orNull(Type.Object({ entries: Count, bytes: Count, oldestAt: orNull(Time) })),
  lastError: orNull(Type.Object({ code: Type.String({ pattern: '^LN-0\\d\\d$' }), at: Time })),
  receivedAt: Time,
});

const FleetAnswer = Type.Object({
  at: Time,
  desks: Type.Array(
    Type.Object({
      desk: Type.String({ pattern: '^(?:[A-Z]{2}-[A-Z0-9]{2,8}|CENTRAL)/[A-Z]$' }),
      mission: Type.String({ pattern: '^(?:[A-Z]{2}-[A-Z0-9]{2,8}|CENTRAL)$' }),
      state: Type.Enum(['silent', 'never', 'regular', 'revoked']),
      lastContactAt: orNull(Time),
      usualSilence: orNull(Count),
      report: orNull(Report),
      receivedSeq: orNull(Count),
      clockOffset: orNull(Type.Number()),
    }),
  ),
});

export const isFleet = (value: unknown): value is Fleet => Value.Check(FleetAnswer, value);
