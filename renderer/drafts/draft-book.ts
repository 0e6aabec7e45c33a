/**
 * Drafts in clear, for the officer who is unlocked: opens and seals the records of a {@link DraftShelf}.
 * AES-256-GCM under a key of the draft's own; its associated data binds a record to its id, time and author, so that
 * records cannot be swapped at rest, nor one officer's be laid to another.
 */
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import { type DraftId, parseDraftId } from '../../app/acts/ids.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import { concat, fromUtf8, toBase64url, utf8 } from '../../app/seal/bytes.ts';
import { openFor, recipientsOf, wrapFor } from '../../app/seal/group-jwe.ts';
import type { CryptoKey } from '../../app/seal/keys.ts';
import type { DraftContent } from './draft-content.ts';
import type { DraftRecord, DraftShelf } from './draft-shelf.ts';

/** Who opens drafts: the officer's own key and the groups of their mission. */
export interface DraftReader {
  readonly kid: DraftRecord['author'];
  /** private keys by recipient name: the officer's kid, and group ids */
  readonly keys: ReadonlyMap<string, CryptoKey>;
}

export interface OpenDraft<Content extends DraftContent = DraftContent> {
  readonly id: DraftId;
  readonly author: DraftRecord['author'];
  readonly savedAt: string;
  readonly content: Content;
}

interface DraftKey {
  readonly raw: Uint8Array;
  readonly jwe: DraftRecord['key'];
}

const aad = ({ id, savedAt, author }: Pick<DraftRecord, 'id' | 'savedAt' | 'author'>): Uint8Array =>
  concat(utf8('guichet-draft'), utf8(`${id} ${savedAt} ${author}`));
/** Drafts that were saved before the author was bound still open; the next saving binds it. */
const formerAad = ({ id, savedAt }: Pick<DraftRecord, 'id' | 'savedAt'>): Uint8Array =>
  concat(utf8('guichet-draft'), utf8(`${id} ${savedAt}`));

export class DraftBook {
  readonly #shelf: DraftShelf;
  readonly #clock: Clock;
  readonly #random: RandomSource;
  /** opened draft keys, while unlocked */
  readonly #keys = new Map<DraftId, DraftKey>();
  /** raised by each lock: what was begun before it keeps no key after it */
  #generation = 0;

  constructor(shelf: DraftShelf, clock: Clock, random: RandomSource) {
    this.#shelf = shelf;
    this.#clock = clock;
    this.#random = random;
  }

  /** @param recipients public keys that may open this draft: its author and the mission's group */
  async create(
    reader: DraftReader,
    recipients: readonly { name: string; key: CryptoKey }[],
    content: DraftContent,
  ): Promise<OpenDraft> {
    const generation = this.#generation;
    const id = parseDraftId(toBase64url(this.#random.bytes(16)));
    const raw = this.#random.bytes(32);
    this.#keep(id, { raw, jwe: await wrapFor(raw, recipients) }, generation);
    return this.save({ id, author: reader.kid, savedAt: '', content });
  }

  /** Encrypted and stored when it resolves. */
  async save(draft: OpenDraft): Promise<OpenDraft> {
    const key = this.#keys.get(draft.id);
    if (!key) throw new DeskError('DR-002');
    const savedAt = isoTime(this.#clock.now());
    const nonce = this.#random.bytes(12);
    const clear = utf8(JSON.stringify(draft.content)) as BufferSource;
    const parameters = gcm(nonce, aad({ ...draft, savedAt }));
    const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, await aes(key.raw), clear));
    await this.#shelf.put({ id: draft.id, author: draft.author, savedAt, key: key.jwe, nonce, sealed });
    return { ...draft, savedAt };
  }

  /** @throws DeskError DR-001 no such draft, DR-002 not for this officer, or altered at rest */
  async open(id: DraftId, reader: DraftReader): Promise<OpenDraft> {
    const generation = this.#generation;
    const record = await this.#shelf.get(id);
    if (!record) throw new DeskError('DR-001');
    const raw = this.#keys.get(id)?.raw.slice() ?? (await this.#openKey(record, reader));
    try {
      const content = JSON.parse(
        fromUtf8(await decrypted({ ...record, id }, await aes(raw))),
      ) as DraftContent;
      this.#keep(id, { raw, jwe: record.key }, generation);
      return { id, author: record.author, savedAt: record.savedAt, content };
    } catch (cause) {
      throw new DeskError('DR-002', {}, { cause });
    }
  }

  async #openKey(record: DraftRecord, reader: DraftReader): Promise<Uint8Array> {
    try {
      for (const name of recipientsOf(record.key)) {
        const key = reader.keys.get(name);
        if (key) return await openFor(record.key, name, key);
      }
    } catch (cause) {
      throw new DeskError('DR-002', {}, { cause });
    }
    throw new DeskError('DR-002');
  }

  /** A key opened before a lock is not kept after it: it may have been wiped, and nothing is to stay in reach. */
  #keep(id: DraftId, key: DraftKey, generation: number): void {
    if (generation === this.#generation && !this.#keys.has(id)) this.#keys.set(id, key);
  }

  /** Those this officer can open, newest first; the others are a colleague's of another group and are not counted. */
  async all(reader: DraftReader): Promise<readonly OpenDraft[]> {
    const records = await this.#shelf.all();
    const opened = await Promise.all(records.map(({ id }) => this.open(id, reader).catch(notForThisReader)));
    return opened
      .filter((draft) => draft !== null)
      .sort((a, b) => (a.savedAt === b.savedAt ? (a.id < b.id ? -1 : 1) : a.savedAt < b.savedAt ? 1 : -1));
  }

  async delete(id: DraftId): Promise<void> {
    await this.#shelf.delete(id);
    this.#keys.delete(id);
  }

  get shelf(): DraftShelf {
    return this.#shelf;
  }

  /** Nothing that opens a draft stays in reach. */
  lock(): void {
    this.#generation += 1;
    for (const { raw } of this.#keys.values()) raw.fill(0);
    this.#keys.clear();
  }
}

/** Sealed or discarded meanwhile, or a colleague's of another group; a store that fails is told, not hidden. */
function notForThisReader(error: unknown): null {
  if (error instanceof DeskError && (error.code === 'DR-001' || error.code === 'DR-002')) return null;
  throw error;
}

const gcm = (nonce: Uint8Array, additionalData: Uint8Array) => ({
  name: 'AES-GCM',
  iv: nonce as BufferSource,
  additionalData: additionalData as BufferSource,
});

/** @throws whatever the platform does when the record is not the one that was sealed */
async function decrypted(record: DraftRecord, key: CryptoKey): Promise<Uint8Array> {
  const open = async (bound: Uint8Array): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.decrypt(gcm(record.nonce, bound), key, record.sealed as BufferSource));
  return open(aad(record)).catch(() => open(formerAad(record)));
}

const aes = (raw: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw as BufferSource, 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]) as Promise<CryptoKey>;
