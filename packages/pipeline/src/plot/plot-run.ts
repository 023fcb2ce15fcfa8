/** A chart of a run as a specification, to be drawn, changed or kept. */
import type { ChartSpec } from '@anodec/charts';
import { checkUsedSettings, type Listeners, lookup, parseConfig } from '@anodec/core';
import type { z } from 'zod';
import type { TrainedRun } from '../runs/trained-run.js';
import { type RunPlotName, runPlots } from './registry.js';
import { RunPlotConfig } from './run-plot-config.js';
import type { RunPlot } from './run-plot.js';

/**
 * Makes the specification of a chart; `renderSvg`, `renderPng` and `renderInteractive` draw it.
 *
 * @param given settings, any part of them
 * @param options.zoomable keeps enough points to zoom into; larger
 * @throws ConfigError when the chart or a setting is unknown, or the chart does not use a setting that is given
 * @throws DataError when the run lacks what is drawn, as one that was not scored lacks scores
 */
export async function plotRun(
  name: RunPlotName,
  trained: TrainedRun,
  given: z.input<typeof RunPlotConfig> = {},
  { zoomable = false, ...listeners }: Listeners & { readonly zoomable?: boolean } = {},
): Promise<ChartSpec> {
  const config = parseConfig(RunPlotConfig, given, 'settings of the chart');
  const plot: RunPlot = lookup('chart', runPlots, name);
  checkUsedSettings(`The chart ${name}`, plot.settings, given);
  return plot.draw(trained, { config, zoomable, ...listeners });
}
