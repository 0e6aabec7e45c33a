/**
 * The catalogue's releases on this desk. One that arrives is looked at whole, once; that it was is a fact kept here, under
 * its hash and the version of the shape that it was held to. At each start signature and digests are verified, and a
 * definition is read when somebody asks for it. The fact is no proof and need not be secret: it is believed only where it
 * found nothing wrong, so that whoever forges it gains that a broken definition is found out when it is asked for.
 */
import type { RecordHash } from '../../app/acts/ids.ts';
import { KnownRelease } from '../../app/catalogue/known-release.ts';
import {
  definitionShape,
  openRelease,
  ReleaseError,
  type ReleaseErrorCode,
  readManifest,
  textsByHash,
  type VerifyRelease,
} from '../../app/catalogue/release.ts';
import type { RefusedRelease } from '../../app/desk/link-status.ts';
import { type DefinitionDocument, RECORD_PREFIX, type SignedDocument } from '../../app/log/records.ts';
import type { FactShelf } from './stores.ts';
import { Turn } from './turn.ts';

/** fact: what looking at a release has found, and by which shape */
const LOOKED_AT = 'release-looked-at:';
/** fact: the release that was in force last */
const IN_FORCE = 'release-in-force';
/** So many definitions are looked at before whatever waits is done. */
const PIECE = 8;

interface Found {
  readonly shape: RecordHash;
  readonly fault: { readonly code: ReleaseErrorCode; readonly service: string } | null;
}

interface InForce {
  readonly n: number;
  readonly hash: RecordHash;
}

type Facts = Pick<FactShelf, 'get' | 'set'>;

export class ReleaseShelf {
  readonly #facts: Facts | null;
  readonly #shape: () => Promise<RecordHash>;
  readonly #known = new Map<RecordHash, KnownRelease>();
  readonly #refused = new Map<RecordHash, RefusedRelease>();
  /** broken as they were signed: they are here, nobody withholds or altered them, and what was in force before is again */
  readonly #broken = new Set<RecordHash>();
  #outOfTurn: readonly RefusedRelease[] = [];
  #inForce: InForce | null = null;
  #newest: KnownRelease | null = null;
  /** one arrival after the other: none is looked at twice */
  readonly #turn = new Turn();

  /** @param facts null: nothing is remembered */
  constructor(facts: Facts | null, shape = definitionShape) {
    this.#facts = facts;
    this.#shape = shape;
  }

  /** the one that new files are opened with: the highest number, unless a higher one was in force and has gone */
  get newest(): KnownRelease | null {
    return this.#newest;
  }

  get(hash: RecordHash): KnownRelease | undefined {
    return this.#known.get(hash);
  }

  has(id: string): boolean {
    return this.#known.has(id.slice(RECORD_PREFIX.release.length) as RecordHash);
  }

  /** What a person has to know of: not what a later release has made good. */
  get refused(): readonly RefusedRelease[] {
    const n = this.#newest?.manifest.n ?? 0;
    const broken = [...this.#refused.values()].filter((one) => one.n === null || one.n > n);
    return [...broken, ...this.#outOfTurn];
  }

  /** Takes each release whole or not at all; the one in force stays where none is better. */
  take(
    releases: readonly SignedDocument[],
    definitions: readonly DefinitionDocument[],
    verify: VerifyRelease,
  ): Promise<void> {
    return this.#turn.run(async () => {
      const fresh = releases.filter(({ _id }) => !this.has(_id));
      if (fresh.length > 0) {
        const byHash = await textsByHash(definitions.map(({ json }) => json));
        const named = new Set(definitions.map(({ _id }) => _id));
        for (const { jws, _id } of fresh) await this.#take(jws, _id, { byHash, named, verify });
      }
      await this.#settle();
    });
  }

