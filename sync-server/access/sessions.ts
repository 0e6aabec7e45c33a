/**
 * Sessions of desks: a nonce of ours, signed with the desk's transport key, gives a bearer token for 15 minutes. No
 * passwords, and no clock but ours. Tokens are kept as their SHA-256 only, in memory: a restart ends all sessions, and
 * desks open new ones by themselves.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Clock, isoTime } from '../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode } from '../../app/acts/ids.ts';
import { type Credential, readCredential, type Scope } from '../../app/keyring/credential.ts';
import { missionsOfDesk } from '../../app/keyring/desk-missions.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { proofOfRevocations } from '../../app/keyring/revocation-proof.ts';
import { isLetterLease, RECORD_PREFIX, type SignedDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import { parseCompact, payloadOf, verifyCompact } from '../../app/seal/jws.ts';

export const NONCE_MS = 120_000;
export const SESSION_SECONDS = 900;
/** Nonces outstanding; beyond, the oldest goes: whoever asks for many spoils their own first. */
const NONCES = 20_000;
const SESSIONS = 20_000;

export interface Session {
  readonly desk: DeskId;
  readonly scope: Scope;
  /** at the centre, those that the desk's officers work for when the session is opened; null for all */
  readonly missions: ReadonlySet<MissionCode> | null;
  readonly kid: Kid;
  /** a revoked desk: it may hand over what it has sealed, and nothing more (FORMATS.md, "Transport key") */
  readonly leaving: boolean;
}

/** `unknown`: not a proof of a desk we know; why is not told. */
export type Opening =
  | {
      readonly outcome: 'opened';
      readonly token: string;
      readonly session: Session;
      /** of a leaving desk: the signed records that say so, for the holder of its key only. It believes nothing less */
      readonly revoked: readonly SignedDocument[];
    }
  | { readonly outcome: 'unknown' };

export interface SessionsParts {
  readonly keyring: Keyring;
  /** takes records that verify into that keyring, so that they are stored before a verdict rests on them. @throws SealError */
  readonly introduce: (documents: readonly SignedDocument[]) => Promise<void>;
  readonly gateway: Kid;
  /** wall clock: validity of credentials */
  readonly clock: Clock;
  /** milliseconds that never jump: ends of nonces and sessions */
  readonly monotonic: () => number;
}

