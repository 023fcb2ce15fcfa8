import { formatDuration, formatTime } from '@anodec/core';
import { openRun } from '@anodec/runs';
import { defineCommand } from '../command.js';
import {
  ComputeChoice,
  describeComputing,
  describeScoring,
  loadTrainedRun,
  RunChoice,
  scoreRun,
  startComputing,
} from '@anodec/pipeline';

export const score = defineCommand({
  summary: 'Score the recording to be judged and raise alarms',
  details:
    'Everything it needs lies in the run. Scores go into the run and into df_errors_N of the store.',
  sections: { choice: RunChoice, compute: ComputeChoice },
  positionals: ['run'],
  examples: [
    ['anodec score 3', 'with version 3'],
    ['anodec score', 'with the last version'],
    ['anodec score 3 --backend cpu', 'on a machine without what it was trained on'],
  ],
  async run({ choice, compute }, context) {
    const trained = await loadTrainedRun(await openRun(choice.logs, choice.run), compute);
    const { computed } = await startComputing(trained.settings.model);
    context.print(describeComputing(computed));
    const scoring = await scoreRun(trained, context);
    context.progress.end();
    context.print(describeScoring(scoring));
    const { clock } = scoring.recording.raw;
    const moment = (time: number): string =>
      clock === 'utc' ? formatTime(time) : clock === 'rows' ? `row ${time}` : formatDuration(time);
    for (const { start, end, channels } of scoring.verdict.alarms) {
      const names = channels.slice(0, 3).map(({ channel }) => channel);
      context.print(`  ${moment(start)} to ${moment(end)}  ${names.join(', ')}`);
    }
    context.print(`Next: npx anodec evaluate ${choice.run}`);
  },
});
