/** `anodec train`: the training step. */
import { readGroupSettings, SeedsConfig } from '@anodec/compare';
import { ConfigError } from '@anodec/core';
import {
  type GivenSettings,
  mergeSettings,
  openResumable,
  PathsConfig,
  presetNames,
  readSettings,
  requireGpu,
  trainRun,
  trainSections,
  type TrainSettings,
  withDatasetDefaults,
  withPreset,
} from '@anodec/pipeline';
import { isGroupName, openGroup } from '@anodec/runs';
import { createLogging } from '@anodec/tracking';
import { z } from 'zod';
import { type CommandDefinition, defineCommand } from '../command.js';
import { COMMON_FLAGS } from '../common-flags.js';
import { checkOneProfiled, OutputConfig } from '../output/config.js';
import { type TrainingOutput, withOutput } from '../output/with-output.js';
import { hintFlags } from '../view/hint-flags.js';
import { backendLine, trainedLine } from '../view/result-lines.js';
import { checkNotResumed, trainSeedsOf } from '../view/seed-lines.js';

const ResumeConfig = z.strictObject({
  resume: z
    .string()
    .optional()
    .describe(
      'Earlier run to continue, into a new one: a number, last, or the path of a run directory; ' +
        'group_N: the seeds of a group that are not trained yet',
    ),
});

const sections = {
  resume: ResumeConfig,
  repeat: SeedsConfig,
  ...trainSections,
  output: OutputConfig,
};

/** A resumed training has the settings of its run; given ones, such as more epochs, override them. */
const complete: CommandDefinition<typeof sections>['complete'] = async (given) => {
  const which = given.resume?.resume;
  if (typeof which !== 'string') return withDatasetDefaults(withPreset(given));
  const { logs } = PathsConfig.pick({ logs: true }).parse({ logs: given.paths?.logs });
  if (isGroupName(which)) return resumeGroup(given, logs, which);
  const earlier = (await readSettings(await openResumable(logs, which))) as GivenSettings;
  return mergeSettings(earlier, withPreset(given));
};

/** A group goes on with its own settings: others would make its seeds incomparable. */
async function resumeGroup(given: GivenSettings, logs: string, which: string) {
  const own = ['resume', 'paths', 'logging', 'output'];
  const other = Object.keys(given).find((name) => !own.includes(name));
  if (other !== undefined) {
    throw new ConfigError(
      `A group must be resumed with its own settings, got others (${other}). Leave them out, or train a new group.`,
    );
  }
  const settings: GivenSettings = { ...(await readGroupSettings(await openGroup(logs, which))) };
  return { ...settings, ...given, paths: { ...settings.paths, logs } };
}

export const train = defineCommand({
  details:
    'Fits the detector and the baselines, sets their thresholds on held-out normal rows, and writes ' +
    'everything that scoring needs into a new run. Ctrl-C stops it after the current batch and keeps a ' +
    'checkpoint; --resume continues there, and after a kill at the latest checkpoint, with the weights of a ' +
    'training without a break in the end.',
  sections,
  common: ['resume', 'seeds', 'logger', ...COMMON_FLAGS],
  presets: presetNames,
  usualPreset: 'default',
  takesTrainerFlags: true,
  complete,
  examples: [
    ['anodec train --cell gru --hidden_size 64 --max_epochs 30', 'original flag names work'],
    ['anodec train --preset compat', 'the settings of the original program'],
    ['anodec train --detector pca', 'principal components in place of a network'],
    ['anodec train --seeds 5', 'five networks that differ in their seed, as one group'],
    ['anodec train --resume last', 'continue where the last training was stopped'],
  ],
  async run({ output, resume, repeat, ...settings }, context) {
    if (context.needsGpu) await requireGpu(settings.detector);
    const { resume: which } = resume;
    await withOutput(output, context, async (shown) => {
      const group = which !== undefined && isGroupName(which) ? which : undefined;
      if (group === undefined) checkNotResumed(which, repeat.seeds);
      checkOneProfiled(output, group === undefined ? repeat.seeds : 2);
      const logging = createLogging(settings.logging, shown.note ?? shown.print);
      const logged = logging.listen(shown);
      await logging.during(() =>
        group !== undefined || repeat.seeds > 1
          ? trainSeedsOf(settings, repeat.seeds, logged, group)
          : trainOne(settings, logged, which),
      );
      return {};
    });
  },
});

/** @param resume the run that is continued */
async function trainOne(
  settings: TrainSettings,
  output: TrainingOutput,
  resume: string | undefined,
): Promise<void> {
  const { logs } = settings.paths;
  const { print } = output;
  const earlier = resume === undefined ? undefined : await openResumable(logs, resume);
  const training = await trainRun(
    settings,
    {
      ...output,
      onBackend: (backend) => print(backendLine(backend)),
    },
    earlier,
  );
  output.progress.end();
  print(trainedLine(training));
  for (const note of training.notes) print(note);
  print(`Run directory  ${training.run.path}`);
  const run = `${training.run.version ?? training.run.path}${hintFlags({ logs })}`;
  print(`Next: npx anodec score ${run}, then npx anodec evaluate ${run}`);
}
