/** Sessions and rights as the protocol's hooks ask for them, and `/_session` itself. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Gateway } from '../admission/gateway.ts';
import { CouchError } from '../couch/errors.ts';
import type { Access, CouchHooks, Permission } from '../couch/hooks.ts';
import type { FleetBook } from '../fleet/fleet-book.ts';
import { addressGroup, type TrustedProxies } from '../http/address.ts';
import type { DbName } from '../stores/ids.ts';
import { OpenCount } from './open-count.ts';
import { ownOrigins } from './origins.ts';
import { type Rate, RateLimit } from './rate-limit.ts';
import { covers, rightTo } from './rights.ts';
import { SESSION_SECONDS, type Session, type Sessions } from './sessions.ts';

export interface Rates {
  /** `/_session`, by address: handshakes cost a signature check */
  readonly handshake: Rate;
  /** requests without a session, by address */
  readonly address: Rate;
  /** requests of a desk, on whatever address */
  readonly desk: Rate;
}

/**
 * A mission is often behind one address. A desk that syncs at full speed on the machine of the server itself stays far
 * below its own (`tests/sync-server/access/limits.test.ts` measures by how much).
 */
export const DEFAULT_RATES: Rates = {
  handshake: { capacity: 120, perSecond: 2 },
  address: { capacity: 1000, perSecond: 50 },
  desk: { capacity: 10_000, perSecond: 2000 },
};

/** Feeds that stay open at once. A desk holds one for each of its databases. */
export interface FeedLimits {
  readonly desk: number;
  readonly address: number;
  readonly all: number;
}

export const FEED_LIMITS: FeedLimits = { desk: 32, address: 1024, all: 4096 };

export interface AccessParts {
  readonly gateway: Gateway;
  readonly sessions: Sessions;
  /** who has come */
  readonly fleet: Pick<FleetBook, 'contact' | 'report'>;
  readonly origins: ReadonlySet<string>;
  readonly rates: Rates;
  readonly feeds: FeedLimits;
  readonly proxies: TrustedProxies;
  readonly monotonic: () => number;
}

const ALLOWED: Permission = { allow: true };
const NO_SESSION: Permission = { allow: false, status: 401, reason: 'You need a session: see /_session.' };
const NO_RIGHT: Permission = { allow: false, status: 403, reason: 'This desk may not do that.' };
const SESSION_PATH = /^\/_session\/?(?:\?|$)/;
/** Open to all: whether there is a server, and which. */
const OPEN_PATHS = /^\/(?:_up)?(?:\?|$)/;
/** A handshake's body: a credential and a proof. */
export const HANDSHAKE_BYTES = 16 * 1024;

export class AccessControl implements Pick<CouchHooks, 'authorize' | 'visible' | 'session' | 'feedOpens'> {
  readonly #parts: AccessParts;
  readonly #handshakes: RateLimit;
  readonly #addresses: RateLimit;
  readonly #desks: RateLimit;
  readonly #feedsOfDesks: OpenCount;
  readonly #feedsOfAddresses: OpenCount;

  constructor(parts: AccessParts) {
    this.#parts = parts;
    const { rates, feeds, monotonic } = parts;
    this.#feedsOfDesks = new OpenCount(feeds.desk, feeds.all);
    this.#feedsOfAddresses = new OpenCount(feeds.address, feeds.all);
    this.#handshakes = new RateLimit(rates.handshake, monotonic);
    this.#addresses = new RateLimit(rates.address, monotonic);
    this.#desks = new RateLimit(rates.desk, monotonic);
  }

  sessionOf(request: FastifyRequest): Session | undefined {
    return this.#parts.sessions.of(request.headers.authorization);
  }

  #addressOf({ raw }: FastifyRequest): string {
    return addressGroup(this.#parts.proxies.clientOf(raw));
  }

