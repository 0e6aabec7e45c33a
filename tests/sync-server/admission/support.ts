/** A gateway over a store, the embedded one unless said otherwise, and a desk that offers documents to it as PouchDB does. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActId, MissionCode, RecordHash } from '../../../app/acts/ids.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import { type Receipt, type ReceiptItem, verifyReceipt } from '../../../app/admission/receipt.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { toHex } from '../../../app/seal/bytes.ts';
import { nameOf, sha256 } from '../../../app/seal/hash.ts';
import type { Holder } from '../../../scripts/ministry/create-ministry.ts';
import { serverFile } from '../../../scripts/ministry/write-ministry.ts';
import { databaseOf, documentsOf } from '../../../sync-server/admission/databases.ts';
import { Gateway, type GatewayOptions } from '../../../sync-server/admission/gateway.ts';
import type { DocAnswer } from '../../../sync-server/couch/hooks.ts';
import { type Rev, splitRev } from '../../../sync-server/stores/ids.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import type { DocRevision, ReplicaDb, ReplicaStore } from '../../../sync-server/stores/replica-store.ts';
import { readServices } from '../../world/services.ts';
import type { World } from '../../world/world.ts';

export const PARIS = 'ML-PAR' as MissionCode;
export const DAKAR = 'ML-DKR' as MissionCode;

/** The demo's services, as the catalogue has them: the gateway takes whole releases only. */
export const SERVICES = readServices('ml');
const service = (code: string): ServiceDefinition => SERVICES.find((one) => one.code === code)!;
export const BY_CENTRE = service('ml-passport-ordinary');
export const BY_MISSION = service('ml-laissez-passer');

/** Opens what an earlier call has written. */
export type OpenStore = (folder: string) => Promise<ReplicaStore>;

export class Centre {
  readonly world: World;
  readonly folder: string;
  store: ReplicaStore;
  gateway: Gateway;
  readonly #options: Partial<GatewayOptions>;
  readonly #openStore: OpenStore;

  private constructor(
    world: World,
    folder: string,
    store: ReplicaStore,
    gateway: Gateway,
    options: Partial<GatewayOptions>,
    openStore: OpenStore,
  ) {
    this.world = world;
    this.folder = folder;
    this.store = store;
    this.gateway = gateway;
    this.#options = options;
    this.#openStore = openStore;
  }

  static async open(
    world: World,
    options: Partial<GatewayOptions> = {},
    openStore: OpenStore = openLevelStore,
  ): Promise<Centre> {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-centre-'));
    const store = await openStore(folder);
    const gateway = await openGateway(world, store, options);
    return new Centre(world, folder, store, gateway, options, openStore);
  }

