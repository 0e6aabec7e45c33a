/**
 * The keys of the embedded store. All are UTF-8 and sort in byte order. In `documents`:
 *
 * | key | value |
 * |---|---|
 * | `!store` | {@link StoreRecord} |
 * | `!db!<name>` | {@link DbRecord} |
 * | `!gone!<prefix>` | a destroyed database whose range is still to be cleared |
 * | `<prefix>c` | {@link Counters} |
 * | `<prefix>o` | settings, where they are not the defaults |
 * | `<prefix>m<doc id>` | {@link DocMeta}, as `level-meta.ts` writes it |
 * | `<prefix>s<seq>` | {@link SeqRow}: one for each document, at its last change |
 * | `<prefix>f<sha256>` | number of the blob with these bytes in `attachments` |
 * | `<prefix>l<local id>` | `[n, body]` |
 *
 * In `bodies`:
 *
 * | key | value |
 * |---|---|
 * | `!store` | the store's uuid: which `documents` these bodies belong to |
 * | `<prefix>b<seq>` | `[body, attachments?]` of the revision that was written as `seq` |
 *
 * A body is keyed by the sequence number at which it was written, so that bulk writes append, and a reader of the
 * feed reads in the order of the disk. A body that was written just before a crash has no document that names it; the
 * next writer has its number and takes its place.
 */

import type { Rev } from './ids.ts';
import type { RevTree } from './rev-tree.ts';

export const STORE_KEY = '!store';
export const DB_KEYS = '!db!';
export const GONE_KEYS = '!gone!';
/** After every key that begins with what it is appended to: ids are well-formed Unicode, so none sorts higher. */
export const LAST = '\u{10ffff}\u{10ffff}';

/** 1 had the bodies in `documents`. */
export const FORMAT = 2;

export interface StoreRecord {
  readonly format: typeof FORMAT;
  readonly uuid: string;
  /** Number of the next database made. */
  readonly next: number;
}

export interface DbRecord {
  readonly prefix: string;
  readonly instance: string;
}

export interface Counters {
  readonly seq: number;
  readonly docs: number;
  readonly deleted: number;
  /** Number of the last blob. */
  readonly blobs: number;
}

export const NO_COUNTERS: Counters = { seq: 0, docs: 0, deleted: 0, blobs: 0 };

export interface DocMeta {
  tree: RevTree;
  /** Of the last change. */
  seq: number;
  /** Where the body of each available revision is. */
  bodies: Record<string, number>;
}

/** Id, 1 when the winner is a deletion, leaves with the winner first. */
export type SeqRow = readonly [id: string, deleted: 0 | 1, leaves: readonly Rev[]];

/** Begins with a digit or a letter, so that it never meets the keys that begin with `!`. */
export const dbPrefix = (n: number): string => `${n.toString(36).padStart(5, '0')}/`;

const number = (seq: number): string => seq.toString(36).padStart(10, '0');

export const countersKey = (prefix: string): string => `${prefix}c`;
export const settingsKey = (prefix: string): string => `${prefix}o`;
export const metaKey = (prefix: string, id: string): string => `${prefix}m${id}`;
export const seqKey = (prefix: string, seq: number): string => `${prefix}s${number(seq)}`;
export const bodyKey = (prefix: string, seq: number): string => `${prefix}b${number(seq)}`;
export const blobKey = (prefix: string, sha256: string): string => `${prefix}f${sha256}`;
export const localKey = (prefix: string, id: string): string => `${prefix}l${id}`;

export const idOfMetaKey = (prefix: string, key: string): string => key.slice(prefix.length + 1);
export const seqOfKey = (prefix: string, key: string): number =>
  Number.parseInt(key.slice(prefix.length + 1), 36);
