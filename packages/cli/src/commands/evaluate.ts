import { summaryLines } from '@anodec/eval';
import { listRuns, openRun } from '@anodec/runs';
import { defineCommand } from '../command.js';
import {
  ComputeChoice,
  evaluateRun,
  loadTrainedRun,
  rememberFindings,
  RunChoice,
} from '@anodec/pipeline';

export const evaluate = defineCommand({
  summary: 'Hold the alarms of a scored run against the attacks and write the report',
  sections: { choice: RunChoice, compute: ComputeChoice },
  positionals: ['run'],
  examples: [['anodec evaluate 3', 'report.html, report.md and report.json of version 3']],
  async run({ choice, compute }, context) {
    const run = await openRun(choice.logs, choice.run);
    const { report, page } = await evaluateRun(await loadTrainedRun(run, compute), context);
    const known = (await listRuns(choice.logs)).find(({ version }) => version === run.version);
    if (known) {
      const { detector, epochs, bestValidationLoss, fallbacks } = known;
      await rememberFindings(run, { detector, epochs, bestValidationLoss, fallbacks }, report);
    }
    context.progress.end();
    for (const line of summaryLines(report)) context.print(line);
    context.print(`Report  ${page}`);
  },
});
