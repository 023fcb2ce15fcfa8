/** `anodec devices distances`. */
import {
  classesOfDays,
  dayDistances,
  distancesCsv,
  fitMinMax,
  readCombination,
  readDayTable,
} from '@anodec/devices';
import { writeFileAtomic } from '@anodec/files';
import { z } from 'zod';
import { defineCommand } from '../command.js';

export const devicesDistances = defineCommand({
  details: 'Both are brought to 0 to 1 by the smallest and the largest value of the real days.',
  sections: {
    distances: z.strictObject({
      real: z
        .string({ error: 'real must be given: a table of days' })
        .describe('Table of real days: a date and 120 values in each line'),
      generated: z
        .string({ error: 'generated must be given: a table of days' })
        .describe('Table of generated days of the same dates'),
      combination: z
        .string({ error: 'combination must be given: the classes of types of days' })
        .describe('Class of each type of day, as preprocess writes it'),
      save: z.string().default('distances.csv').describe('File of the distances'),
    }),
  },
  examples: [
    [
      'anodec devices distances --real test.csv --generated generated.csv --combination combination.json',
      'a distance for each day, means of the classes, mean and median',
    ],
  ],
  async run({ distances: config }, { print }) {
    const real = await readDayTable(config.real);
    const generated = await readDayTable(config.generated);
    const classes = classesOfDays(real.dates, await readCombination(config.combination));
    const result = dayDistances(real, generated, fitMinMax(real), classes);
    await writeFileAtomic(config.save, distancesCsv(result));
    print(
      `${config.save}  ${result.dates.length} days, mean ${result.mean.toFixed(4)}, median ${result.median.toFixed(4)}`,
    );
  },
});
