/** Settings of a command that writes a chart. */
import { THEMES } from '@anodec/charts';
import { z } from 'zod';

/** Where a chart is written, and in which colours. */
export const OutputConfig = z.strictObject({
  theme: z.enum(THEMES).default('light').describe('Colours of the chart, on white or on dark'),
  out: z.string().optional().describe('File of the chart (default: the name of the chart + .svg)'),
});

/** Part of the help: the formats. */
export const FORMAT_HELP =
  'The name of the file of a chart selects its format by its ending: .svg, .png, or .html, a page with zoom and readout that works offline.';
