/** `anodec find batch-size`. */
import { BatchSizeSearch } from '@anodec/model';
import { presetNames, trainSections, withDatasetDefaults, withPreset } from '@anodec/pipeline';
import { FindConfig, searchBatchSize } from '@anodec/search';
import { defineCommand } from '../command.js';
import { COMMON_FLAGS } from '../common-flags.js';
import { batchSizeLines } from '../view/find-lines.js';
import { backendLine } from '../view/result-lines.js';

export const findBatchSize = defineCommand({
  details:
    'Measures training steps with the settings of a training at growing batch sizes, until a doubled one is ' +
    'hardly faster or needs too much memory. It is about speed alone: a larger batch makes fewer steps of an ' +
    'epoch and may need another learning rate. No run is made; a chart and the numbers are written.',
  sections: { search: BatchSizeSearch, find: FindConfig, ...trainSections },
  common: ['min-batch-size', 'max-batch-size', 'trial-seconds', 'output', ...COMMON_FLAGS],
  presets: presetNames,
  usualPreset: 'default',
  complete: (given) => withDatasetDefaults(withPreset(given)),
  examples: [
    ['anodec find batch-size --dataset plant', 'for the network that train would use'],
    ['anodec find batch-size --max-batch-size 512', 'not above 512'],
  ],
  async run({ search, find: { output }, ...settings }, context) {
    const found = await searchBatchSize(settings, search, output, {
      ...context,
      onBackend: (backend) => context.print(backendLine(backend)),
    });
    context.progress.end();
    for (const line of batchSizeLines(found, settings.paths)) context.print(line);
  },
});
