/**
 * The keyring: credentials that chain to the ministry's root, groups, grants and revocations, all from documents that
 * replicate. It verifies offline, holds nothing secret and never forgets: an older head is still known.
 * What does not verify is left out and listed in `problems`, so that it is seen and not silently dropped; what cannot be
 * verified yet is in `waiting`, what cannot be read before an update in `ofNewerVersion`. Any order of delivery gives the
 * same keyring.
 */
import {
  type DeskId,
  type Kid,
  parseKid,
  parseRecordHash,
  parseServiceCode,
  type RecordHash,
} from '../acts/ids.ts';
import { isLetterLease, type LogDocument, type SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { nameOf } from '../seal/hash.ts';
import { type ParsedJws, parseCompact, verifyCompact } from '../seal/jws.ts';
import { type CryptoKey, importPublic, type PublicJwk, readPublicJwk } from '../seal/keys.ts';
import { type Credential, readCredential, type Scope } from './credential.ts';
import { Delegations } from './delegation.ts';
import { Letters } from './letters.ts';
import { claimsNewerVersion, waitsForUpdate } from './newer-version.ts';
import {
  isIdOfRecord,
  type KeyringPolicy,
  type RecordPayload,
  type RecordType,
  readRecord,
} from './records.ts';
import { type Revocation, Revocations } from './revocations.ts';
import { isAuthority, isDesk, MAY_SIGN, mayEnd, mayIssue } from './rights.ts';
import type { OfficerRole } from './roles.ts';
import type { VerificationMemory } from './verification-memory.ts';

export interface Group {
  /** `group:<scope>:<class>:<gen>` */
  readonly id: string;
  readonly scope: Scope;
  readonly serviceClass: string;
  readonly gen: number;
  readonly enc: PublicJwk;
}

export interface Grant {
  readonly group: string;
  readonly gen: number;
  readonly to: Kid;
  readonly jwe: unknown;
}

/** A list of what is in force, by its hash. */
export interface KeyringHead {
  readonly hash: RecordHash;
  readonly n: number;
  readonly at: string;
  /** what the ministry says of keyrings that grow old; null where this list says nothing */
  readonly policy: KeyringPolicy | null;
  /** how many days the ministry keeps a backup of the server; null where this list says nothing */
  readonly backupDays: number | null;
}

/** A record's signer, or the one it speaks of, has not arrived: it is looked at again when more arrives. */
class NotYet extends SealError {
  /** id of the document that it needs */
  readonly awaited: string;
  constructor(awaited: string) {
    super('SEAL-006', 'whose credential it needs is not here');
    this.awaited = awaited;
  }
}

/**
 * Is a delegate's credential of a desk believed only beside the lease of its letter (docs/decisions/0023)? `any`: where a
 * key is to end, whether its letter was rightly given is no question.
 */
type LetterRule = 'leased' | 'any';

export class Keyring {
  readonly root: Credential;
  readonly #credentials = new Map<Kid, Credential>();
  readonly #keys = new Map<Kid, CryptoKey>();
  readonly #groups = new Map<string, Group & { readonly rev: string }>();
  readonly #grants: Grant[] = [];
  readonly #revocations = new Revocations();
  readonly #directory = new Map<Kid, { jwe: unknown; rank: string }>();
  readonly #delegations = new Delegations();
  readonly #letters = new Letters();
  readonly #asksForLeases: boolean;
  readonly #heads = new Map<RecordHash, Omit<KeyringHead, 'hash'>>();
  readonly #seen = new Set<string>();
  readonly #waiting = new Map<string, { readonly document: SignedDocument; awaited: string }>();
  readonly #newer = new Set<string>();
  readonly #memory: VerificationMemory | null;
  #last: Promise<void> = Promise.resolve();
  /** ids of documents that did not verify, with the code that says why */
  readonly problems: { id: string; code: string }[] = [];

  private constructor(root: Credential, memory: VerificationMemory | null, letters: LetterRule) {
    this.root = root;
    this.#memory = memory;
    this.#asksForLeases = letters === 'leased';
  }

  /**
   * @param rootJws the ministry's root credential, known from the desk's commissioning
   * @param memory for a caller that reads nearly the same documents many times
   */
  static async from(
    rootJws: string,
    documents: readonly LogDocument[],
    memory: VerificationMemory | null = null,
    letters: LetterRule = 'leased',
  ): Promise<Keyring> {
    const { credential, parsed } = await (memory?.once('credential', rootJws, readCredential) ??
      readCredential(rootJws));
    if (credential.issuer !== null || credential.roles.length !== 1 || credential.roles[0] !== 'root') {
      throw new SealError('SEAL-004', 'not a root credential');
    }
    const keyring = new Keyring(credential, memory, letters);
    await keyring.#keep(credential, parsed, credential.kid);
    await keyring.add(documents);
    return keyring;
  }

  /** Takes in documents of any order: what needs another waits for it. Those that are none of a keyring's are left alone. */
  add(documents: readonly LogDocument[]): Promise<void> {
    this.#last = this.#last.then(() => this.#add(documents));
    return this.#last;
  }

  /**
   * Takes in one document if it can be verified now. Of one that cannot, nothing is remembered: whoever offers it keeps
   * it until more has arrived.
   * @returns false when its signer, or the one it speaks of, is not here yet, or it is of a newer version
   * @throws SealError when it does not verify
   */
  offer(document: SignedDocument): Promise<boolean> {
    const taken = this.#last.then(() => this.#offer(document));
    this.#last = taken.then(
      () => {},
      () => {},
    );
    return taken;
  }

  async #offer(document: SignedDocument): Promise<boolean> {
    const name = `${document._id} ${document._rev}`;
    if (this.#newer.has(document._id)) return false;
    const isKept = this.#seen.has(name) && !this.#waiting.has(name);
    if (isKept && !this.problems.some(({ id }) => id === document._id)) return true;
    try {
      if (!(await this.#takeIfRead(document))) return false;
    } catch (error) {
      if (error instanceof NotYet) return false;
      throw error instanceof SealError ? error : new SealError('SEAL-014', undefined, { cause: error });
    }
    this.#seen.add(name);
    this.#waiting.delete(name);
    await this.#add([]);
    return true;
  }

  async #add(documents: readonly LogDocument[]): Promise<void> {
    for (const document of documents) {
      const name = `${document._id} ${document._rev}`;
      if (!('jws' in document) || this.#seen.has(name)) continue;
      this.#seen.add(name);
      this.#waiting.set(name, { document, awaited: '' });
    }
    for (let progress = true; progress; ) {
      progress = false;
      for (const [name, waiting] of this.#waiting) {
        const { document } = waiting;
        try {
          if (!(await this.#takeIfRead(document))) this.#newer.add(document._id);
        } catch (error) {
          if (error instanceof NotYet) {
            waiting.awaited = error.awaited;
            continue;
          }
          const code = error instanceof Error && 'code' in error ? String(error.code) : 'SEAL-014';
          this.problems.push({ id: document._id, code });
        }
        this.#waiting.delete(name);
        progress = true;
      }
    }
  }

  /** ids of documents whose signer, or the one they speak of, is not here yet */
  get waiting(): readonly string[] {
    return [...this.#waiting.values()].map(({ document }) => document._id);
  }

  /** ids of documents of a newer version, whose signatures hold: they are kept, and say nothing before an update */
  get ofNewerVersion(): ReadonlySet<string> {
    return this.#newer;
  }

  /** the same, with those that wait for one of them */
  get waitingForUpdate(): ReadonlySet<string> {
    const waiting = [...this.#waiting.values()].map(
      ({ document, awaited }) => [document._id, awaited] as const,
    );
    return waitsForUpdate(this.#newer, waiting);
  }

  /** @returns false where it is of a newer version and verifies @throws NotYet, SealError */
  async #takeIfRead(document: SignedDocument): Promise<boolean> {
    try {
      await this.#take(document);
      return true;
    } catch (error) {
      if (error instanceof NotYet) throw error;
      const parsed = await claimsNewerVersion(document);
      if (parsed === null) throw error;
      if (parsed.kid && !this.#credentials.has(parsed.kid)) throw new NotYet(`credential:${parsed.kid}`);
      await this.verify(parsed);
      return false;
    }
  }

  async #take(document: SignedDocument): Promise<void> {
    switch (document._id.slice(0, document._id.indexOf(':') + 1)) {
      case 'credential:':
        return this.#credential(document);
      case 'group:': {
        const { group, gen, enc } = await this.read('guichet-group+jws', document);
        const [, scope, serviceClass] = group.split(':') as [string, Scope, string];
        const id = `${group}:${gen}`;
        // One generation signed twice: the same one is kept in whatever order they come.
        const known = this.#groups.get(id);
        const made = { id, scope, serviceClass, gen, enc: readPublicJwk(enc), rev: document._rev };
        if (!known || made.rev < known.rev) this.#groups.set(id, made);
        return;
      }
      case 'grant:': {
        const { group, gen, to, jwe } = await this.read('guichet-grant+jws', document);
        this.#grants.push({ group: `${group}:${gen}`, gen, to: parseKid(to), jwe });
        return;
      }
      case 'revocation:': {
        const { kid: text, at, reason } = await this.read('guichet-revocation+jws', document);
        const by = parseCompact(document.jws).kid as Kid;
        return this.#revocations.add({ kid: parseKid(text), at, reason, by, document });
      }
      case 'directory:': {
        const { kid, jwe } = await this.read('guichet-directory+jws', document);
        // Two entries for one officer: the authority's before a delegate's, else one that does not depend on the order.
        const by = this.#credentials.get(parseCompact(document.jws).kid as Kid);
        const rank = `${by && isAuthority(by) ? 1 : 0} ${document._rev}`;
        const known = this.#directory.get(parseKid(kid));
        if (!known || rank > known.rank) this.#directory.set(parseKid(kid), { jwe, rank });
        return;
      }
      case 'delegation:':
      case 'delegation-end:':
        return this.#delegation(document);
      case 'lease:': {
        // Of numbers whoever draws one reads the lease; letters are looked at here, where a desk's credential is.
        if (!isLetterLease(document._id)) return;
        const { desk, series } = await this.read('guichet-lease+jws', document);
        this.#letters.add(desk, series);
        return;
      }
      case 'keyring:': {
        const { n, at, policy = null, backupDays = null } = await this.read('guichet-keyring+jws', document);
        this.#heads.set((await this.#once('name', document.jws, nameOf)).hash, { n, at, policy, backupDays });
        return;
      }
    }
  }

  async #delegation(document: SignedDocument): Promise<void> {
    const by = this.#credentials.get(parseCompact(document.jws).kid as Kid);
    if (document._id.startsWith('delegation:')) {
      const { to, roles, services, from, until } = await this.read('guichet-delegation+jws', document);
      const given = { to, roles: roles as readonly OfficerRole[], from, until };
      const ofServices = services === null ? null : services.map(parseServiceCode);
      const id = parseRecordHash(document._id.slice('delegation:'.length));
      if (by) this.#delegations.add({ id, by, ...given, services: ofServices });
      return;
    }
    const { delegation, at } = await this.read('guichet-delegation-end+jws', document);
    const ended = this.#delegations.get(parseRecordHash(delegation));
    if (!ended || !by) throw new NotYet(`delegation:${delegation}`);
    if (!mayEnd(by, ended)) throw new SealError('SEAL-006', 'not theirs to end');
    this.#delegations.end(ended.id, at);
  }

  async #credential(document: SignedDocument): Promise<void> {
    const { credential, parsed } = await this.#once('credential', document.jws, readCredential);
    if (document._id !== `credential:${credential.kid}`)
      throw new SealError('SEAL-014', 'id is not the hash');
    if (credential.kid === this.root.kid) return;
    if (credential.issuer === null) throw new SealError('SEAL-004', 'a second root');
    const issuer = this.#credentials.get(credential.issuer);
    if (!issuer) throw new NotYet(`credential:${credential.issuer}`);
    if (!mayIssue(issuer, credential)) throw new SealError('SEAL-006', 'not for this issuer to give');
    const isGivenByDelegate = isDesk(credential) && !isAuthority(issuer);
    if (isGivenByDelegate && this.#asksForLeases && !this.#letters.isLeased(credential.desk, issuer.desk))
      throw new NotYet(Letters.idOf(issuer.desk, credential.desk));
    await this.#keep(credential, parsed, issuer.kid);
  }

  /** Verifies a credential by its issuer's key and keeps it; the root's key is its own. */
  async #keep(credential: Credential, parsed: ParsedJws, issuer: Kid): Promise<void> {
    const { kid, sig } = credential;
    const make = () => importPublic(sig, 'sig');
    const key = await (this.#memory?.key(kid, make) ?? make());
    await this.#verify(parsed, issuer, issuer === kid ? key : this.#keys.get(issuer));
    this.#keys.set(kid, key);
    this.#credentials.set(kid, credential);
  }

  /**
   * Reads one record, verified against its signer's credential and right; also those that are not part of the keyring
   * itself (lift, lease).
   * @throws SealError
   */
  async read<T extends RecordType>(typ: T, document: SignedDocument): Promise<RecordPayload<T>> {
    const { payload, parsed } = await this.#once(typ, document.jws, async (jws) => readRecord(typ, jws));
    const { hash, rev } = await this.#once('name', document.jws, nameOf);
    if (!isIdOfRecord(document._id, typ, payload, hash) || document._rev !== rev)
      throw new SealError('SEAL-014', 'id does not follow from the content');
    const by = parsed.kid === null ? undefined : this.#credentials.get(parsed.kid);
    if (!by) throw new NotYet(`credential:${parsed.kid}`);
    const { whom, by: may } = MAY_SIGN[typ];
    const kid = whom(payload);
    const subject = kid === null ? null : this.#credentials.get(parseKid(kid));
    if (subject === undefined) throw new NotYet(`credential:${kid}`);
    if (!may(by, payload, subject)) throw new SealError('SEAL-006', 'not signed by one who may');
    await this.verify(parsed);
    return payload;
  }

  /** @throws SealError SEAL-006 unless the signature is that of the credential which the header names */
  verify(parsed: Pick<ParsedJws, 'kid' | 'jws'>): Promise<void> {
    const { kid } = parsed;
    return this.#verify(parsed, kid, kid === null ? undefined : this.#keys.get(kid));
  }

  #once<T>(kind: string, text: string, read: (text: string) => Promise<T>): Promise<T> {
    return this.#memory?.once(kind, text, read) ?? read(text);
  }

  async #verify(parsed: Pick<ParsedJws, 'jws'>, by: Kid | null, key: CryptoKey | undefined): Promise<void> {
    if (!key) throw new SealError('SEAL-006', 'signer not in the keyring');
    if (!this.#memory) return verifyCompact(parsed, key);
    await this.#memory.verified(by, parsed.jws, () => verifyCompact(parsed, key));
  }

  credential(kid: Kid): Credential | undefined {
    return this.#credentials.get(kid);
  }

  /** a credential and those it chains through, the root last */
  chain(kid: Kid): readonly Credential[] {
    const chain: Credential[] = [];
    for (let next = this.credential(kid); next; next = next.issuer ? this.credential(next.issuer) : undefined)
      chain.push(next);
    return chain;
  }

  /** every credential that chains to the root */
  credentials(): readonly Credential[] {
    return [...this.#credentials.values()];
  }

  /** the imported public key that verifies this signer's records */
  verificationKey(kid: Kid): CryptoKey | undefined {
    return this.#keys.get(kid);
  }

  /** The earliest word that this key is revoked, whoever signed it: enough to put what it signs on hold. */
  revocation(kid: Kid): Revocation | undefined {
    return this.#revocations.of(kid)[0];
  }

  get revocations(): Pick<Revocations, 'of' | 'count'> {
    return this.#revocations;
  }

  /**
   * The word on which this key may be destroyed, which cannot be mended: the earliest by somebody who is not revoked
   * themselves. When a revoked one has signed, their own clock alone would say; so theirs waits for the authority's.
   */
  ending(kid: Kid): Revocation | undefined {
    return this.#revocations.of(kid).find(({ by }) => !this.isRevoked(by));
  }

  /** Is it revoked, or one that it chains through? */
  isRevoked(kid: Kid): boolean {
    return this.chain(kid).some((one) => this.#revocations.has(one.kid));
  }

  get delegations(): Pick<Delegations, 'get' | 'endOf' | 'all'> {
    return this.#delegations;
  }

  /** letters that the authority has laid aside for this desk to give, given ones included, sorted */
  lettersOf(desk: DeskId): readonly DeskId[] {
    return this.#letters.of(desk);
  }

  group(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  /** newest generation of the group of a scope and service class */
  newestGroup(scope: Scope, serviceClass: string): Group | undefined {
    let newest: Group | undefined;
    for (const group of this.#groups.values()) {
      if (group.scope === scope && group.serviceClass === serviceClass && group.gen > (newest?.gen ?? 0))
        newest = group;
    }
    return newest;
  }

  /** the newest generation of this class in each scope that has one */
  newestGroups(serviceClass: string): readonly Group[] {
    const scopes = new Set<Scope>();
    for (const group of this.#groups.values())
      if (group.serviceClass === serviceClass) scopes.add(group.scope);
    return [...scopes].flatMap((scope) => this.newestGroup(scope, serviceClass) ?? []);
  }

  grantsTo(kid: Kid): readonly Grant[] {
    return this.#grants.filter((grant) => grant.to === kid);
  }

  /** the encrypted directory entry of an officer */
  directoryEntry(kid: Kid): unknown {
    return this.#directory.get(kid)?.jwe;
  }

  knowsHead(head: RecordHash): boolean {
    return this.#heads.has(head);
  }

  /** since when a newer list than this one is in force; null where it is the newest, or not known */
  replacedAt(head: RecordHash): string | null {
    const known = this.#heads.get(head);
    let next: { n: number; at: string } | null = null;
    for (const one of this.#heads.values())
      if (known && one.n > known.n && (!next || one.n < next.n)) next = one;
    return next?.at ?? null;
  }

  /** the newest list; null before the first */
  head(): KeyringHead | null {
    let newest: KeyringHead | null = null;
    for (const [hash, list] of this.#heads)
      if (!newest || list.n > newest.n || (list.n === newest.n && hash > newest.hash))
        newest = { hash, ...list };
    return newest;
  }
}
