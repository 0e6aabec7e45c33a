/**
 * The server epoch: 96 random bits that say "this copy of the data". A restore or a migration raises it; desks then
 * offer again what is not receipted in it.
 */
import { randomBytes } from 'node:crypto';
import { toBase64url } from '../../app/seal/bytes.ts';
import { type Rev, SEQ_START, type StoreSeq } from '../stores/ids.ts';
import { type ReplicaStore, StoreError } from '../stores/replica-store.ts';
import { openDatabase, SERVER } from './databases.ts';

const DOCUMENT = 'server-epoch';
const EPOCH = /^[A-Za-z0-9_-]{16}$/;

const isEpoch = (value: unknown): value is string => typeof value === 'string' && EPOCH.test(value);
const notStored = (): StoreError => new StoreError('unavailable', 'the server epoch could not be stored');

export class ServerEpoch {
  readonly #store: ReplicaStore;
  #value: string;

  private constructor(store: ReplicaStore, value: string) {
    this.#store = store;
    this.#value = value;
  }

  /** @param raise begin a new one though there is one */
  static async open(store: ReplicaStore, raise = false): Promise<ServerEpoch> {
    const epoch = new ServerEpoch(store, '');
    await epoch.refresh();
    if (raise) await epoch.raise();
    else if (epoch.#value === '') await epoch.#begin();
    return epoch;
  }

  /** Which epoch this data is in; undefined where no gateway has served it yet. Writes nothing. */
  static async read(store: ReplicaStore): Promise<string | undefined> {
    const read = await (await store.open(SERVER))?.get(DOCUMENT);
    return read?.kind === 'found' && isEpoch(read.doc.body.epoch) ? read.doc.body.epoch : undefined;
  }

  get value(): string {
    return this.#value;
  }

  /** Durable before it is used. Where another gateway raises it at the same moment, theirs is as good. */
  async raise(): Promise<void> {
    const read = await (await openDatabase(this.#store, SERVER)).get(DOCUMENT);
    await this.#put(read.kind === 'found' ? { parent: read.doc.rev } : {});
  }

  /** The first of this data. A read that lags behind says that there is none; the store does not take a second one. */
  #begin(): Promise<void> {
    return this.#put({});
  }

  async #put(on: { readonly parent?: Rev }): Promise<void> {
    const value = toBase64url(randomBytes(12));
    const db = await openDatabase(this.#store, SERVER);
    const edit = { id: DOCUMENT, deleted: false, body: { epoch: value }, attachments: new Map(), ...on };
    const { outcomes, durable } = await db.putDocs([edit]);
    const [outcome] = outcomes;
    if (outcome?.ok === false && outcome.error === 'conflict') await this.refresh();
    else if (!durable || outcome?.ok !== true) throw notStored();
    else this.#value = value;
    if (this.#value === '') throw notStored();
  }

  /** Reads it again: another gateway of the same store may have raised it. */
  async refresh(): Promise<void> {
    const read = await (await openDatabase(this.#store, SERVER)).get(DOCUMENT);
    if (read.kind === 'found' && isEpoch(read.doc.body.epoch)) this.#value = read.doc.body.epoch;
  }

  /** The feed token that a client sees: of another epoch, it means the beginning. */
  mapSeq(seq: StoreSeq): string {
    return `${this.#value}.${seq}`;
  }

  parseSeq(token: string): StoreSeq {
    const prefix = `${this.#value}.`;
    return token.startsWith(prefix) ? (token.slice(prefix.length) as StoreSeq) : SEQ_START;
  }
}
