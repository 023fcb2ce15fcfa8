import { summaryLines, type EvaluationReport } from '@anodec/eval';
import { listRuns, openRun } from '@anodec/runs';
import { defineCommand } from '../command.js';
import { RunChoice } from '@anodec/pipeline';

export const runsShow = defineCommand({
  summary: 'One run: its state, settings and findings',
  sections: { choice: RunChoice },
  positionals: ['run'],
  examples: [
    ['anodec runs show 3', 'version 3'],
    ['anodec runs show', 'the last one'],
  ],
  async run({ choice }, { print }) {
    const run = await openRun(choice.logs, choice.run);
    const summary = (await listRuns(choice.logs)).find(({ version }) => version === run.version);
    print(`${run.path}  ${summary?.status ?? 'unknown'}`);
    for (const [name, value] of Object.entries(await run.readHparams())) {
      print(`  ${name}: ${JSON.stringify(value)}`);
    }
    const report = await run.readReport();
    if (report === undefined)
      print(`Not evaluated yet: npx anodec score ${choice.run}, then evaluate`);
    else for (const line of summaryLines(report as EvaluationReport)) print(line);
  },
});
