/** Settings of training new models while rows come. */
import { isDuration } from '@anodec/core';
import { rowsIn, type RowTime } from '@anodec/eval';
import { z } from 'zod';

const span = (wanted: string, words: readonly string[] = []) =>
  z.string().refine((text) => words.includes(text) || isSpan(text), { error: `must be ${wanted}` });
const length = span('a duration such as 6h, or rows');

function isSpan(text: string): boolean {
  return /^\s*[1-9]\d*\s*$/.test(text) || isDuration(text);
}

/** When a model is trained, on which rows, and when it takes over. */
export const RetrainConfig = z.strictObject({
  retrain: span('none, drift, a duration such as 7d, or rows', ['none', 'drift'])
    .default('none')
    .describe(
      'When to train a new model of the same settings: every so often, such as 7d or a number of rows; drift: when the model no longer fits; none: never',
    ),
  retrainOver: length
    .default('14d')
    .describe(
      'Rows to train on, back from the last one, as a duration or in rows, as far as believed normal',
    ),
  retrainRows: z
    .int()
    .min(1)
    .default(5000)
    .describe('Fewest rows believed normal that a new model is trained on'),
  retrainGuard: length
    .default('30m')
    .describe(
      'Rows before and after each alarm that no model is trained on, as a duration or in rows',
    ),
  shadowFor: length
    .default('1d')
    .describe(
      'Time that a new model runs beside the one in use before it is decided about, as a duration or in rows',
    ),
  promote: z
    .enum(['rule', 'operator'])
    .default('rule')
    .describe(
      'Who puts a new model into use: a rule without labels, or an operator with anodec models',
    ),
});

/** Settings of retraining, complete. */
export type RetrainConfig = z.output<typeof RetrainConfig>;

/** Rows of a span that is a duration or a number of rows. */
export function spanInRows(text: string, time: RowTime): number {
  const rows = Number(text);
  return Number.isNaN(rows) ? rowsIn(text, time) : rows;
}
