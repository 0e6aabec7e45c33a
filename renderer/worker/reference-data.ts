/** What everything is verified against: the keyring and the catalogue's releases, from this desk's own replicas. */
import type { RecordHash, ServiceCode } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { type Release, readRelease } from '../../app/catalogue/release.ts';
import type { DeskConfiguration } from '../../app/desk/ports.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import type { ActLog } from '../../app/log/act-log.ts';
import type { LogDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import { parseCompact, verifyCompact } from '../../app/seal/jws.ts';

export class ReferenceData {
  readonly keyring: Keyring;
  readonly #releases = new Map<RecordHash, Release>();
  #newest: Release | null = null;

  private constructor(keyring: Keyring) {
    this.keyring = keyring;
  }

  static async open(configuration: DeskConfiguration): Promise<ReferenceData> {
    const data = new ReferenceData(await Keyring.from(configuration.root, configuration.seed));
    await data.add(configuration.seed);
    return data;
  }

  /** Takes in whatever has arrived; a broken release is left out whole, the one in force stays. */
  async refresh(keyring: ActLog, catalogue: ActLog): Promise<void> {
    await this.keyring.add(await keyring.withPrefix(''));
    await this.add(await catalogue.withPrefix(''));
  }

  async add(documents: readonly LogDocument[]): Promise<void> {
    await this.keyring.add(documents.filter((document) => !document._id.startsWith('release:')));
    const definitions = documents.flatMap((document) => ('json' in document ? [document.json] : []));
    for (const document of documents) {
      if (!('jws' in document) || !document._id.startsWith('release:')) continue;
      if (this.#releases.has(document._id.slice('release:'.length) as RecordHash)) continue;
      const release = await readRelease(document.jws, definitions, (jws) => this.#verifyCatalogue(jws)).catch(
        () => null,
      );
      if (!release) continue;
      this.#releases.set(release.hash, release);
      if (!this.#newest || release.manifest.n > this.#newest.manifest.n) this.#newest = release;
    }
  }

  async #verifyCatalogue(jws: string): Promise<void> {
    const parsed = parseCompact(jws);
    const key = parsed.kid && this.keyring.verificationKey(parsed.kid);
    const roles = parsed.kid && this.keyring.credential(parsed.kid)?.roles;
    if (!key || !roles?.includes('catalogue')) throw new SealError('SEAL-006');
    await verifyCompact(parsed, key);
  }

  /** the release in force: the one with the highest number */
  get newest(): Release | null {
    return this.#newest;
  }

  release(hash: RecordHash): Release | undefined {
    return this.#releases.get(hash);
  }

  definition(release: RecordHash, service: ServiceCode): ServiceDefinition | undefined {
    return this.#releases.get(release)?.services.get(service);
  }
}
