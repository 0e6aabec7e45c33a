export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
/** Vitest's JSON report. */
export declare function countVitest(report: unknown): Counts;
/** Playwright's JSON report. */
export declare function countPlaywright(report: unknown): Counts;
/** The counts, with one failure more where the runner failed in silence or ran nothing. */
export declare function honest(exitCode: number, counts: Counts): Counts;
