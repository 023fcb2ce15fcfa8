/** `anodec find detector`. */
import { presetNames, trainSections, withDatasetDefaults, withPreset } from '@anodec/pipeline';
import { DetectorSearch, FindConfig, searchDetector } from '@anodec/search';
import { defineCommand } from '../command.js';
import { COMMON_FLAGS } from '../common-flags.js';
import { detectorLines } from '../view/find-lines.js';

export const findDetector = defineCommand({
  details:
    'Fits every candidate to the training rows and rates it on the held-out rows of normal operation: how well it ' +
    'ranks injected anomalies above other rows (AUPRC), and how much its ranking of the rows as they are agrees with ' +
    'those of the others. Labels are not looked at. Injected anomalies are not the attacks to come, so that a lead ' +
    'within twice its error is called none. No run is made.',
  sections: { search: DetectorSearch, find: FindConfig, ...trainSections },
  common: ['candidates', 'rounds', 'count', 'size', 'length', 'output', ...COMMON_FLAGS],
  presets: presetNames,
  usualPreset: 'default',
  complete: (given) => withDatasetDefaults(withPreset(given)),
  examples: [
    ['anodec find detector --dataset plant', 'among detectors that take seconds'],
    ['anodec find detector --candidates lof,dbscan,pca --rounds 10', 'among these, more draws'],
  ],
  async run({ search, find: { output }, ...settings }, context) {
    const found = await searchDetector(settings, search, output, context);
    context.progress.end();
    for (const line of detectorLines(found, settings.paths)) context.print(line);
  },
});
