import { createHash } from 'node:crypto';
import { SEQ_START, type StoreSeq } from './ids.ts';
import type { Json } from './json.ts';

/**
 * Places in the sequence. CouchDB refuses a `since` that it cannot read and takes many that it should not: one of a
 * database that was destroyed and made again, or one with another number before its dash. Ours carry a check, so that
 * a place which this database never gave means the beginning.
 */
const check = (instance: string, seq: string): string =>
  createHash('sha256').update(`${instance} ${seq}`).digest('base64url').slice(0, 12);

/** CouchDB's `seq`, `last_seq` or `update_seq` as a place of ours. */
export function toSeq(instance: string, raw: Json | undefined): StoreSeq {
  const seq = String(raw ?? '0');
  // An empty database is at `0`, or in a cluster at `0-<what each copy says>`.
  return /^0(-|$)/.test(seq) ? SEQ_START : (`${seq}.${check(instance, seq)}` as StoreSeq);
}

/** What to ask CouchDB for. */
export function fromSeq(instance: string, seq: StoreSeq): string {
  const dot = seq.lastIndexOf('.');
  const raw = seq.slice(0, Math.max(0, dot));
  return dot > 0 && seq.slice(dot + 1) === check(instance, raw) ? raw : '0';
}
