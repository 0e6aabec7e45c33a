/** What everything is verified against: the keyring and the catalogue's releases, from this desk's own replicas. */
import type { RecordHash, ServiceCode } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import type { KnownRelease } from '../../app/catalogue/known-release.ts';
import { ReleaseError } from '../../app/catalogue/release.ts';
import type { ServiceEntry } from '../../app/catalogue/service-entry.ts';
import type { RefusedRelease } from '../../app/desk/link-status.ts';
import type { DeskConfiguration } from '../../app/desk/ports.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import type { ActLog } from '../../app/log/act-log.ts';
import { type LogDocument, RECORD_PREFIX, type SignedDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import { parseCompact, verifyCompact } from '../../app/seal/jws.ts';
import { ReleaseShelf } from './release-shelf.ts';
import type { FactShelf } from './stores.ts';

export class ReferenceData {
  readonly keyring: Keyring;
  readonly #releases: ReleaseShelf;

  private constructor(keyring: Keyring, releases: ReleaseShelf) {
    this.keyring = keyring;
    this.#releases = releases;
  }

  /** @param facts remembers which releases were looked at; null: each is, whole, at each start */
  static async open(
    { root, seed }: DeskConfiguration,
    facts: FactShelf | null = null,
    releases = new ReleaseShelf(facts),
  ): Promise<ReferenceData> {
    const data = new ReferenceData(await Keyring.from(root, seed), releases);
    await data.add(seed);
    return data;
  }

  /** Takes in whatever has arrived. */
  async refresh(keyring: ActLog, catalogue: ActLog): Promise<void> {
    await this.keyring.add(await keyring.withPrefix(''));
    const releases = (await catalogue.withPrefix(RECORD_PREFIX.release)).filter(isSigned);
    // Definitions are many and long: read only where a release has come that is not known.
    const isNew = releases.some(({ _id }) => !this.#releases.has(_id));
    await this.add([...releases, ...(isNew ? await catalogue.withPrefix(RECORD_PREFIX.definition) : [])]);
  }

  async add(documents: readonly LogDocument[]): Promise<void> {
    const isRelease = ({ _id }: LogDocument) => _id.startsWith(RECORD_PREFIX.release);
    await this.keyring.add(documents.filter((document) => !isRelease(document)));
    const definitions = documents.flatMap((document) => ('json' in document ? [document] : []));
    await this.#releases.take(documents.filter(isRelease).filter(isSigned), definitions, (jws) =>
      this.#verifyCatalogue(jws),
    );
  }

  async #verifyCatalogue(jws: string): Promise<void> {
    const parsed = parseCompact(jws);
    const key = parsed.kid && this.keyring.verificationKey(parsed.kid);
    const roles = parsed.kid && this.keyring.credential(parsed.kid)?.roles;
    if (!key || !roles?.includes('catalogue')) throw new SealError('SEAL-006');
    await verifyCompact(parsed, key);
  }

  /** the release in force: new files are opened with it */
  get newest(): KnownRelease | null {
    return this.#releases.newest;
  }

  get refusedReleases(): readonly RefusedRelease[] {
    return this.#releases.refused;
  }

  /** The services of the release in force, as lists show them. */
  async services(): Promise<readonly ServiceEntry[]> {
    const release = this.newest;
    if (!release) return [];
    try {
      return release.entries();
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error;
      await this.#releases.discredit(release, error);
      return this.services();
    }
  }

  release(hash: RecordHash): KnownRelease | undefined {
    return this.#releases.get(hash);
  }

  /** undefined: that release, or the service in it, is not on this desk, or is not what it should be */
  definition(hash: RecordHash, service: ServiceCode): ServiceDefinition | undefined {
    const release = this.#releases.get(hash);
    try {
      return release?.definition(service);
    } catch (error) {
      if (!release || !(error instanceof ReleaseError)) throw error;
      void this.#releases.discredit(release, error);
      return undefined;
    }
  }
}

const isSigned = (document: LogDocument): document is SignedDocument => 'jws' in document;
