/** The charts of a table that the command line names, with the attack list of its data set. */
import { existsSync } from 'node:fs';
import type { Theme } from '@anodec/charts';
import { type TablePlotConfig, type TablePlotName, tablePlots } from '@anodec/explore';
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
 * @throws ConfigError when the file has the ending of no chart; DataError when a channel, a day, times or attacks are
 *   missing
 */
export async function plotData(
  { what, recording, theme, out = `${what}.svg`, ...config }: PlotSettings,
  settings: TableSettings,
  context: Context,
): Promise<void> {
  const zoomable = chartFormat(out) === 'html';
  const list = await listOf(settings.paths);
  const columns = () => withTable(recording, settings, context, (table) => table.columns());
  const spec = await tablePlots[what].draw({ columns, list, config, zoomable });
  await writeChart(out, spec, theme);
  context.print(`${String(spec.title)} → ${out}`);
}

/** The attack list of the data set, empty where there is none. */
async function listOf(paths: PathsConfig): Promise<StoredAttacks> {
  const path = processedStore(paths);
  if (!existsSync(path)) return { attacks: [], withoutImpact: [] };
  const store = await openDataStore(path);
  try {
    return readAttacks(store);
  } finally {
    store.close();
  }
}
