/** All steps with several seeds: the first run as `runAll` makes it, then the others, then one report. */
import { type AllListeners, type AllSettings, pathsFor, runAll } from '@anodec/pipeline';
import type { Run, RunGroup } from '@anodec/runs';
import { type EvaluatedGroup, evaluateGroup } from './evaluate-group.js';
import { createSeedGroup, groupRemedy, type SeedListeners, trainSeeds } from './train-seeds.js';

/**
 * Runs all steps and trains with several seeds.
 *
 * @param seeds how many, from the seed of the settings on
 * @throws ConfigError or DataError as `runAll` and `createSeedGroup`
 * @throws StoppedError when the signal was raised; from the first training on, the group can be resumed
 */
export async function runAllSeeds(
  given: AllSettings,
  seeds: number,
  listeners: AllListeners & SeedListeners = {},
): Promise<EvaluatedGroup & { readonly group: RunGroup }> {
  const { source, prepare: _prepare, simulate: _simulate, ...settings } = given;
  const paths = pathsFor(given.paths, source);
  let group: RunGroup | undefined;
  const onRun = async (run: Run): Promise<void> => {
    group = await createSeedGroup({ ...settings, paths }, seeds);
    await group.recordRun(0, run);
    await listeners.onRun?.(run);
  };
  const first = await runAll(given, { ...listeners, onRun }).catch(async (error: unknown) => {
    throw group ? await groupRemedy(error, group, 0) : error;
  });
  group ??= await createSeedGroup(first.train.settings, seeds);
  await trainSeeds(group, listeners);
  return { ...(await evaluateGroup(group, listeners)), group };
}
