/** Settings of the tables to convert. */
import { z } from 'zod';

/** Which tables to convert, and how to read them. */
export const SourceConfig = z.strictObject({
  normal: z
    .array(z.string())
    .default([])
    .describe('Tables of normal operation, such as .csv or .xlsx (default: the SWaT workbooks)'),
  attack: z
    .array(z.string())
    .default([])
    .describe('Test tables, with the same channels; each is one recording'),
  headerRow: z
    .int()
    .min(1)
    .optional()
    .describe('Row of the column names, from 1 (default: detected; in workbooks the first)'),
  sheet: z.string().optional().describe('Sheet of the workbooks, by name (default: the first)'),
  delimiter: z.string().optional().describe('Field separator of text tables (default: detected)'),
  decimal: z
    .enum(['.', ','])
    .optional()
    .describe('Decimal separator of text tables (default: detected)'),
  reader: z
    .enum(['fast', 'exceljs'])
    .optional()
    .describe('Reader of workbooks (default: fast; exceljs for workbooks that it refuses)'),
  replace: z
    .boolean()
    .default(false)
    .describe('Replace the tables of a data set by others, even where runs were trained on them'),
});

export type SourceConfig = z.output<typeof SourceConfig>;
