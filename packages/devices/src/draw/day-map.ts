/** Days on a plane, near each other where they are alike: coloured by class, by type of day, by date, or by the class that a discriminator names. */
import { type ChartSpec, groupScatter, latentScatter } from '@anodec/charts';
import { projections } from '@anodec/classic';
import { DAY_TYPES, type Listeners } from '@anodec/core';
import { dayStart, type DayTable, SLOTS } from '../day-table.js';
import { dayTypes } from '../groups/day-classes.js';
import { fitMinMax, normaliseDays } from '../prepare/min-max.js';

/** What the colour of a day says. */
export const DAY_COLOURS = ['class', 'day-type', 'date', 'discriminator'] as const;

/** What the colour of a day says. */
export type DayColour = (typeof DAY_COLOURS)[number];

const TITLES: Readonly<Record<DayColour, string>> = {
  class: 'class',
  'day-type': 'type of day',
  date: 'date',
  discriminator: 'the class that the discriminator names',
};

/** What UMAP puts along the two axes has no unit: near is alike, far is not. */
const AXES = ['UMAP 1 (no unit)', 'UMAP 2 (no unit)'] as const;

/**
 * Days on a plane by UMAP.
 *
 * @param normalise whether they are brought to 0 to 1 first
 * @returns (N, 2)
 * @throws DataError when there are fewer than four days; StoppedError on an abort
 */
export async function projectDays(
  table: DayTable,
  seed: number,
  normalise: boolean,
  listeners: Listeners = {},
): Promise<Float64Array> {
  const values = normalise ? normaliseDays(table.values, fitMinMax(table)) : table.values;
  const { points } = await projections.umap(values, SLOTS, { seed, ...listeners });
  return points;
}

/**
 * The chart of days on a plane.
 *
 * @param points (N, 2)
 * @param classes (N), class of each day, with the colour `discriminator` as the discriminator names it
 */
export function dayMap(
  table: DayTable,
  points: Float64Array,
  classes: ArrayLike<number>,
  colour: DayColour,
): ChartSpec {
  const title = `Days of ${table.device} by ${TITLES[colour]}`;
  if (colour === 'date') {
    const values = Float64Array.from(table.dates, dayStart);
    return latentScatter({
      title,
      points,
      axes: AXES,
      colour: { by: 'time', clock: 'utc', values },
    });
  }
  const isClass = colour !== 'day-type';
  const count = Math.max(...Array.from(classes)) + 1;
  return groupScatter({
    title,
    points,
    groups: isClass ? Array.from({ length: count }, (_, k) => `class ${k}`) : DAY_TYPES,
    groupOf: isClass ? classes : dayTypes(table.dates),
    names: table.dates,
    axes: AXES,
  });
}
