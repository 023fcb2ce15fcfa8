/** What charts of a table and its attack list have in common. */
import type { ChartSpec } from '@anodec/charts';
import { ChartChoice } from '@anodec/data';
import type { StoredAttacks } from '@anodec/tables';
import { z } from 'zod';
import type { ColumnTable } from '../inspect/columns.js';

/** How a chart of a table is drawn. */
export const TablePlotConfig = ChartChoice.extend({
  interval: z
    .string()
    .default('60s')
    .describe('Interval over which rows are averaged, such as 10s; none = draw every row'),
  attacks: z.boolean().default(true).describe('Mark known attacks by bars'),
});

export type TablePlotConfig = z.output<typeof TablePlotConfig>;

/** What is drawn, and how. */
export interface TablePlotParts {
  /** Reads the table. */
  readonly columns: () => Promise<ColumnTable>;
  /** The attack list; empty where there is none. */
  readonly list: StoredAttacks;
  readonly config: TablePlotConfig;
  /** Keeps enough points to zoom into; larger. */
  readonly zoomable: boolean;
}

/** A chart of a table. */
export interface TablePlot {
  /** What it shows, for a list of charts. */
  readonly summary: string;
  /** The settings that it uses; others are refused. */
  readonly settings: readonly (keyof TablePlotConfig)[];
  /** @throws DataError when a channel, a day, times or attacks are missing */
  draw(parts: TablePlotParts): Promise<ChartSpec>;
}
