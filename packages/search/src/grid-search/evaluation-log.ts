/** Files of evaluations: each worker has its own, so that none waits for another and a kill takes one line at most. */
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { binaryConfusion } from '@anodec/classifiers';
import { fileError } from '@anodec/files';
import { z } from 'zod';
import type { ClassifierConfig } from '../classifiers.js';
import { confusionOn, type CrossValidation } from '../cross-validate.js';
import type { LabelledRows } from '../feature-table.js';
import { formatEvaluation, paramsOf, scoresOf } from './evaluation.js';

/** Where evaluations are written. */
export const OutputsConfig = z.strictObject({
  out: z
    .string()
    .optional()
    .describe('Folder of the files of evaluations (default: none are written)'),
  outName: z
    .string()
    .optional()
    .describe(
      'Name of the files without their endings (default: params- and the time of the start)',
    ),
});

export type OutputsConfig = z.output<typeof OutputsConfig>;

/** The file of a worker: `params-2026-11-29-12-00-00.4711.out.tmp`. */
export function workerOutputFile(folder: string, name: string, pid: number): string {
  return join(folder, `${name}.${pid}.out.tmp`);
}

/** `params-` and a time, as the original named its files. */
export function outputName(time: Date): string {
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()];
  return `params-${[...date, ...clock].map(twoDigits).join('-')}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/**
 * A log of this process.
 *
 * @returns for a classifier, what hears of its folds and writes a line for the rows that were learned from and one for the
 *   others; undefined where nothing is to be written
 */
export function createEvaluationLog(
  { out, outName = outputName(new Date()) }: OutputsConfig,
  data: LabelledRows,
): ((config: ClassifierConfig) => NonNullable<CrossValidation['onFold']>) | undefined {
  if (out === undefined) return undefined;
  const path = workerOutputFile(out, outName, process.pid);
  return (config) => {
    const params = paramsOf(config);
    return async ({ fold, fitted, rows, confusion, seconds }) => {
      const start = performance.now();
      const learned = binaryConfusion(confusionOn(fitted, data, rows.train));
      const spent = (performance.now() - start) / 1000;
      const test = scoresOf(params, { fold, part: 'test' }, binaryConfusion(confusion), seconds);
      const train = scoresOf(params, { fold, part: 'train' }, learned, spent);
      const lines = [test, train].map((scores) => formatEvaluation({ params, scores }));
      await append(out, path, lines.join(''));
    };
  };
}

async function append(folder: string, path: string, text: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await appendFile(path, text);
  } catch (error) {
    throw fileError(error, path, 'written');
  }
}
