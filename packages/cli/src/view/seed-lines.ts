/** Trains several seeds for the command line: a line for each run, and the command to run next. */
import { createSeedGroup, type SeedEvent, trainSeeds } from '@anodec/compare';
import { ConfigError } from '@anodec/core';
import type { TrainSettings } from '@anodec/pipeline';
import { openGroup } from '@anodec/runs';
import type { Context } from '../context.js';
import { hintFlags } from './hint-flags.js';
import { backendLine, trainedLine } from './result-lines.js';

/**
 * Trains a new group, or goes on with one.
 *
 * @param resume name of a group to go on with; its seeds are those of its record
 */
export async function trainSeedsOf(
  settings: TrainSettings,
  seeds: number,
  context: Context,
  resume?: string,
): Promise<void> {
  const { logs } = settings.paths;
  const group =
    resume === undefined ? await createSeedGroup(settings, seeds) : await openGroup(logs, resume);
  await trainSeeds(group, { ...context, ...seedListeners(context) });
  const named = `${group.name}${hintFlags({ logs })}`;
  context.print(`Next: npx anodec evaluate ${named} scores the runs and writes one report of all`);
}

/** @throws ConfigError where a single run is resumed with several seeds */
export function checkNotResumed(resume: string | undefined, seeds: number): void {
  if (resume === undefined || seeds === 1) return;
  throw new ConfigError(
    '`seeds` must come without `resume` of a single run, got both. Resume the group, such as group_0.',
  );
}

/** A line for the backend, once, and one for each seed. */
export function seedListeners({ print, progress }: Context) {
  let isNamed = false;
  return {
    onBackend: (backend: Parameters<typeof backendLine>[0]): void => {
      if (!isNamed) print(backendLine(backend));
      isNamed = true;
    },
    onSeed({ seed, run, training }: SeedEvent): void {
      progress.end();
      const what = training ? trainedLine(training) : 'trained before';
      print(`Seed ${seed}  ${run.path}  ${what}`);
    },
  };
}
