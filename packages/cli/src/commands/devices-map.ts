/** `anodec devices map`. */
import { ConfigError, DataError, type Listeners } from '@anodec/core';
import {
  classDistances,
  classesOfDays,
  DAY_COLOURS,
  dayMap,
  type DayTable,
  networksIn,
  projectDays,
  readCombination,
  readDayTable,
  SLOTS,
} from '@anodec/devices';
import { discriminatedClasses, readGan } from '@anodec/gan';
import { ComputeConfig, startCompute } from '@anodec/model';
import { writeChart } from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { FORMAT_HELP } from '../explore/chart-output.js';
import { classDistanceLines, namedClassLines } from '../view/device-lines.js';

export const devicesMap = defineCommand({
  details: `Distances are printed among the days themselves and among their points on the plane. ${FORMAT_HELP}`,
  sections: {
    map: z.strictObject({
      input: z
        .string({ error: 'input must be given: a table of days' })
        .describe('Table of days: a date and 120 values in each line'),
      combination: z
        .string({ error: 'combination must be given: the classes of types of days' })
        .describe('Class of each type of day, as preprocess writes it'),
      colour: z
        .enum(DAY_COLOURS)
        .default('class')
        .describe(
          'Colour of the points: class, type of day, date from early to late, or the class that a discriminator names',
        ),
      model: z
        .string()
        .optional()
        .describe(
          'Folder of the networks whose discriminator names the classes, of devices train or a run of devices experiment',
        ),
      normalize: z.boolean().default(false).describe('Bring values to 0 to 1 first'),
      seed: z.int().min(0).default(0).describe('Random seed of the plane'),
      save: z.string().default('umap.svg').describe('File of the chart'),
    }),
    compute: ComputeConfig,
  },
  common: ['input', 'combination', 'colour', 'model', 'normalize', 'seed', 'save', 'backend'],
  examples: [
    [
      'anodec devices map --input data/devices/experiments/train/5032AB.csv --combination data/devices/experiments/combination/5032AB.json',
      'coloured by class',
    ],
    [
      'anodec devices map --input test.csv --combination combination.json --colour discriminator --model data/devices/models/acgan/5032AB',
      'coloured by the class that the discriminator names',
    ],
  ],
  async run({ map, compute }, { print, progress, signal }) {
    const table = await readDayTable(map.input);
    const classes = classesOfDays(table.dates, await readCombination(map.combination));
    const listeners = { progress, signal };
    const named =
      map.colour === 'discriminator'
        ? await namedClasses(table, classes, map.model, compute, listeners)
        : undefined;
    const points = await projectDays(table, map.seed, map.normalize, listeners);
    const days = classDistances(table.values, SLOTS, classes);
    print('Among the days, in units of power:');
    for (const line of classDistanceLines(days)) print(line);
    print('On the plane:');
    for (const line of classDistanceLines(classDistances(points, 2, classes))) print(line);
    await writeChart(map.save, dayMap(table, points, named ?? classes, map.colour));
    if (named) for (const line of namedClassLines(classes, named)) print(line);
    print(map.save);
  },
});

/** The class that the discriminator in a folder names for each day. */
async function namedClasses(
  { dates, values }: DayTable,
  labels: ArrayLike<number>,
  model: string | undefined,
  compute: z.output<typeof ComputeConfig>,
  listeners: Listeners,
): Promise<Int32Array> {
  if (model === undefined) {
    throw new ConfigError(
      '`model` must be given with the colour discriminator: a folder of networks, got none.',
    );
  }
  const found = await networksIn(model);
  if (!found) {
    throw new DataError(
      `${model} must hold networks, got none. Train them with anodec devices train, or with anodec devices experiment.`,
    );
  }
  await startCompute(compute);
  const gan = await readGan(found.path);
  const days = { days: values, labels, names: dates };
  return discriminatedClasses(gan, days, listeners).finally(() => gan.dispose());
}
