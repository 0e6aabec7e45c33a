/**
 * The keyring: credentials that chain to the ministry's root, groups, grants and revocations, all from documents that
 * replicate. It verifies offline, holds nothing secret and never forgets: an older head is still known.
 * What does not verify is left out and listed in `problems`, so that it is seen and not silently dropped.
 */
import { type Kid, parseKid, type RecordHash } from '../acts/ids.ts';
import type { LogDocument, SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { hashOf } from '../seal/hash.ts';
import { type ParsedJws, verifyCompact } from '../seal/jws.ts';
import { type CryptoKey, importPublic, type PublicJwk, readPublicJwk } from '../seal/keys.ts';
import { type Credential, readCredential, type Scope } from './credential.ts';
import { type RecordPayload, type RecordType, readRecord } from './records.ts';
import type { OfficerRole, Role } from './roles.ts';
import { OFFICER_ROLES } from './roles.ts';

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

export interface Revocation {
  readonly kid: Kid;
  readonly at: string;
}

const isOfficerRole = (role: Role): role is OfficerRole =>
  (OFFICER_ROLES as readonly string[]).includes(role);

/** Who may issue what: the whole chain in one place. A delegate only narrows. */
function mayIssue(issuer: Credential, subject: Credential): boolean {
  const within = issuer.from <= subject.from && subject.until <= issuer.until;
  if (issuer.roles.includes('root'))
    return within && subject.roles.length === 1 && subject.roles[0] === 'authority';
  if (issuer.roles.includes('authority'))
    return within && !subject.roles.some((role) => role === 'root' || role === 'authority');
  return (
    within &&
    issuer.delegates.length > 0 &&
    subject.scope === issuer.scope &&
    subject.delegates.length === 0 &&
    subject.roles.every((role) => isOfficerRole(role) && issuer.delegates.includes(role))
  );
}

const signers: Record<RecordType, (credential: Credential) => boolean> = {
  'guichet-group+jws': (by) => by.roles.includes('authority'),
  'guichet-grant+jws': (by) => by.roles.includes('authority') || by.delegates.length > 0,
  'guichet-revocation+jws': (by) => by.roles.includes('authority') || by.delegates.length > 0,
  'guichet-keyring+jws': (by) => by.roles.includes('authority'),
  'guichet-directory+jws': (by) => by.roles.includes('authority') || by.delegates.length > 0,
  'guichet-lift+jws': (by) => by.roles.includes('supervisor'),
  'guichet-lease+jws': (by) => by.roles.includes('authority'),
};

export class Keyring {
  readonly root: Credential;
  readonly #credentials = new Map<Kid, Credential>();
  readonly #keys = new Map<Kid, CryptoKey>();
  readonly #groups = new Map<string, Group>();
  readonly #grants: Grant[] = [];
  readonly #revocations = new Map<Kid, Revocation>();
  readonly #directory = new Map<Kid, unknown>();
  readonly #heads = new Map<RecordHash, { n: number; at: string }>();
  readonly #seen = new Set<string>();
  /** ids of documents that did not verify, with the code that says why */
  readonly problems: { id: string; code: string }[] = [];

  private constructor(root: Credential) {
    this.root = root;
  }

  /** @param rootJws the ministry's root credential, known from the desk's commissioning */
  static async from(rootJws: string, documents: readonly LogDocument[]): Promise<Keyring> {
    const { credential, parsed } = await readCredential(rootJws);
    if (credential.issuer !== null || credential.roles.length !== 1 || credential.roles[0] !== 'root') {
      throw new SealError('SEAL-004', 'not a root credential');
    }
    const keyring = new Keyring(credential);
    await keyring.#verify(parsed, credential.sig);
    await keyring.#keep(credential);
    await keyring.add(documents);
    return keyring;
  }

  /** Takes in documents of any order; credentials first, until nothing more chains. Others are left alone. */
  async add(documents: readonly LogDocument[]): Promise<void> {
    const signed = documents.filter(
      (d): d is SignedDocument => 'jws' in d && !this.#seen.has(`${d._id} ${d._rev}`),
    );
    for (const document of signed) this.#seen.add(`${document._id} ${document._rev}`);
    await this.#addCredentials(signed.filter((document) => document._id.startsWith('credential:')));
    for (const document of signed) {
      try {
        await this.#addRecord(document);
      } catch (error) {
        this.#problem(document, error);
      }
    }
  }

  async #addCredentials(documents: readonly SignedDocument[]): Promise<void> {
    let waiting = documents;
    for (let progress = true; progress && waiting.length > 0; ) {
      const later: SignedDocument[] = [];
      for (const document of waiting) {
        try {
          if (!(await this.#chain(document))) later.push(document);
        } catch (error) {
          this.#problem(document, error);
        }
      }
      progress = later.length < waiting.length;
      waiting = later;
    }
    // Its issuer may come with a later delivery: it is not a problem, it is looked at again then.
    for (const document of waiting) this.#seen.delete(`${document._id} ${document._rev}`);
  }

  /** @returns false while the issuer is unknown */
  async #chain(document: SignedDocument): Promise<boolean> {
    const { credential, parsed } = await readCredential(document.jws);
    if (document._id !== `credential:${credential.kid}`)
      throw new SealError('SEAL-014', 'id is not the hash');
    if (credential.kid === this.root.kid) return true;
    if (credential.issuer === null) throw new SealError('SEAL-004', 'a second root');
    const issuer = this.#credentials.get(credential.issuer);
    if (!issuer) return false;
    if (!mayIssue(issuer, credential)) throw new SealError('SEAL-006', 'not for this issuer to give');
    await this.#verify(parsed, issuer.sig);
    await this.#keep(credential);
    return true;
  }

  async #addRecord(document: SignedDocument): Promise<void> {
    const prefix = document._id.slice(0, document._id.indexOf(':') + 1);
    switch (prefix) {
      case 'group:': {
        const { group, gen, enc } = await this.#record('guichet-group+jws', document);
        const [, scope, serviceClass] = group.split(':') as [string, Scope, string];
        const id = `${group}:${gen}`;
        if (document._id !== id) throw new SealError('SEAL-014', 'id is not the group');
        if (!this.#groups.has(id))
          this.#groups.set(id, { id, scope, serviceClass, gen, enc: readPublicJwk(enc) });
        return;
      }
      case 'grant:': {
        const { group, gen, to, jwe } = await this.#record('guichet-grant+jws', document);
        this.#grants.push({ group: `${group}:${gen}`, gen, to: parseKid(to), jwe });
        return;
      }
      case 'revocation:': {
        const { kid, at } = await this.#record('guichet-revocation+jws', document);
        const known = this.#revocations.get(parseKid(kid));
        if (!known || at < known.at) this.#revocations.set(parseKid(kid), { kid: parseKid(kid), at });
        return;
      }
      case 'directory:': {
        const { kid, jwe } = await this.#record('guichet-directory+jws', document);
        this.#directory.set(parseKid(kid), jwe);
        return;
      }
      case 'keyring:': {
        const { n, at } = await this.#record('guichet-keyring+jws', document);
        if (document._id !== `keyring:${n}`) throw new SealError('SEAL-014', 'id is not the number');
        this.#heads.set(await hashOf(document.jws), { n, at });
        return;
      }
    }
  }

  /** Reads and verifies one record against its signer's credential and right. */
  async #record<T extends RecordType>(typ: T, document: SignedDocument): Promise<RecordPayload<T>> {
    const { payload, parsed } = readRecord(typ, document.jws);
    const by = parsed.kid === null ? undefined : this.#credentials.get(parsed.kid);
    if (!by || !signers[typ](by)) throw new SealError('SEAL-006', 'not signed by one who may');
    await this.#verify(parsed, by.sig);
    return payload;
  }

  /** Reads a record that is not part of the keyring itself (lift, lease), verified the same way. */
  read<T extends RecordType>(typ: T, document: SignedDocument): Promise<RecordPayload<T>> {
    return this.#record(typ, document);
  }

  #problem(document: SignedDocument, error: unknown): void {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'SEAL-014';
    this.problems.push({ id: document._id, code });
  }

  async #verify(parsed: ParsedJws, by: PublicJwk): Promise<void> {
    await verifyCompact(parsed, await importPublic(by, 'sig'));
  }

  async #keep(credential: Credential): Promise<void> {
    this.#keys.set(credential.kid, await importPublic(credential.sig, 'sig'));
    this.#credentials.set(credential.kid, credential);
  }

  credential(kid: Kid): Credential | undefined {
    return this.#credentials.get(kid);
  }

  /** every credential that chains to the root */
  credentials(): readonly Credential[] {
    return [...this.#credentials.values()];
  }

  /** the imported public key that verifies this signer's records */
  verificationKey(kid: Kid): CryptoKey | undefined {
    return this.#keys.get(kid);
  }

  revocation(kid: Kid): Revocation | undefined {
    return this.#revocations.get(kid);
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

  grantsTo(kid: Kid): readonly Grant[] {
    return this.#grants.filter((grant) => grant.to === kid);
  }

  /** the encrypted directory entry of an officer */
  directoryEntry(kid: Kid): unknown {
    return this.#directory.get(kid);
  }

  knowsHead(head: RecordHash): boolean {
    return this.#heads.has(head);
  }

  /** the newest list's hash, number and time; null before the first */
  head(): { hash: RecordHash; n: number; at: string } | null {
    let newest: { hash: RecordHash; n: number; at: string } | null = null;
    for (const [hash, { n, at }] of this.#heads) if (!newest || n > newest.n) newest = { hash, n, at };
    return newest;
  }
}
