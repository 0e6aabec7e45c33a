/** A row of a bench, as its table and its JSON show it. The metric's name says which way is better. */
export interface BenchRow {
  readonly case: string;
  readonly metric: string;
  readonly unit: string;
  readonly ours: number;
  /** measured in the same call */
  readonly peer?: number;
  readonly peerName?: string;
  /** a physical or stated limit */
  readonly limit?: number;
  /** ours to the peer, or to the limit */
  readonly ratio?: number;
}