  ownOrigins(request: FastifyRequest): ReadonlySet<string> {
    const { origins, proxies } = this.#parts;
    return ownOrigins(request, origins, proxies.clientOf(request.raw));
  }

  /** Before anything else of a request. @returns seconds to wait, 0 when it may go on */
  delay(request: FastifyRequest): number {
    const session = this.sessionOf(request);
    const address = this.#addressOf(request);
    if (session) this.#parts.fleet.contact(session.desk);
    if (SESSION_PATH.test(request.url)) return this.#handshakes.take(address);
    return session ? this.#desks.take(session.desk) : this.#addresses.take(address);
  }

  feedOpens(request: FastifyRequest): (() => void) | undefined {
    const leaveAddress = this.#feedsOfAddresses.enter(this.#addressOf(request));
    const leaveDesk = leaveAddress && this.#feedsOfDesks.enter(this.sessionOf(request)?.desk ?? '');
    if (leaveDesk === undefined) {
      leaveAddress?.();
      return undefined;
    }
    return () => {
      leaveDesk();
      leaveAddress?.();
    };
  }

  /** A handshake larger than one is not read at all. */
  isTooLarge(request: FastifyRequest): boolean {
    if (!SESSION_PATH.test(request.url) || request.method === 'GET') return false;
    const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
    return coding !== undefined || Number(length ?? 0) > HANDSHAKE_BYTES;
  }

  visible(request: FastifyRequest, db: DbName): boolean {
    const session = this.sessionOf(request);
    // Without a session the answer is 401 for whatever name, there or not.
    return session === undefined || rightTo(db, session, this.#parts.gateway.databases) !== 'none';
  }

  authorize(request: FastifyRequest, { kind, db }: Access): Permission {
    if (kind === 'server' && OPEN_PATHS.test(request.url)) return ALLOWED;
    const session = this.sessionOf(request);
    if (!session) return NO_SESSION;
    if (db === undefined) return kind === 'server' ? ALLOWED : NO_RIGHT;
    const right = rightTo(db, session, this.#parts.gateway.databases);
    return covers(right, kind, request.url) ? ALLOWED : NO_RIGHT;
  }

  async session(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<FastifyReply> {
    reply.header('cache-control', 'no-store');
    switch (request.method) {
      case 'POST':
        return this.#open(request, reply, body);
      case 'DELETE':
        this.#parts.sessions.end(request.headers.authorization);
        return reply.send({ ok: true });
      default: {
        const { sessions, gateway } = this.#parts;
        const desk = this.sessionOf(request);
        return reply.send({
          ok: true,
          userCtx: { name: desk?.desk ?? null, roles: [] },
          info: { authentication_handlers: ['guichet'], ...(desk && { authenticated: 'guichet' }) },
          guichet: { nonce: sessions.nonce(), gateway: gateway.kid, epoch: gateway.epoch.value },
        });
      }
    }
  }

  async #open(request: FastifyRequest, reply: FastifyReply, body: unknown): Promise<FastifyReply> {
    const { sessions, gateway, fleet } = this.#parts;
    const { credential, proof, report, introduction } = jsonOf(body);
    const origins = this.ownOrigins(request);
    const opening = await sessions.open(credential, proof, origins, introduction);
    switch (opening.outcome) {
      case 'opened':
        fleet.report(opening.session.desk, report);
        return reply.send({
          ok: true,
          token: opening.token,
          expiresIn: SESSION_SECONDS,
          epoch: gateway.epoch.value,
          ...(opening.session.leaving && { revoked: opening.revoked }),
        });
      case 'unknown':
        return reply
          .code(401)
          .send({ error: 'unauthorized', reason: 'This is no proof of a desk known here.' });
    }
  }
}

function jsonOf(body: unknown): {
  credential?: unknown;
  proof?: unknown;
  report?: unknown;
  introduction?: unknown;
} {
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new CouchError('bad_request', 'A session is asked for with a credential and a proof.');
}
