/**
 * Which process signs with a gateway's key. Two at once would give one number to two receipts, of which peers hear one.
 * The one that started last is right: it is the restart, and the other is what was thought to be dead.
 */
import { randomUUID } from 'node:crypto';
import type { Kid } from '../../app/acts/ids.ts';
import { type ReplicaDb, type ReplicaStore, StoreError } from '../stores/replica-store.ts';
import { openDatabase, SERVER } from './databases.ts';

/** Others that start with the same key at the same moment are few. */
const TRIES = 5;

export class Incumbent {
  readonly #db: ReplicaDb;
  readonly #id: string;
  readonly #process: string;

  private constructor(db: ReplicaDb, id: string, process: string) {
    this.#db = db;
    this.#id = id;
    this.#process = process;
  }

  /** From now on this process signs. @throws StoreError */
  static async begin(store: ReplicaStore, kid: Kid): Promise<Incumbent> {
    const db = await openDatabase(store, SERVER);
    const incumbent = new Incumbent(db, `gateway:${kid}`, randomUUID());
    for (let attempt = 0; attempt < TRIES; attempt += 1) if (await incumbent.#note()) return incumbent;
    throw new StoreError('unavailable', 'several processes begin to sign with the key of this gateway');
  }

  /** Has another process begun since? A read that finds nothing is behind, and says nothing. */
  async isSuperseded(): Promise<boolean> {
    const read = await this.#db.get(this.#id);
    return read.kind === 'found' && read.doc.body.process !== this.#process;
  }

  /** @returns false when another process noted itself meanwhile, or what was read was behind */
  async #note(): Promise<boolean> {
    const read = await this.#db.get(this.#id);
    const parent = read.kind === 'found' ? { parent: read.doc.rev } : {};
    const body = { process: this.#process };
    const edit = { id: this.#id, deleted: false, body, attachments: new Map(), ...parent };
    const { outcomes, durable } = await this.#db.putDocs([edit]);
    return durable && outcomes[0]?.ok === true;
  }
}
