/** One evaluation, with its errors made outcomes: the same in this process and in a worker. */
import { isUserError } from '@anodec/core';
import type { Job, JobListeners, Outcome } from './engine.js';
import { PrunedError, type Task } from './task.js';

/**
 * Evaluates a job.
 *
 * @returns failed, without another attempt, for an error of any kind: the same point would fail again
 */
export async function evaluateJob(
  task: Task,
  { trial, point }: Job,
  onReport: JobListeners['onReport'],
): Promise<Outcome> {
  const start = performance.now();
  const seconds = (): number => Number(((performance.now() - start) / 1000).toFixed(3));
  try {
    const { value, details } = await task.evaluate(point, {
      trial,
      async report(step, reported) {
        if ((await onReport(step, reported)) === 'prune')
          throw new PrunedError('The trial is pruned.');
      },
    });
    if (!Number.isFinite(value)) {
      const message = `The value of a trial must be a finite number, got ${value}.`;
      return { state: 'failed', message, died: false, seconds: seconds() };
    }
    return { state: 'finished', value, ...(details && { details }), seconds: seconds() };
  } catch (error) {
    if (error instanceof PrunedError) return { state: 'pruned', seconds: seconds() };
    return { state: 'failed', message: messageOf(error), died: false, seconds: seconds() };
  }
}

function messageOf(error: unknown): string {
  if (isUserError(error)) return error.message;
  return `a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
