/** `anodec devices activations`. */
import { ConfigError, formatCount } from '@anodec/core';
import {
  classesOfDays,
  classesOfNetworks,
  dayActivationMap,
  daysActivationMap,
  type DayTable,
  findNetworks,
  nearestDays,
  nearestDaysCsv,
  readDayTable,
} from '@anodec/devices';
import { writeFileAtomic } from '@anodec/files';
import { dayActivations, readGan } from '@anodec/gan';
import { ComputeConfig, startCompute } from '@anodec/model';
import { writeChart } from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { FORMAT_HELP } from '../explore/chart-output.js';
import { nearestDayLines } from '../view/device-lines.js';
import { NetworksConfig } from '../view/networks-config.js';

export const devicesActivations = defineCommand({
  details:
    'The heat map has a row for each day, with the mean over the filters of the layer, or with --day a row for each filter. The ' +
    'nearest days are those whose outputs of the layer have the least Euclidean distance, over the whole day or between --from and ' +
    `--to; variants with networks for each class compare days of the same class alone. ${FORMAT_HELP}`,
  sections: {
    networks: NetworksConfig,
    activations: z.strictObject({
      input: z
        .string({ error: 'input must be given: a table of days' })
        .describe('Table of days: a date and 120 values in each line'),
      layer: z.string().default('d_conv1').describe('Layer of the discriminator'),
      day: z.string().optional().describe('The day that is shown, as 20.04.01 (default: all days)'),
      from: z.number().min(0).max(24).default(0).describe('First hour of the day that is compared'),
      to: z
        .number()
        .min(0)
        .max(24)
        .default(24)
        .describe('Hour of the day up to which days are compared'),
      nearest: z.int().min(1).default(5).describe('Nearest days that are listed for each day'),
      save: z.string().default('activations.svg').describe('File of the heat map'),
      nearestSave: z
        .string()
        .default('nearest.csv')
        .describe('File of the nearest days: date, rank, nearest, distance'),
    }),
    compute: ComputeConfig,
  },
  common: [
    'device',
    'input',
    'folder',
    'variant',
    'model',
    'layer',
    'day',
    'from',
    'to',
    'nearest',
    'save',
    'nearest-save',
  ],
  examples: [
    [
      'anodec devices activations 5032AB --input data/devices/experiments/test/5032AB.csv',
      'all days to test on',
    ],
    [
      'anodec devices activations 5032AB --input data/devices/experiments/test/5032AB.csv --day 20.07.04 --from 6 --to 12',
      'the filters of one day, and the days that are like it in the morning',
    ],
  ],
  async run({ networks, activations: config, compute }, { print, progress, signal }) {
    const listeners = { progress, signal };
    const table = await readDayTable(config.input, networks.device);
    const shown = config.day === undefined ? undefined : indexOf(table, config.day);
    const place = await findNetworks(networks);
    await startCompute(compute);
    const gan = await readGan(place.path);
    const outputs = await (async () => {
      const classes = await classesOfNetworks(networks, place, gan.classes);
      const labels = classesOfDays(table.dates, classes);
      const days = { days: table.values, labels, names: table.dates };
      return dayActivations(gan, days, config.layer, listeners);
    })().finally(() => gan.dispose());
    const { nearest: count, from, to } = config;
    const found = await nearestDays(outputs, table.dates, { count, from, to }, listeners);
    const chart =
      shown === undefined
        ? daysActivationMap(table, outputs)
        : dayActivationMap(table, shown, outputs);
    await writeChart(config.save, chart);
    await writeFileAtomic(config.nearestSave, nearestDaysCsv(found));
    print(
      `${config.save}  ${config.layer} of ${config.day ?? `${formatCount(table.dates.length)} days`}, by ${place.path}`,
    );
    for (const line of nearestDayLines(found, config.day)) print(line);
    print(config.nearestSave);
  },
});

/** The place of a day in a table. */
function indexOf({ dates }: DayTable, day: string): number {
  const n = dates.indexOf(day);
  if (n >= 0) return n;
  throw new ConfigError(
    `\`day\` must be a day of the table, from ${dates.at(0) ?? 'none'} to ${dates.at(-1) ?? 'none'}, got ${day}.`,
  );
}
