/** Who listens to a benchmark, and to what. */
import type { Listeners } from '@anodec/core';
import type { CellRecord } from './cell-record.js';
import type { BenchmarkPlan } from './plan.js';

/** How a cell came about: fitted, from errors that were kept, kept itself, or not at all. */
export type CellState = 'fitted' | 'rescored' | 'kept' | 'failed';

/** A cell that is done. */
export interface CellEvent {
  /** Counted from 1. */
  readonly number: number;
  readonly total: number;
  readonly series: string;
  readonly title: string;
  readonly seed: number | null;
  readonly state: CellState;
  readonly seconds: number;
  readonly cell?: CellRecord;
  /** Why it failed. */
  readonly message?: string;
}

/** Listeners of a benchmark. */
export interface BenchmarkListeners extends Listeners {
  /** Receives what will run, before it does. */
  onPlan?(plan: BenchmarkPlan): void;
  /** Receives each cell when it is done; a data set that cannot be read comes once for all its cells. */
  onCell?(event: CellEvent): void;
}
