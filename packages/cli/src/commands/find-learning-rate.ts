/** `anodec find learning-rate`. */
import { LearningRateSearch } from '@anodec/model';
import { presetNames, trainSections, withDatasetDefaults, withPreset } from '@anodec/pipeline';
import { FindConfig, searchLearningRate } from '@anodec/search';
import { defineCommand } from '../command.js';
import { COMMON_FLAGS } from '../common-flags.js';
import { rateLines } from '../view/find-lines.js';
import { backendLine } from '../view/result-lines.js';

export const findLearningRate = defineCommand({
  details:
    'Makes a few optimiser steps with the settings of a training, each with a higher learning rate, and suggests ' +
    'the rate at which the loss falls fastest. It is a place to start from: it depends on the first weights, ' +
    'the batch size and the noise of the batches. No run is made; a chart and the numbers are written.',
  sections: { search: LearningRateSearch, find: FindConfig, ...trainSections },
  common: ['min-rate', 'max-rate', 'rate-steps', 'output', 'batch-size', ...COMMON_FLAGS],
  presets: presetNames,
  usualPreset: 'default',
  complete: (given) => withDatasetDefaults(withPreset(given)),
  examples: [
    ['anodec find learning-rate --dataset plant', 'for the network that train would use'],
    ['anodec find learning-rate --cell gru --batch-size 128', 'for another one'],
  ],
  async run({ search, find: { output }, ...settings }, context) {
    const found = await searchLearningRate(settings, search, output, {
      ...context,
      onBackend: (backend) => context.print(backendLine(backend)),
    });
    context.progress.end();
    for (const line of rateLines(found, settings.paths)) context.print(line);
  },
});
