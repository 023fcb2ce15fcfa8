/** What a search evaluates: a task knows nothing of samplers, and a search knows nothing of tasks. */
import type { Point } from '../space/space.js';

/** What an evaluation found. */
export interface Evaluated {
  /** Finite; whether higher or lower is better is said by the study. */
  readonly value: number;
  /** What is worth keeping besides, as JSON: scores of folds, a confusion matrix. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What an evaluation is given beside its point. */
export interface TaskContext {
  /** Number of the trial. */
  readonly trial: number;
  /**
   * Reports how good the point looks so far; await it.
   *
   * @param step rises from report to report: epochs or folds done
   * @throws PrunedError when the trial is to end here; let it pass
   */
  report(step: number, value: number): Promise<void>;
}

/** An opened task, with its data read. */
export interface Task {
  /** @throws ConfigError, DataError or ShapeError where the point cannot be evaluated: the trial fails */
  evaluate(point: Point, context: TaskContext): Promise<Evaluated>;
}

/** A module of a task exports this under the name `openTask`; it runs in each worker once. */
export type OpenTask = (settings: Readonly<Record<string, unknown>>) => Promise<Task>;

/** Ends an evaluation whose trial is pruned. */
export class PrunedError extends Error {
  override readonly name = 'PrunedError';
}
