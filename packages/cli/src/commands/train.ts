import { openRun } from '@anodec/runs';
import { z } from 'zod';
import { type CommandDefinition, defineCommand } from '../command.js';
import { mergeSettings } from '../merge-settings.js';
import { explainOriginalFlags, OriginalFlags } from '../original-flags.js';
import {
  describeTraining,
  type GivenSettings,
  PathsConfig,
  readSettings,
  trainRun,
  trainSections,
} from '@anodec/pipeline';
import { withPreset } from '../presets.js';

const ResumeConfig = z.strictObject({
  resume: z
    .string()
    .optional()
    .describe('Run whose training goes on, into a new version: a number, last, or a path'),
});

const sections = { resume: ResumeConfig, ...trainSections, original: OriginalFlags };

/** A resumed training has the settings of its run; what is given beside it, such as more epochs, wins. */
const complete: CommandDefinition<typeof sections>['complete'] = async (given) => {
  const which = given.resume?.resume;
  if (typeof which !== 'string') return withPreset(given);
  const { logs } = PathsConfig.pick({ logs: true }).parse({ logs: given.place?.logs });
  const earlier: GivenSettings = await readSettings(await openRun(logs, which));
  return mergeSettings(earlier, given);
};

export const train = defineCommand({
  summary: 'Train on the prepared normal recordings into a new version',
  details:
    'Fits the autoencoder and its neighbours, sets their thresholds from held-out normal rows, and ' +
    'keeps everything a later scoring needs in lightning_logs/version_N. Ctrl-C ends it after the ' +
    'batch; --resume goes on from the last epoch.',
  aliases: ['train_model'],
  sections,
  complete,
  examples: [
    ['anodec train --cell gru --hidden_size 64 --max_epochs 30', 'original flag names work'],
    ['anodec train --preset compat --loss mae', 'the original network, layer by layer'],
    ['anodec train --resume last', 'go on where the last training was stopped'],
  ],
  async run({ resume, original, ...settings }, context) {
    for (const line of explainOriginalFlags(original, settings.model.backend)) context.print(line);
    const { logs } = settings.place;
    const earlier = resume.resume === undefined ? undefined : await openRun(logs, resume.resume);
    const training = await trainRun(settings, context, earlier);
    context.progress.end();
    context.print(describeTraining(training, settings));
    context.print(`Run directory  ${training.run.path}`);
    const run = training.run.version ?? training.run.path;
    context.print(`Next: npx anodec score ${run}, then npx anodec evaluate ${run}`);
  },
});
