/**
 * A release whose bytes are those that were signed, read as far as somebody asks: with hundreds of services the shape of
 * all takes seconds, and a counter works with a few. Whoever keeps it has looked at all of it once (`faultIn`).
 */
import type { RecordHash, ServiceCode } from '../acts/ids.ts';
import type { ServiceDefinition } from './definition.ts';
import { type OpenedRelease, ReleaseError, type ReleaseManifest, readDefinition } from './release.ts';
import { entryOf, type ServiceEntry } from './service-entry.ts';

export class KnownRelease {
  readonly manifest: ReleaseManifest;
  readonly jws: string;
  readonly hash: RecordHash;
  readonly #texts: ReadonlyMap<ServiceCode, string>;
  readonly #read = new Map<ServiceCode, ServiceDefinition>();
  #entries: readonly ServiceEntry[] | null = null;

  constructor({ manifest, jws, hash, texts }: OpenedRelease) {
    this.manifest = manifest;
    this.jws = jws;
    this.hash = hash;
    this.#texts = texts;
  }

  /** canonical JSON, as it was signed */
  text(code: ServiceCode): string | undefined {
    return this.#texts.get(code);
  }

  /** Its whole shape is looked at when it is asked for first. @throws ReleaseError CT-001, CT-002, CT-014, CT-016 */
  definition(code: ServiceCode): ServiceDefinition | undefined {
    const text = this.#texts.get(code);
    if (text === undefined) return undefined;
    const known = this.#read.get(code) ?? readDefinition(text, code, this.manifest.country);
    this.#read.set(code, known);
    return known;
  }

  /** What its signed text says: its shape was looked at when the release arrived, and is not again. For what only reads. */
  asSigned(code: ServiceCode): ServiceDefinition | undefined {
    const text = this.#texts.get(code);
    return text === undefined ? undefined : (JSON.parse(text) as ServiceDefinition);
  }

  /** The same of every service, and none is kept. @param pause lets others work between two @returns the first fault */
  async faultIn(pause: () => Promise<void>): Promise<ReleaseError | null> {
    for (const [code, text] of this.#texts) {
      try {
        readDefinition(text, code, this.manifest.country);
      } catch (error) {
        if (error instanceof ReleaseError) return error;
        throw error;
      }
      await pause();
    }
    return null;
  }

  /** All services, as lists show them. @throws ReleaseError CT-001 */
  entries(): readonly ServiceEntry[] {
    this.#entries ??= [...this.#texts].map(([code, text]) => {
      const entry = entryOf(JSON.parse(text));
      if (entry?.code !== code) throw new ReleaseError('CT-001', { service: code });
      return entry;
    });
    return this.#entries;
  }
}
