/** Progress of long work, and how it is stopped. */

/** Receives the progress of long work. Every method may be called often; listeners throttle. */
export interface Progress {
  /**
   * Begins a piece of work.
   *
   * @param label what is done, such as "Reading SWaT_Dataset_Attack_v0.xlsx"
   * @param total how much there is, in `unit`; 0 when it is not known
   */
  begin(label: string, total: number, unit: string): void;
  /** How much of it is done, and a short note such as "loss 0.12". */
  update(done: number, note?: string): void;
  /** Ends the piece of work. */
  end(): void;
}

/** A progress listener and an abort signal, which every long function takes. */
export interface Listeners {
  readonly progress?: Progress;
  /** Raised to stop, as by Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** A progress listener that does nothing. */
export const silentProgress: Progress = { begin() {}, update() {}, end() {} };

/** A piece of work, as progress shows it. */
export interface Task {
  /** For progress and messages, such as "Covariance". */
  readonly label: string;
  /** The amount of work, in `unit`; 0 when it is not known. */
  readonly total: number;
  readonly unit: string;
}

/**
 * Runs a piece of work with progress, which ends also where the work fails.
 *
 * @param run takes the function that says how much is done
 */
export async function withProgress<Result>(
  progress: Progress | undefined,
  { label, total, unit }: Task,
  run: (update: Progress['update']) => Promise<Result>,
): Promise<Result> {
  progress?.begin(label, total, unit);
  try {
    return await run((done, note) => progress?.update(done, note));
  } finally {
    progress?.end();
  }
}
