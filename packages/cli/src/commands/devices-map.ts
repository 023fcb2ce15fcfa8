/** `anodec devices map`. */
import {
  classDistances,
  classesOfDays,
  DAY_COLOURS,
  dayMap,
  projectDays,
  readCombination,
  readDayTable,
  SLOTS,
} from '@anodec/devices';
import { writeChart } from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { FORMAT_HELP } from '../explore/chart-output.js';
import { classDistanceLines } from '../view/device-lines.js';

export const devicesMap = defineCommand({
  summary: 'Put days on a plane by UMAP, and measure how far their classes lie apart',
  details: `Distances are printed among the days themselves and among their points on the plane. ${FORMAT_HELP}`,
  sections: {
    map: z.strictObject({
      input: z
        .string({ error: 'must be given: a table of days' })
        .describe('Table of days: a date and 120 values in each line'),
      combination: z
        .string({ error: 'must be given: the classes of types of days' })
        .describe('Class of each type of day, as preprocess writes it'),
      colour: z
        .enum(DAY_COLOURS)
        .default('class')
        .describe('Colour of the points: class, type of day, or date from early to late'),
      normalize: z.boolean().default(false).describe('Bring values to 0 to 1 first'),
      seed: z.int().min(0).default(0).describe('Random seed of the plane'),
      save: z.string().default('umap.svg').describe('File of the chart'),
    }),
  },
  examples: [
    [
      'anodec devices map --input data/devices/experiments/train/5032AB.csv --combination data/devices/experiments/combination/5032AB.json',
      'coloured by class',
    ],
  ],
  async run({ map }, { print, progress, signal }) {
    const table = await readDayTable(map.input);
    const classes = classesOfDays(table.dates, await readCombination(map.combination));
    const points = await projectDays(table, map.seed, map.normalize, { progress, signal });
    const days = classDistances(table.values, SLOTS, classes);
    print('Among the days, in units of power:');
    for (const line of classDistanceLines(days)) print(line);
    print('On the plane:');
    for (const line of classDistanceLines(classDistances(points, 2, classes))) print(line);
    await writeChart(map.save, dayMap(table, points, classes, map.colour));
    print(map.save);
  },
});