  async #take(
    jws: string,
    id: string,
    {
      byHash,
      named,
      verify,
    }: { byHash: ReadonlyMap<string, string>; named: ReadonlySet<string>; verify: VerifyRelease },
  ): Promise<void> {
    const name = id.slice(RECORD_PREFIX.release.length) as RecordHash;
    this.#refused.delete(name);
    try {
      const opened = await openRelease(jws, byHash, verify);
      const release = new KnownRelease(opened);
      const fault = await this.#look(release);
      if (!fault) this.#known.set(release.hash, release);
      else this.#refuse(name, { ...fault, n: release.manifest.n });
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error;
      const manifest = manifestOf(jws);
      const hash = manifest?.services.find(([code]) => code === error.service)?.[1];
      const isHere = named.has(`${RECORD_PREFIX.definition}${hash}`);
      // Not all of it has come yet: the next link brings the rest.
      if (error.code === 'CT-012' && !isHere) return;
      const code = error.code === 'CT-012' ? 'CT-013' : error.code;
      this.#refuse(name, { code, service: error.service ?? '', n: manifest?.n ?? null });
    }
  }

  #refuse(hash: RecordHash, refused: Omit<RefusedRelease, 'hash'>): void {
    this.#known.delete(hash);
    this.#refused.set(hash, { ...refused, hash });
    if (refused.code !== 'CT-010' && refused.code !== 'CT-013') this.#broken.add(hash);
  }

  async #look(release: KnownRelease): Promise<Found['fault']> {
    const shape = await this.#shape();
    const key = `${LOOKED_AT}${release.hash}`;
    const kept = await this.#fact<Found>(key);
    // A fault takes a release out of force: that is found anew each time, and believed of no fact.
    if (kept?.shape === shape && kept.fault === null) return null;
    let looked = 0;
    const error = await release.faultIn(async () => {
      looked += 1;
      if (looked % PIECE === 0) await new Promise((resolve) => setTimeout(resolve));
    });
    const fault = error && { code: error.code, service: error.service ?? '' };
    const found: Found = { shape, fault };
    await this.#facts?.set(key, JSON.stringify(found));
    return fault;
  }

  /** A fact that was damaged at rest is none: what it said is found out once more. */
  async #fact<T>(key: string): Promise<Partial<T> | null> {
    try {
      return JSON.parse((await this.#facts?.get(key)) ?? 'null');
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return null;
    }
  }

  /** A definition turned out to be broken after all: the release is refused from here on. */
  async discredit(release: KnownRelease, { code, service = '' }: ReleaseError): Promise<void> {
    this.#refuse(release.hash, { code, service, n: release.manifest.n });
    await this.#settle();
  }

  /** Which one is in force. What was in force once is remembered, so that its absence makes no older one new again. */
  async #settle(): Promise<void> {
    this.#inForce ??= inForceIn(await this.#fact<InForce>(IN_FORCE));
    const last = this.#inForce;
    const all = [...this.#known.values()].sort(byNumber);
    const [top] = all;
    const kept = last ? this.#known.get(last.hash) : undefined;
    const isGone =
      top !== undefined && last !== null && !kept && top.manifest.n <= last.n && !this.#broken.has(last.hash);
    const inForce = kept && kept.manifest.n === top?.manifest.n ? kept : top;
    this.#newest = isGone || !inForce ? null : inForce;
    this.#outOfTurn = all
      .filter((one) => (isGone ? one === top : inForce && isOutOfTurn(one, inForce)))
      .map(({ hash, manifest: { n } }) => ({ hash, n, code: 'CT-015', service: '' }));
    const { manifest, hash } = this.#newest ?? {};
    if (!manifest || !hash || manifest.n <= (last?.n ?? 0)) return;
    this.#inForce = { n: manifest.n, hash };
    await this.#facts?.set(IN_FORCE, JSON.stringify(this.#inForce));
  }
}

const inForceIn = (kept: Partial<InForce> | null): InForce | null =>
  typeof kept?.n === 'number' && typeof kept.hash === 'string' ? { n: kept.n, hash: kept.hash } : null;

/** Highest first; of two with one number, the one that was signed first. */
const byNumber = ({ manifest: a, hash: x }: KnownRelease, { manifest: b, hash: y }: KnownRelease): number =>
  b.n - a.n || order(a.issuedAt, b.issuedAt) || order(x, y);

/** A number was given twice, or a lower one later: the numbers of an honest ministry grow with time. */
const isOutOfTurn = ({ manifest, hash }: KnownRelease, inForce: KnownRelease): boolean =>
  hash !== inForce.hash &&
  (manifest.n === inForce.manifest.n || manifest.issuedAt > inForce.manifest.issuedAt);

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function manifestOf(jws: string) {
  try {
    return readManifest(jws);
  } catch {
    return null;
  }
}
