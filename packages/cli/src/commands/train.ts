/** `anodec train`: the training step. */
import {
  type GivenSettings,
  mergeSettings,
  PathsConfig,
  presetNames,
  readSettings,
  trainRun,
  trainSections,
  withDatasetDefaults,
  withPreset,
} from '@anodec/pipeline';
import { openRun } from '@anodec/runs';
import { z } from 'zod';
import { type CommandDefinition, defineCommand } from '../command.js';
import { COMMON_FLAGS } from '../common-flags.js';
import { explainOriginalFlags, OriginalFlags } from '../original-flags.js';
import { hintFlags } from '../view/hint-flags.js';
import { backendLine, trainedLine } from '../view/result-lines.js';

const ResumeConfig = z.strictObject({
  resume: z
    .string()
    .optional()
    .describe(
      'Earlier run to continue, into a new one: a number, last, or the path of a run directory',
    ),
});

const sections = { resume: ResumeConfig, ...trainSections, original: OriginalFlags };

/** A resumed training has the settings of its run; given ones, such as more epochs, override them. */
const complete: CommandDefinition<typeof sections>['complete'] = async (given) => {
  const which = given.resume?.resume;
  if (typeof which !== 'string') return withDatasetDefaults(withPreset(given));
  const { logs } = PathsConfig.pick({ logs: true }).parse({ logs: given.paths?.logs });
  const earlier = (await readSettings(await openRun(logs, which))) as GivenSettings;
  return mergeSettings(earlier, withPreset(given));
};

export const train = defineCommand({
  summary: 'Train on prepared normal data; creates lightning_logs/version_N',
  details:
    'Fits the detector and the baselines, sets their thresholds on held-out normal rows, and writes ' +
    'everything that scoring needs into a new run. Ctrl-C stops it after the current batch; --resume ' +
    'continues after the last finished epoch.',
  aliases: ['train_model'],
  sections,
  common: ['resume', ...COMMON_FLAGS],
  presets: presetNames,
  complete,
  examples: [
    ['anodec train --cell gru --hidden_size 64 --max_epochs 30', 'original flag names work'],
    ['anodec train --preset compat', 'the settings of the original program'],
    ['anodec train --detector pca', 'principal components in place of a network'],
    ['anodec train --resume last', 'continue where the last training was stopped'],
  ],
  async run({ resume, original, ...settings }, context) {
    for (const line of explainOriginalFlags(original, settings.detector.backend))
      context.print(line);
    const { logs } = settings.paths;
    const earlier = resume.resume === undefined ? undefined : await openRun(logs, resume.resume);
    const onBackend = (backend: Parameters<typeof backendLine>[0]): void =>
      context.print(backendLine(backend));
    const training = await trainRun(settings, { ...context, onBackend }, earlier);
    context.progress.end();
    context.print(trainedLine(training));
    context.print(`Run directory  ${training.run.path}`);
    const run = `${training.run.version ?? training.run.path}${hintFlags({ logs })}`;
    context.print(`Next: npx anodec score ${run}, then npx anodec evaluate ${run}`);
  },
});
