/** What all charts share: font, sizes, grid. */
import { COLOURS } from './colours.js';

/** Width of the plotting area of a chart as wide as a page, in pixels. */
export const WIDTH = 980;

/** The `config` of every specification. */
const THEME = {
  font: 'DejaVu Sans, Verdana, sans-serif',
  background: COLOURS.paper,
  view: { stroke: COLOURS.frame },
  axis: {
    labelColor: COLOURS.ink,
    titleColor: COLOURS.ink,
    titleFontWeight: 'normal',
    labelFontSize: 11,
    titleFontSize: 12,
    gridColor: COLOURS.grid,
    domainColor: COLOURS.domain,
    tickColor: COLOURS.domain,
  },
  title: { anchor: 'start', fontSize: 14, color: COLOURS.ink, offset: 10 },
  legend: {
    title: null,
    orient: 'top',
    labelFontSize: 12,
    labelLimit: 400, // Vega cuts names at 160 pixels
    labelColor: COLOURS.ink,
    titleColor: COLOURS.ink,
    titleFontWeight: 'normal',
    offset: 14,
  },
} as const;

/** A Vega-Lite specification: plain data, to be drawn or kept. */
export type ChartSpec = Readonly<Record<string, unknown>>;

/** Complete specification of a chart. */
export function chart(parts: Record<string, unknown>): ChartSpec {
  const $schema = 'https://vega.github.io/schema/vega-lite/v6.json';
  return { $schema, config: THEME, padding: 10, ...parts };
}
