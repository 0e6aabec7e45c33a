/**
 * `fetch` with the desk's session: signs the server's nonce with the transport key (never local time), keeps the bearer
 * token, asks for a new one when it ends, and tells an answer of the centre from one of a captive portal.
 */
import type { DeskReport } from '../../app/desk/fleet.ts';
import type { TransportSigner } from '../../app/desk/ports.ts';
import { LONGEST_PROOF } from '../../app/keyring/revocation-proof.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { payloadBytes } from '../../app/seal/jws.ts';
import { LinkError, type ReportSource } from './transfer.ts';

/** A request that has not been answered after this long never will be: links die in silence too. */
const TIMEOUT_MS = 90_000;

/** What a gateway answers that takes no reports. */
const TAKES_NONE: ReadonlySet<number> = new Set([404, 405, 501]);

interface Opened {
  readonly token: string;
  readonly epoch: string;
  /** as it was said: nothing of it is verified here */
  readonly revoked?: readonly SignedDocument[];
}

export class SessionFetch {
  readonly #base: string;
  readonly #isGateway: (kid: string) => Promise<boolean>;
  readonly #transport: TransportSigner;
  readonly #introduction: readonly SignedDocument[];
  readonly #fetch: typeof fetch;
  #report: ReportSource = async () => null;
  #opening: Promise<Opened> | null = null;
  #opened: Opened | null = null;
  /** the session whose gateway takes no reports */
  #deaf: Opened | null = null;

  /** @param introduction what a gateway that does not know this desk is told once more (docs/decisions/0023) */
  constructor(
    base: string,
    isGateway: (kid: string) => Promise<boolean>,
    transport: TransportSigner,
    fetcher: typeof fetch = (...args) => fetch(...args),
    introduction: readonly SignedDocument[] = [],
  ) {
    this.#base = base.replace(/\/$/, '');
    this.#isGateway = isGateway;
    this.#transport = transport;
    this.#introduction = introduction.filter(({ _id }) => /^(?:credential|lease):/.test(_id));
    this.#fetch = fetcher;
  }

  /** From here on sessions are opened with what this source says. */
  reportsFrom(source: ReportSource): void {
    this.#report = source;
  }

  url(path: string): string {
    return `${this.#base}/${path}`;
  }

  async open(): Promise<Opened> {
    this.#opening ??= this.#handshake();
    try {
      this.#opened = await this.#opening;
      return this.#opened;
    } catch (error) {
      this.#opening = null;
      throw error;
    }
  }

  /**
   * Says something of this desk in the session that is open; opens none.
   * @returns whether the gateway took it. @throws LinkError
   */
  async tell(report: DeskReport): Promise<boolean> {
    const session = this.#opened;
    if (!session || session === this.#deaf) return false;
    const { status } = await this.#exchange(this.url('_desk'), {
      method: 'POST',
      body: JSON.stringify(report),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${session.token}` },
    });
    if (TAKES_NONE.has(status)) this.#deaf = session;
    return status === 204;
  }

  async #handshake(): Promise<Opened> {
    try {
      return await this.#prove([]);
    } catch (error) {
      const isUnknown = error instanceof LinkError && error.code === 'LN-004';
      if (!isUnknown || this.#introduction.length === 0) throw error;
      return this.#prove(this.#introduction);
    }
  }

  async #prove(introduction: readonly SignedDocument[]): Promise<Opened> {
    const asked = await this.#json(await this.#send(this.url('_session'), {}));
    const { nonce, gateway } = (asked.guichet ?? {}) as { nonce?: unknown; gateway?: unknown };
    // Several gateways may stand behind one address: whoever answers must be one of the ministry's.
    if (typeof nonce !== 'string' || typeof gateway !== 'string') throw new LinkError('LN-005');
    if (!(await this.#isGateway(gateway))) throw new LinkError('LN-005');
    const origin = new URL(this.#base).origin;
    const proof = await this.#transport.sign(payloadBytes({ v: 1, nonce, gateway, origin }));
    const report = await this.#reportOrNull();
    const body = JSON.stringify({
      credential: this.#transport.credential,
      proof,
      ...(report && { report }),
      ...(introduction.length > 0 && { introduction }),
    });
    const reply = await this.#send(this.url('_session'), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    if (reply.status === 401 || reply.status === 403) throw new LinkError('LN-004');
    const { token, epoch, revoked } = await this.#json(reply);
    if (typeof token !== 'string' || typeof epoch !== 'string') throw new LinkError('LN-005');
    return { token, epoch, ...(areDocuments(revoked) && { revoked }) };
  }

  async #reportOrNull(): Promise<DeskReport | null> {
    try {
      return await this.#report();
    } catch {
      return null;
    }
  }

  /** As PouchDB calls it. A session that has ended is opened again, once. */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const first = await this.#authorised(input, init);
    if (first.status !== 401) return first;
    this.#opening = null;
    this.#opened = null;
    return this.#authorised(input, init);
  };

  async #authorised(input: string | URL | Request, init: RequestInit): Promise<Response> {
    const { token } = await this.open();
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return this.#send(input, { ...init, headers });
  }

  async #send(input: string | URL | Request, init: RequestInit): Promise<Response> {
    const reply = await this.#exchange(input, init);
    // The centre sends nobody elsewhere; a captive portal does.
    if (
      reply.type === 'opaqueredirect' ||
      (reply.status >= 300 && reply.status < 400 && reply.status !== 304)
    )
      throw new LinkError('LN-006');
    if (reply.status >= 500) throw new LinkError('LN-003');
    const type = reply.headers.get('content-type') ?? '';
    if (type.includes('html')) throw new LinkError('LN-006');
    return reply;
  }

  /** @returns whatever was answered, by whomever. @throws LinkError LN-001 */
  async #exchange(input: string | URL | Request, init: RequestInit): Promise<Response> {
    try {
      const timeout = AbortSignal.timeout(TIMEOUT_MS);
      const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
      return await this.#fetch(input, {
        ...init,
        signal,
        cache: 'no-store',
        redirect: 'manual',
        credentials: 'omit',
      });
    } catch (cause) {
      throw new LinkError('LN-001', { cause });
    }
  }

  async #json(reply: Response): Promise<Record<string, unknown>> {
    try {
      const value: unknown = await reply.json();
      if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
    } catch (cause) {
      throw new LinkError('LN-005', { cause });
    }
    throw new LinkError('LN-005');
  }
}

const areDocuments = (value: unknown): value is readonly SignedDocument[] =>
  Array.isArray(value) &&
  value.length <= LONGEST_PROOF &&
  value.every((one: Partial<SignedDocument> | null) =>
    [one?._id, one?._rev, one?.jws].every((part) => typeof part === 'string'),
  );
