/** The log in memory: the reference that the contract suite is written against, and for tests. */
import type { DossierId } from '../acts/ids.ts';
import { type ActLog, type LogChanges, LogError } from './act-log.ts';
import { type LogDocument, wrapsOf } from './records.ts';

export class MemoryActLog implements ActLog {
  readonly #byId = new Map<string, LogDocument>();
  /** null where a document was that has been forgotten */
  readonly #inOrder: (LogDocument | null)[] = [];
  readonly #forgotten = new Set<string>();
  readonly #followers = new Set<() => void>();

  async put(documents: readonly LogDocument[]): Promise<void> {
    for (const document of documents) {
      const known = this.#byId.get(document._id);
      if (known !== undefined && known._rev !== document._rev)
        throw new LogError('LOG-002', 'another revision is known under this id');
      if (known !== undefined || this.#forgotten.has(document._id)) continue;
      const copy = Object.freeze({ ...document });
      this.#byId.set(copy._id, copy);
      this.#inOrder.push(copy);
    }
    for (const wake of [...this.#followers]) wake();
  }

  async get(id: string): Promise<LogDocument | undefined> {
    return this.#byId.get(id);
  }

  async dossier(dossier: DossierId): Promise<readonly LogDocument[]> {
    return [...(await this.withPrefix(`act:${dossier}:`)), ...(await this.withPrefix(wrapsOf(dossier)))];
  }

  async withPrefix(prefix: string): Promise<readonly LogDocument[]> {
    const found = this.#inOrder.filter(
      (document) => document?._id.startsWith(prefix) === true,
    ) as LogDocument[];
    return found.sort((a, b) => (a._id < b._id ? -1 : 1));
  }

  async changes(since: string | null, limit: number): Promise<LogChanges> {
    const from = since === null ? 0 : Number(since);
    const rows = this.#inOrder.slice(from, from + limit);
    const documents = rows.filter((document) => document !== null);
    return { documents, last: String(from + rows.length) };
  }

  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      if (!this.#byId.delete(id)) continue;
      this.#forgotten.add(id);
      this.#inOrder[this.#inOrder.findIndex((document) => document?._id === id)] = null;
    }
  }

  async behind(since: string | null): Promise<number> {
    return this.#inOrder.length - Number(since);
  }

  follow(wake: () => void): () => void {
    const follower = () => wake();
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  async close(): Promise<void> {
    this.#followers.clear();
  }
}
