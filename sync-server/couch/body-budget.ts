import { type Readable, Transform } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** So much of a body passes in any case, bytes: handshakes and questions do not wait behind uploads. */
export const FREE_BYTES = 16 * 1024;

interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/** The bytes of one body that are in memory, until its answer is out or its sender is gone. */
interface Hold {
  bytes: number;
  isOver: boolean;
}

/**
 * What the bodies of all requests may take in memory together. When it is spent, further ones are not read, and their
 * senders are held up by their sockets, until others are answered. One of those that wait may always go beyond, the
 * longest waiting first, so that bodies of which each has a part never wait for each other for good. Its room is set
 * aside: all that is held stays below `total`, and {@link FREE_BYTES} for each connection.
 */
export class BodyBudget {
  /** for all but the one that may go beyond */
  readonly #shared: number;
  readonly #waiting = new Map<Hold, Waiting>();
  #beyond: Hold | undefined;
  #held = 0;
  #peak = 0;

  /** @param total bytes of bodies in memory @param largest bytes of one body */
  constructor(total: number, largest: number) {
    this.#shared = Math.max(0, total - largest);
  }

  /** bytes of bodies in memory */
  get held(): number {
    return this.#held;
  }

  /** the most that was held at once */
  get peak(): number {
    return this.#peak;
  }

  /** The body, a piece at a time as there is room. Its bytes as they come are counted: after gunzip, whatever was announced. */
  meter({ raw }: FastifyRequest, reply: FastifyReply, body: Readable): Readable {
    const { 'content-length': length, 'transfer-encoding': coding } = raw.headers;
    if (coding === undefined && Number(length ?? 0) === 0) return body;
    const hold: Hold = { bytes: 0, isOver: false };
    const metered = new Transform({
      transform: (piece: Buffer, _encoding, done) =>
        this.#take(hold, { bytes: piece.length, go: () => done(null, piece) }),
    });
    // Of a gzipped body Fastify compares what came over the wire with what was announced.
    Object.defineProperty(metered, 'receivedEncodedLength', {
      get: () => (body as { receivedEncodedLength?: number }).receivedEncodedLength,
    });
    body.on('error', (error) => metered.destroy(error));
    // Fastify listens only while it reads: what is wrong with a body that is answered already is nobody's trouble.
    metered.on('error', () => {});
    reply.raw.once('close', () => this.#release(hold));
    return body.pipe(metered);
  }

  #take(hold: Hold, { bytes, go }: Waiting): void {
    const passes = hold.isOver || hold === this.#beyond || hold.bytes + bytes <= FREE_BYTES;
    if (passes || (this.#waiting.size === 0 && this.#fits(bytes))) {
      this.#grant(hold, { bytes, go });
      return;
    }
    this.#waiting.set(hold, { bytes, go });
    this.#goOn();
  }

  #fits(bytes: number): boolean {
    const beyond = this.#beyond?.bytes ?? 0;
    return this.#held - beyond + bytes <= this.#shared;
  }

  #grant(hold: Hold, { bytes, go }: Waiting): void {
    // What comes after the answer is thrown away.
    if (!hold.isOver) {
      hold.bytes += bytes;
      this.#held += bytes;
      this.#peak = Math.max(this.#peak, this.#held);
    }
    go();
  }

  #goOn(): void {
    for (const [hold, waiting] of this.#waiting) {
      if (!this.#fits(waiting.bytes)) {
        if (this.#beyond !== undefined) return;
        this.#beyond = hold;
      }
      this.#waiting.delete(hold);
      this.#grant(hold, waiting);
    }
  }

  #release(hold: Hold): void {
    hold.isOver = true;
    this.#held -= hold.bytes;
    hold.bytes = 0;
    if (this.#beyond === hold) this.#beyond = undefined;
    const waiting = this.#waiting.get(hold);
    this.#waiting.delete(hold);
    waiting?.go();
    this.#goOn();
  }
}
