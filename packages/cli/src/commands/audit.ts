/** `anodec audit`: the leakage audit of a run. */
import { auditRun } from '@anodec/audit';
import { formatCount, formatDuration } from '@anodec/core';
import { ComputeChoice, openRun, RunChoice } from '@anodec/pipeline';
import { failedChecks } from '@anodec/report';
import { defineCommand } from '../command.js';
import { hintFlags } from '../view/hint-flags.js';

export const audit = defineCommand({
  details:
    'Computes anew what could have let test rows or labels in, and compares it with what the run keeps: ' +
    'the scaler on training rows, every training window, threshold and p-values from the stored normal ' +
    'scores, every test score, a short training with shuffled test labels, scores of rows alone, live and ' +
    'without later rows. The exit code is 1 where a check fails. The result is kept as audit.json and becomes part of the report ' +
    'when the run is evaluated.',
  sections: { choice: RunChoice, compute: ComputeChoice },
  examples: [
    ['anodec audit 3', 'the checks of run 3, each with what was compared'],
    ['anodec audit && anodec evaluate', 'the last run, its report with the audit'],
  ],
  async run({ choice: { run: which, logs }, compute }, { print, progress, signal }) {
    const trained = await openRun(which, { logs, compute });
    const result = await auditRun(trained, { progress, signal });
    progress.end();
    for (const { title, compared, result: ended, finding } of result.lines) {
      print(`${ended.padEnd(11)}  ${title}`);
      print(`${' '.repeat(13)}${compared}: ${finding}`);
    }
    const failed = failedChecks(result);
    const unchecked = result.lines.filter(({ result: ended }) => ended === 'not checked').length;
    const took = formatDuration(result.seconds * 1000);
    const left = unchecked > 0 ? `, ${formatCount(unchecked)} not checked` : '';
    print(`${failed.length} of ${result.lines.length} checks failed${left} (${took}).`);
    const named = trained.run.version ?? trained.run.path;
    print(
      `Next: npx anodec evaluate ${named}${hintFlags({ logs })} writes a report with the audit`,
    );
    if (failed.length === 0) return;
    print(`Failed: ${failed.join('; ')}.`);
    process.exitCode = 1; // a result, not an error: nothing else is to be printed
  },
});
