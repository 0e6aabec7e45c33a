/**
 * The server epoch: 96 random bits that say "this copy of the data". A restore or a migration raises it; desks then
 * offer again what is not receipted in it.
 */
import { randomBytes } from 'node:crypto';
import { toBase64url } from '../../app/seal/bytes.ts';
import { SEQ_START, type StoreSeq } from '../stores/ids.ts';
import type { ReplicaStore } from '../stores/replica-store.ts';
import { openDatabase, SERVER } from './databases.ts';

const DOCUMENT = 'server-epoch';
const EPOCH = /^[A-Za-z0-9_-]{16}$/;

export class ServerEpoch {
  readonly #store: ReplicaStore;
  #value: string;

  private constructor(store: ReplicaStore, value: string) {
    this.#store = store;
    this.#value = value;
  }

  /** @param raise begin a new one though there is one */
  static async open(store: ReplicaStore, raise = false): Promise<ServerEpoch> {
    const db = await openDatabase(store, SERVER);
    const read = await db.get(DOCUMENT);
    const known = read.kind === 'found' ? read.doc.body.epoch : undefined;
    const epoch = new ServerEpoch(store, typeof known === 'string' && EPOCH.test(known) ? known : '');
    if (raise || epoch.#value === '') await epoch.raise();
    return epoch;
  }

  get value(): string {
    return this.#value;
  }

  /** Durable before it is used. */
  async raise(): Promise<void> {
    const value = toBase64url(randomBytes(12));
    const db = await openDatabase(this.#store, SERVER);
    const read = await db.get(DOCUMENT);
    const parent = read.kind === 'found' ? { parent: read.doc.rev } : {};
    const edit = { id: DOCUMENT, deleted: false, body: { epoch: value }, attachments: new Map(), ...parent };
    const { outcomes, durable } = await db.putDocs([edit]);
    if (!durable || outcomes[0]?.ok !== true) throw new Error('the server epoch could not be stored');
    this.#value = value;
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
