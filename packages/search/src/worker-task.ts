/** What a worker process of a search loads: the task that the settings name, opened. */
import type { OpenTask } from '@anodec/tune';
import { z } from 'zod';
import { searchTask } from './registry.js';

/** Settings of a study as a worker gets them. */
export const WorkerSettings = z.strictObject({
  task: z.string(),
  seed: z.int(),
  given: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** Settings of the search that may change when it is gone on with. */
  limits: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** @throws the errors of opening the task */
export const openTask: OpenTask = async (settings) => {
  const { task, seed, given } = WorkerSettings.parse(settings);
  return searchTask(task).open(given, { seed });
};
