/** `anodec evaluate`: the evaluation step. */
import { evaluateGroup } from '@anodec/compare';
import { ComputeChoice, EvaluateConfig, evaluateRun, openRun, RunChoice } from '@anodec/pipeline';
import { comparisonTerminal, renderTerminal } from '@anodec/report';
import { isGroupName, openGroup } from '@anodec/runs';
import { trackEvaluation } from '@anodec/tracking';
import { defineCommand } from '../command.js';
import { type Context, printNamed } from '../context.js';

export const evaluate = defineCommand({
  details:
    'A group of seeds, group_N, is scored where it was not, and gets one report: mean, standard deviation ' +
    'and range of each metric, and paired tests against its baselines.',
  sections: { choice: RunChoice, evaluation: EvaluateConfig, compute: ComputeChoice },
  examples: [
    ['anodec evaluate 3', 'report.html, report.md and report.json of run 3'],
    ['anodec evaluate 3 --robustness', 'also with disturbed sensors'],
    ['anodec evaluate group_0', 'one report of all seeds of a group'],
  ],
  async run({ choice: { run, logs }, evaluation, compute }, context) {
    if (isGroupName(run)) return printGroup(logs, run, context);
    const trained = await openRun(run, { logs, compute });
    const { report, page, notes } = await evaluateRun(trained, context, evaluation);
    context.progress.end();
    await trackEvaluation(trained.run, context.note ?? context.print);
    printNamed(context, renderTerminal(report));
    for (const note of notes) context.print(note);
    context.print(`Report  ${page}`);
  },
});

async function printGroup(logs: string, which: string, context: Context): Promise<void> {
  const { comparison, page, scored } = await evaluateGroup(await openGroup(logs, which), context);
  context.progress.end();
  for (const path of scored) context.print(`Scored  ${path}`);
  for (const line of comparisonTerminal(comparison)) context.print(line);
  context.print(`Report  ${page}`);
}
