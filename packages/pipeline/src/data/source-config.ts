/** Settings of the tables to convert. */
import { SwatFilesConfig } from '@anodec/data';
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
  labels: z
    .array(z.string())
    .default([])
    .describe(
      'Files with the labels of the test tables, one each: a label per row, or time and label',
    ),
  attacks: z
    .string()
    .optional()
    .describe('File with a list of attacks: begin and end of each, for all test tables'),
  headerRow: z
    .int()
    .min(1)
    .optional()
    .describe('Row of the column names, from 1 (default: detected; in workbooks the first)'),
  skipRows: z
    .int()
    .min(0)
    .optional()
    .describe('Rows below the column names to leave out (default: units and descriptions)'),
  missingWords: z
    .array(z.string())
    .optional()
    .describe(
      'Cells that stand for a missing reading, such as Bad or -9999, beside the usual words; given once for each word',
    ),
  wordValues: z
    .string()
    .optional()
    .describe('Numbers that words of a column of states stand for, such as "OFF=0,ON=1"'),
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
  swat: SwatFilesConfig.prefault({}),
  replace: z
    .boolean()
    .default(false)
    .describe('Replace the tables of a data set by others, even where runs were trained on them'),
});

export type SourceConfig = z.output<typeof SourceConfig>;
