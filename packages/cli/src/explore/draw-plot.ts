/** `anodec plot`: charts of tables and of runs under one command. */
import type { Theme } from '@anodec/charts';
import { type TablePlotConfig, type TablePlotName, tablePlots } from '@anodec/explore';
import {
  chartFormat,
  openRun,
  plotRun,
  type RunPlotConfig,
  type RunPlotName,
  runPlots,
  writeChart,
} from '@anodec/pipeline';
import type { Context } from '../context.js';
import { plotData } from './plot-data.js';
import type { TableSettings } from './tables.js';

/** What to draw, of what, and where it is written. */
export interface DrawSettings extends TablePlotConfig, RunPlotConfig {
  readonly what: TablePlotName | RunPlotName;
  /** A run or a table. */
  readonly of?: string;
  readonly theme: Theme;
  readonly out?: string;
}

/**
 * Draws a chart and writes it.
 *
 * @throws ConfigError when the file has the ending of no chart
 * @throws DataError when there is no such run or table, or it lacks what is drawn
 */
export async function drawPlot(
  settings: DrawSettings,
  tables: TableSettings,
  context: Context,
): Promise<void> {
  const { what, of, theme, out = `${what}.svg` } = settings;
  const { signals, day, interval, attacks, number, colour, method, windows, plotSeed } = settings;
  const chosen = signals && { signals };
  if (isOfTable(what)) {
    const own = { day, interval, attacks, ...chosen };
    return plotData({ what, recording: of ?? 'df_att', theme, out, ...own }, tables, context);
  }
  const zoomable = chartFormat(out) === 'html'; // before a run is read for nothing
  const trained = await openRun(of ?? 'last', { logs: tables.paths.logs });
  const { settings: used } = runPlots[what];
  const all = { number, day, colour, method, windows, plotSeed, ...chosen };
  const own = Object.fromEntries(Object.entries(all).filter(([name]) => isOneOf(used, name)));
  const { signal, progress } = context;
  const spec = await plotRun(what, trained, own, { zoomable, signal, progress });
  progress.end();
  await writeChart(out, spec, theme);
  context.print(`${String(spec.title)} → ${out}`);
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name);
}

function isOfTable(what: DrawSettings['what']): what is TablePlotName {
  return Object.hasOwn(tablePlots, what) && !Object.hasOwn(runPlots, what);
}
