/** The charts of a run. To add one: one file beside this one, one line here. */
import { heatmap } from './heat-map.js';
import { latent } from './latent.js';
import { pr, roc } from './ranking.js';
import { reconstruction } from './reconstruction.js';
import type { RunPlot } from './run-plot.js';
import { score } from './score.js';
import { training } from './training.js';

/** The charts by the names that the command line and `plotRun` know them by. */
export const runPlots = {
  score,
  reconstruction,
  heatmap,
  roc,
  pr,
  training,
  latent,
} as const satisfies Record<string, RunPlot>;

/** Name of a chart of a run. */
export type RunPlotName = keyof typeof runPlots;
