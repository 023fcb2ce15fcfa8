/** Evaluates in this process, one job after the other: for evaluations of a moment. It keeps no limits. */
import { StoppedError, variantSettings } from '@anodec/core';
import type { Engine } from './engine.js';
import { defineEngine } from './entry.js';
import { evaluateJob } from './evaluate-job.js';
import type { OpenTask, Task } from './task.js';

const InProcessConfig = variantSettings(
  'in-process',
  'This process itself, one job after the other, without limits of time and memory',
  {},
);

export const inProcess = defineEngine(InProcessConfig, async (_, { task }) => {
  const { openTask } = (await import(task.module)) as { readonly openTask: OpenTask };
  return createInProcess(await openTask(task.settings));
});

/** @param task opened */
export function createInProcess(task: Task): Engine {
  let closed = false;
  return {
    slots: 1,
    async run(job, listeners) {
      await listeners.onStart(process.pid);
      await new Promise((resolve) => setImmediate(resolve)); // lets Ctrl-C through
      const outcome = await evaluateJob(task, job, (step, value) =>
        listeners.onReport(step, value),
      );
      if (closed) throw new StoppedError('Stopped while evaluating a trial.');
      return outcome;
    },
    close() {
      closed = true;
      return Promise.resolve();
    },
  };
}
