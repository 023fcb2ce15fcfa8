/** Heat maps of what a layer of the discriminator puts out: of all days of a table, or of one day, filter by filter. */
import { activationMap, type ChartSpec } from '@anodec/charts';
import { ConfigError } from '@anodec/core';
import type { DayActivations } from '@anodec/gan';
import type { DayTable } from '../day-table.js';

/** Cells that a chart has at most: more take minutes to draw, and can no longer be told apart. */
const MOST_CELLS = 60_000;

/**
 * A row for each day. Of a layer that follows the day, each cell is the mean over its filters; of another one, each output is a
 * column.
 *
 * @throws ConfigError when the chart would have more than 60,000 cells
 */
export function daysActivationMap(
  { device, dates }: DayTable,
  { layer, places, channels, values }: DayActivations,
): ChartSpec {
  const rows = dates;
  if (places === 0) {
    checkCells(rows.length * channels, layer);
    const title = `Outputs of ${layer} for days of ${device}`;
    return activationMap({
      title,
      rows,
      rowTitle: 'Day',
      columns: channels,
      values,
      across: 'outputs',
    });
  }
  checkCells(rows.length * places, layer);
  const means = Float32Array.from({ length: rows.length * places }, (_, cell) => {
    const own = values.subarray(cell * channels, (cell + 1) * channels);
    return own.reduce((sum, value) => sum + value, 0) / channels;
  });
  return activationMap({
    title: `Mean output of the ${channels} filters of ${layer} for days of ${device}`,
    rows,
    rowTitle: 'Day',
    columns: places,
    values: means,
    across: 'hours',
  });
}

/**
 * A row for each filter of a layer, or one row of outputs where the layer does not follow the day.
 *
 * @param n index of the day in the table
 * @throws ConfigError when the chart would have more than 60,000 cells
 */
export function dayActivationMap(
  { device, dates }: DayTable,
  n: number,
  { layer, places, channels, values }: DayActivations,
): ChartSpec {
  const size = Math.max(places, 1) * channels;
  const own = values.subarray(n * size, (n + 1) * size);
  checkCells(size, layer);
  const title = `Outputs of ${layer} for ${device}, ${dates[n]}`;
  if (places === 0) {
    const rows = [dates[n]];
    return activationMap({
      title,
      rows,
      rowTitle: 'Day',
      columns: channels,
      values: own,
      across: 'outputs',
    });
  }
  return activationMap({
    title,
    rows: Array.from({ length: channels }, (_, c) => String(c + 1)),
    rowTitle: 'Filter',
    columns: places,
    values: Float32Array.from({ length: size }, (_, i) => {
      const [c, place] = [Math.floor(i / places), i % places];
      return own[place * channels + c];
    }),
    across: 'hours',
  });
}

function checkCells(cells: number, layer: string): void {
  if (cells <= MOST_CELLS) return;
  throw new ConfigError(
    `A heat map must have at most ${MOST_CELLS} cells, got ${cells} of ${layer}. Take fewer days, one day, or another layer.`,
  );
}
