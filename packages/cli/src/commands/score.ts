/** `anodec score`: the scoring step, or any table with the artifact of a run. */
import { ConfigError, formatCount } from '@anodec/core';
import { DecisionConfig, labelledThresholds } from '@anodec/eval';
import {
  ComputeChoice,
  openRun,
  RunChoice,
  ScoringChoice,
  scoreRun,
  type ScoredPart,
  scoreTable,
  startComputing,
  type TrainedRun,
  withLabelledTable,
  withDecisions,
  withScoringChoice,
} from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { type Context, printNamed } from '../context.js';
import { hintFlags } from '../view/hint-flags.js';
import { alarmLines, backendLine, scoredLine, tableScoresLine } from '../view/result-lines.js';
import { checkScoreFiles, writeScoreFiles } from './write-scores.js';

const InputConfig = z.strictObject({
  model: z
    .string()
    .optional()
    .describe('Run directory whose artifact scores the table of --input (default: RUN)'),
  input: z.string().optional().describe('Table to score: .csv, .xlsx, .parquet …'),
  labelledTable: z
    .string()
    .optional()
    .describe('Labelled table whose rows pick the threshold for --input, in place of normal rows'),
  labelledThreshold: labelledThresholds.schema
    .prefault({})
    .describe('How the threshold follows from the rows of --labelled-table'),
});

const OutputConfig = z.strictObject({
  out: z
    .string()
    .optional()
    .describe('File for scores, p-values and predicted flags of rows: .csv, .json, .parquet …'),
  alarms: z.string().optional().describe('File for the alarms: .csv, .json, .parquet …'),
  channelScores: z
    .boolean()
    .default(false)
    .describe('Write the score of each channel into the file of scores as well'),
  decide: z
    .boolean()
    .default(false)
    .describe(
      'Call each row normal, anomalous or unknown, in a column of the file of scores; unknown: held-out rows leave it open',
    ),
  decision: DecisionConfig.prefault({}),
});

export const score = defineCommand({
  details:
    'Without --input it scores the test recordings of the data set that the run was trained on; scores ' +
    'go into the run and into df_errors_N of the processed store. With --input it scores any table that ' +
    'has the channels of the run, in any order, and needs nothing but the run directory. A p-value is the ' +
    'probability that a normal row scores as high, from the normal rows held out from training.',
  sections: {
    choice: RunChoice,
    input: InputConfig,
    output: OutputConfig,
    scoring: ScoringChoice,
    compute: ComputeChoice,
  },
  examples: [
    ['anodec score 3', 'with run 3'],
    ['anodec score', 'with the last run'],
    ['anodec score --model lightning_logs/version_3 --input new.csv', 'a table of your own'],
    [
      'anodec score 3 --out scores.parquet --alarms alarms.json',
      'into files, without --input as well',
    ],
    ['anodec score 3 --decide --out scores.csv', 'with rows about which nothing is certain'],
    ['anodec score 3 --backend cpu', 'on a machine without the backend of the training'],
  ],
  async run({ choice, input, output, scoring, compute }, context) {
    checkScoreFiles(output);
    const which = input.model ?? choice.run;
    const opened = await openRun(which, { logs: choice.logs, compute });
    const trained = withScoringChoice(opened, scoring);
    const { computed } = await startComputing(trained.settings.detector);
    if (computed) context.print(backendLine(computed));
    if (input.input !== undefined) {
      const ready = await withLabels(trained, input, context);
      const scores = await scoreTable(ready, input.input, context);
      context.progress.end();
      printNamed(context, tableScoresLine(scores));
      return printParts([scores.part], ready, output, context);
    }
    refuseWithoutInput(input);
    const done = await scoreRun(trained, context);
    context.progress.end();
    printNamed(context, scoredLine(done));
    const parts = done.recordings.map(({ part }) => part);
    await printParts(parts, trained, output, context);
    context.print(`Next: npx anodec evaluate ${which}${hintFlags({ logs: choice.logs })}`);
  },
});

function refuseWithoutInput({ model, labelledTable }: z.output<typeof InputConfig>): void {
  const given = Object.entries({ model, labelledTable }).find(([, value]) => value !== undefined);
  if (!given) return;
  throw new ConfigError(`\`${given[0]}\` must come with \`input\`, the table to score. Name one.`);
}

/** The run with the threshold of a labelled table, where one is given. */
async function withLabels(
  trained: TrainedRun,
  { labelledTable, labelledThreshold }: z.output<typeof InputConfig>,
  context: Context,
): Promise<TrainedRun> {
  if (labelledTable === undefined) return trained;
  const labelled = await withLabelledTable(trained, labelledTable, labelledThreshold, context);
  const [{ alarmPolicy }] = labelled.detectors;
  const { value, rule } = alarmPolicy.threshold;
  context.print(`Threshold ${value.toPrecision(4)}: ${rule}`);
  return labelled;
}

/** Prints the alarms of recordings and writes the files that were asked for. */
async function printParts(
  scored: readonly ScoredPart[],
  trained: TrainedRun,
  output: z.output<typeof OutputConfig>,
  { print }: Context,
): Promise<void> {
  const parts = output.decide ? withDecisions(scored, trained, output.decision) : scored;
  if (output.decide) print(decisionLine(parts, output.decision));
  for (const { frame, detection } of parts) {
    for (const line of alarmLines(detection.alarms, frame.clock)) print(line);
  }
  await writeScoreFiles(parts, output);
  if (output.out !== undefined) print(`Scores  ${output.out}`);
  if (output.alarms !== undefined) print(`Alarms  ${output.alarms}`);
}

/** How many rows were called what. */
function decisionLine(parts: readonly ScoredPart[], { rate, confidence }: DecisionConfig): string {
  const said = parts.flatMap(({ decisions = [] }) => decisions);
  const count = (which: string): string =>
    formatCount(said.filter((decision) => decision === which).length);
  return (
    `Rows: ${count('anomalous')} anomalous, ${count('normal')} normal, ${count('unknown')} unknown at a confidence of ` +
    `${confidence}; anomalous: at most ${rate} of normal rows score as high`
  );
}
