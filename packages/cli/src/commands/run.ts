import { PrepareConfig } from '@anodec/data';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { explainOriginalFlags, OriginalFlags } from '../original-flags.js';
import { runChain } from '../chain.js';
import { SourceConfig, trainSections } from '@anodec/pipeline';
import { withPreset } from '../presets.js';

const ChainConfig = z.strictObject({
  simulate: z
    .boolean()
    .default(false)
    .describe('Simulate the built-in plant first, unless its workbooks are there'),
});

export const run = defineCommand({
  summary: 'The whole job: convert, prepare, train, score, report',
  details:
    'Without --normal it takes the SWaT workbooks in data/interim, or, with --simulate, those of the ' +
    'built-in plant. With --normal and --attack it takes your own tables. Steps whose result is there ' +
    'already are skipped; training always makes a new version.',
  sections: {
    chain: ChainConfig,
    source: SourceConfig,
    prepare: PrepareConfig,
    ...trainSections,
    original: OriginalFlags,
  },
  complete: withPreset,
  examples: [
    ['anodec run --simulate --preset quick', 'the built-in plant, end to end'],
    [
      'anodec run --normal train.csv --attack test.csv --period 300s',
      'your own tables without times, one row every 5 min',
    ],
  ],
  async run({ original, ...settings }, context) {
    for (const line of explainOriginalFlags(original, settings.model.backend)) context.print(line);
    await runChain(settings, context);
  },
});
