/** `anodec score`: the scoring step, or any table with the artifact of a run. */
import { ConfigError, formatTimestamp } from '@anodec/core';
import type { Alarm } from '@anodec/eval';
import { writeFileAtomic } from '@anodec/files';
import {
  ComputeChoice,
  openRun,
  RunChoice,
  ScoringChoice,
  scoreRun,
  scoreTable,
  startComputing,
  type TableScores,
  withScoringChoice,
} from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import type { Context } from '../context.js';
import { hintFlags } from '../view/hint-flags.js';
import { backendLine, scoredLine, tableScoresLine } from '../view/result-lines.js';

const InputConfig = z.strictObject({
  model: z
    .string()
    .optional()
    .describe('Run directory whose artifact scores the table of --input (default: RUN)'),
  input: z.string().optional().describe('Table to score: .csv, .xlsx, .parquet …'),
  out: z
    .string()
    .optional()
    .describe('File for the scores of --input, .csv or .json (default: the terminal shows alarms)'),
  alarms: z.string().optional().describe('File for the alarms of --input, .csv or .json'),
});

export const score = defineCommand({
  summary: 'Score the test recordings of a run, or any table, and raise alarms',
  details:
    'Without --input it scores the test recordings of the data set that the run was trained on; scores ' +
    'go into the run and into df_errors_N of the processed store. With --input it scores any table that ' +
    'has the channels of the run, in any order, and needs nothing but the run directory.',
  sections: {
    choice: RunChoice,
    input: InputConfig,
    scoring: ScoringChoice,
    compute: ComputeChoice,
  },
  positionals: ['run'],
  examples: [
    ['anodec score 3', 'with run 3'],
    ['anodec score', 'with the last run'],
    ['anodec score --model lightning_logs/version_3 --input new.csv', 'a table of your own'],
    ['anodec score 3 --backend cpu', 'on a machine without the backend of the training'],
  ],
  async run({ choice, input, scoring, compute }, context) {
    const which = input.model ?? choice.run;
    const opened = await openRun(which, { logs: choice.logs, compute });
    const trained = withScoringChoice(opened, scoring);
    const { computed } = await startComputing(trained.settings.detector);
    if (computed) context.print(backendLine(computed));
    if (input.input !== undefined) {
      const scores = await scoreTable(trained, input.input, context);
      return printTable(scores, input, context);
    }
    refuseWithoutInput(input);
    const done = await scoreRun(trained, context);
    context.progress.end();
    for (const line of scoredLine(done)) context.print(line);
    for (const { prepared, detection } of done.recordings) {
      for (const line of alarmLines(detection.alarms, prepared.raw.clock)) context.print(line);
    }
    context.print(`Next: npx anodec evaluate ${which}${hintFlags({ logs: choice.logs })}`);
  },
});

function refuseWithoutInput({ out, alarms, model }: z.output<typeof InputConfig>): void {
  const given = Object.entries({ out, alarms, model }).find(([, value]) => value !== undefined);
  if (!given) return;
  throw new ConfigError(`\`${given[0]}\` must come with \`input\`, the table to score. Name one.`);
}

async function printTable(
  scores: TableScores,
  { out, alarms }: z.output<typeof InputConfig>,
  { print, progress }: Context,
): Promise<void> {
  progress.end();
  for (const line of tableScoresLine(scores)) print(line);
  for (const line of alarmLines(scores.detection.alarms, scores.frame.clock)) print(line);
  if (out !== undefined) {
    await writeFileAtomic(out, isJson(out) ? scores.scoresJson() : scores.scoresCsv());
    print(`Scores  ${out}`);
  }
  if (alarms !== undefined) {
    await writeFileAtomic(alarms, isJson(alarms) ? scores.alarmsJson() : scores.alarmsCsv());
    print(`Alarms  ${alarms}`);
  }
}

/** @throws ConfigError when the file is neither JSON nor CSV */
function isJson(path: string): boolean {
  if (/\.json$/i.test(path)) return true;
  if (/\.csv$/i.test(path)) return false;
  throw new ConfigError(`A file of scores or alarms must end in .csv or .json, got ${path}.`);
}

function alarmLines(
  alarms: readonly Alarm[],
  clock: Parameters<typeof formatTimestamp>[1],
): string[] {
  return alarms.map(({ start, end, channels }) => {
    const names = channels.slice(0, 3).map(({ channel }) => channel);
    return `  ${formatTimestamp(start, clock)} to ${formatTimestamp(end, clock)}  ${names.join(', ')}`;
  });
}
