/** What a benchmark found. */
import type { CellRecord } from './cell-record.js';
import type { BenchmarkPlan } from './plan.js';

/** A cell that failed. */
export interface Failure {
  readonly series: string;
  readonly detector: string;
  readonly seed: number | null;
  readonly message: string;
}

/** The cells of a benchmark. */
export interface BenchmarkResults extends BenchmarkPlan {
  readonly results: readonly CellRecord[];
  readonly failures: readonly Failure[];
}

/** A finished benchmark. */
export interface Benchmark extends BenchmarkResults {
  /** Paths of the tables that were written, by ending. */
  readonly files: Readonly<Record<string, string>>;
}