export class Sessions {
  readonly #parts: SessionsParts;
  readonly #nonces = new Map<string, number>();
  readonly #sessions = new Map<string, { readonly session: Session; readonly until: number }>();

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  nonce(): string {
    const now = this.#parts.monotonic();
    for (const [nonce, until] of this.#nonces) {
      if (until > now && this.#nonces.size < NONCES) break;
      this.#nonces.delete(nonce);
    }
    const nonce = randomBytes(32).toString('base64url');
    this.#nonces.set(nonce, now + NONCE_MS);
    return nonce;
  }

  /**
   * @param origins at which this server is reached for this request
   * @param introduction of a desk that was put into service without a network: the records its credential hangs on
   */
  async open(
    credential: unknown,
    proof: unknown,
    origins: ReadonlySet<string>,
    introduction?: unknown,
  ): Promise<Opening> {
    if (typeof credential !== 'string' || typeof proof !== 'string') return { outcome: 'unknown' };
    try {
      const holder = (await this.#holder(credential)) ?? (await this.#introduced(credential, introduction));
      if (!holder || !(await this.#isProof(proof, holder, origins))) return { outcome: 'unknown' };
      const { desk, scope, kid } = holder;
      const by = this.#revokedOf(holder);
      const missions = scope === 'CENTRAL' ? missionsOfDesk(this.#parts.keyring, desk) : null;
      const revoked = await proofOfRevocations(this.#parts.keyring, by);
      return this.#start({ desk, scope, missions, kid, leaving: by.length > 0 }, revoked);
    } catch (error) {
      if (error instanceof SealError) return { outcome: 'unknown' };
      throw error;
    }
  }

  /** A desk that was not known: what it brings and what verifies on its own chain is known from here on. Bringing it proves nothing. */
  async #introduced(jws: string, introduction: unknown) {
    if (!isIntroduction(introduction)) return undefined;
    await this.#parts.introduce(introduction);
    return this.#holder(jws);
  }

  /** A transport credential of the keyring, in force now. */
  async #holder(jws: string): Promise<(Credential & { readonly desk: DeskId }) | undefined> {
    const { credential: offered } = await readCredential(jws).catch((error: unknown) => {
      throw error instanceof SealError ? error : new SealError('SEAL-014', undefined, { cause: error });
    });
    const known = this.#parts.keyring.credential(offered.kid);
    const now = isoTime(this.#parts.clock.now());
    if (!known?.roles.includes('transport') || known.desk === null) return undefined;
    return known.from <= now && now < known.until ? { ...known, desk: known.desk } : undefined;
  }

  async #isProof(proof: string, holder: Credential, origins: ReadonlySet<string>): Promise<boolean> {
    const parsed = parseCompact(proof);
    const { v, nonce, gateway, origin, ...others } = payloadOf(parsed);
    // One use, also of a proof that then turns out to be wrong.
    const until = typeof nonce === 'string' ? this.#nonces.get(nonce) : undefined;
    this.#nonces.delete(String(nonce));
    const key = this.#parts.keyring.verificationKey(holder.kid);
    const fits =
      parsed.typ === 'guichet-session+jws' &&
      parsed.kid === holder.kid &&
      v === 1 &&
      gateway === this.#parts.gateway &&
      Object.keys(others).length === 0 &&
      typeof origin === 'string' &&
      origins.has(origin);
    if (!fits || !key || until === undefined || until <= this.#parts.monotonic()) return false;
    await verifyCompact(parsed, key);
    return true;
  }

  /** Of it and of those it hangs on, the ones that are revoked. */
  #revokedOf({ kid }: { readonly kid: Kid }): readonly Kid[] {
    const { keyring } = this.#parts;
    return keyring.chain(kid).flatMap((one) => (keyring.revocation(one.kid) ? [one.kid] : []));
  }

  #start(session: Session, revoked: readonly SignedDocument[]): Opening {
    const now = this.#parts.monotonic();
    for (const [name, { until }] of this.#sessions) {
      if (until > now && this.#sessions.size < SESSIONS) break;
      this.#sessions.delete(name);
    }
    const token = randomBytes(32).toString('base64url');
    this.#sessions.set(nameOf(token), { session, until: now + SESSION_SECONDS * 1000 });
    return { outcome: 'opened', token, session, revoked };
  }

  /**
   * Whose request this is. A session ends with its time, and with its desk's revocation: the next one is for handing over.
   */
  of(authorization: string | undefined): Session | undefined {
    const token = tokenOf(authorization);
    const found = token === undefined ? undefined : this.#sessions.get(nameOf(token));
    if (token === undefined || !found) return undefined;
    const { session, until } = found;
    const stands = session.leaving || this.#revokedOf(session).length === 0;
    if (until > this.#parts.monotonic() && stands) return session;
    this.#sessions.delete(nameOf(token));
    return undefined;
  }

  end(authorization: string | undefined): void {
    const token = tokenOf(authorization);
    if (token !== undefined) this.#sessions.delete(nameOf(token));
  }
}

/** The desk's credential, its officer's, the approver's chain, and the lease of the letter. */
const LONGEST_INTRODUCTION = 8;

const isIntroduction = (value: unknown): value is readonly SignedDocument[] =>
  Array.isArray(value) &&
  value.length <= LONGEST_INTRODUCTION &&
  value.every(
    (one: Partial<SignedDocument> | null) =>
      [one?._id, one?._rev, one?.jws].every((part) => typeof part === 'string') &&
      (one?._id?.startsWith(RECORD_PREFIX.credential) || isLetterLease(one?._id ?? '')),
  );

const tokenOf = (authorization: string | undefined): string | undefined =>
  /^Bearer ([A-Za-z0-9_-]{43})$/.exec(authorization ?? '')?.[1];

const nameOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