  /** Ends and starts again on the same data. */
  async restart(more: Partial<GatewayOptions> = {}): Promise<void> {
    await this.#stop();
    this.store = await this.#openStore(this.folder);
    this.gateway = await openGateway(this.world, this.store, { ...this.#options, ...more });
  }

  async #stop(): Promise<void> {
    await this.gateway.idle();
    await this.store.close().catch(() => {}); // a test may have closed it
  }

  async close(): Promise<void> {
    await this.#stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async db(kind: 'records' | 'evidence' | 'quarantine', mission = PARIS): Promise<ReplicaDb> {
    return (await this.store.open(databaseOf(mission, kind)))!;
  }

  /** One push of records. */
  push(
    documents: readonly SignedDocument[],
    mission = PARIS,
    carrier = 'ML-PAR/B',
  ): Promise<readonly DocAnswer[]> {
    const docs = documents.map(({ _id, _rev, jws }) => revision(_id, _rev, { jws }));
    return this.gateway.write(databaseOf(mission, 'records'), { newEdits: false, docs }, carrier);
  }

  async pushChunks(chunks: readonly Uint8Array[], mission = PARIS): Promise<readonly DocAnswer[]> {
    const docs = await Promise.all(chunks.map(chunkRevision));
    return this.gateway.write(databaseOf(mission, 'evidence'), { newEdits: false, docs }, 'ML-PAR/B');
  }

  async receipts(mission = PARIS): Promise<Receipt[]> {
    const keyring = await Keyring.from(
      this.world.ministry.root.credential.jws,
      this.world.ministry.keyringDocuments,
    );
    const found: Receipt[] = [];
    for await (const { id, rev, body } of documentsOf(await this.db('records', mission), 'receipt:'))
      found.push(await verifyReceipt({ _id: id, _rev: rev, jws: String(body.jws) }, keyring));
    return found.sort((a, b) => (a.epoch === b.epoch ? a.n - b.n : a.at < b.at ? -1 : 1));
  }

  /** As desks keep them, to be given back. */
  async receiptDocuments(): Promise<SignedDocument[]> {
    const found: SignedDocument[] = [];
    for await (const { id, rev, body } of documentsOf(await this.db('records'), 'receipt:'))
      found.push({ _id: id, _rev: rev, jws: String(body.jws) });
    return found;
  }

  /** Every word said of a record, in order: `held AD-101`. */
  async words(type: ReceiptItem[0], id: string, mission = PARIS): Promise<string[]> {
    const items = (await this.receipts(mission)).flatMap(({ items }) => items);
    return items
      .filter(([t, i]) => t === type && i === id)
      .map(([, , verdict, code]) => `${verdict} ${code}`);
  }

  /** The same of the present epoch only, the last: what a restored copy was given back says nothing now. */
  async wordNow(id: string): Promise<string | undefined> {
    const now = (await this.receipts()).filter(({ epoch }) => epoch === this.gateway.epoch.value);
    const [, , verdict, code] = now.flatMap(({ items }) => items).findLast((item) => item[1] === id) ?? [];
    return verdict && `${verdict} ${code}`;
  }

  async lastWords(type: ReceiptItem[0] = 'act', mission = PARIS): Promise<Map<string, string>> {
    const last = new Map<string, string>();
    for (const { items } of await this.receipts(mission))
      for (const [t, id, verdict, code] of items) if (t === type) last.set(id, `${verdict} ${code}`);
    return last;
  }

  async ids(kind: 'records' | 'evidence' | 'quarantine', prefix = '', mission = PARIS): Promise<string[]> {
    const found: string[] = [];
    for await (const { id } of documentsOf(await this.db(kind, mission), prefix, false)) found.push(id);
    return found;
  }
}

async function openGateway(
  world: World,
  store: ReplicaStore,
  options: Partial<GatewayOptions>,
): Promise<Gateway> {
  const ministry = serverFile(world.ministry);
  return Gateway.open({ store, ministry, clock: world.clock, ...options });
}

export function revision(id: string, rev: string, body: DocRevision['body']): DocRevision {
  const { pos, hash } = splitRev(rev as Rev);
  return { id, deleted: false, body, attachments: new Map(), revisions: { start: pos, ids: [hash] } };
}

export async function chunkRevision(bytes: Uint8Array): Promise<DocRevision> {
  const { hash, rev } = await nameOf(bytes);
  const file = { kind: 'bytes', contentType: 'application/octet-stream', bytes } as const;
  return { ...revision(`chunk:${hash}`, rev, {}), attachments: new Map([['chunk', file]]) };
}

/** The document that a text would have, its id and revision following from it. */
export async function documentOfText(dossier: string, jws: string): Promise<SignedDocument & { id: ActId }> {
  const digest = await sha256(new TextEncoder().encode(jws));
  const { hash } = await nameOf(jws);
  return {
    _id: `act:${dossier}:${hash}`,
    _rev: `1-${toHex(digest.subarray(0, 16))}`,
    jws,
    id: hash as string as ActId,
  };
}

export const documentsOfActs = (acts: readonly SealedAct[]): SignedDocument[] =>
  acts.map(({ document }) => document);

export const wrapOf = ({ wrap: { _id, _rev, jws } }: { wrap: SignedDocument }): SignedDocument => ({
  _id,
  _rev,
  jws,
});

export async function revocation(kid: string, at: string, by: Holder): Promise<SignedDocument> {
  const payload = { v: 1 as const, kid, reason: 'specimen', at };
  const jws = await signRecord('guichet-revocation+jws', payload, by.credential.kid, by.signingKey);
  return recordDocument(jws, (hash) => `revocation:${hash}`);
}

/** @param seen heads of its file, of a word on an erasure */
export async function lift(
  act: ActId,
  verdict: 'accepted' | 'refused',
  by: Holder,
  seen?: readonly ActId[],
): Promise<SignedDocument> {
  const payload = { v: 1 as const, act, verdict, reason: 'specimen', ...(seen && { seen: [...seen] }) };
  const jws = await signRecord('guichet-lift+jws', payload, by.credential.kid, by.signingKey);
  return recordDocument(jws, (hash) => `lift:${act}:${hash}`);
}

export const hashOfChunk = async (bytes: Uint8Array): Promise<RecordHash> => (await nameOf(bytes)).hash;
