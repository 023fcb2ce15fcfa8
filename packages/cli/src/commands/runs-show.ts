/** `anodec runs show`. */
import { parseEvaluationReport, renderTerminal } from '@anodec/report';
import { RunChoice } from '@anodec/pipeline';
import { groupsByRun, listRuns, openRun } from '@anodec/runs';
import { defineCommand } from '../command.js';
import { hintFlags } from '../view/hint-flags.js';

export const runsShow = defineCommand({
  summary: 'Show one run: its status, settings and results',
  sections: { choice: RunChoice },
  positionals: ['run'],
  examples: [
    ['anodec runs show 3', 'run 3'],
    ['anodec runs show', 'the last run'],
  ],
  async run({ choice }, { print }) {
    const run = await openRun(choice.logs, choice.run);
    const summary = (await listRuns(choice.logs)).find(({ version }) => version === run.version);
    print(`${run.path}  ${summary?.status ?? 'unknown'}`);
    for (const [name, value] of Object.entries(await run.readHparams())) {
      print(`  ${name}: ${JSON.stringify(value)}`);
    }
    const group = (await groupsByRun(choice.logs)).get(run.version ?? NaN);
    if (group) {
      const written = `npx anodec evaluate ${group.name}${hintFlags({ logs: choice.logs })}`;
      print(`One of several seeds, in ${group.name}: ${written} writes ${group.page}`);
    }
    const report = await run.readReport();
    if (report === undefined) {
      const which = `${choice.run}${hintFlags(choice)}`;
      print(`Not evaluated yet: npx anodec score ${which}, then npx anodec evaluate ${which}`);
      return;
    }
    const parsed = parseEvaluationReport(report, `report.json of ${run.path}`);
    for (const line of renderTerminal(parsed)) print(line);
  },
});
