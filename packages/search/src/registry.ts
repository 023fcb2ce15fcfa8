/** What can be searched. To add one: one file beside this one, one line here. */
import { lookup } from '@anodec/core';
import { alarmPolicyTask } from './alarm-policy-task.js';
import { classifierTask } from './classifier-task.js';
import { detectorTask } from './detector-task.js';
import type { SearchTask } from './search-task.js';

export const searchTasks = {
  detector: detectorTask,
  'alarm-policy': alarmPolicyTask,
  classifier: classifierTask,
} satisfies Readonly<Record<string, SearchTask>>;

/** Name of a task. */
export type SearchTaskName = keyof typeof searchTasks;

/** The task of that name. @throws ConfigError that lists what is known */
export function searchTask(name: string): SearchTask {
  return lookup<SearchTask>('search', searchTasks, name);
}
