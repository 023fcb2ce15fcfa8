/** One picture for each day, real days alone or with the generated ones over them. */
import { join } from 'node:path';
import { type ChartSpec, dayCurves, renderPng, renderSvg } from '@anodec/charts';
import { checkStopped, type Listeners, silentProgress } from '@anodec/core';
import { writeFileAtomic } from '@anodec/files';
import { type DayTable, dayValues } from '../day-table.js';

/** Power to which the vertical axis reaches at least, as in the original. */
export const HIGHEST = 40;

/** Options of a picture. */
export interface DayPlotOptions {
  /** Days drawn over those of the same date, such as generated ones. */
  readonly over?: DayTable;
  /** Names of the two curves; default `real` and `generated`. */
  readonly names?: readonly [string, string];
  /** Default: device and date. */
  readonly title?: string;
}

/** The picture of a day. @param n index of the day in the table */
export function dayPlot(table: DayTable, n: number, options: DayPlotOptions = {}): ChartSpec {
  const { over, names = ['real', 'generated'], title } = options;
  const other = over?.dates.indexOf(table.dates[n]) ?? -1;
  const largest = table.values.reduce((max, value) => Math.max(max, value), HIGHEST);
  return dayCurves({
    title: title ?? `${table.device}, ${table.dates[n]}`,
    y: 'Power',
    highest: largest,
    curves: [
      { name: names[0], values: dayValues(table, n) },
      ...(over && other >= 0 ? [{ name: names[1], values: dayValues(over, other) }] : []),
    ],
  });
}

/**
 * Writes a picture for each day, named by its date.
 *
 * @returns paths, in the order of the days
 * @throws StoppedError on an abort; what was drawn before stays
 */
export async function writeDayPlots(
  folder: string,
  table: DayTable,
  format: 'png' | 'svg',
  options: DayPlotOptions & Listeners = {},
): Promise<string[]> {
  const { signal, progress = silentProgress } = options;
  const paths: string[] = [];
  progress.begin(`Drawing ${table.device}`, table.dates.length, 'days');
  try {
    for (const [n, date] of table.dates.entries()) {
      checkStopped(signal, 'drawing days');
      const svg = await renderSvg(dayPlot(table, n, options));
      const path = join(folder, `${date}.${format}`);
      await writeFileAtomic(path, format === 'svg' ? svg : await renderPng(svg, 1));
      paths.push(path);
      progress.update(n + 1);
    }
  } finally {
    progress.end();
  }
  return paths;
}
