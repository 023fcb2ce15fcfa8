/** `anodec evaluate`: the evaluation step. */
import { renderTerminal } from '@anodec/report';
import { ComputeChoice, EvaluateConfig, evaluateRun, openRun, RunChoice } from '@anodec/pipeline';
import { defineCommand } from '../command.js';

export const evaluate = defineCommand({
  summary: 'Compare alarms with the labelled attacks and write the report',
  sections: { choice: RunChoice, evaluation: EvaluateConfig, compute: ComputeChoice },
  positionals: ['run'],
  examples: [
    ['anodec evaluate 3', 'report.html, report.md and report.json of run 3'],
    ['anodec evaluate 3 --robustness', 'with disturbed sensors scored besides'],
  ],
  async run({ choice: { run, logs }, evaluation, compute }, context) {
    const { report, page, notes } = await evaluateRun(
      await openRun(run, { logs, compute }),
      context,
      evaluation,
    );
    context.progress.end();
    for (const line of renderTerminal(report)) context.print(line);
    for (const note of notes) context.print(note);
    context.print(`Report  ${page}`);
  },
});
