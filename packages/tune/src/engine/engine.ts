/**
 * What runs trials: processes of this machine, or something of the same shape that hands them to a queue or a
 * cluster. It knows nothing of samplers and of the store.
 */
import type { Point } from '../space/space.js';

/** One attempt at a trial. */
export interface Job {
  readonly trial: number;
  readonly attempt: number;
  readonly point: Point;
}

/** Hears of a job on its way. */
export interface JobListeners {
  /** @param worker process that runs it */
  onStart(worker: number): Promise<void>;
  /** Answers whether the job goes on. */
  onReport(step: number, value: number): Promise<'go on' | 'prune'>;
}

/** How a job ended. */
export type Outcome =
  | {
      readonly state: 'finished';
      readonly value: number;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly seconds: number;
    }
  | { readonly state: 'pruned'; readonly seconds: number }
  | {
      readonly state: 'failed';
      readonly message: string;
      /** Whether its process died without a word, so that another attempt may end otherwise. */
      readonly died: boolean;
      readonly seconds: number;
    };

/** Runs jobs side by side. */
export interface Engine {
  /** How many jobs run at a time. */
  readonly slots: number;
  /**
   * Runs a job to its end.
   *
   * @throws StoppedError when the engine is closed meanwhile
   * @throws any error with which the task itself could not be opened: no job can run then
   */
  run(job: Job, listeners: JobListeners): Promise<Outcome>;
  /** Ends everything at once; jobs that run are lost. */
  close(): Promise<void>;
}
