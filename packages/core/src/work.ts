/** Long arithmetic in pieces: between two pieces progress is shown and an abort is noticed. */
import { StoppedError } from './errors.js';
import { createPause } from './pause.js';
import { type Listeners, type Task, withProgress } from './progress.js';

/** Work in progress. */
export interface Work {
  /**
   * Ends a piece of work; await it several times a second.
   *
   * @param done the amount done so far, in the unit of the work
   * @throws StoppedError when the signal is aborted
   */
  piece(done: number): Promise<void>;
}

/** Work without progress and abort. */
export const quietWork: Work = { piece: async () => {} };

/** Runs a piece of work with progress and abort. */
export async function runWork<Result>(
  { signal, progress }: Listeners,
  task: Task,
  run: (work: Work) => Promise<Result>,
): Promise<Result> {
  const pause = createPause();
  return withProgress(progress, task, (update) =>
    run({
      async piece(done) {
        update(done);
        await pause();
        if (signal?.aborted) throw new StoppedError(`Stopped during ${lowerFirst(task.label)}.`);
      },
    }),
  );
}

/** A label within a sentence. */
function lowerFirst(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
