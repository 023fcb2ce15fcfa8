/** The charts of a table. To add one: one file beside this one, one line here. */
import { attacks } from './attacks.js';
import { durations } from './durations.js';
import { signals } from './signals.js';
import type { TablePlot } from './table-plot.js';
import { times } from './times.js';

export { type TablePlot, TablePlotConfig, type TablePlotParts } from './table-plot.js';

/** The charts by name. */
export const tablePlots = { signals, attacks, durations, times } as const satisfies Record<
  string,
  TablePlot
>;

/** Name of a chart of a table. */
export type TablePlotName = keyof typeof tablePlots;
