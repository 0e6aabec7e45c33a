/**
 * Removes the keys of erased files for good: from the mission's records and from quarantine, before any receipt says that
 * they are erased. Which ones is noted where no client reads or writes, so that a process may end anywhere in between and
 * the next one still knows of whom to say it.
 */
import type { DossierId, RecordHash } from '../../app/acts/ids.ts';
import { admission } from '../../app/admission/verdict-codes.ts';
import { wrapsOf } from '../../app/log/records.ts';
import { fromBase64url, toHex } from '../../app/seal/bytes.ts';
import type { Batch } from './batch.ts';
import { documentsOf, openDatabase, SERVER } from './databases.ts';
import { deleteDurably } from './delete-durably.ts';
import type { Entry } from './entry.ts';
import type { MissionGatewayParts } from './mission-gateway-parts.ts';
import type { IndexParts, MissionIndex } from './mission-index.ts';
import { entryKey } from './offered.ts';

type EraserParts = Pick<MissionGatewayParts, 'store' | 'mission' | 'gateway' | 'step'>;

export class Eraser {
  readonly #parts: EraserParts;
  readonly #databases: Pick<IndexParts, 'records' | 'quarantine'>;
  #noted = false;

  constructor(parts: EraserParts, databases: Pick<IndexParts, 'records' | 'quarantine'>) {
    this.#parts = parts;
    this.#databases = databases;
  }

  /** The erasures that are accepted and durable by now. @throws StoreError: then they are begun anew */
  async erase(batch: Batch, index: MissionIndex): Promise<void> {
    const dossiers = [...index.toErase];
    if (dossiers.length === 0) return;
    const prefixes = dossiers.map(wrapsOf);
    const known = dossiers.flatMap((dossier) => [...index.entries.wrapsOf(dossier)]);
    const ids = await this.#note(prefixes);
    await this.#forgetWraps(prefixes, ids, known);
    this.#parts.step?.('wraps-forgotten');
    const named = new Set(known.map(({ id }) => id));
    const gone = [...known, ...ids.filter((id) => !named.has(id)).map(entryOf)];
    for (const entry of gone) {
      index.set({ ...entry, place: 'erased', admission: admission('AD-211') }, undefined);
      batch.touched.add(entry.key);
      batch.relied.delete(entry.key);
    }
    for (const dossier of dossiers) index.toErase.delete(dossier);
  }

  /** A receipt says so: what was noted is of no more use. */
  async told(): Promise<void> {
    if (!this.#noted) return;
    await (await this.#server()).deleteLocal(this.#name);
    this.#noted = false;
  }

  /** @returns ids of the keys that are here, or were before an earlier attempt ended */
  async #note(prefixes: readonly string[]): Promise<readonly string[]> {
    const server = await this.#server();
    const before = await server.getLocal(this.#name);
    const ids = new Set<string>();
    for (const id of (before?.body.wraps ?? []) as readonly string[])
      if (prefixes.some((prefix) => id.startsWith(prefix))) ids.add(id);
    for (const prefix of prefixes)
      for await (const { id } of documentsOf(this.#databases.records, prefix, false)) ids.add(id);
    await server.putLocal(this.#name, { wraps: [...ids] }, before?.rev);
    this.#noted = true;
    return [...ids];
  }

  async #forgetWraps(
    prefixes: readonly string[],
    ids: readonly string[],
    known: readonly Entry[],
  ): Promise<void> {
    const { records, quarantine } = this.#databases;
    await deleteDurably(records, ids);
    this.#parts.step?.('wraps-deleted');
    await records.forget(prefixes);
    // What waited there once has been let go of, and is destroyed with what waits now.
    await quarantine.destroyWraps(known.map(({ key }) => key));
  }

  #server() {
    return openDatabase(this.#parts.store, SERVER);
  }

  get #name(): string {
    return `erasing-${this.#parts.mission}-${this.#parts.gateway.kid}`;
  }
}

/** A key that was in the mission's records, where nothing is under an id that does not follow from its bytes. */
function entryOf(id: string): Entry {
  const [, dossier, gen, hash] = id.split(':');
  const subject = hash as RecordHash;
  const rev = `1-${toHex(fromBase64url(subject)).slice(0, 32)}`;
  const claims = { dossier: dossier as DossierId, gen: Number(gen), prior: [] };
  const key = entryKey('wrap', subject);
  const common = { key, subject, kind: 'wrap', id, rev, consistent: true, claims } as const;
  return { ...common, place: 'erased', admission: admission('AD-211') };
}
