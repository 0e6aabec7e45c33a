/**
 * What one socket may cost the server. Progress is what is judged, never how long a request takes in all: an honest
 * desk behind 2 kbit/s finishes an upload of any length, whoever drips bytes to hold a place does not.
 */
export interface HttpLimits {
  /** The headers of a request must be here within this time. */
  readonly headersMs: number;
  /** A body must bring at least `bodyBytes` in every `bodyMs`. */
  readonly bodyBytes: number;
  readonly bodyMs: number;
  /**
   * A reader must take something within this time while there is something to take. Long: a kernel tells of progress
   * only when a third of its buffer is free: at 2 kbit/s and 460 KB of buffer that is ten minutes.
   */
  readonly readerMs: number;
  /** After an answer that came before its question had arrived, how long the rest may still come. */
  readonly lingerMs: number;
  /** A connection that asks nothing. Longer than the clients' own, so that it is they who close. */
  readonly idleMs: number;
  /** Address line and headers together. */
  readonly headerBytes: number;
  /** Open connections in all, and from one address (of IPv6: one /64). A mission is often behind one address. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

export const HTTP_LIMITS: HttpLimits = {
  headersMs: 30_000,
  bodyBytes: 1024,
  bodyMs: 60_000,
  readerMs: 900_000,
  lingerMs: 30_000,
  idleMs: 75_000,
  headerBytes: 64 * 1024,
  connections: 4096,
  connectionsPerAddress: 1024,
};
