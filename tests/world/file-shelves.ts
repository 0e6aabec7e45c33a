/** Shelves on files, for a desk in a process that is killed: each value a file, put in place by a rename. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DraftId } from '../../app/acts/ids.ts';
import type { Chunk } from '../../app/log/act-log.ts';
import type { DraftRecord, DraftShelf } from '../../renderer/drafts/draft-shelf.ts';
import type { FactShelf } from '../../renderer/worker/stores.ts';

class FileMap {
  readonly #folder: string;
  #made: Promise<unknown> | null = null;
  #serial = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async #path(key: string): Promise<string> {
    this.#made ??= mkdir(this.#folder, { recursive: true });
    await this.#made;
    return join(this.#folder, createHash('sha256').update(key).digest('hex'));
  }

  async put(key: string, value: string): Promise<void> {
    const path = await this.#path(key);
    this.#serial += 1;
    const fresh = `${path}.${process.pid}.${this.#serial}.new`;
    await writeFile(fresh, JSON.stringify([key, value]));
    await rename(fresh, path);
  }

  async get(key: string): Promise<string | undefined> {
    const text = await readFile(await this.#path(key), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as [string, string])[1];
  }

  async delete(key: string): Promise<void> {
    await rm(await this.#path(key), { force: true });
  }

  async entries(prefix: string): Promise<[string, string][]> {
    await this.#path('');
    const names = (await readdir(this.#folder)).filter((name) => !name.endsWith('.new'));
    const texts = await Promise.all(names.map((name) => readFile(join(this.#folder, name), 'utf8')));
    const all = texts.map((text) => JSON.parse(text) as [string, string]);
    return all.filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

const encode = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    member instanceof Uint8Array ? { $bytes: Buffer.from(member).toString('base64') } : member,
  );
const decode = <T>(text: string): T =>
  JSON.parse(text, (_key, member: { $bytes?: string } | null) =>
    typeof member?.$bytes === 'string' ? new Uint8Array(Buffer.from(member.$bytes, 'base64')) : member,
  ) as T;

export class FileDraftShelf implements DraftShelf {
  readonly #files: FileMap;

  constructor(folder: string) {
    this.#files = new FileMap(folder);
  }

  async all(): Promise<readonly DraftRecord[]> {
    return (await this.#files.entries('draft ')).map(([, text]) => decode<DraftRecord>(text));
  }
  async get(id: DraftId): Promise<DraftRecord | undefined> {
    const text = await this.#files.get(`draft ${id}`);
    return text === undefined ? undefined : decode<DraftRecord>(text);
  }
  async put(record: DraftRecord): Promise<void> {
    await this.#files.put(`draft ${record.id}`, encode(record));
  }
  async delete(id: DraftId): Promise<void> {
    await this.#files.delete(`draft ${id}`);
    for (const [key] of await this.#files.entries(`chunk ${id} `)) await this.#files.delete(key);
  }
  async putChunks(draft: DraftId, chunks: readonly Chunk[]): Promise<void> {
    for (const { id, bytes } of chunks) await this.#files.put(`chunk ${draft} ${id}`, encode(bytes.slice()));
  }
  async chunk(draft: DraftId, id: Chunk['id']): Promise<Uint8Array | undefined> {
    const text = await this.#files.get(`chunk ${draft} ${id}`);
    return text === undefined ? undefined : decode<Uint8Array>(text);
  }
  async deleteChunks(draft: DraftId, ids: readonly Chunk['id'][]): Promise<void> {
    for (const id of ids) await this.#files.delete(`chunk ${draft} ${id}`);
  }
}

export class FileFactShelf implements FactShelf {
  readonly #files: FileMap;

  constructor(folder: string) {
    this.#files = new FileMap(folder);
  }

  get(key: string): Promise<string | undefined> {
    return this.#files.get(key);
  }
  set(key: string, value: string): Promise<void> {
    return this.#files.put(key, value);
  }
  delete(key: string): Promise<void> {
    return this.#files.delete(key);
  }
  withPrefix(prefix: string): Promise<readonly (readonly [string, string])[]> {
    return this.#files.entries(prefix);
  }
}
