/** `anodec devices evaluate`. */
import { basename } from 'node:path';
import { ConfigError } from '@anodec/core';
import {
  accuracyCsv,
  evaluateScores,
  readKnownAnomalies,
  readScores,
  rocChart,
  scoreHistogram,
  splitKnown,
  testScores,
} from '@anodec/devices';
import { writeFileAtomic } from '@anodec/files';
import { writeChart } from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { FORMAT_HELP } from '../explore/chart-output.js';
import { evaluationLines, testLines } from '../view/device-lines.js';

const ScoresConfig = z.strictObject({
  normal: z
    .array(z.string(), { error: 'normal must be given: a file of dates and scores' })
    .min(1, 'normal must be given: a file of dates and scores')
    .describe('Scores of normal days: a date and a score in each line; several files are compared'),
  anomaly: z
    .array(z.string())
    .optional()
    .describe('Scores of anomalous days, one file for each of the normal ones'),
  known: z
    .string()
    .optional()
    .describe('List of anomalous days (anomalies.csv), by which the scores are told apart instead'),
  device: z.string().optional().describe('Device of the scores, to find its days in the list'),
  threshold: z
    .number()
    .optional()
    .describe(
      'Days that score above it are anomalous (default: Youden’s point, which sees the labels)',
    ),
});

export const devicesEvaluate = defineCommand({
  details: `Without a threshold the best one on these very days is taken, and the result is too good. ${FORMAT_HELP}`,
  sections: {
    scores: ScoresConfig,
    write: z.strictObject({
      accuracySave: z.string().optional().describe('Table of the ratios, of the first file'),
      rocSave: z.string().optional().describe('Chart of the ROC curves'),
      histogramSave: z.string().optional().describe('Chart of the scores, of the first file'),
    }),
  },
  examples: [
    [
      'anodec devices evaluate --normal normal.csv --anomaly anomaly.csv --roc-save roc.svg --accuracy-save accuracy.csv',
      'two files of scores',
    ],
    [
      'anodec devices evaluate --normal scores.csv --known data/devices/anomalies.csv --device 5032AB --threshold 1.87',
      'one file, told apart by a list',
    ],
  ],
  async run({ scores, write }, { print }) {
    const pairs = await readPairs(scores);
    const results = pairs.map(({ name, normal, anomalous }) => ({
      name,
      result: evaluateScores(normal, anomalous, scores.threshold),
    }));
    for (const [n, { name, result }] of results.entries()) {
      const { normal, anomalous } = pairs[n];
      print(`${name}  ${normal.length} normal and ${anomalous.length} anomalous days`);
      for (const line of evaluationLines(result)) print(line);
      for (const line of testLines(testScores(normal, anomalous, result))) print(line);
    }
    const { accuracySave, rocSave, histogramSave } = write;
    const [{ result }] = results;
    const [{ normal, anomalous }] = pairs;
    if (accuracySave !== undefined) await writeFileAtomic(accuracySave, accuracyCsv(result));
    if (rocSave !== undefined) await writeChart(rocSave, rocChart(results));
    if (histogramSave !== undefined) {
      await writeChart(histogramSave, scoreHistogram(normal, anomalous, result.threshold));
    }
    for (const path of [accuracySave, rocSave, histogramSave]) if (path !== undefined) print(path);
  },
});

/** The scores of normal and of anomalous days, a pair for each file of normal ones. */
async function readPairs({ normal, anomaly, known, device }: z.output<typeof ScoresConfig>) {
  const first = await Promise.all(normal.map(readScores));
  const names = normal.map((path) => basename(path).replace(/\.csv$/i, ''));
  if (known !== undefined) {
    if (device === undefined) {
      throw new ConfigError('`device` must be given with a list of anomalous days, got none.');
    }
    const list = await readKnownAnomalies(known);
    return first.map((scores, n) => {
      const parts = splitKnown(scores, list, device);
      return { name: names[n], normal: parts.normal.scores, anomalous: parts.anomalous.scores };
    });
  }
  if (anomaly?.length !== normal.length) {
    throw new ConfigError(
      `There must be a file of anomalous days for each of normal ones, got ${anomaly?.length ?? 0} for ` +
        `${normal.length}. Name them with \`anomaly\`, or a list of anomalous days with \`known\`.`,
    );
  }
  const second = await Promise.all(anomaly.map(readScores));
  return first.map(({ scores }, n) => ({
    name: names[n],
    normal: scores,
    anomalous: second[n].scores,
  }));
}
