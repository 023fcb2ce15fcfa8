/** What charts of a run have in common. */
import type { ChartSpec } from '@anodec/charts';
import type { Listeners } from '@anodec/core';
import type { TrainedRun } from '../runs/trained-run.js';
import type { RunPlotConfig } from './run-plot-config.js';

/** How a chart is drawn. */
export interface RunPlotOptions extends Listeners {
  readonly config: RunPlotConfig;
  /** Keeps enough points to zoom into; larger. */
  readonly zoomable: boolean;
}

/** A chart of a run. */
export interface RunPlot {
  /** What it shows, for a list of charts. */
  readonly summary: string;
  /** The settings that it uses; others are refused. */
  readonly settings: readonly (keyof RunPlotConfig)[];
  /** @throws DataError when the run lacks what is drawn; StoppedError when the signal is aborted */
  draw(trained: TrainedRun, options: RunPlotOptions): Promise<ChartSpec>;
}
