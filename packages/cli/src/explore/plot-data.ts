/** The charts of a table that the command line names, with the attack list of its data set. */
import { existsSync } from 'node:fs';
import { DataError } from '@anodec/core';
import type { Theme } from '@anodec/charts';
import {
  type TablePlot,
  type TablePlotConfig,
  type TablePlotName,
  tablePlots,
} from '@anodec/explore';
import {
  chartFormat,
  openDataStore,
  type PathsConfig,
  processedStore,
  writeChart,
} from '@anodec/pipeline';
import { readAttacks, type StoredAttacks } from '@anodec/tables';
import type { Context } from '../context.js';
import { type TableSettings, withTable } from './tables.js';

/** What to draw, and where it is written. */
export interface PlotSettings extends TablePlotConfig {
  readonly what: TablePlotName;
  readonly recording: string;
  readonly theme: Theme;
  readonly out?: string;
}

/**
 * Draws a chart of a table and writes it.
 *
 * @throws ConfigError when the file has the ending of no chart; DataError when a channel, a day or the
 *   attack list is missing
 */
export async function plotData(
  { what, recording, theme, out = `${what}.svg`, ...config }: PlotSettings,
  settings: TableSettings,
  context: Context,
): Promise<void> {
  const zoomable = chartFormat(out) === 'html';
  const plot: TablePlot = tablePlots[what];
  const list = await listOf(settings.paths, plot.needsList === true);
  const columns = () => withTable(recording, settings, context, (table) => table.columns());
  const spec = await plot.draw({ columns, list, config, zoomable });
  await writeChart(out, spec, theme);
  context.print(`${String(spec.title)} → ${out}`);
}

/** The attack list of the data set. @param needed whether it is an error that there is none */
async function listOf(paths: PathsConfig, needed: boolean): Promise<StoredAttacks> {
  const path = processedStore(paths);
  if (!needed && !existsSync(path)) return { attacks: [], withoutImpact: [] };
  const store = await openDataStore(path);
  try {
    const list = readAttacks(store);
    if (list.attacks.length > 0 || !needed) return list;
    throw new DataError(
      `${path} must hold an attack list, got none. Convert your tables with --attacks FILE, then prepare them.`,
    );
  } finally {
    store.close();
  }
}
