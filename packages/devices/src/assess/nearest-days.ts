/** Days that are alike to the discriminator: those whose outputs of a layer are nearest, over the day or some hours of it. */
import { ConfigError, type Listeners, runWork } from '@anodec/core';
import type { DayActivations } from '@anodec/gan';

/** What is compared. */
export interface NearestDaysOptions {
  /** Days for each day. */
  readonly count: number;
  /** Hours of the day, from 0 to 24; the parts of the day that begin from `from` on and before `to` are compared. */
  readonly from: number;
  readonly to: number;
}

/** A day and one of those nearest to it. */
export interface NearestDay {
  readonly date: string;
  /** 1 for the nearest. */
  readonly rank: number;
  readonly nearest: string;
  /** Euclidean, between the outputs of the layer. */
  readonly distance: number;
}

/**
 * The nearest other days of each day, by the Euclidean distance of all outputs of the layer; of equally near ones the earlier
 * line of the table first. Days that different pairs of networks judged are not compared, so that a day may have fewer.
 *
 * @param dates (N)
 * @returns day after day, the nearest first
 * @throws ConfigError when no part of the day begins between the hours, or the layer has no order in time to choose from
 * @throws StoppedError on an abort
 */
export async function nearestDays(
  activations: DayActivations,
  dates: readonly string[],
  options: NearestDaysOptions,
  listeners: Listeners = {},
): Promise<NearestDay[]> {
  const { values, pairs, channels, places } = activations;
  const size = Math.max(places, 1) * channels;
  const [first, end] = placesBetween(activations, options);
  const N = dates.length;
  const found: NearestDay[] = [];
  await runWork(listeners, { label: 'Comparing days', total: N, unit: 'days' }, async (work) => {
    for (const [n, date] of dates.entries()) {
      const others: { readonly m: number; readonly distance: number }[] = [];
      for (let m = 0; m < N; m++) {
        if (m === n || pairs[m] !== pairs[n]) continue;
        let sum = 0;
        for (let i = first * channels; i < end * channels; i++) {
          sum += (values[n * size + i] - values[m * size + i]) ** 2;
        }
        others.push({ m, distance: Math.sqrt(sum) });
      }
      others.sort((a, b) => a.distance - b.distance || a.m - b.m);
      for (const [i, { m, distance }] of others.slice(0, options.count).entries()) {
        found.push({ date, rank: i + 1, nearest: dates[m], distance });
      }
      await work.piece(n + 1);
    }
  });
  return found;
}

/** A line of names, then a line for each pair of days. */
export function nearestDaysCsv(found: readonly NearestDay[]): string {
  const lines = found.map(({ date, rank, nearest, distance }) =>
    [date, rank, nearest, distance].join(','),
  );
  return `${['date,rank,nearest,distance', ...lines].join('\n')}\n`;
}

/** The first part that is compared, and the one after the last. */
function placesBetween(
  { layer, places }: DayActivations,
  { from, to }: NearestDaysOptions,
): [number, number] {
  if (from >= to) {
    throw new ConfigError(`The first hour must be before the last one, got ${from} and ${to}.`);
  }
  if (places === 0) {
    if (from === 0 && to === 24) return [0, 1];
    throw new ConfigError(
      `A layer must follow the day to be compared between hours, got ${layer}, which does not. Compare the whole day, 0 to 24.`,
    );
  }
  // the small amount is for rounding: 6 h of 60 parts are 15 of them
  const [first, end] = [from, to].map((hour) => Math.ceil((hour * places) / 24 - 1e-9));
  if (first < end) return [first, end];
  throw new ConfigError(
    `A part of the day must begin between the hours, got none between ${from} and ${to}: ${layer} has ${places} parts of ` +
      `${Number((24 / places).toPrecision(3))} h. Compare more hours.`,
  );
}
