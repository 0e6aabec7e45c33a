/**
 * What admission judges against besides a mission's own records: the keyring and the catalogue's releases. Both grow
 * and never forget. Documents are seeded from the ministry's file and stand in the `keyring` and `catalogue` databases.
 */
import type { RecordHash, ServiceCode } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { type Release, ReleaseError, readRelease } from '../../app/catalogue/release.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { isTravelling, type LogDocument, RECORD_PREFIX, type SignedDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import { parseCompact, verifyCompact } from '../../app/seal/jws.ts';
import type { MinistryFile } from '../ministry-file.ts';
import type { ReplicaDb, ReplicaStore } from '../stores/replica-store.ts';
import { CATALOGUE, documentsOf, KEYRING, openDatabase } from './databases.ts';
import { putDurably, revisionOf } from './durable.ts';
import { documentOf, type OfferedRecord } from './offered.ts';

/** `waiting`: its signer is not known yet. */
export type Travelling = 'accepted' | 'waiting' | 'forbidden';

export class Reference {
  readonly keyring: Keyring;
  readonly #keyringDb: ReplicaDb;
  readonly #releases: ReadonlyMap<RecordHash, Release>;
  /** in the keyring's memory, and not on the medium yet: by id and revision */
  readonly #unstored = new Map<string, SignedDocument>();
  /** the keyring takes one delivery after the other */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(keyring: Keyring, keyringDb: ReplicaDb, releases: ReadonlyMap<RecordHash, Release>) {
    this.keyring = keyring;
    this.#keyringDb = keyringDb;
    this.#releases = releases;
  }

  /** @param broken told of each release that cannot be used: acts of it stay on hold */
  static async open(
    store: ReplicaStore,
    ministry: MinistryFile,
    broken: (error: ReleaseError) => void,
  ): Promise<Reference> {
    const keyringDb = await openDatabase(store, KEYRING);
    const catalogueDb = await openDatabase(store, CATALOGUE);
    await putDocuments(keyringDb, ministry.keyringDocuments);
    await putDocuments(catalogueDb, ministry.catalogueDocuments);
    const keyring = await Keyring.from(ministry.root, await signedDocuments(keyringDb));
    return new Reference(keyring, keyringDb, await readReleases(catalogueDb, keyring, broken));
  }

  async definition(
    release: RecordHash,
    service: string,
  ): Promise<ServiceDefinition | 'unknown-release' | undefined> {
    const known = this.#releases.get(release);
    return known ? known.services.get(service as ServiceCode) : 'unknown-release';
  }

  /** Takes a credential, grant, revocation, name, delegation or lease of a letter on its own chain, into the keyring of this server. Not stored yet. */
  admit(record: OfferedRecord): Promise<Travelling> {
    const run = this.#last.then(() => this.#admit(record));
    this.#last = run.catch(() => {});
    return run;
  }

  /**
   * What a desk that is not known brings to its handshake, in whatever order: what verifies on its own chain is taken in, and
   * stored before the next verdict, which may rest on it. @throws SealError
   */
  introduce(documents: readonly SignedDocument[]): Promise<void> {
    const run = this.#last.then(async () => {
      let left = documents;
      for (let before = -1; left.length !== before; ) {
        before = left.length;
        const waiting: SignedDocument[] = [];
        for (const document of left) {
          if (await this.keyring.offer(document)) this.#unstored.set(nameOf(document), document);
          else waiting.push(document);
        }
        left = waiting;
      }
    });
    this.#last = run.catch(() => {});
    return run;
  }

  async #admit(record: OfferedRecord): Promise<Travelling> {
    if (!record.consistent || !isTravelling(record.id)) return 'forbidden';
    try {
      const { typ, kid } = parseCompact(record.jws);
      if (kid === null || !record.id.startsWith(PREFIX_OF[typ] ?? '\0')) return 'forbidden';
      const document = documentOf(record);
      if (!(await this.keyring.offer(document))) return 'waiting';
      this.#unstored.set(nameOf(document), document);
      return 'accepted';
    } catch (error) {
      if (error instanceof SealError) return 'forbidden';
      throw error;
    }
  }

  /**
   * Durable when it resolves: these, and whatever else was admitted and is not stored yet. A batch that failed, of this
   * mission or of another, has left it in the keyring, and verdicts rest on it: none is said before it is here.
   * @returns whether there was something. @throws StoreError
   */
  async store(documents: readonly SignedDocument[]): Promise<boolean> {
    const all = new Map([...this.#unstored, ...documents.map((one) => [nameOf(one), one] as const)]);
    if (all.size === 0) return false;
    await putDocuments(this.#keyringDb, [...all.values()]);
    for (const name of all.keys()) this.#unstored.delete(name);
    return true;
  }
}

const nameOf = ({ _id, _rev }: SignedDocument): string => `${_id} ${_rev}`;

const PREFIX_OF: Readonly<Record<string, string>> = {
  'guichet-credential+jws': RECORD_PREFIX.credential,
  'guichet-grant+jws': RECORD_PREFIX.grant,
  'guichet-revocation+jws': RECORD_PREFIX.revocation,
  'guichet-directory+jws': RECORD_PREFIX.directory,
  'guichet-delegation+jws': RECORD_PREFIX.delegation,
  'guichet-delegation-end+jws': RECORD_PREFIX.delegationEnd,
  'guichet-lease+jws': RECORD_PREFIX.lease,
};

const putDocuments = (db: ReplicaDb, documents: readonly LogDocument[]): Promise<void> =>
  putDurably(
    db,
    documents.map(({ _id, _rev, ...body }) => revisionOf(_id, _rev, body)),
  );

async function signedDocuments(db: ReplicaDb): Promise<SignedDocument[]> {
  const found: SignedDocument[] = [];
  for await (const { id, rev, body } of documentsOf(db))
    if (typeof body.jws === 'string') found.push({ _id: id, _rev: rev, jws: body.jws });
  return found;
}

/** Every release whose manifest and definitions are whole; one that is broken stays unknown, and is told. */
async function readReleases(
  db: ReplicaDb,
  keyring: Keyring,
  broken: (error: ReleaseError) => void,
): Promise<Map<RecordHash, Release>> {
  const texts: string[] = [];
  const manifests: string[] = [];
  for await (const { body } of documentsOf(db)) {
    if (typeof body.json === 'string') texts.push(body.json);
    if (typeof body.jws === 'string') manifests.push(body.jws);
  }
  const releases = new Map<RecordHash, Release>();
  for (const jws of manifests) {
    try {
      const release = await readRelease(jws, texts, (text) => verifyRelease(text, keyring));
      releases.set(release.hash, release);
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error;
      broken(error);
    }
  }
  return releases;
}

async function verifyRelease(jws: string, keyring: Keyring): Promise<void> {
  const parsed = parseCompact(jws);
  const signer = parsed.kid === null ? undefined : keyring.credential(parsed.kid);
  const key = parsed.kid === null ? undefined : keyring.verificationKey(parsed.kid);
  if (!signer?.roles.includes('catalogue') || !key) throw new SealError('SEAL-006', 'not the catalogue key');
  await verifyCompact(parsed, key);
}
