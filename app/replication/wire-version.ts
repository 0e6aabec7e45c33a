/**
 * Raised by one whenever what peers exchange changes: a record's members, a prefix of ids, a kind, a code. Older bytes
 * must still read for ever, and an older desk keeps what it does not know (law 10): see tests/vectors/wire-schema.test.ts.
 */
export const WIRE_VERSION = 4;
