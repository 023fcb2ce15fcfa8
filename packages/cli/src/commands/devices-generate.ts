/** `anodec devices generate`. */
import { formatCount } from '@anodec/core';
import { findNetworks, plotGeneratedDays, writeGeneratedDays } from '@anodec/devices';
import { generateDays, readGan } from '@anodec/gan';
import { ComputeConfig, startCompute } from '@anodec/model';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { NetworksConfig } from '../view/networks-config.js';

export const devicesGenerate = defineCommand({
  details:
    'Each line of the table has label:CLASS num:NUMBER and 120 values in the unit of the device, brought back from 0 to 1 by the ' +
    'smallest and the largest value that the networks learned from. The same seed makes the same days, and more days leave the ' +
    'first ones as they are.',
  sections: {
    networks: NetworksConfig,
    generate: z.strictObject({
      count: z.int().min(1).max(100_000).default(10).describe('Days of each class'),
      seed: z.int().min(0).default(0).describe('Random seed of the days'),
      save: z.string().default('generated.csv').describe('File of the days'),
      plots: z
        .string()
        .optional()
        .describe('Folder of pictures, one for each day (default: none are drawn)'),
      format: z.enum(['png', 'svg']).default('png').describe('Format of the pictures'),
    }),
    compute: ComputeConfig,
  },
  common: [
    'device',
    'folder',
    'variant',
    'model',
    'count',
    'seed',
    'save',
    'plots',
    'format',
    'backend',
  ],
  examples: [
    ['anodec devices generate 5032AB', 'ten days of each class in generated.csv'],
    [
      'anodec devices generate 5032AB --model data/devices/models/experiments/acgan/5032AB/3 --plots graphs',
      'days of the third run of an experiment, drawn',
    ],
  ],
  async run({ networks, generate, compute }, { print, progress, signal }) {
    const { path } = await findNetworks(networks);
    await startCompute(compute);
    const gan = await readGan(path);
    const listeners = { progress, signal };
    const made = await generateDays(gan, generate.count, generate.seed, listeners).finally(() =>
      gan.dispose(),
    );
    await writeGeneratedDays(generate.save, made);
    print(
      `${generate.save}  ${formatCount(made.labels.length)} days, ${formatCount(generate.count)} of each of ` +
        `${formatCount(gan.classes)} classes, by ${path}`,
    );
    const { plots, format } = generate;
    if (plots === undefined) return;
    const drawn = await plotGeneratedDays(plots, networks.device, made, format, listeners);
    print(`${plots}  ${formatCount(drawn.length)} pictures`);
  },
});
