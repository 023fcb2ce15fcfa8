/** Settings of what a training shows. They change nothing of what it computes or writes. */
import { ConfigError } from '@anodec/core';
import { z } from 'zod';

export const OutputConfig = z.strictObject({
  progress: z
    .enum(['auto', 'epochs', 'none'])
    .default('auto')
    .describe(
      'Progress on standard error: a moving line on a terminal and nothing elsewhere (auto), a line for ' +
        'each epoch (epochs), or nothing (none)',
    ),
  summary: z
    .enum(['top', 'full', 'none'])
    .default('top')
    .describe(
      'Summary of the network before its first step, with weights, operations and memory: a line for each ' +
        'part (top), for each layer (full), or none',
    ),
  profiler: z
    .enum(['none', 'simple'])
    .default('none')
    .describe(
      'Profile of the training: the time of each phase and kernel, as a table after the last epoch and as profile.json ' +
        'in the run directory (simple)',
    ),
  logFormat: z
    .enum(['text', 'json'])
    .default('text')
    .describe(
      'Standard output: lines of text, or one JSON object for each event, the lines of text on standard ' +
        'error then (json)',
    ),
});

export type OutputConfig = z.output<typeof OutputConfig>;

/** @throws ConfigError where several trainings would be measured as one */
export function checkOneProfiled({ profiler }: OutputConfig, trainings: number): void {
  if (profiler === 'none' || trainings === 1) return;
  throw new ConfigError(
    '`profiler` must come with a single training, got a group of `seeds`. Leave one of them out.',
  );
}
