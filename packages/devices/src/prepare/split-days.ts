/** Days to train on and days to test on. */
import { ConfigError, createRandom, DataError, shuffle } from '@anodec/core';
import { z } from 'zod';
import { dayStart, type DayTable, selectDays } from '../day-table.js';

export const SplitDaysConfig = z.strictObject({
  date: z
    .string()
    .optional()
    .describe('First day to test on, as 2020.04.01 (default: a third of the days, drawn)'),
  seed: z.int().min(0).default(0).describe('Random seed of the drawn days and of the mixture'),
  daysPerClass: z
    .int()
    .min(1)
    .optional()
    .describe('Days of each class to train on, drawn; all others are tested'),
});

export type SplitDaysConfig = z.output<typeof SplitDaysConfig>;

/** The two parts, each in the order of the table. */
export interface SplitDays {
  readonly train: DayTable;
  readonly test: DayTable;
}

/**
 * Splits days by a date, or draws them: each is tested with probability ⅓.
 *
 * @throws ConfigError when the date is none; DataError when it leaves no days to train on or none to test on
 */
export function splitDays(
  table: DayTable,
  { date, seed }: Pick<SplitDaysConfig, 'date' | 'seed'>,
): SplitDays {
  if (date !== undefined) return splitAt(table, date);
  const random = createRandom(seed).stream('split of days');
  const drawn = table.dates.map(() => random.uniform() < 1 / 3);
  return parted(table, (n) => drawn[n]);
}

function splitAt(table: DayTable, date: string): SplitDays {
  const first = splitDate(date);
  const split = parted(table, (n) => dayStart(table.dates[n]) >= first);
  const [from, to] = [table.dates[0], table.dates[table.dates.length - 1]];
  const lacking = split.test.dates.length === 0 ? 'test' : 'train';
  if (split[lacking].dates.length > 0) return split;
  throw new DataError(
    `\`date\` must leave days of ${table.device} to ${lacking} on, got ${date}, where its usable days go from ${from} to ${to}. ` +
      'Choose a day after the first and up to the last.',
  );
}

/**
 * Draws the same number of days of each class to train on; all others are tested.
 *
 * @param classes (N), class of each day
 * @throws DataError when a class has fewer days
 */
export function splitByClass(
  table: DayTable,
  classes: ArrayLike<number>,
  daysPerClass: number,
  seed: number,
): SplitDays {
  const random = createRandom(seed).stream('split by class');
  const trained = new Set<number>();
  for (const wanted of [...new Set(Array.from(classes))].sort((a, b) => a - b)) {
    const days = table.dates.map((_, n) => n).filter((n) => classes[n] === wanted);
    if (days.length < daysPerClass) {
      throw new DataError(
        `Each class must have ${daysPerClass} days to train on, got ${days.length} of class ${wanted}. ` +
          'Choose fewer with `daysPerClass`.',
      );
    }
    for (const n of shuffle(days, random).slice(0, daysPerClass)) trained.add(n);
  }
  return parted(table, (n) => !trained.has(n));
}

/** The start of the day in `YYYY.MM.DD`, `YYYY-MM-DD` or `YY.MM.DD`. */
function splitDate(text: string): number {
  const short = text.replaceAll('-', '.').replace(/^20(?=\d\d\.)/, '');
  try {
    return dayStart(short);
  } catch {
    throw new ConfigError(
      `\`date\` must be a day of the calendar as 2020.04.01, got "${text}". Correct it.`,
    );
  }
}

function parted(table: DayTable, isTest: (n: number) => boolean): SplitDays {
  const days = table.dates.map((_, n) => n);
  return {
    train: selectDays(
      table,
      days.filter((n) => !isTest(n)),
    ),
    test: selectDays(table, days.filter(isTest)),
  };
}
