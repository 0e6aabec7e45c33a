import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { SealError } from '../seal/errors.ts';

/** @throws SealError SEAL-014; the message names the place, never the content */
export function checkBody(schema: TSchema, body: unknown): void {
  if (Value.Check(schema, body)) return;
  const first = Value.Errors(schema, body)[0] as { instancePath?: string } | undefined;
  throw new SealError('SEAL-014', `body does not fit its kind at ${first?.instancePath ?? '/'}`);
}
